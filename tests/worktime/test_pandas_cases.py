"""The working-hour tables of pandas' own tests: all 785 cases, none left out.

Three conventions of theirs are put on top of our answers, openly, in `as_they_say_it` and the tests below:

- moving forward, an answer on a closing time is reported as the next opening; moving back both report the opening;
- `normalize` drops the time of day of the answer;
- an office counts as open at its closing minute too.

Nights (19:00 to 05:00) belong to the day on which they begin; here they are two windows on two dates.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from motcua.worktime.calendar import DayOff, MakeUp, WorkCalendar
from motcua.worktime.due import add_working, elapsed, next_opening
from motcua.worktime.windows import MINUTES_OF_DAY, Day, Window, checked

CASES = json.loads((Path(__file__).parent / "data" / "pandas_business_hour_cases.json").read_text())["cases"]
ONE_DAY, MINUTE, TICK = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)
MONDAY = date(2014, 6, 2)


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def windows_on(day: date, spans: tuple[tuple[int, int], ...], works: Callable[[date], bool]) -> Day:
    windows = []
    for opens, closes in spans:
        if works(day):
            windows.append(Window(opens, closes if opens < closes else MINUTES_OF_DAY))
        if opens >= closes > 0 and works(day - ONE_DAY):
            windows.append(Window(0, closes))
    return checked(windows)


@cache
def office(spans: tuple[tuple[int, int], ...], holidays: tuple[str, ...]) -> WorkCalendar:
    def works(day: date) -> bool:
        return day.weekday() < 5 and day.isoformat() not in holidays

    weekly = tuple(windows_on(MONDAY + n * ONE_DAY, spans, lambda day: day.weekday() < 5) for n in range(7))
    named = [date.fromisoformat(text) for text in holidays]
    touched = {day: windows_on(day, spans, works) for day in (*named, *(day + ONE_DAY for day in named))}
    return WorkCalendar(
        id="pandas",
        zone="UTC",
        weekly=weekly,
        first_year=2013,
        last_year=2016,
        days_off={day: DayOff("holiday", "pandas") for day, windows in touched.items() if not windows},
        make_up={day: MakeUp(windows, "rest", "pandas") for day, windows in touched.items() if windows},
    )


def calendar_of(case: dict, *, openings_only: bool = False) -> WorkCalendar:
    offset = case["offset"]
    pairs = zip(map(minutes, offset["start"]), map(minutes, offset["end"]), strict=True)
    spans = tuple((opens, opens + 1 if openings_only else closes) for opens, closes in pairs)
    return office(spans, tuple(offset.get("holidays", ())))


def read(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of_kind(kind: str) -> list[dict]:
    return [case for case in CASES if case["kind"] == kind]


def as_they_say_it(answer: datetime, case: dict, calendar: WorkCalendar) -> datetime:
    said = next_opening(answer, calendar) if case["offset"]["n"] > 0 else answer
    return said.replace(hour=0, minute=0, second=0) if case["offset"]["normalize"] else said


def test_every_case_is_of_a_kind_that_is_asked_here():
    assert len(CASES) == 785
    assert sum(len(of_kind(kind)) for kind in ("apply", "opening_time", "is_on_offset")) == 785


@pytest.mark.parametrize("case", of_kind("apply"))
def test_adding_working_hours(case):
    calendar, at, expected = calendar_of(case), read(case["in"]), read(case["expected"])
    answer = add_working(at, timedelta(hours=case["offset"]["n"]), calendar)
    assert as_they_say_it(answer, case, calendar) == expected
    if not case["offset"]["normalize"]:
        assert elapsed(answer, expected, calendar) == timedelta(0)  # the same working time, by either name


@pytest.mark.parametrize("case", of_kind("opening_time"))
def test_next_and_previous_opening(case):
    """Asked of an office that opens for a minute at each opening time; counting back they swap the two names."""
    calendar, at = calendar_of(case, openings_only=True), read(case["in"])
    before = add_working(at + MINUTE, -MINUTE, calendar)
    after = at if before == at else next_opening(before + MINUTE, calendar)
    names = ("next_opening", "previous_opening") if case["offset"]["n"] > 0 else ("previous_opening", "next_opening")
    assert {names[0]: after, names[1]: before} == {name: read(case[name]) for name in names}


@pytest.mark.parametrize("case", of_kind("is_on_offset"))
def test_being_open(case):
    calendar, at = calendar_of(case), read(case["in"])
    assert (calendar.is_open(at) or calendar.is_open(at - TICK)) is case["expected"]
