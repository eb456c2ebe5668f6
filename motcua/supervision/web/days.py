"""Working days around a moment, as spans of local time."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from motcua.errors import CalendarError
from motcua.register.overview import Span
from motcua.worktime.calendar import WorkCalendar

FARTHEST = 60
"""Days looked through for working days; longer closures are not known."""


def span_of(day: date, calendar: WorkCalendar) -> Span:
    """Return a local day from 00:00 to 24:00."""
    return Span(_midnight(day, calendar), _midnight(day + timedelta(days=1), calendar))


def month_of(now: datetime, calendar: WorkCalendar) -> datetime:
    """Return when the local month of a moment began."""
    return _midnight(now.astimezone(calendar.tz).date().replace(day=1), calendar)


def days_ahead(today: date, working: int, calendar: WorkCalendar) -> list[date]:
    """Return today and the days after it up to the last of so many working days; weekends are left out."""
    found, left = [today], working
    for day in _days(today, 1):
        if day == today or not left:
            continue
        if works(day, calendar):
            left -= 1
            found.append(day)
        elif calendar.weekly[day.weekday()]:
            found.append(day)
    return found


def working_day(today: date, distance: int, calendar: WorkCalendar) -> date:
    """Return the working day so many working days after a day, or before it where negative."""
    left = abs(distance)
    for day in _days(today, 1 if distance > 0 else -1):
        left -= day != today and works(day, calendar)
        if not left:
            return day
    return today + timedelta(days=distance)


def works(day: date, calendar: WorkCalendar) -> bool:
    """Whether a day is worked; one outside the calendar's years is not."""
    try:
        return calendar.is_working_day(day)
    except CalendarError:
        return False


def _days(today: date, step: int) -> Iterator[date]:
    return (today + timedelta(days=step * n) for n in range(FARTHEST))


def _midnight(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, time(), calendar.tz)
