"""Warnings before the promised date: fractions of the time, and working days before it (R47)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from motcua.dossiers.parts import OfficialClock, Threshold
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import add_working, days_before, elapsed, fraction_point, next_opening

SAME_PROMISE = ("resumed", "calendar")
"""Clocks that go on with a promise made before: what was warned of once is not said again."""


def warnings(plan: tuple[str, ...], since: datetime, due: datetime, calendar: WorkCalendar) -> Iterator[Threshold]:
    """Yield the thresholds of a warning plan that lie between start and due date, in order (R47)."""
    if due > since:
        yield from _between(since, due, ((name, _threshold(name, since, due, calendar)) for name in plan))


def still_to_come(
    clock: OfficialClock, stopped: datetime, since: datetime, due: datetime, calendar: WorkCalendar
) -> Iterator[Threshold]:
    """Yield the warnings of a promise that were not given before its clock stopped, moved to where it now runs.

    A fraction of the time is as far ahead as it was when the clock stopped; days before the due date are counted
    from the due date as it is now.
    """
    points = []
    for threshold in clock.warnings:
        if threshold.name.endswith("%"):
            ahead = elapsed(stopped, threshold.at, calendar)
            points.append((threshold.name, add_working(since, ahead, calendar)))
        else:
            points.append((threshold.name, _threshold(threshold.name, since, due, calendar)))
    yield from _between(since, due, points)


def moved_warnings(
    clock: OfficialClock, due: datetime, now: datetime, calendar: WorkCalendar
) -> tuple[tuple[Threshold, ...], list[str]]:
    """Return the warnings of a promise whose calendar changed, and the names of those that would have come by now.

    Days before the due date are counted from the date as it is now. A fraction of the time stays where it was, or goes
    to the next opening where that day is now closed.
    """
    points = [(t.name, _on_this_calendar(t, clock.since, due, calendar)) for t in clock.warnings]
    missed = [name for name, at in points if at <= now]
    return tuple(_between(now, due, points)), missed


def _on_this_calendar(threshold: Threshold, since: datetime, due: datetime, calendar: WorkCalendar) -> datetime:
    if not threshold.name.endswith("%"):
        return _threshold(threshold.name, since, due, calendar)
    worked = calendar.is_working_day(calendar.local(threshold.at).date())
    return threshold.at if worked else next_opening(threshold.at, calendar)


def _between(since: datetime, due: datetime, points: Iterable[tuple[str, datetime]]) -> Iterator[Threshold]:
    for name, at in sorted(points, key=lambda point: point[1]):
        if since < at < due:
            yield Threshold(name=name, at=at)


def _threshold(name: str, since: datetime, due: datetime, calendar: WorkCalendar) -> datetime:
    if name.endswith("%"):
        return fraction_point(since, due, Decimal(name[:-1]) / 100, calendar)
    return days_before(due, int(Allowance.parse(name).value), calendar)
