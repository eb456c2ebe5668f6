"""Why a due date is what it is: every day that was counted or skipped, and by which decision, for the applicant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.days import due_date, last_day
from motcua.worktime.due import Convention, due_by, phase_start
from motcua.worktime.sentences import (
    counted,
    due_line,
    hours_counted,
    hours_worked,
    month_reached,
    nothing_left,
    phase_due_line,
    phase_line,
    rolled,
    skipped,
    start_line,
    zero_days,
)
from motcua.worktime.words import Words

ONE_DAY = timedelta(days=1)


class LineKind(StrEnum):
    """What a line of an explanation says."""

    START = "start"
    COUNTED = "counted"
    """A day, or a month, that the allowance counts."""
    SKIPPED = "skipped"
    """A day that it does not count, and why."""
    WORKED = "worked"
    """Opening hours of one day that are used."""
    ROLLED = "rolled"
    """A day off on which the time would have ended."""
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an explanation, in both languages."""

    kind: LineKind
    vi: str
    en: str
    day: date | None = None
    moment: datetime | None = None
    source: str | None = None
    """The law or decision behind it, where there is one."""
    worked: timedelta | None = None
    """Working time used on this day (`worked` lines)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A due date with the lines that lead to it, in order, and what about it is not certain."""

    start: datetime
    allowance: Allowance
    convention: Convention
    calendar: str
    """Id and version of the calendar, `vn@…`."""
    due: datetime
    lines: tuple[Line, ...]
    warnings: tuple[Words, ...]


def explain(
    start: datetime, allowance: Allowance, calendar: WorkCalendar, convention: Convention = "official"
) -> Explanation:
    """Return the due date of `due_at` (or `step_due_at`) with the reason for it, line by line.

    Args:
        start: Aware moment from which the time runs.
        allowance: The time granted.
        calendar: Whose working time is meant.
        convention: `official` for what is promised, `step` for an internal deadline.

    Raises:
        InvalidInputError: `start` has no zone (R11), or the allowance is `none`.
        CalendarError: `start` or the due date lies outside the calendar's years (R75).
    """
    due = due_by(convention, start, allowance, calendar)
    begins = calendar.local(start)
    by_the_day = convention == "official" or allowance.unit is not Unit.WORKING_DAY
    lines = (
        _line(LineKind.START, start_line(begins, allowance, by_the_day), begins.date(), begins),
        *(_days(begins, allowance, calendar) if by_the_day else _hours(begins, due, calendar)),
        _line(LineKind.DUE, due_line(due, convention, backwards=allowance.amount < 0), due_date(due, calendar), due),
    )
    first, last = sorted((begins.date(), due_date(due, calendar)))
    return Explanation(begins, allowance, convention, calendar.edition, due, lines, calendar.warnings_for(first, last))


def explain_phases(
    start: datetime, allowances: Sequence[Allowance], calendar: WorkCalendar, convention: Convention = "official"
) -> tuple[Explanation, ...]:
    """Return the explanation of each phase, every one beginning where the one before it ends, as in `phased`."""
    told: list[Explanation] = []
    for allowance in allowances:
        begins = phase_start(told[-1].due, allowance, calendar) if told else start
        told.append(explain(begins, allowance, calendar, convention))
    return tuple(_as_phase(told, number) for number in range(len(told))) if len(told) > 1 else tuple(told)


def _as_phase(told: Sequence[Explanation], number: int) -> Explanation:
    """Let the lines of a phase say which one it is, and what it follows."""
    one = told[number]
    first, *between, last = one.lines
    if number:
        words = phase_line(number + 1, told[number - 1].due, one.allowance)
        first = replace(first, vi=words.vi, en=words.en)
    if number < len(told) - 1:
        words = phase_due_line(number + 1, one.due)
        last = replace(last, vi=words.vi, en=words.en)
    return replace(one, lines=(first, *between, last))


def _days(begins: datetime, allowance: Allowance, calendar: WorkCalendar) -> Iterator[Line]:
    unit, amount = allowance.unit, allowance.amount
    if unit is Unit.HOUR:
        yield _line(LineKind.COUNTED, hours_counted(allowance), None)
    elif unit is Unit.WORKING_HOUR or (unit is Unit.WORKING_DAY and amount & 3):
        yield from _hours(begins, due_by("official", begins, allowance, calendar), calendar)
    elif not amount:
        yield from _first_closing(begins, calendar)
    elif unit is Unit.WORKING_DAY:
        yield from _working_days(begins.date(), amount >> 2, calendar)
    else:
        yield from _calendar_days(begins.date(), allowance, calendar)


def _working_days(day: date, days: int, calendar: WorkCalendar) -> Iterator[Line]:
    found = 0
    while found < abs(days):
        day += ONE_DAY if days > 0 else -ONE_DAY
        if calendar.is_working_day(day):
            found += 1
            yield _line(LineKind.COUNTED, counted(found, day, calendar), day, source=_source(day, calendar))
        else:
            yield _line(LineKind.SKIPPED, skipped(day, calendar), day, source=_source(day, calendar))


def _calendar_days(day: date, allowance: Allowance, calendar: WorkCalendar) -> Iterator[Line]:
    index = calendar.index
    step = ONE_DAY if allowance.amount > 0 else -ONE_DAY
    reached = index.first_day + last_day(index.number_of(day), allowance, index) * ONE_DAY
    if allowance.unit is Unit.MONTH:
        yield _line(LineKind.COUNTED, month_reached(day, reached, allowance), reached)
    else:
        for number in range(1, abs(allowance.amount) + 1):
            at = day + step * number
            yield _line(LineKind.COUNTED, counted(number, at), at)
    while not calendar.is_working_day(reached):
        words = rolled(reached, calendar, forward=allowance.amount > 0)
        yield _line(LineKind.ROLLED, words, reached, source=_source(reached, calendar))
        reached += step


def _first_closing(begins: datetime, calendar: WorkCalendar) -> Iterator[Line]:
    index, day = calendar.index, begins.date()
    now = index.distance(begins)
    yield _line(LineKind.COUNTED, zero_days(), None)
    while (off := not calendar.is_working_day(day)) or index.distance(calendar.closing_of(day)) <= now:
        words = rolled(day, calendar, forward=True) if off else nothing_left(day)
        yield _line(LineKind.ROLLED, words, day, source=_source(day, calendar) if off else None)
        day += ONE_DAY


def _hours(begins: datetime, due: datetime, calendar: WorkCalendar) -> Iterator[Line]:
    """Say the opening hours used on each day between two moments, in the direction in which the time runs."""
    index = calendar.index
    first, last = sorted((index.distance(begins), index.distance(due)))
    forward = first == index.distance(begins)
    numbers = range(index.day_number_at(first), index.day_ending_at(max(last, first + timedelta.resolution)) + 1)
    for number in numbers if forward else reversed(numbers):
        day = index.first_day + number * ONE_DAY
        spans = [(max(a, first), min(b, last)) for a, b in index.openings_on(number)]
        used = [(index.at_distance(a), index.at_distance(b)) for a, b in spans if a < b]
        worked = sum(((b - a) for a, b in spans if a < b), timedelta())
        if used:
            words = hours_worked(day, used, worked, calendar)
            yield _line(LineKind.WORKED, words, day, source=_source(day, calendar), worked=worked)
        elif not calendar.is_working_day(day):
            yield _line(LineKind.SKIPPED, skipped(day, calendar), day, source=_source(day, calendar))
        elif first < last:
            yield _line(LineKind.SKIPPED, nothing_left(day), day)


def _source(day: date, calendar: WorkCalendar) -> str | None:
    entry = calendar.make_up.get(day) or calendar.days_off.get(day)
    return entry.source if entry else None


def _line(
    kind: LineKind,
    words: Words,
    day: date | None,
    moment: datetime | None = None,
    *,
    source: str | None = None,
    worked: timedelta | None = None,
) -> Line:
    return Line(kind, words.vi, words.en, day, moment, source, worked)
