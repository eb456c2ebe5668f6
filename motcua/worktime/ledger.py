"""What a pause leaves of an allowance, each in its own unit (R29, R30)."""

from datetime import datetime, timedelta
from decimal import Decimal

from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.elapsed import elapsed, working_days_between
from motcua.worktime.refusals import no_limit

DAYS_OF_A_MONTH = 30
"""A month of time that is not contiguous (LCC 2015, art. 146)."""


def used(start: datetime, until: datetime, allowance: Allowance, calendar: WorkCalendar) -> Allowance:
    """Return how much of an allowance had passed at `until`, in the unit its pauses are counted in (R30).

    Whole working days: working days after the date of `start` up to that of `until`. Calendar days likewise. Months:
    calendar days, since time that is not contiguous counts 30 days a month. Working hours, and fractions of a working
    day, which run by the hour: working minutes. Hours: clock minutes. Seconds of an unfinished minute are not used.

    Raises:
        InvalidInputError: A moment has no zone (R11), or the allowance is `none`.
        CalendarError: A moment lies outside the calendar's years (R75).
    """
    unit = ledger_unit(allowance)
    if unit is Unit.WORKING_DAY:
        return Allowance(Decimal(working_days_between(start, until, calendar)), unit)
    if unit is Unit.WORKING_HOUR:
        return Allowance.of_minutes(_whole_minutes(elapsed(start, until, calendar)), unit)
    index = calendar.index
    if unit is Unit.CALENDAR_DAY:
        return Allowance(Decimal(index.day_number(until) - index.day_number(start)), unit)
    return Allowance.of_minutes(_whole_minutes(index.distance(until) - index.distance(start)), unit)


def left(start: datetime, until: datetime, allowance: Allowance, calendar: WorkCalendar) -> Allowance:
    """Return what remains of an allowance at `until`, to run on from the end of the pause; zero or negative if used up.

    The unit is that of `used`: what remains of months is calendar days, of a fraction of a day working hours.
    """
    granted, spent = in_ledger(allowance, calendar), used(start, until, allowance, calendar)
    return Allowance(granted.value - spent.value, granted.unit)


def ledger_unit(allowance: Allowance) -> Unit:
    """Return the unit in which the pauses of an allowance are counted."""
    if allowance.unit is Unit.NONE:
        raise no_limit()
    if allowance.unit is Unit.WORKING_DAY and allowance.amount & 3:
        return Unit.WORKING_HOUR
    return Unit.CALENDAR_DAY if allowance.unit is Unit.MONTH else allowance.unit


def in_ledger(allowance: Allowance, calendar: WorkCalendar) -> Allowance:
    """Return the whole allowance in the unit in which its pauses are counted."""
    unit = ledger_unit(allowance)
    if allowance.unit is Unit.MONTH:
        return Allowance(Decimal(allowance.amount * DAYS_OF_A_MONTH), unit)
    if allowance.unit is not unit:
        return Allowance.of_minutes(_whole_minutes(calendar.quarter_day * allowance.amount), unit)
    return allowance


def _whole_minutes(length: timedelta) -> int:
    return int(length / timedelta(minutes=1))
