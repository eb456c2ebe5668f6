"""The edges of a working day: before opening, at lunch, the last minute, after closing, weekends, eves of holidays."""

from datetime import timedelta

import pytest

from motcua.worktime.allowance import Allowance
from motcua.worktime.due import add_working, due_at, next_opening, opening_after, step_due_at

# received, then due after: 1 working day, 2 working hours, 1 day as an internal step, 1 calendar day
EDGES = [
    # before opening
    ("Mon 2026-11-09 06:00", "Tue 2026-11-10 17:00", "Mon 2026-11-09 09:30", "Mon 2026-11-09 17:00", "Tue 2026-11-10"),
    # at the minute of opening
    ("Mon 2026-11-09 07:30", "Tue 2026-11-10 17:00", "Mon 2026-11-09 09:30", "Mon 2026-11-09 17:00", "Tue 2026-11-10"),
    # the last minute of the morning, lunch, the first minute of the afternoon
    ("Mon 2026-11-09 11:29", "Tue 2026-11-10 17:00", "Mon 2026-11-09 14:59", "Tue 2026-11-10 11:29", "Tue 2026-11-10"),
    ("Mon 2026-11-09 11:30", "Tue 2026-11-10 17:00", "Mon 2026-11-09 15:00", "Tue 2026-11-10 11:30", "Tue 2026-11-10"),
    ("Mon 2026-11-09 12:15", "Tue 2026-11-10 17:00", "Mon 2026-11-09 15:00", "Tue 2026-11-10 11:30", "Tue 2026-11-10"),
    ("Mon 2026-11-09 13:00", "Tue 2026-11-10 17:00", "Mon 2026-11-09 15:00", "Tue 2026-11-10 11:30", "Tue 2026-11-10"),
    # the last minute, the minute of closing, after closing, the last minute of the date
    ("Mon 2026-11-09 16:59", "Tue 2026-11-10 17:00", "Tue 2026-11-10 09:29", "Tue 2026-11-10 16:59", "Tue 2026-11-10"),
    ("Mon 2026-11-09 17:00", "Tue 2026-11-10 17:00", "Tue 2026-11-10 09:30", "Tue 2026-11-10 17:00", "Tue 2026-11-10"),
    ("Mon 2026-11-09 19:30", "Tue 2026-11-10 17:00", "Tue 2026-11-10 09:30", "Tue 2026-11-10 17:00", "Tue 2026-11-10"),
    ("Mon 2026-11-09 23:59", "Tue 2026-11-10 17:00", "Tue 2026-11-10 09:30", "Tue 2026-11-10 17:00", "Tue 2026-11-10"),
    # midnight belongs to the day it begins
    ("Tue 2026-11-10 00:00", "Wed 2026-11-11 17:00", "Tue 2026-11-10 09:30", "Tue 2026-11-10 17:00", "Wed 2026-11-11"),
    # Friday evening, Saturday, Sunday
    ("Fri 2026-11-13 16:30", "Mon 2026-11-16 17:00", "Mon 2026-11-16 09:00", "Mon 2026-11-16 16:30", "Mon 2026-11-16"),
    ("Fri 2026-11-13 18:00", "Mon 2026-11-16 17:00", "Mon 2026-11-16 09:30", "Mon 2026-11-16 17:00", "Mon 2026-11-16"),
    ("Sat 2026-11-14 09:00", "Mon 2026-11-16 17:00", "Mon 2026-11-16 09:30", "Mon 2026-11-16 17:00", "Mon 2026-11-16"),
    ("Sun 2026-11-15 23:00", "Mon 2026-11-16 17:00", "Mon 2026-11-16 09:30", "Mon 2026-11-16 17:00", "Mon 2026-11-16"),
    # around a worked Saturday and the Monday given off for it
    ("Fri 2026-08-21 16:00", "Sat 2026-08-22 17:00", "Sat 2026-08-22 08:30", "Sat 2026-08-22 16:00", "Sat 2026-08-22"),
    ("Sat 2026-08-22 16:00", "Mon 2026-08-24 17:00", "Mon 2026-08-24 08:30", "Mon 2026-08-24 16:00", "Mon 2026-08-24"),
    ("Fri 2026-08-28 16:00", "Thu 2026-09-03 17:00", "Thu 2026-09-03 08:30", "Thu 2026-09-03 16:00", "Thu 2026-09-03"),
    # the last working day before Tết, and Tết itself
    ("Fri 2026-02-13 16:00", "Mon 2026-02-23 17:00", "Mon 2026-02-23 08:30", "Mon 2026-02-23 16:00", "Mon 2026-02-23"),
    ("Wed 2026-02-18 10:00", "Mon 2026-02-23 17:00", "Mon 2026-02-23 09:30", "Mon 2026-02-23 17:00", "Mon 2026-02-23"),
    # the last working day of a year
    ("Wed 2025-12-31 16:30", "Mon 2026-01-05 17:00", "Mon 2026-01-05 09:00", "Mon 2026-01-05 16:30", "Mon 2026-01-05"),
]  # fmt: skip


@pytest.mark.parametrize(("received", "one_day", "two_hours", "one_step", "calendar_day"), EDGES)
def test_what_is_due_when_received_at_an_edge(vn, at, received, one_day, two_hours, one_step, calendar_day):
    start = at(received)
    assert due_at(start, Allowance.parse("1wd"), vn) == at(one_day)
    assert due_at(start, Allowance.parse("2wh"), vn) == at(two_hours)
    assert step_due_at(start, Allowance.parse("1wd"), vn) == at(one_step)
    assert due_at(start, Allowance.parse("1cd"), vn) == at(f"{calendar_day} 17:00")


def test_R13_an_internal_step_never_ends_after_the_official_date(at):
    for _, one_day, _, one_step, _ in EDGES:
        assert at(one_step) <= at(one_day)


OPEN = [
    ("Mon 2026-11-09 07:29", False),
    ("Mon 2026-11-09 07:30", True),  # the minute of opening is open
    ("Mon 2026-11-09 11:29:59", True),
    ("Mon 2026-11-09 11:30", False),  # the minute of closing is closed
    ("Mon 2026-11-09 12:00", False),
    ("Mon 2026-11-09 16:59", True),
    ("Mon 2026-11-09 17:00", False),
    ("Sat 2026-11-14 09:00", False),
    ("Sat 2026-08-22 09:00", True),
    ("Tue 2026-11-24 09:00", False),
]


@pytest.mark.parametrize(("moment", "is_open"), OPEN)
def test_when_the_office_is_open(vn, at, moment, is_open):
    assert vn.is_open(at(moment)) is is_open


NEXT = [
    # moment, next moment of work, opening of the next working day
    ("Mon 2026-11-09 06:00", "Mon 2026-11-09 07:30", "Mon 2026-11-09 07:30"),
    ("Mon 2026-11-09 07:30", "Mon 2026-11-09 07:30", "Tue 2026-11-10 07:30"),
    ("Mon 2026-11-09 09:00", "Mon 2026-11-09 09:00", "Tue 2026-11-10 07:30"),
    ("Mon 2026-11-09 12:00", "Mon 2026-11-09 13:00", "Tue 2026-11-10 07:30"),
    ("Mon 2026-11-23 17:00", "Wed 2026-11-25 07:30", "Wed 2026-11-25 07:30"),
    ("Fri 2026-08-21 18:00", "Sat 2026-08-22 07:30", "Sat 2026-08-22 07:30"),
]


@pytest.mark.parametrize(("moment", "works", "opens"), NEXT)
def test_when_work_goes_on_and_when_the_next_day_opens(vn, at, moment, works, opens):
    assert next_opening(at(moment), vn) == at(works)
    assert opening_after(at(moment), vn) == at(opens)


def test_time_added_ends_on_a_closing_time_and_time_taken_away_on_an_opening(vn, at):
    assert add_working(at("Mon 2026-11-09 16:00"), timedelta(hours=1), vn) == at("Mon 2026-11-09 17:00")
    assert add_working(at("Tue 2026-11-10 08:30"), -timedelta(hours=1), vn) == at("Tue 2026-11-10 07:30")
    assert add_working(at("Sat 2026-11-14 09:00"), timedelta(0), vn) == at("Sat 2026-11-14 09:00")
