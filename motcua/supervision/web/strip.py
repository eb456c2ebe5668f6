"""The line on top of every page: which moment it is, what is left of the working day, when the next day off comes."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.errors import CalendarError
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import elapsed
from motcua.worktime.words import Words

LOOKED_AHEAD = timedelta(days=45)
"""How far ahead a day off is announced."""


class DayOff(NamedTuple):
    """A day off by law or decision that comes."""

    on: date
    tomorrow: bool
    reason: Words


class Strip(NamedTuple):
    """What the line says."""

    at: datetime
    left: timedelta | None
    """Working time left today; None on a day off."""
    day_off: DayOff | None


def strip_of(calendar: WorkCalendar, now: datetime) -> Strip:
    """Return what stands in the line at a moment."""
    try:
        local = calendar.local(now)
        left = (
            elapsed(now, calendar.closing_of(local.date()), calendar) if calendar.is_working_day(local.date()) else None
        )
    except CalendarError:  # the calendar's years are over: nothing is guessed
        return Strip(now.astimezone(calendar.tz), None, None)
    return Strip(local, left, _ahead(calendar, local.date()))


def _ahead(calendar: WorkCalendar, today: date) -> DayOff | None:
    """Return the next day off on which the office would be open otherwise, today's own first."""
    coming = (
        day for day in calendar.days_off if today <= day <= today + LOOKED_AHEAD and calendar.weekly[day.weekday()]
    )
    on = min(coming, default=None)
    if on is None:
        return None
    known = calendar.days_off[on]
    return DayOff(on, on == today + timedelta(days=1), Words(known.reason, known.reason_en or known.reason))
