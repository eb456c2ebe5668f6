"""What can be asked of the supervisor's queue: which dossiers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, or_

from motcua.dossiers.parts import Waiting
from motcua.register.awaited import waits_on
from motcua.register.rank import STANDING, late_until
from motcua.register.scope import WHOLE, Scope
from motcua.register.sought import Sought, named
from motcua.register.stuck_groups import AT_ONCE, Urgency, in_group, running_on_time
from motcua.register.tables import DossierRow

WIDEST = timedelta(hours=48)
"""A dossier is late at the latest this long after its due moment, from the midnight that follows; unless it moved to a
shorter limit: then from the move (`late_before`)."""


class StuckFilter(BaseModel):
    """Which of the open dossiers to show; all given conditions have to hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agency: str | None = None
    """The agency that holds it; `applicant` for those waiting on one."""
    officer: str | None = None
    """Staff number within the agency, which has to be given too."""
    procedure: str | None = None
    field: str | None = None
    """Field of the procedure, in Vietnamese."""
    reason: Waiting | None = None
    """None: all but those that only wait for a moment and are not late."""
    urgency: Urgency | None = None
    only_late: bool = False
    late_by: timedelta | None = Field(default=None, ge=timedelta(0))
    """At least this long past the moment from which it is late."""
    due_before: AwareDatetime | None = None
    """Promised for a moment before this one, late ones too; dossiers whose clock stands have no promise."""
    will_be_late: bool = False
    """Not late, but the last moment to move it (`act_by`) has passed."""
    at_risk: bool = False
    """Not late, and that moment comes before the day ends."""
    day_ends: AwareDatetime | None = None
    """The end of today where the asker is; None: 24 hours from now."""
    stopped: bool = False
    """Its clock stands; then those that only wait for a moment are shown too."""
    system: str | None = None
    """A step of it waits on this department system, whatever else it waits for."""
    sought: tuple[Sought, ...] = ()
    """Words that all have to be found."""
    scope: Scope = WHOLE
    """What the asker may see."""

    @property
    def by_own_index(self) -> bool:
        """Whether it names what is best looked for by its own index, whatever else is asked."""
        at_once = self.urgency is Urgency.NOW or self.reason in AT_ONCE
        return at_once or any(each is not None for each in (self.agency, self.procedure, self.system))

    def ends(self, now: datetime) -> datetime:
        """Return the end of the day that counts as today."""
        return self.day_ends or now + timedelta(days=1)


def chosen(
    wanted: StuckFilter, now: datetime, row: Any = DossierRow, *, by_index: bool = True
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a dossier is in the queue that is asked for.

    Args:
        wanted: What is asked.
        now: The moment at which lateness is judged (R46).
        row: The dossier table, or what stands for it.
        by_index: Whether what is named may be looked for by its own index; otherwise nothing leads away from the order.
    """
    yield row.ended_at.is_(None)
    yield from wanted.scope.of_dossiers(row)
    yield from _exact(wanted, row, by_index)
    yield from _by_promise(wanted, now, row)
    if wanted.reason is None and not wanted.stopped:
        yield or_(row.waiting_for != Waiting.MOMENT.value, row.rank <= late_until(now))
    if wanted.urgency is not None:
        yield in_group(wanted.urgency, now, wanted.ends(now), row)
    if wanted.system is not None:
        yield waits_on(wanted.system, row)
    yield from (each.found(row, by_index=by_index) for each in wanted.sought)


def late_before(due: datetime, now: datetime) -> datetime:
    """Return the latest moment from which what is due before another may be late.

    One that moved to a shorter limit may be late only from that move, long after its date: but not after now.
    """
    return max(due + WIDEST, now)


def _exact(wanted: StuckFilter, row: Any, by_index: bool) -> Iterator[ColumnElement[bool]]:
    exact = {
        row.holder_agency: wanted.agency,
        row.holder_officer: wanted.officer,
        row.procedure: wanted.procedure,
        row.field: wanted.field,
        row.waiting_for: wanted.reason.value if wanted.reason else None,
    }
    yield from (named(column, by_index) == value for column, value in exact.items() if value is not None)


def _by_promise(wanted: StuckFilter, now: datetime, row: Any) -> Iterator[ColumnElement[bool]]:
    """Yield what has to hold of clock and date; where the rank bounds it, so that an index is read no further."""
    if wanted.only_late or wanted.late_by is not None:
        yield row.rank <= late_until(now - (wanted.late_by or timedelta(0)))
    if wanted.due_before is not None:
        yield row.due_current < wanted.due_before
        yield row.rank <= late_until(late_before(wanted.due_before, now))
    if wanted.will_be_late:
        yield from running_on_time(now, row)
        yield row.act_by <= now
    if wanted.at_risk:
        yield from running_on_time(now, row)
        yield row.act_by > now
        yield row.act_by <= wanted.ends(now)
    if wanted.stopped:
        yield row.paused.is_(True)
        yield row.rank >= STANDING
