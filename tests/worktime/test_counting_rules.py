"""R1–R14: how time is counted. Every date here can be checked with a wall calendar of Vietnam."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.errors import InvalidInputError
from motcua.worktime.allowance import NO_LIMIT, Allowance
from motcua.worktime.calendar import DayOff, MakeUp
from motcua.worktime.due import due_at, elapsed, phased, step_due_at
from motcua.worktime.layers import CalendarLayer, Rank, combine
from motcua.worktime.shipped import shipped_layer

RECEIVED = [
    ("Thu 2026-11-19 09:00", "5wd", "Fri 2026-11-27 17:00"),  # Tue 24/11 is Vietnam Culture Day
    ("Thu 2026-11-19 16:59", "5wd", "Fri 2026-11-27 17:00"),  # the time of day makes no difference
    ("Thu 2026-11-19 23:30", "5wd", "Fri 2026-11-27 17:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), RECEIVED)
def test_R1_the_day_of_receipt_does_not_count_whatever_its_hour(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


WORKED_SATURDAYS = [
    ("Thu 2025-04-24 09:00", "7wd", "Wed 2025-05-07 17:00"),
    ("Thu 2025-04-24 09:00", "2wd", "Sat 2025-04-26 17:00"),
    ("Fri 2026-08-21 09:00", "3wd", "Tue 2026-08-25 17:00"),
    ("Fri 2026-01-09 09:00", "1wd", "Sat 2026-01-10 17:00"),  # worked for Fri 02/01
]


@pytest.mark.parametrize(("received", "allow", "due"), WORKED_SATURDAYS)
def test_R2_a_worked_saturday_counts_and_the_day_given_off_for_it_does_not(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


TET = [
    ("Tue 2026-02-10 09:00", "10wd", "Tue 2026-03-03 17:00"),
    ("Fri 2026-02-13 09:00", "5wd", "Fri 2026-02-27 17:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), TET)
def test_R3_the_days_off_of_tet_do_not_count(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


CALENDAR_DAYS = [
    ("Mon 2026-08-17 09:00", "15cd", "Thu 2026-09-03 17:00"),
    ("Tue 2026-11-10 09:00", "10cd", "Fri 2026-11-20 17:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), CALENDAR_DAYS)
def test_R4_calendar_days_all_count_and_the_last_moves_off_days_off(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


def test_R5_calendar_days_that_end_inside_tet_end_on_the_first_working_day_after_it(vn, at):
    assert due_at(at("Thu 2026-01-15 09:00"), Allowance.parse("30cd"), vn) == at("Mon 2026-02-23 17:00")


MONTHS = [
    ("Sat 2026-01-31 09:00", "1month", "Mon 2026-03-02 17:00"),
    ("Sat 2026-01-31 09:00", "30cd", "Mon 2026-03-02 17:00"),  # the same date, by another way
    ("Thu 2026-10-15 09:00", "1month", "Mon 2026-11-16 17:00"),  # 15/11 is a Sunday
    ("Thu 2026-10-15 09:00", "2month", "Tue 2026-12-15 17:00"),
    ("Wed 2024-01-31 09:00", "1month", "Thu 2024-02-29 17:00"),  # the last day of a leap February
    ("Fri 2026-01-30 09:00", "2month", "Mon 2026-03-30 17:00"),
    ("Fri 2026-07-31 09:00", "2month", "Wed 2026-09-30 17:00"),
    ("Mon 2026-11-30 09:00", "3month", "Mon 2027-03-01 17:00"),  # 28/02 is a Sunday
    ("Thu 2024-02-29 09:00", "12month", "Fri 2025-02-28 17:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), MONTHS)
def test_R6_months_end_on_the_same_day_number_or_the_last_of_the_month(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


HOURS = [
    ("Mon 2026-11-23 15:00", "2wh", "Mon 2026-11-23 17:00"),
    ("Mon 2026-11-23 15:00", "5wh", "Wed 2026-11-25 10:30"),
    ("Mon 2026-11-23 15:00", "7wh", "Wed 2026-11-25 14:00"),
    ("Mon 2026-11-23 15:00", "8wh", "Wed 2026-11-25 15:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), HOURS)
def test_R7_hours_run_inside_opening_hours_only(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


FRACTIONS = [
    ("Wed 2026-11-25 13:30", "0.5wd", "Thu 2026-11-26 08:00"),
    ("Wed 2026-11-25 13:30", "0.25wd", "Wed 2026-11-25 15:30"),
    ("Wed 2026-11-25 13:30", "1.5wd", "Fri 2026-11-27 08:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), FRACTIONS)
def test_R8_fractions_of_a_day_are_hours(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


UNITS = [
    ("Wed 2026-11-04 09:00", "20cd", "Wed 2026-11-25 17:00"),
    ("Wed 2026-11-04 09:00", "12cd", "Mon 2026-11-16 17:00"),
    ("Wed 2026-11-04 09:00", "7wd", "Fri 2026-11-13 17:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), UNITS)
def test_R14_units_stay_what_they_are(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


def test_clock_hours_run_through_the_night_and_the_holiday(vn, at):
    assert due_at(at("Mon 2026-11-23 16:00"), Allowance.parse("24h"), vn) == at("Tue 2026-11-24 16:00")


NO_DAYS = [
    ("Mon 2026-11-23 09:00", "0wd", "Mon 2026-11-23 17:00"),
    ("Mon 2026-11-23 17:00", "0wd", "Wed 2026-11-25 17:00"),
    ("Sat 2026-11-21 09:00", "0wd", "Mon 2026-11-23 17:00"),
    ("Sat 2026-11-21 09:00", "0cd", "Mon 2026-11-23 17:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), NO_DAYS)
def test_no_days_end_at_the_first_closing_time_after_receipt(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


BEFORE = [
    ("Fri 2026-11-27 09:00", "-3wd", "Mon 2026-11-23 17:00"),
    ("Mon 2026-11-30 09:00", "-1wd", "Fri 2026-11-27 17:00"),
    ("Mon 2026-11-30 09:00", "-1cd", "Fri 2026-11-27 17:00"),
    ("Fri 2026-11-27 09:00", "-3cd", "Mon 2026-11-23 17:00"),
    ("Wed 2026-12-16 09:00", "-1month", "Mon 2026-11-16 17:00"),
    ("Thu 2026-11-26 09:00", "-6wh", "Wed 2026-11-25 11:00"),
    ("Thu 2026-11-26 09:00", "-12h", "Wed 2026-11-25 21:00"),
]


@pytest.mark.parametrize(("received", "allow", "due"), BEFORE)
def test_before_an_event_its_day_does_not_count_and_a_day_off_is_the_working_day_before(vn, at, received, allow, due):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)


def test_R2_without_the_worked_saturday_the_answer_would_be_a_day_late(vn, at):
    nation = shipped_layer("vn")
    unaware = combine([CalendarLayer("plain", Rank.NATION, vn.zone, vn.weekly, 2010, 2027, nation.days_off)])
    received = at("Thu 2025-04-24 09:00")
    assert due_at(received, Allowance.parse("7wd"), unaware) == at("Thu 2025-05-08 17:00")
    assert due_at(received, Allowance.parse("7wd"), vn) == at("Wed 2025-05-07 17:00")


def test_R7_steps_follow_one_another_inside_working_hours(vn, at):
    steps = [Allowance.parse(text) for text in ("2wh", "3wh", "2wh", "1wh")]
    assert phased(at("Mon 2026-11-23 15:00"), steps, vn, convention="step") == (
        at("Mon 2026-11-23 17:00"),
        at("Wed 2026-11-25 10:30"),
        at("Wed 2026-11-25 14:00"),
        at("Wed 2026-11-25 15:00"),
    )


ELAPSED = [
    ("Mon 2026-11-02 10:00", "Thu 2026-11-05 09:30", "23:30"),  # R9
    ("Mon 2026-11-02 10:00", "Mon 2026-11-02 10:00", "0:00"),
    ("Mon 2026-11-02 11:30", "Mon 2026-11-02 13:00", "0:00"),  # lunch
    ("Mon 2026-11-02 11:00", "Mon 2026-11-02 13:30", "1:00"),
    ("Fri 2026-11-06 16:00", "Mon 2026-11-09 08:30", "2:00"),  # over a weekend
    ("Fri 2026-08-21 16:00", "Mon 2026-08-24 08:30", "10:00"),  # over a worked Saturday
    ("Fri 2026-02-13 16:00", "Mon 2026-02-23 08:30", "2:00"),  # over Tết
]


@pytest.mark.parametrize(("a", "b", "hours"), ELAPSED)
def test_R9_working_time_between_two_moments(vn, at, a, b, hours):
    whole, minutes = hours.split(":")
    expected = timedelta(hours=int(whole), minutes=int(minutes))
    assert elapsed(at(a), at(b), vn) == expected
    assert elapsed(at(b), at(a), vn) == -expected


def test_R10_a_changed_calendar_gives_another_due_date_and_another_version(vn, at, on):
    swap = CalendarLayer(
        id="swap-2026-11",
        rank=Rank.EMERGENCY,
        days_off={on("Mon 2026-11-23"): DayOff("Nghỉ hoán đổi", "quyết định giả định")},
        make_up={on("Sat 2026-11-28"): MakeUp(None, "Làm bù", "quyết định giả định", on("Mon 2026-11-23"))},
    )
    changed = combine([shipped_layer("vn"), swap], id="vn")
    received, allow = at("Wed 2026-11-18 09:00"), Allowance.parse("4wd")
    assert due_at(received, allow, vn) == at("Wed 2026-11-25 17:00")
    assert due_at(received, allow, changed) == at("Thu 2026-11-26 17:00")
    assert due_at(received, Allowance.parse("6wd"), changed) == at("Sat 2026-11-28 17:00")
    assert changed.version != vn.version


def test_R11_a_moment_in_utc_falls_on_the_local_date(vn, at):
    accepted = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert vn.local(accepted) == at("Mon 2026-11-23 01:00")
    assert f"{vn.local(accepted):%y%m%d}" == "261123"
    assert due_at(accepted, Allowance.parse("1wd"), vn) == at("Wed 2026-11-25 17:00")


def test_R11_a_moment_without_a_zone_is_refused(vn):
    naive = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - the point of the test
    for text in ("5wd", "0wd", "0.5wd", "-1wd", "8wh", "30cd", "1month", "12h"):
        with pytest.raises(InvalidInputError, match="no time zone") as refusal:
            due_at(naive, Allowance.parse(text), vn)
        assert refusal.value.rule == "R11"
    with pytest.raises(InvalidInputError, match="no time zone"):
        elapsed(naive, naive, vn)


def test_answers_carry_the_zone_of_the_calendar(vn, at):
    received = at("Thu 2026-11-19 09:00").astimezone(UTC)
    for text in ("5wd", "0wd", "0.5wd", "8wh", "30cd", "1month", "12h"):
        due = due_at(received, Allowance.parse(text), vn)
        assert due.tzinfo is vn.tz
        assert due.utcoffset() == timedelta(hours=7)


def test_R13_the_internal_chain_ends_before_the_official_date(vn, at):
    received = at("Mon 2026-11-02 08:00")
    chain = [Allowance.parse(text) for text in ("0.5wd", "1.5wd", "0.5wd", "1wd", "0.5wd")]
    assert phased(received, chain, vn, convention="step")[-1] == at("Fri 2026-11-06 08:00")
    assert due_at(received, Allowance.parse("4wd"), vn) == at("Fri 2026-11-06 17:00")


STEPS = [
    ("Mon 2026-11-02 08:00", "1wd", "Tue 2026-11-03 08:00"),
    ("Mon 2026-11-23 15:00", "1wd", "Wed 2026-11-25 15:00"),
    ("Fri 2026-11-20 19:30", "1wd", "Mon 2026-11-23 17:00"),
    ("Wed 2026-11-04 09:00", "20cd", "Wed 2026-11-25 17:00"),  # other units as in the official convention
    ("Wed 2026-11-04 09:00", "0wd", "Wed 2026-11-04 09:00"),  # nothing granted: now
]


@pytest.mark.parametrize(("start", "allow", "due"), STEPS)
def test_R13_an_internal_step_is_due_to_the_minute(vn, at, start, allow, due):
    assert step_due_at(at(start), Allowance.parse(allow), vn) == at(due)


def test_no_due_date_is_computed_where_there_is_no_limit(vn, at):
    for compute in (due_at, step_due_at):
        with pytest.raises(InvalidInputError, match="without a time limit"):
            compute(at("Thu 2026-11-19 09:00"), NO_LIMIT, vn)
