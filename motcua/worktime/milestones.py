"""Moments on the way to a due date: when to warn, when to apologise, from when it is late (R46–R48)."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from motcua.errors import InvalidInputError
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.elapsed import add_working, elapsed

_TICK = timedelta(microseconds=1)


def late_from(due: datetime, calendar: WorkCalendar) -> datetime:
    """Return the midnight from which a dossier due at `due` is late, in the calendar's zone.

    On-time compares dates: whatever is finished on the due date is on time (R50, R55). A due moment that is midnight
    itself ended the day before, and is its own answer.
    """
    index = calendar.index
    return index.at_distance(index.day_starts[index.day_ending(due) + 1])


def missed_from(due: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    """Return from when an allowance that ends at `due` is missed: hours end at an instant, all else with its day."""
    return due if allowance.unit in (Unit.WORKING_HOUR, Unit.HOUR) else late_from(due, calendar)


def days_before(due: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Return the closing time of the working day that many working days before the due date; 0 days is `due` itself.

    Raises:
        InvalidInputError: `days` is negative, or `due` has no zone (R11).
        CalendarError: The answer lies outside the calendar's years (R75).
    """
    if days < 0:
        raise InvalidInputError(
            f"{days} days before a due date is after it", vi="Số ngày trước hạn không được âm", field="days", rule="R47"
        )
    index = calendar.index
    if days == 0:
        return calendar.local(due)
    return index.closing(index.rank[index.day_ending(due)] - days)


def fraction_point(
    start: datetime, due: datetime, fraction: Decimal | Fraction | float, calendar: WorkCalendar
) -> datetime:
    """Return the moment when that part of the working time between `start` and `due` has passed (R47).

    With no working time between them it is `due`.

    Args:
        start: Aware moment from which the time ran.
        due: Aware moment, not before `start`.
        fraction: From 0 to 1, for instance `Decimal("0.5")`.
        calendar: Whose working time is meant.

    Raises:
        InvalidInputError: The fraction is not between 0 and 1, or `due` is before `start`.
    """
    part = Fraction(fraction)
    if not 0 <= part <= 1:
        raise InvalidInputError(f"{fraction} is not between 0 and 1", vi="Tỷ lệ phải từ 0 đến 1", field="fraction")
    index = calendar.index
    if index.distance(due) < index.distance(start):
        raise InvalidInputError("The due date is before the start", vi="Hạn trả trước ngày bắt đầu", field="due")
    available = elapsed(start, due, calendar)
    if not available:
        return calendar.local(due)
    return add_working(start, available // _TICK * part.numerator // part.denominator * _TICK, calendar)
