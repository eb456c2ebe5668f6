"""One line of figures per agency, counted together every few seconds for all who see the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.reports.structure import Structure
from motcua.supervision.web.days import month_of
from motcua.supervision.web.keeping import Dated, Kept
from motcua.worktime.calendar import WorkCalendar


@dataclass(frozen=True)
class AgencyLine:
    """What one agency has to do and has done, or several together."""

    duties: int = 0
    """Open work."""
    late: int = 0
    """Of it, past its own limit."""
    standing: int = 0
    """Of it, what stands or has no limit."""
    decided: int = 0
    """Open dossiers it decides."""
    overdue: int = 0
    """Of them, those whose promise is broken."""
    judged: int = 0
    """Finished this month with a limit, dossiers of agencies it stands in the place of among them (R73)."""
    judged_late: int = 0

    @property
    def rate(self) -> float | None:
        """Return the share of what was finished this month that was not late."""
        return 1 - self.judged_late / self.judged if self.judged else None

    @property
    def idle(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.duties or self.decided or self.judged)


NO_LINE = AgencyLine()
Lines = Mapping[str, AgencyLine]
_LINES: Kept[Lines] = Kept(15.0)


def lines_of(register: Register, ground: Ground, calendar: WorkCalendar, scope: Scope) -> Dated[Lines]:
    """Return the line of every agency that has one, within a scope, and their moment."""
    return _LINES.of((register, scope, calendar), lambda now: _counted(register, ground, calendar, scope, now))


def added(lines: Iterable[AgencyLine]) -> AgencyLine:
    """Return several lines as one."""
    found = list(lines)
    return AgencyLine(**{name: sum(getattr(each, name) for each in found) for name in AgencyLine.__dataclass_fields__})


def _counted(register: Register, ground: Ground, calendar: WorkCalendar, scope: Scope, now: datetime) -> Lines:
    lines: dict[str, AgencyLine] = {}
    for load in register.agency_loads(now, scope):
        lines[load.agency] = AgencyLine(duties=load.duties, late=load.late, standing=load.standing)
    for each in register.decided(now, scope):
        known = lines.get(each.agency, NO_LINE)
        lines[each.agency] = replace(known, decided=each.dossiers, overdue=each.late)
    structure = Structure(ground.directory, now.astimezone(calendar.tz).date())
    for done in register.verdicts(month_of(now, calendar), now, scope):
        holder = structure.holder(done.agency)
        known = lines.get(holder, NO_LINE)
        judged, late = known.judged + done.judged, known.judged_late + done.late
        lines[holder] = replace(known, judged=judged, judged_late=late)
    return {agency: line for agency, line in lines.items() if scope.agencies is None or agency in scope.agencies}
