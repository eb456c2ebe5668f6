"""Where in the queue what is asked for can stand: how far an index has to be read, in whichever order.

A bound says nothing new of a dossier: whatever fits the question lies within it. It keeps PostgreSQL from passing by
what comes before, such as all that is late when it is asked what is not.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from motcua.register.rank import STANDING, late_until
from motcua.register.stuck_filter import WIDEST, StuckFilter, late_before
from motcua.register.stuck_groups import Urgency
from motcua.register.stuck_order import Sort


class Reach(NamedTuple):
    """Bounds of what is asked for; None: no bound."""

    late_after: datetime | None = None
    """Nothing of it is late at this moment."""
    late_by: datetime | None = None
    """All of it is late at this moment."""
    standing: bool | None = None
    """Whether all of it, or nothing of it, has a clock that stands."""
    act_after: datetime | None = None
    """The last moment to move it comes after this one (`act_by`)."""
    act_by: datetime | None = None
    """That moment comes at this one or before."""


def reach_of(wanted: StuckFilter, now: datetime) -> Reach:
    """Return the bounds of what is asked for; where several conditions bound it, one of them does."""
    ends, running = wanted.ends(now), Reach(late_after=now, standing=False)
    if wanted.will_be_late or wanted.urgency is Urgency.WILL_BE_LATE:
        return running._replace(act_by=now)
    if wanted.at_risk:
        return running._replace(act_after=now, act_by=ends)
    if wanted.stopped or wanted.urgency is Urgency.STANDING:
        return Reach(standing=True)
    if wanted.urgency is Urgency.RUNNING:
        return running._replace(late_after=ends)
    if wanted.urgency is Urgency.TODAY:
        return running
    return Reach(late_by=_late_by(wanted, now))


def within(reach: Reach, sort: Sort, row: Any) -> Iterator[ColumnElement[bool]]:
    """Yield the bounds as conditions over `row` which the index of this order answers; none begins another."""
    if sort is Sort.DUE:
        return _between(row.due_rank, _by_date(reach))
    return _by_rank(row, reach) if sort is Sort.RANK else _by_lateness(row.late_at, reach)


def _by_rank(row: Any, reach: Reach) -> Iterator[ColumnElement[bool]]:
    yield from _between(row.rank, reach)
    if reach.act_after is not None:
        yield row.act_by > reach.act_after
    if reach.act_by is not None:
        yield row.act_by <= reach.act_by


def _by_date(reach: Reach) -> Reach:
    """Return the bounds of the promised date: of what is not late yet, it comes before lateness by `WIDEST` at most."""
    late = reach.late_after
    return reach if late is None else reach._replace(late_after=late - WIDEST)


def _between(place: Any, reach: Reach) -> Iterator[ColumnElement[bool]]:
    if reach.late_after is not None:
        yield place > late_until(reach.late_after)
    if reach.late_by is not None:
        yield place <= late_until(reach.late_by)
    if reach.standing is not None:
        yield place >= STANDING if reach.standing else place < STANDING


def _by_lateness(at: Any, reach: Reach) -> Iterator[ColumnElement[bool]]:
    if reach.late_after is not None:
        yield at > reach.late_after
    if reach.late_by is not None:
        yield at <= reach.late_by
    if reach.standing:
        yield at.is_(None)


def _late_by(wanted: StuckFilter, now: datetime) -> datetime | None:
    if wanted.due_before is not None:
        return late_before(wanted.due_before, now)
    if wanted.only_late or wanted.late_by is not None:
        return now - (wanted.late_by or timedelta(0))
    return now if wanted.urgency is Urgency.OVERDUE else None
