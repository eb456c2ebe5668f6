"""Ninety-four due dates published by the English courts' task service, and the calendars that contradict each other."""

import csv
import json
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from motcua.errors import CalendarError
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import DayOff, MakeUp, WorkCalendar
from motcua.worktime.due import Landing, due_at, shift_days
from motcua.worktime.layers import CalendarLayer, Rank, combine
from motcua.worktime.shipped import load_calendar
from motcua.worktime.windows import Window

DATA = Path(__file__).parent / "data"
LONDON = "Europe/London"
DAY_NAMES = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
TO_SIX = (Window.between(time(9), time(18)),)
LANDINGS = {"next": Landing.NEXT, "previous": Landing.PREVIOUS, "no": Landing.STAY}
VECTORS = list(csv.DictReader((DATA / "courts_due-date-test-tables.csv").read_text().splitlines()))


def events_layer(name: str, rank: Rank = Rank.AGENCY) -> CalendarLayer:
    """Read a list of bank holidays; `working_day: true` opens a day that another list closes."""
    events = json.loads((DATA / f"courts_{name}.json").read_text())["events"]
    days = {date.fromisoformat(event["date"]): event for event in events}
    return CalendarLayer(
        id=name,
        rank=rank,
        days_off={day: DayOff(event["title"], name) for day, event in days.items() if not event["working_day"]},
        make_up={day: MakeUp(None, event["title"], name) for day, event in days.items() if event["working_day"]},
    )


@cache
def court(closed: str) -> WorkCalendar:
    weekly = tuple(() if day in closed.split(";") else TO_SIX for day in DAY_NAMES)
    nation = CalendarLayer("court", Rank.NATION, LONDON, weekly, 2022, 2026)
    return combine([nation, events_layer("england-and-wales")])


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['interval_days']}-{row['must_be_working_day']}")
def test_the_courts_due_dates(row):
    calendar = court(row["non_working_days_of_week"])
    received, days = datetime.fromisoformat(row["origin"]).date(), int(row["interval_days"])
    skip, landing = row["skip_non_working_days"] == "true", LANDINGS[row["must_be_working_day"].lower()]
    day = shift_days(received, days, calendar, skip_days_off=skip, landing=landing)
    expected = datetime.fromisoformat(row["expected"]).replace(tzinfo=ZoneInfo(LONDON))
    assert calendar.closing_of(day) == expected


def test_all_the_vectors_are_there():
    assert len(VECTORS) == 94


SAME_QUESTION = [
    row
    for row in VECTORS
    if row["skip_non_working_days"] == "true"
    or (int(row["interval_days"]) > 0 and row["must_be_working_day"] == "Next")
]


@pytest.mark.parametrize("row", SAME_QUESTION, ids=lambda row: row["interval_days"])
def test_counting_working_days_or_rolling_forward_is_what_due_dates_do_anyway(row):
    """Left out: days off counted and the last one moved back or left alone, which no due date of ours does."""
    calendar = court(row["non_working_days_of_week"])
    unit = "wd" if row["skip_non_working_days"] == "true" else "cd"
    received = datetime.fromisoformat(row["origin"]).replace(tzinfo=ZoneInfo(LONDON))
    expected = datetime.fromisoformat(row["expected"]).replace(tzinfo=ZoneInfo(LONDON))
    assert due_at(received, Allowance.parse(f"{row['interval_days']}{unit}"), calendar) == expected


def test_a_date_that_must_be_a_working_day_moves_the_way_it_is_told(on):
    calendar, friday = court("SATURDAY;SUNDAY"), on("Fri 2026-05-22")
    every_day = {"skip_days_off": False}
    assert shift_days(friday, 3, calendar, **every_day, landing=Landing.STAY) == on("Mon 2026-05-25")  # bank holiday
    assert shift_days(friday, 3, calendar, **every_day, landing=Landing.NEXT) == on("Tue 2026-05-26")
    assert shift_days(friday, 3, calendar, **every_day, landing=Landing.PREVIOUS) == friday
    assert shift_days(friday, 1, calendar) == on("Tue 2026-05-26")
    assert shift_days(on("Mon 2026-05-25"), 0, calendar) == on("Tue 2026-05-26")
    with pytest.raises(CalendarError):
        shift_days(friday, 5000, calendar, **every_day)


def test_calendars_that_contradict_each_other_give_one_answer_in_any_order(on):
    week = tuple(TO_SIX if n < 5 else () for n in range(7))
    layers = [
        CalendarLayer("court", Rank.NATION, LONDON, week, 2022, 2026),
        events_layer("england-and-wales", Rank.PROVINCE),
        events_layer("override-working-day-calendar"),
        events_layer("unit-override-working-day-calendar", Rank.EMERGENCY),
    ]
    results = [combine(order) for order in permutations(layers)]
    assert len({result.version for result in results}) == 1
    assert all(result == results[0] for result in results)
    assert results[0].is_working_day(on("Mon 2026-05-25"))  # closed by the nation, opened above it
    assert not results[0].is_working_day(on("Fri 2026-12-25"))
    assert not results[0].is_working_day(on("Wed 2026-12-30"))


def test_a_calendar_file_that_is_not_json_is_refused_by_name():
    with pytest.raises(CalendarError, match=r"courts_invalid-calendar\.json cannot be read"):
        load_calendar(DATA / "courts_invalid-calendar.json")


def test_the_clock_change_does_not_move_a_closing_time(on):
    calendar = court("SATURDAY;SUNDAY")
    winter = calendar.closing_of(on("Mon 2026-10-26")) - calendar.closing_of(on("Fri 2026-10-23"))
    assert winter == timedelta(days=3)  # by the office's clock
    apart = due_at(calendar.opening_of(on("Fri 2026-10-23")), Allowance.parse("1wd"), calendar)
    assert apart == calendar.closing_of(on("Mon 2026-10-26"))
    assert apart.utcoffset() == timedelta(0)
