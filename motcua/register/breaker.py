"""The breaker of a department system: one row that all workers share says whether it may be asked."""

import random
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, exists, select, update

from motcua.register.calls import Call
from motcua.register.department_tables import OPEN, CallRow, OutageRow, SystemRow
from motcua.register.topic import dialect_insert

ALONE_FOR = timedelta(minutes=10)
"""A request that failed while others succeeded is its own trouble for so long after its last failure."""


class Pace(NamedTuple):
    """How often a system that is away is tried."""

    first: timedelta = timedelta(seconds=10)
    """Least time between two tries; each that fails makes it half as long again, with up to a fifth left to chance."""
    longest: timedelta = timedelta(minutes=1)
    asked_for: timedelta = timedelta(hours=1)
    """Longest wait a system may ask for (Retry-After)."""

    def wait(self, failed: int, retry_after: float | None = None) -> timedelta:
        """Return how long it is left alone after so many tries that failed."""
        grown = min(self.longest, self.first * 1.5 ** min(failed, 50))
        asked = min(self.asked_for, timedelta(seconds=retry_after or 0))
        return max(grown * random.uniform(1.0, 1.2), asked)


PACE = Pace()


class Failure(NamedTuple):
    """What came of a try that brought no answer."""

    started_at: datetime
    at: datetime
    detail: str
    own: bool
    """Whether the system itself says that only this request has to wait."""
    status: int | None = None
    retry_after: float | None = None

    @property
    def milliseconds(self) -> int:
        """Return how long it took."""
        return round((self.at - self.started_at) / timedelta(milliseconds=1))


def outage_of(connection: Connection, system: str) -> int | None:
    """Return the number of a system's open outage, or None while it may be asked."""
    found: int | None = connection.scalar(_OUTAGE, {"its_system": system})
    return found


def has_backlog(connection: Connection, system: str) -> bool:
    """Return whether requests of an outage that is over still wait for their turn: new ones go behind them."""
    return bool(connection.scalar(_BACKLOG, {"its_system": system}))


def note_success(connection: Connection, system: str, at: datetime) -> None:
    """Note that a system did what it was asked."""
    changed = update(SystemRow).where(SystemRow.system == system).values(last_success_at=at)
    if not connection.execute(changed).rowcount:
        _enter(connection, system, last_success_at=at)


def is_alone(connection: Connection, call: Call, failure: Failure) -> bool:
    """Return whether a failure is this request's own trouble: the system answered others meanwhile."""
    if failure.own:
        return True
    lately = call.failed_at is not None and failure.at - call.failed_at <= ALONE_FOR
    if lately and call.again_at is not None:
        return True
    last = connection.scalar(_LAST_SUCCESS, {"its_system": call.system})
    if last is None:
        return False
    return bool(last >= failure.started_at or (lately and call.failed_at is not None and last > call.failed_at))


def note_failure(connection: Connection, system: str, failure: Failure, pace: Pace) -> bool:
    """Open the system's outage, or count one more failure of it; return whether it was opened now."""
    _enter(connection, system)
    values = {"system": system, "began_at": failure.at, "last_error": failure.detail, "failures": 1, "dossiers": 0}
    opening = dialect_insert(connection, OutageRow).on_conflict_do_nothing().returning(OutageRow.id)
    new = connection.execute(opening, values).scalar_one_or_none()  # an index sees to it that there is one
    change = update(SystemRow).where(SystemRow.system == system)
    if new is not None:
        first = failure.at + pace.wait(0, failure.retry_after)
        connection.execute(change.values(outage=new, last_failure_at=failure.at, next_probe_at=first))
        return True
    connection.execute(change.values(last_failure_at=failure.at))
    if failure.retry_after:
        not_before = failure.at + min(pace.asked_for, timedelta(seconds=failure.retry_after))
        sooner = (SystemRow.outage.is_not(None), SystemRow.next_probe_at < not_before)
        connection.execute(change.where(*sooner).values(next_probe_at=not_before))
    again = update(OutageRow).where(OutageRow.system == system, OutageRow.ended_at.is_(None))
    connection.execute(again.values(failures=OutageRow.failures + 1, last_error=failure.detail))
    return False


def _enter(connection: Connection, system: str, **values: Any) -> None:
    new = dialect_insert(connection, SystemRow)
    once = new.on_conflict_do_update(index_elements=["system"], set_=values) if values else new.on_conflict_do_nothing()
    connection.execute(once, {"system": system, **values})


_SYSTEM = SystemRow.system == bindparam("its_system")
_OUTAGE = select(SystemRow.outage).where(_SYSTEM)
_LAST_SUCCESS = select(SystemRow.last_success_at).where(_SYSTEM)
_BACKLOG = select(
    exists().where(
        and_(CallRow.system == bindparam("its_system"), CallRow.held_at.is_not(None), CallRow.again_at.is_(None), OPEN)
    )
)
