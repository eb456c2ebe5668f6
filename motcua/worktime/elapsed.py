"""Moving and measuring inside working time: hours run only while the office is open (R7, R9)."""

from datetime import date, datetime, timedelta

from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.index import NOTHING


def elapsed(a: datetime, b: datetime, calendar: WorkCalendar) -> timedelta:
    """Return the working time between two moments, negative if `b` is before `a` (R9).

    Args:
        a: Aware moment.
        b: Aware moment.
        calendar: Whose working time is meant.

    Raises:
        InvalidInputError: A moment has no time zone (R11).
        CalendarError: A moment lies outside the calendar's years (R75).
    """
    index = calendar.index
    return index.worked(index.distance(b)) - index.worked(index.distance(a))


def add_working(start: datetime, time: timedelta, calendar: WorkCalendar) -> datetime:
    """Return the moment at which this much working time has passed since `start` (R7).

    An answer that falls on the end of a window is the closing time, not the next opening; counted backwards it is an
    opening time. Nothing added is `start` itself, even outside opening hours. The answer is in the calendar's zone.

    Raises:
        InvalidInputError: The moment has no time zone (R11).
        CalendarError: The moment or the answer lies outside the calendar's years (R75).
    """
    index = calendar.index
    worked = index.worked(index.distance(start)) + time
    if time > NOTHING:
        return index.earliest_with(worked)
    if time < NOTHING:
        return index.latest_with(worked)
    return start.astimezone(index.zone)


def next_opening(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first moment from `at` on at which the office is open: `at` itself if it is open then."""
    index = calendar.index
    return index.latest_with(index.worked(index.distance(at)))


def opening_after(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the opening time of the first working day that opens after `at`; an opening exactly at `at` is past."""
    index = calendar.index
    place = index.rank[index.day_number(at)]
    opening = index.opening(place)
    return opening if index.distance(opening) > index.distance(at) else index.opening(place + 1)


def closing_after(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first closing time of a working day that lies after `at`."""
    index = calendar.index
    place = index.rank[index.day_number(at)]
    closing = index.closing(place)
    return closing if index.distance(closing) > index.distance(at) else index.closing(place + 1)


def working_days_between(a: date | datetime, b: date | datetime, calendar: WorkCalendar) -> int:
    """Return how many working days lie after the date of `a` up to and including the date of `b`.

    Negative if `b` is before `a`. Moments are read in the calendar's zone; the time of day does not matter.
    """
    index = calendar.index
    numbers = [index.day_number(x) if isinstance(x, datetime) else index.number_of(x) for x in (a, b)]
    return index.rank[numbers[1] + 1] - index.rank[numbers[0] + 1]
