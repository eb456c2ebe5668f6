"""Due dates: the moment until which an act is on time.

Two conventions exist side by side. The official one (A) counts whole days and ends at a closing time; what the
applicant is promised is always computed by it. The internal one (B) turns a working day into working hours and ends
at any minute; it serves the steps inside a dossier and never ends later than (A) (R13).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from motcua.errors import InvalidInputError
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.days import Landing, due_date, last_day, on_open_day, shift_days
from motcua.worktime.elapsed import (
    add_working,
    closing_after,
    elapsed,
    next_opening,
    opening_after,
    working_days_between,
)
from motcua.worktime.ledger import left, used
from motcua.worktime.milestones import days_before, fraction_point, late_from, missed_from
from motcua.worktime.refusals import naive_moment, no_limit

__all__ = [
    "Convention",
    "Landing",
    "add_working",
    "closing_after",
    "cut_off_due",
    "days_before",
    "due_at",
    "due_by",
    "due_date",
    "earliest_of",
    "elapsed",
    "fraction_point",
    "hand_over_due",
    "late_from",
    "latest_of",
    "left",
    "missed_from",
    "next_opening",
    "on_open_day",
    "opening_after",
    "phase_start",
    "phased",
    "shift_days",
    "step_due_at",
    "used",
    "working_days_between",
]

Convention = Literal["official", "step"]
"""`official`: whole days, to closing time (A). `step`: a working day is its hours, to the minute (B)."""

_WD, _WH, _H, _NONE = Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.HOUR, Unit.NONE
_MINUTE = timedelta(minutes=1)
_TICK = timedelta(microseconds=1)


def due_at(start: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    """Return the last moment at which an answer is still on time, by the official convention (R1–R8).

    Working days: the day of `start` does not count; the end of the last window of the N-th working day after it.
    Fractions of a day are working hours from the minute. Calendar days and months: the first day does not count, and
    a last day that is a day off becomes the next working day (LCC 2015, art. 147–148). Working hours run inside the
    windows; hours run always. Zero days end at the first closing time after `start`. Negative values count back from
    an event: the event's day does not count, and a day off becomes the working day before.

    Args:
        start: Aware moment from which the time runs, in any zone.
        allowance: The time granted.
        calendar: Whose working time is meant; its zone decides which day it is.

    Returns:
        An aware moment in the calendar's zone.

    Raises:
        InvalidInputError: `start` has no zone (R11), or the allowance is `none`.
        CalendarError: `start` or the answer lies outside the calendar's years (R75).
    """
    unit, amount = allowance.unit, allowance.amount
    if unit is _WD and not amount & 3:
        index = calendar.index
        number = index.day_number(start)
        if amount > 0:
            return index.closing(index.rank[number + 1] + (amount >> 2) - 1)
        if amount < 0:
            return index.closing(index.rank[number] + (amount >> 2))
        return closing_after(start, calendar)
    if unit is _WD:
        return add_working(start, calendar.quarter_day * amount, calendar)
    return _due_in_other_units(start, allowance, calendar)


def step_due_at(start: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    """Return the deadline of an internal step: a working day is its working hours, from the minute (R7, R8, R13).

    Only working days differ from `due_at`. Same arguments, answers and errors.
    """
    if allowance.unit is _WD:
        return add_working(start, calendar.quarter_day * allowance.amount, calendar)
    return _due_in_other_units(start, allowance, calendar)


def _due_in_other_units(start: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    unit, amount, index = allowance.unit, allowance.amount, calendar.index
    if unit is _WH:
        return add_working(start, _MINUTE * amount, calendar)
    if unit is _H:
        return index.at_distance(index.distance(start) + _MINUTE * amount)
    if unit is _NONE:
        raise no_limit()
    number = index.day_number(start)
    if not amount:
        return closing_after(start, calendar)
    last = last_day(number, allowance, index)
    return index.closing(index.rank[last] if amount > 0 else index.rank[last + 1] - 1)


def due_by(convention: Convention, start: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    """Return the due moment by the convention named."""
    return due_at(start, allowance, calendar) if convention == "official" else step_due_at(start, allowance, calendar)


def phased(
    start: datetime, allowances: Sequence[Allowance], calendar: WorkCalendar, *, convention: Convention = "official"
) -> tuple[datetime, ...]:
    """Return when each phase is due if every one begins where the one before it ends; the last is the whole (R34).

    Phases keep their own units: 3wd and then 10cd is not 13 of anything (R14).
    """
    dues: list[datetime] = []
    for allowance in allowances:
        begins = phase_start(dues[-1], allowance, calendar) if dues else start
        dues.append(due_by(convention, begins, allowance, calendar))
    return tuple(dues)


def phase_start(due: datetime, allowance: Allowance, calendar: WorkCalendar) -> datetime:
    """Return from when a phase runs that follows one due at `due`.

    That is `due` itself, or the last instant before it where `due` is midnight and the phase counts days: what ended
    at 24:00 did not end on the next day.
    """
    index = calendar.index
    by_the_clock = allowance.unit in (_WH, _H) or allowance.amount == 0
    midnight = index.distance(due) == index.day_starts[index.day_ending(due) + 1]
    return due - _TICK if midnight and not by_the_clock else due


def earliest_of(dues: Iterable[datetime]) -> datetime:
    """Return the deadline that comes first; of equal ones the first named. None given is InvalidInputError."""
    return min(_some(dues), key=_instant)


def latest_of(dues: Iterable[datetime]) -> datetime:
    """Return the deadline that comes last; of equal ones the first named. None given is InvalidInputError."""
    return max(_some(dues), key=_instant)


def cut_off_due(received: datetime, cut_off: time, calendar: WorkCalendar) -> datetime:
    """Return when a same-day procedure is due: received up to the cut-off, that day; later, the next working day (R17).

    Args:
        received: Aware moment of receipt.
        cut_off: Local time up to which, itself included, the day of receipt is promised.
        calendar: Whose closing times end the day.
    """
    if _in_time(received, cut_off, calendar):
        return closing_after(received, calendar)
    index = calendar.index
    return index.closing(index.rank[index.day_number(received) + 1])


def hand_over_due(received: datetime, cut_off: time, calendar: WorkCalendar) -> datetime:
    """Return when paper must be handed over: received up to the cut-off, by closing time; later, at the next opening.

    The source is Decree 61/2018, art. 18 (R25); `cut_off` is 15:00 there.
    """
    if _in_time(received, cut_off, calendar):
        return closing_after(received, calendar)
    index = calendar.index
    return index.opening(index.rank[index.day_number(received) + 1])


def _in_time(received: datetime, cut_off: time, calendar: WorkCalendar) -> bool:
    local = calendar.local(received)
    if local.time() > cut_off or not calendar.is_working_day(local.date()):
        return False
    index = calendar.index
    return index.distance(received) < index.distance(calendar.closing_of(local.date()))


def _some(dues: Iterable[datetime]) -> list[datetime]:
    moments = list(dues)
    if not moments:
        raise InvalidInputError("No deadline is given to choose from", vi="Không có thời hạn nào để chọn", field="dues")
    return moments


def _instant(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise naive_moment(at)
    return at.astimezone(UTC)
