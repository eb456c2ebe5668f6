"""The shipped calendars against the tables of days off of 2020–2026 and the swapped Saturdays."""

from datetime import date, timedelta

import pytest

from motcua.worktime.allowance import Allowance
from motcua.worktime.due import due_at, elapsed, step_due_at
from motcua.worktime.shipped import SHIPPED, calendar

WEEKDAYS_OFF = {
    2020: "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
    2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
    2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
}

SWAPS = [
    ("Fri 2010-02-19", "Sat 2010-02-27"),
    ("Fri 2012-01-27", "Sat 2012-02-04"),
    ("Mon 2013-04-29", "Sat 2013-05-04"),
    ("Fri 2014-05-02", "Sat 2014-04-26"),
    ("Mon 2014-09-01", "Sat 2014-09-06"),
    ("Fri 2015-01-02", "Sat 2014-12-27"),
    ("Mon 2015-02-16", "Sat 2015-02-14"),
    ("Wed 2015-04-29", "Sat 2015-04-25"),
    ("Mon 2018-12-31", "Sat 2019-01-05"),
    ("Mon 2019-04-29", "Sat 2019-05-04"),
    ("Mon 2024-04-29", "Sat 2024-05-04"),
    ("Fri 2025-05-02", "Sat 2025-04-26"),
    ("Fri 2026-01-02", "Sat 2026-01-10"),
    ("Mon 2026-08-31", "Sat 2026-08-22"),
]


@pytest.mark.parametrize("year", WEEKDAYS_OFF)
def test_the_weekdays_off_of_a_year(vn, year):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    off = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not vn.is_working_day(day)]
    assert " ".join(off) == WEEKDAYS_OFF[year]


@pytest.mark.parametrize(("off", "worked"), SWAPS)
def test_a_weekday_given_off_is_worked_on_a_saturday(vn, on, off, worked):
    assert not vn.is_working_day(on(off))
    assert vn.is_working_day(on(worked))
    assert vn.make_up[on(worked)].replaces == on(off)


def test_no_other_saturday_or_sunday_is_worked(vn, on):
    assert list(vn.make_up) == [on(worked) for _, worked in sorted(SWAPS, key=lambda swap: swap[1].split()[1])]
    assert all(day.weekday() >= 5 for day in vn.make_up)


def test_every_entry_names_its_source_and_says_it_in_english(vn):
    for entry in (*vn.days_off.values(), *vn.make_up.values()):
        assert entry.reason
        assert entry.source
        assert entry.reason_en.isascii()


def test_only_2027_is_estimated_and_only_what_is_decided_every_year(vn):
    estimated = [day for day, entry in vn.days_off.items() if entry.estimated]
    assert {day.year for day in estimated} == {2027}
    assert {day.month for day in estimated} == {2, 9}
    assert vn.undecided == frozenset({2027})


def test_culture_day_is_off_from_2026(vn, on):
    assert vn.is_working_day(on("Mon 2025-11-24"))
    assert vn.days_off[on("Tue 2026-11-24")].source == "Nghị quyết 28/2026/QH16"
    assert not vn.is_working_day(on("Wed 2027-11-24"))


def test_the_same_calendar_every_time():
    for key in SHIPPED:
        assert calendar(key) is calendar(key)
        assert len(calendar(key).version) == 12


def test_duty_desks_never_close(at):
    duty = calendar("vn-24h")
    tet = at("Tue 2026-02-17 03:00")
    assert duty.is_open(tet)
    assert due_at(tet, Allowance.parse("2wh"), duty) == at("Tue 2026-02-17 05:00")
    assert step_due_at(tet, Allowance.parse("1wd"), duty) == at("Wed 2026-02-18 03:00")
    assert due_at(tet, Allowance.parse("1wd"), duty) == at("Thu 2026-02-19 00:00")  # 24:00 on Wednesday
    assert elapsed(tet, at("Thu 2026-02-19 03:00"), duty) == timedelta(hours=48)
