"""Working time against numpy and pandas: how fast one question is answered, and who is right across swapped Saturdays.

Every answer is judged by a plain walk over the days of the calendar, which knows no index.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from motcua.worktime.allowance import Allowance
from motcua.worktime.batch import due_at_many
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import due_at, elapsed, next_opening
from motcua.worktime.shipped import calendar

FIRST, LAST = date(2024, 1, 1), date(2026, 9, 30)
CASES, PASSES, MANY = 2000, 5, 1_000_000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """Received at `start`: when are `days` working days, or `hours` working hours, over?"""

    start: datetime
    days: int
    hours: int
    day: np.datetime64
    """The date for numpy, and the local time without its zone for pandas: both are spared the conversion."""
    stamp: pd.Timestamp


@dataclass(frozen=True)
class Score:
    """Right answers of all."""

    right: int
    asked: int

    @property
    def part(self) -> float:
        """The part that is right, from 0 to 1."""
        return self.right / self.asked

    def __str__(self) -> str:
        """Return `61/61`."""
        return f"{self.right}/{self.asked}"


@dataclass(frozen=True)
class Row:
    """One way to answer: microseconds a call, and how often it is right."""

    name: str
    us: float
    plain: Score
    across_swaps: Score


def cases(office: WorkCalendar, count: int = CASES) -> list[Case]:
    """Return the same random questions every time, between 2024 and 2026, at any minute."""
    chance = random.Random(20261123)
    minutes = (LAST - FIRST).days * 24 * 60
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=office.tz)
    starts = [begin + timedelta(minutes=chance.randrange(minutes)) for _ in range(count)]
    return [
        Case(
            at,
            chance.randint(1, 30),
            chance.randint(1, 240),
            np.datetime64(at.date()),
            pd.Timestamp(at).tz_localize(None),
        )
        for at in starts
    ]


def walked_days(office: WorkCalendar, start: date, days: int) -> date:
    """Return the N-th working day after a date, day by day."""
    day = start
    while days:
        day += ONE_DAY
        days -= bool(office.windows_of(day))
    return day


def walked_hours(office: WorkCalendar, start: datetime, hours: int) -> datetime:
    """Return when that many working hours are over, window by window."""
    left, midnight = timedelta(hours=hours), start.replace(hour=0, minute=0)
    while True:
        for window in office.windows_of(midnight.date()):
            opens = max(midnight + timedelta(minutes=window.opens), start)
            closes = midnight + timedelta(minutes=window.closes)
            if opens + left <= closes:
                return opens + left
            left -= max(closes - opens, timedelta())
        midnight += ONE_DAY


def microseconds(ask: Callable[[Case], object], questions: Sequence[Case]) -> float:
    """Return the median time of one call over several passes."""
    passes = []
    for _ in range(PASSES):
        began = time.perf_counter()
        for question in questions:
            ask(question)
        passes.append((time.perf_counter() - began) / len(questions) * 1e6)
    return round(statistics.median(passes), 3)


def right(ask: Callable[[Case], object], judge: Callable[[Case], object], questions: Sequence[Case]) -> Score:
    """Return how many answers are right."""
    return Score(sum(ask(question) == judge(question) for question in questions), len(questions))


def askers(office: WorkCalendar) -> list[tuple[str, str, Callable[[Case], object]]]:
    """Return who is asked, and for what: a number of days, or of hours."""
    off = [day.isoformat() for day in office.days_off]
    week = np.busdaycalendar(holidays=off)
    hours = {"start": ["07:30", "13:00"], "end": ["11:30", "17:00"], "holidays": off}
    by_days = {n: pd.offsets.CustomBusinessDay(n, holidays=off) for n in range(1, 31)}
    by_hours = {n: pd.offsets.CustomBusinessHour(n, **hours) for n in range(1, 241)}
    wd = {n: Allowance.parse(f"{n}wd") for n in range(1, 31)}
    wh = {n: Allowance.parse(f"{n}wh") for n in range(1, 241)}
    return [
        ("due_at", "days", lambda case: due_at(case.start, wd[case.days], office)),
        (
            "numpy_busday_offset",
            "days",
            lambda case: np.busday_offset(case.day, case.days, roll="backward", busdaycal=week),
        ),
        ("pandas_business_day", "days", lambda case: case.stamp + by_days[case.days]),
        ("due_at_hours", "hours", lambda case: due_at(case.start, wh[case.hours], office)),
        ("pandas_business_hour", "hours", lambda case: case.stamp + by_hours[case.hours]),
    ]


def as_date(answer: Any) -> date:
    """Return the date of an answer, whoever gave it."""
    return answer.item() if isinstance(answer, np.datetime64) else answer.date()


def rows(office: WorkCalendar) -> list[Row]:
    """Return who needed how long, and who was right."""
    questions, told = cases(office), []
    for name, unit, ask in askers(office):
        few = questions[: len(questions) // 5] if name == "pandas_business_hour" else questions
        told.append(Row(name, microseconds(ask, few), *judged(office, unit, ask, few)))
    return told


def measure() -> dict[str, float]:
    """Return the figures: microseconds a call, ratios, and the part of answers right across a swapped Saturday."""
    office = calendar("vn")
    latest = datetime(2026, 12, 31, 15, tzinfo=office.tz)
    told = {row.name: row for row in rows(office)}
    days, hours = told["due_at"].us, told["due_at_hours"].us
    return {
        **{f"{name}_us": row.us for name, row in told.items()},
        "elapsed_us": microseconds(lambda case: elapsed(case.start, latest, office), cases(office)),
        "faster_than_numpy": told["numpy_busday_offset"].us / days,
        "faster_than_pandas_days": told["pandas_business_day"].us / days,
        "faster_than_pandas_hours": told["pandas_business_hour"].us / hours,
        **{f"{name}_right_across_swaps": row.across_swaps.part for name, row in told.items()},
        "million_dates_s": million(office),
    }


def judged(
    office: WorkCalendar, unit: str, ask: Callable[[Case], Any], questions: Sequence[Case]
) -> tuple[Score, Score]:
    """Return how often someone is right, where the span crosses no worked Saturday, and where it does."""

    def judge(case: Case) -> object:
        if unit == "days":
            return walked_days(office, case.start.date(), case.days)
        return next_opening(walked_hours(office, case.start, case.hours), office)

    def said(case: Case) -> object:
        answer = ask(case)
        if unit == "days":
            return as_date(answer)
        local = answer.to_pydatetime().replace(tzinfo=office.tz) if isinstance(answer, pd.Timestamp) else answer
        return next_opening(local, office)

    plain = [case for case in questions if not swapped(office, case, unit)]
    crossing = [case for case in questions if swapped(office, case, unit)]
    return right(said, judge, plain), right(said, judge, crossing)


def swapped(office: WorkCalendar, case: Case, unit: str) -> bool:
    """Whether a worked Saturday lies in the span of a question."""
    hours = unit == "hours"
    end = walked_hours(office, case.start, case.hours) if hours else walked_days(office, case.start.date(), case.days)
    last = end.date() if isinstance(end, datetime) else end
    return any(case.start.date() <= day <= last for day in office.make_up)


def million(office: WorkCalendar) -> float:
    """Return the seconds it takes to re-plan a million dates."""
    minutes = np.random.default_rng(1).integers(0, (LAST - FIRST).days * 1440, MANY)
    starts = np.datetime64(FIRST, "us") + minutes * np.timedelta64(60_000_000, "us")
    allowance = Allowance.parse("5wd")
    due_at_many(starts[:1], allowance, office)
    began = time.perf_counter()
    due_at_many(starts, allowance, office)
    return round(time.perf_counter() - began, 3)


def main() -> None:
    """Print the figures as a table."""
    office = calendar("vn")
    print(f"{CASES} questions, calendar {office.id}@{office.version}")
    print(f"{'':22}{'µs a call':>10}{'right':>12}{'across swapped Saturdays':>26}")
    for row in rows(office):
        print(f"{row.name:22}{row.us:>10}{row.plain!s:>12}{row.across_swaps!s:>26}")
    print(f"a million due dates re-planned in {million(office)} s")


if __name__ == "__main__":
    main()
