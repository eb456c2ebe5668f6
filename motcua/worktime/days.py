"""Counting dates: calendar days and months, rolled off a day off, and dates moved by days (LCC 2015, art. 145–148)."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.index import WorkIndex


class Landing(StrEnum):
    """What happens to a date that turns out to be a day off."""

    NEXT = "next"
    """It becomes the next working day."""
    PREVIOUS = "previous"
    """It becomes the working day before."""
    STAY = "stay"
    """It stays a day off."""


def shift_days(
    day: date, days: int, calendar: WorkCalendar, *, skip_days_off: bool = True, landing: Landing = Landing.NEXT
) -> date:
    """Return the date that lies this many days after `day`, or before it if negative.

    The form in which court rules state a deadline: an interval, whether days off are skipped while counting, and
    whether the last day must be a working day.

    Args:
        day: The day of the event, not counted itself.
        days: Days to count.
        calendar: Whose working days are meant.
        skip_days_off: Count working days only; otherwise every day.
        landing: Where to go if the day reached is a day off. Reached by counting working days it never is, except
            with `days=0`.

    Raises:
        CalendarError: The date lies outside the calendar's years (R75).
    """
    index = calendar.index
    number = index.number_of(day)
    if skip_days_off and days:
        return index.work_day(working_day_place(number, days, index))
    last = moved(number, days, index)
    if landing is Landing.STAY:
        return index.first_day + timedelta(days=last)
    return index.work_day(index.rank[last] if landing is Landing.NEXT else index.rank[last + 1] - 1)


def due_date(due: datetime, calendar: WorkCalendar) -> date:
    """Return the date on which a due moment falls, by the calendar's clock; midnight is the end of the day before."""
    index = calendar.index
    return index.first_day + timedelta(days=index.day_ending(due))


def on_open_day(due: datetime, calendar: WorkCalendar) -> datetime:
    """Return a due moment itself where its day is worked, or else the end of the next day that is (R10)."""
    day = due_date(due, calendar)
    return due if calendar.is_working_day(day) else calendar.closing_of(shift_days(day, 0, calendar))


def working_day_place(number: int, days: int, index: WorkIndex) -> int:
    """Return the place of the N-th working day after (or before) a day, which itself is not counted; N is not 0."""
    return index.rank[number + 1] + days - 1 if days > 0 else index.rank[number] + days


def last_day(number: int, allowance: Allowance, index: WorkIndex) -> int:
    """Return the day to which calendar days or months lead, before any rolling; the first day is not counted."""
    if allowance.unit is Unit.MONTH:
        return _months_on(number, allowance.amount, index)
    return moved(number, allowance.amount, index)


def moved(number: int, days: int, index: WorkIndex) -> int:
    """Return the number of the day that many calendar days on; outside the calendar's years CalendarError (R75)."""
    if 0 <= number + days < index.days:
        return number + days
    raise index.outside()


def _months_on(number: int, months: int, index: WorkIndex) -> int:
    day = index.first_day + timedelta(days=number)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not index.first_day.year <= year <= index.last_day.year:
        raise index.outside()
    return index.number_of(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])))
