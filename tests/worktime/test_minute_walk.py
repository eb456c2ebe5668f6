"""Every answer is compared with a walk of the calendar, minute by minute, that shares no code with the index.

The walk knows one rule: an office is open in a minute if the latest reading its clock has shown that day lies inside a
window. So a reading that comes twice in autumn does not open the office twice, and one that spring skips is passed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import DayOff, MakeUp, WorkCalendar
from motcua.worktime.due import (
    add_working,
    due_at,
    elapsed,
    late_from,
    next_opening,
    opening_after,
    step_due_at,
    working_days_between,
)
from motcua.worktime.windows import Window

MINUTE = timedelta(minutes=1)
ZONES = (
    "Asia/Ho_Chi_Minh",
    "UTC",
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",  # changes by half an hour
    "Africa/Cairo",  # changes at midnight
    "Asia/Kathmandu",
)
NEAR_CHANGES = (
    date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 4, 24), date(2026, 10, 4), date(2026, 10, 25),
    date(2026, 10, 30), date(2026, 11, 1),
)  # fmt: skip

Hours = tuple[tuple[int, int], ...]


@dataclass
class Office:
    """A calendar as plain data, to walk and to build a WorkCalendar from."""

    zone: str
    weekly: tuple[Hours, ...]
    off: frozenset[date]
    make_up: dict[date, Hours]
    hours_per_day: int

    def calendar(self) -> WorkCalendar:
        windows = {day: tuple(Window(*pair) for pair in hours) for day, hours in self.make_up.items()}
        return WorkCalendar(
            id="random",
            zone=self.zone,
            weekly=tuple(tuple(Window(*pair) for pair in hours) for hours in self.weekly),
            first_year=2025,
            last_year=2026,
            days_off={day: DayOff("off", "test") for day in self.off},
            make_up={day: MakeUp(hours, "on", "test") for day, hours in windows.items()},
            hours_per_day=Decimal(self.hours_per_day),
        )

    def hours_on(self, day: date) -> Hours:
        if day in self.make_up:
            return self.make_up[day]
        return () if day in self.off else self.weekly[day.weekday()]


def minutes_of(hours: Hours) -> frozenset[int]:
    """Return the minutes of a day in which an office is open."""
    return frozenset(minute for opens, closes in hours for minute in range(opens, closes))


class Walk:
    """The minutes around a moment, each with its local date and whether the office is open."""

    def __init__(self, office: Office, around: datetime, *, back: int, ahead: int) -> None:
        zone, at, end = ZoneInfo(office.zone), around - timedelta(days=back), around + timedelta(days=ahead)
        self.around = around
        self.minutes: list[tuple[datetime, date, bool]] = []
        today, reached, opened = None, 0, frozenset[int]()
        while at < end:
            local = at.astimezone(zone)
            if local.date() != today:
                today, reached, opened = local.date(), 0, minutes_of(office.hours_on(local.date()))
            reached = max(reached, local.hour * 60 + local.minute)
            self.minutes.append((at, local.date(), reached in opened))
            at += MINUTE
        self.today = around.astimezone(zone).date()

    @cached_property
    def closings(self) -> dict[date, datetime]:
        return {day: at + MINUTE for at, day in self.open_minutes}

    @cached_property
    def openings(self) -> dict[date, datetime]:
        return {day: at for at, day in reversed(self.open_minutes)}

    @cached_property
    def open_minutes(self) -> list[tuple[datetime, date]]:
        cut = (self.minutes[0][1], self.minutes[-1][1])  # the first and the last day are not walked whole
        return [(at, day) for at, day, is_open in self.minutes if is_open and day not in cut]

    def after_working_days(self, days: int) -> datetime:
        closings = self.closings
        if days > 0:
            later = [day for day in sorted(closings) if day > self.today]
            return closings[later[days - 1]]
        earlier = [day for day in sorted(closings, reverse=True) if day < self.today]
        return closings[earlier[-days - 1]]

    def after_calendar_days(self, days: int) -> datetime:
        closings, target = self.closings, self.today + timedelta(days=days)
        if days > 0:
            return next(closings[day] for day in sorted(closings) if day >= target)
        return next(closings[day] for day in sorted(closings, reverse=True) if day <= target)

    def first_closing(self) -> datetime:
        return next(end for _, end in sorted(self.closings.items()) if end > self.around)

    def after_work(self, minutes: int) -> datetime:
        worked = 0
        if minutes > 0:
            for at, _, is_open in self.minutes:
                worked += is_open and at >= self.around
                if worked == minutes:
                    return at + MINUTE
        for at, _, is_open in reversed(self.minutes):
            worked += is_open and at < self.around
            if worked == -minutes:
                return at
        raise LookupError

    def worked(self, a: datetime, b: datetime) -> timedelta:
        return sum((MINUTE for at, _, is_open in self.minutes if is_open and a <= at < b), timedelta())


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    count = draw(st.sampled_from((1, 1, 2, 2, 3)))
    marks = draw(st.lists(st.integers(0, 48), min_size=2 * count, max_size=2 * count, unique=True).map(sorted))
    return tuple((marks[2 * n] * 30, marks[2 * n + 1] * 30) for n in range(count))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Office, datetime]:
    zone = draw(st.sampled_from(ZONES))
    week = [draw(hours()) for _ in range(7)]
    closed = draw(st.sampled_from(((), (5, 6), (4, 5), (6,), (0, 2, 4), (0, 1, 2, 3, 5, 6))))
    near = draw(st.sampled_from(NEAR_CHANGES) | st.dates(date(2025, 3, 1), date(2026, 10, 31)))
    days = st.integers(-6, 12).map(lambda n: near + timedelta(days=n))
    off = draw(st.frozensets(days, max_size=4))
    make_up = draw(st.dictionaries(days.filter(lambda day: day not in off), hours(), max_size=3))
    office = Office(
        zone=zone,
        weekly=tuple(() if n in closed else week[n] for n in range(7)),
        off=off,
        make_up=make_up,
        hours_per_day=draw(st.sampled_from((8, 8, 7, 24))),
    )
    minute = draw(st.integers(-1440, 2 * 1440))
    return office, datetime(near.year, near.month, near.day, tzinfo=UTC) + minute * MINUTE


def utc(at: datetime) -> datetime:
    """Return the instant in UTC: an hour that comes twice never equals the same instant in another zone (PEP 495)."""
    return at.astimezone(UTC)


def answer(ask, *args):
    """Return the answer of the walk, or skip the question if it leads out of the minutes walked."""
    try:
        return ask(*args)
    except (LookupError, StopIteration):
        assume(False)


WALKED = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@WALKED
@given(questions(), st.integers(1, 4), st.integers(1, 9), st.integers(1, 30 * 60))
def test_due_dates_agree_with_a_walk_of_the_minutes(question, working_days, calendar_days, minutes):
    office, at = question
    calendar, walk = office.calendar(), Walk(office, at, back=12, ahead=16)
    wd, cd = Allowance(Decimal(working_days), Unit.WORKING_DAY), Allowance(Decimal(calendar_days), Unit.CALENDAR_DAY)
    wh, none = Allowance.of_minutes(minutes), Allowance(Decimal(0), Unit.WORKING_DAY)
    half = Allowance(wd.value + Decimal("0.5"), Unit.WORKING_DAY)
    for allowance, walked in (
        (wd, answer(walk.after_working_days, working_days)),
        (cd, answer(walk.after_calendar_days, calendar_days)),
        (none, answer(walk.first_closing)),
        (wh, answer(walk.after_work, minutes)),
        (wd.negated(), answer(walk.after_working_days, -working_days)),
        (cd.negated(), answer(walk.after_calendar_days, -calendar_days)),
        (wh.negated(), answer(walk.after_work, -minutes)),
    ):
        assert utc(due_at(at, allowance, calendar)) == walked
    assert utc(step_due_at(at, half, calendar)) == answer(walk.after_work, half.amount * 15 * office.hours_per_day)


@WALKED
@given(questions(), st.integers(0, 6 * 1440))
def test_measures_agree_with_a_walk_of_the_minutes(question, minutes):
    office, a = question
    calendar, walk, b = office.calendar(), Walk(office, a, back=1, ahead=8), a + minutes * MINUTE
    worked = walk.worked(a, b)
    assert elapsed(a, b, calendar) == worked
    assert elapsed(b, a, calendar) == -worked
    day = {at: day for at, day, _ in walk.minutes}
    between = {day for _, day, is_open in walk.minutes if is_open and walk.today < day <= day_of(b, calendar)}
    assert working_days_between(a, b, calendar) == len(between)
    assert day[a] == walk.today


@WALKED
@given(questions())
def test_openings_agree_with_a_walk_of_the_minutes(question):
    office, at = question
    calendar, walk = office.calendar(), Walk(office, at, back=2, ahead=9)
    is_open = {minute: flag for minute, _, flag in walk.minutes}
    assert calendar.is_open(at) == is_open[at]
    ahead = [minute for minute, _, flag in walk.minutes if flag and minute >= at]
    first = [opens for _, opens in sorted(walk.openings.items()) if opens > at]
    assume(ahead and first)
    assert utc(next_opening(at, calendar)) == ahead[0]
    assert utc(opening_after(at, calendar)) == first[0]
    ended = {day_of(minute, calendar) for minute, _, _ in walk.minutes if minute < at}
    midnight = next(minute for minute, day, _ in walk.minutes if day > max(ended) or minute >= at + timedelta(days=2))
    assert utc(late_from(at, calendar)) == midnight


@WALKED
@given(questions(), st.integers(0, 10**10), st.integers(0, 10**10))
def test_adding_and_measuring_are_inverse_to_the_microsecond(question, first, second):
    office, at = question
    calendar = office.calendar()
    a, b = sorted((timedelta(microseconds=first), timedelta(microseconds=second)))
    assume(at.year != 2026 or at.month < 11)
    there, further = add_working(at, a, calendar), add_working(at, b, calendar)
    assert elapsed(at, there, calendar) == a
    assert utc(add_working(there, b - a, calendar)) == utc(further)
    assert utc(there) <= utc(further)
    assert elapsed(add_working(further, a - b, calendar), further, calendar) == b - a


def day_of(at: datetime, calendar: WorkCalendar) -> date:
    return at.astimezone(ZoneInfo(calendar.zone)).date()
