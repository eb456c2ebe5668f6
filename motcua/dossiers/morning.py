"""The morning sheet: what a head has to know when a working day begins."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from motcua.dossiers.parts import Model, Moment, Name, Waiting
from motcua.worktime.calendar import WorkCalendar

BEGINS = time(7, 30)
"""When heads are told, by the clock of Vietnam."""
AFTERNOON = time(15)
"""Until when work moved on the same day still keeps its promise; an office that closes earlier has until then."""
STANDS_LONG = timedelta(days=30)
"""How long a clock may stand before heads hear of it, in calendar days."""
LISTED = 40
"""Dossiers of a part that are listed; all are counted."""


class MorningLine(Model):
    """One dossier."""

    code: str
    procedure: str
    waits_for: Waiting
    holder: Name | None
    """The agency that has it, or `applicant`."""
    system: Name | None = None
    """The department system that is waited for."""
    since: Moment | None
    """Since when it has waited; of a clock that stands, since when it stands."""
    due: Moment | None
    """The promised moment; None while the clock stands."""
    act_by: Moment | None
    """The last moment at which moving it keeps the promise."""


class MorningPart(Model):
    """Dossiers that a head has to know of for the same reason, the most pressing first."""

    total: int
    lines: tuple[MorningLine, ...]

    @property
    def further(self) -> int:
        """Return how many are counted and not listed."""
        return self.total - len(self.lines)

    def without(self, codes: Collection[str]) -> "MorningPart":
        """Return it without some dossiers, neither listed nor counted."""
        lines = tuple(line for line in self.lines if line.code not in codes)
        return MorningPart(total=len(lines) + self.further, lines=lines)


class MorningSheet(Model):
    """What one head is told on one day: the same on the page, in the mail and on paper."""

    day: date
    agency: Name
    """Whose head it is for; what is counted is what the head may see."""
    made_at: Moment
    until: Moment
    """By when a dossier has to be moved on that will be late otherwise."""
    open: int
    overdue: int
    passed: int
    """Of what will be late, how many could no longer be moved in time when the sheet was made."""
    due_today: MorningPart
    """Promised for today and not late yet."""
    will_be_late: MorningPart
    """Late unless they are moved on before `until`."""
    blocked: MorningPart
    """Ours, but others have to move: a partner agency, a department system, another agency's officer."""
    paused: MorningPart
    """Whose clock has stood for more than thirty days."""
    position: int
    """Number of the last transition in the register when it was made."""
    head: str | None
    """Hash of its last fact."""

    @property
    def parts(self) -> tuple[tuple[str, MorningPart], ...]:
        """Return the parts by name, in their order."""
        names = ("due_today", "will_be_late", "blocked", "paused")
        return tuple((name, getattr(self, name)) for name in names)

    @property
    def lines(self) -> tuple[MorningLine, ...]:
        """Return every line, of all parts."""
        return tuple(line for _, part in self.parts for line in part.lines)

    def without(self, codes: Collection[str]) -> "MorningSheet":
        """Return it without some dossiers in any part; what is counted over all of them stays as it was told."""
        return self.model_copy(update={name: part.without(codes) for name, part in self.parts})


def until_of(day: date, calendar: WorkCalendar) -> datetime:
    """Return by when work has to be moved on a working day: 15:00, or the closing hour where that is earlier.

    Raises:
        CalendarError: It is no working day, or outside the calendar's years.
    """
    return min(datetime.combine(day, AFTERNOON, calendar.tz), calendar.closing_of(day))
