"""R15–R17, R25, R28–R32, R34, R38, R48: intake hours, hand-over, pauses, phases and the last moment to apologise."""

from datetime import time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.errors import InvalidInputError
from motcua.worktime.allowance import NO_LIMIT, Allowance
from motcua.worktime.due import (
    cut_off_due,
    days_before,
    due_at,
    due_date,
    earliest_of,
    fraction_point,
    hand_over_due,
    late_from,
    latest_of,
    left,
    opening_after,
    phased,
    used,
    working_days_between,
)
from motcua.worktime.shipped import calendar

FIFTEEN = time(15, 0)

INTAKE = [
    ("Fri 2026-11-20 19:30", "Mon 2026-11-23 17:00"),
    ("Mon 2026-11-23 10:00", "Wed 2026-11-25 10:00"),
    ("Sat 2026-08-22 09:00", "Mon 2026-08-24 09:00"),  # a worked Saturday
    ("Sat 2026-11-21 09:00", "Mon 2026-11-23 17:00"),  # an ordinary one
]


@pytest.mark.parametrize(("submitted", "decide_by"), INTAKE)
def test_R15_the_one_stop_decides_within_eight_working_hours(vn, at, submitted, decide_by):
    assert due_at(at(submitted), Allowance.parse("8wh"), vn) == at(decide_by)


def test_R16_the_clock_starts_at_receipt_not_at_submission(vn, at):
    submitted, received = at("Fri 2026-11-20 19:30"), at("Mon 2026-11-23 09:00")
    assert due_at(received, Allowance.parse("5wd"), vn) == at("Tue 2026-12-01 17:00")
    assert due_at(submitted, Allowance.parse("5wd"), vn) == at("Mon 2026-11-30 17:00")


SAME_DAY = [
    ("Mon 2026-11-23 14:59", "Mon 2026-11-23 17:00"),
    ("Mon 2026-11-23 15:00", "Mon 2026-11-23 17:00"),  # the cut-off itself is in time
    ("Mon 2026-11-23 15:00:01", "Wed 2026-11-25 17:00"),
    ("Mon 2026-11-23 15:01", "Wed 2026-11-25 17:00"),
    ("Mon 2026-11-23 06:00", "Mon 2026-11-23 17:00"),
    ("Sat 2026-11-21 09:00", "Mon 2026-11-23 17:00"),
    ("Tue 2026-11-24 16:00", "Wed 2026-11-25 17:00"),
    ("Sat 2026-08-22 10:00", "Sat 2026-08-22 17:00"),  # a worked Saturday
]


@pytest.mark.parametrize(("received", "due"), SAME_DAY)
def test_R17_a_same_day_procedure_received_up_to_the_cut_off_is_due_that_day(vn, at, received, due):
    assert cut_off_due(at(received), FIFTEEN, vn) == at(due)


def test_R17_a_cut_off_after_closing_never_makes_a_date_in_the_past(vn, at):
    assert cut_off_due(at("Mon 2026-11-23 17:30"), time(18, 0), vn) == at("Wed 2026-11-25 17:00")


HAND_OVER = [
    ("Fri 2026-11-20 14:30", "Fri 2026-11-20 17:00"),
    ("Fri 2026-11-20 15:00", "Fri 2026-11-20 17:00"),
    ("Mon 2026-11-23 15:10", "Wed 2026-11-25 07:30"),
    ("Sat 2026-11-21 09:00", "Mon 2026-11-23 07:30"),
]


@pytest.mark.parametrize(("received", "due"), HAND_OVER)
def test_R25_paper_is_handed_over_the_same_day_or_at_the_next_opening(vn, at, received, due):
    assert hand_over_due(at(received), FIFTEEN, vn) == at(due)


def test_R28_the_notice_after_appraisal_leaves_within_three_working_days(vn, at):
    limit = due_at(at("Mon 2026-11-02 09:00"), Allowance.parse("3wd"), vn)
    assert limit == at("Thu 2026-11-05 17:00")
    assert late_from(limit, vn) == at("Fri 2026-11-06 00:00")


def test_R29_restart_gives_the_whole_limit_again(vn, at):
    ten = Allowance.parse("10wd")
    assert due_at(at("Mon 2026-11-02 09:00"), ten, vn) == at("Mon 2026-11-16 17:00")
    assert due_at(at("Tue 2026-11-10 09:00"), ten, vn) == at("Wed 2026-11-25 17:00")


def test_R30_a_pause_keeps_what_was_used(vn, at):
    received, paused, ten = at("Mon 2026-11-02 09:00"), at("Thu 2026-11-05 10:00"), Allowance.parse("10wd")
    assert str(used(received, paused, ten, vn)) == "3wd"
    assert str(left(received, paused, ten, vn)) == "7wd"
    assert due_at(at("Tue 2026-11-10 09:00"), left(received, paused, ten, vn), vn) == at("Thu 2026-11-19 17:00")


LEDGER = [
    ("10wd", "Thu 2026-11-05 10:00", "3wd", "7wd"),
    ("10wd", "Mon 2026-11-02 16:00", "0wd", "10wd"),  # paused on the day of receipt
    ("3wd", "Thu 2026-11-05 10:00", "3wd", "0wd"),
    ("2wd", "Thu 2026-11-05 10:00", "3wd", "-1wd"),  # paused when it was late already
    ("15cd", "Sun 2026-11-08 10:00", "6cd", "9cd"),
    ("2month", "Thu 2026-11-12 10:00", "10cd", "50cd"),  # time not contiguous: 30 days a month
    ("8wh", "Tue 2026-11-03 08:10:59", "7:10wh", "0:50wh"),
    ("0.5wd", "Mon 2026-11-02 11:00", "2wh", "2wh"),  # half a day runs by the hour
    ("48h", "Tue 2026-11-03 10:30", "25.5h", "22.5h"),
]


@pytest.mark.parametrize(("allow", "paused", "gone", "rest"), LEDGER)
def test_R30_each_unit_keeps_its_own_ledger(vn, at, allow, paused, gone, rest):
    received, allowance = at("Mon 2026-11-02 09:00"), Allowance.parse(allow)
    assert str(used(received, at(paused), allowance, vn)) == gone
    assert str(left(received, at(paused), allowance, vn)) == rest


def test_R30_any_number_of_pauses_add_up(vn, at):
    rest, resumed = Allowance.parse("10wd"), at("Mon 2026-11-02 09:00")
    for paused, again in [
        ("Thu 2026-11-05 10:00", "Tue 2026-11-10 09:00"),  # 3 used
        ("Fri 2026-11-13 16:00", "Sat 2026-11-21 22:00"),  # 3 used; ended by the applicant on a Saturday night
        ("Mon 2026-11-23 09:00", "Wed 2026-11-25 08:00"),  # 1 used; the pause spans the holiday of the 24th
    ]:
        rest, resumed = left(resumed, at(paused), rest, vn), at(again)
    assert str(rest) == "3wd"
    assert due_at(resumed, rest, vn) == at("Mon 2026-11-30 17:00")


def test_R30_what_has_no_limit_has_no_ledger(vn, at):
    with pytest.raises(InvalidInputError, match="without a time limit"):
        left(at("Mon 2026-11-02 09:00"), at("Tue 2026-11-03 09:00"), NO_LIMIT, vn)


def test_R31_a_new_limit_runs_from_the_supplement(vn, at):
    assert due_at(at("Tue 2026-11-10 09:00"), Allowance.parse("10cd"), vn) == at("Fri 2026-11-20 17:00")


def test_R32_no_answer_closes_the_dossier_at_the_opening_after_the_limit(vn, at):
    limit = due_at(at("Mon 2026-11-02 09:00"), Allowance.parse("15cd"), vn)
    assert limit == at("Tue 2026-11-17 17:00")
    assert opening_after(limit, vn) == at("Wed 2026-11-18 07:30")


def test_R34_a_phase_begins_where_the_one_before_it_ends(vn, at):
    four = Allowance.parse("4wd")
    assert phased(at("Mon 2026-11-02 09:00"), [four, four], vn) == (
        at("Fri 2026-11-06 17:00"),
        at("Thu 2026-11-12 17:00"),
    )
    assert due_at(at("Wed 2026-11-18 09:00"), four, vn) == at("Wed 2026-11-25 17:00")


def test_R34_phases_may_mix_units(vn, at):
    phases = [Allowance.parse(text) for text in ("3wd", "10cd", "4wh")]
    assert phased(at("Mon 2026-11-23 15:01"), phases, vn) == (
        at("Fri 2026-11-27 17:00"),
        at("Mon 2026-12-07 17:00"),
        at("Tue 2026-12-08 11:30"),
    )


def test_R34_a_phase_that_ends_at_midnight_did_not_end_on_the_next_day(at):
    duty = calendar("vn-24h")
    one = Allowance.parse("1wd")
    ends = phased(at("Fri 2026-11-20 09:00"), [one, one], duty)
    assert [due_date(end, duty).isoformat() for end in ends] == ["2026-11-21", "2026-11-22"]


def test_R38_the_wait_for_several_is_the_latest_of_them(vn, at):
    sent = at("Wed 2026-11-04 09:00")
    dues = [due_at(sent, Allowance.parse(text), vn) for text in ("7wd", "5wd", "7wd")]
    assert latest_of(dues) == at("Fri 2026-11-13 17:00")
    assert earliest_of(dues) == at("Wed 2026-11-11 17:00")
    with pytest.raises(InvalidInputError):
        latest_of([])


def test_R47_warnings_are_counted_in_working_days_and_working_time(vn, at):
    start, due = at("Thu 2026-11-19 17:00"), at("Fri 2026-11-27 17:00")
    assert days_before(due, 2, vn) == at("Wed 2026-11-25 17:00")
    assert days_before(due, 3, vn) == at("Mon 2026-11-23 17:00")
    assert days_before(due, 0, vn) == due
    assert fraction_point(start, due, Decimal("0.5"), vn) == at("Wed 2026-11-25 11:30")
    assert fraction_point(start, due, 1, vn) == due
    assert fraction_point(start, due, 0, vn) == start
    assert fraction_point(start, due, Fraction(1, 3), vn) == at("Mon 2026-11-23 14:20")


def test_R47_a_fraction_of_no_working_time_is_the_due_moment(vn, at):
    start, due = at("Sat 2026-11-21 09:00"), at("Sun 2026-11-22 09:00")
    assert fraction_point(start, due, 0.5, vn) == due


@pytest.mark.parametrize("fraction", [-0.1, 1.5])
def test_R47_a_fraction_lies_between_nothing_and_all(vn, at, fraction):
    with pytest.raises(InvalidInputError):
        fraction_point(at("Mon 2026-11-02 09:00"), at("Tue 2026-11-03 09:00"), fraction, vn)


def test_R47_a_due_date_before_its_start_or_a_negative_warning_is_refused(vn, at):
    with pytest.raises(InvalidInputError):
        fraction_point(at("Tue 2026-11-03 09:00"), at("Mon 2026-11-02 09:00"), 0.5, vn)
    with pytest.raises(InvalidInputError):
        days_before(at("Tue 2026-11-03 09:00"), -1, vn)


def test_R50_lateness_begins_the_midnight_after_the_due_date(vn, at):
    assert late_from(at("Thu 2026-11-19 17:00"), vn) == at("Fri 2026-11-20 00:00")
    assert late_from(at("Thu 2026-11-19 08:00"), vn) == at("Fri 2026-11-20 00:00")
    assert late_from(at("Fri 2026-11-20 00:00"), vn) == at("Fri 2026-11-20 00:00")  # 24:00 of the day before


def test_working_days_between_two_dates_leave_out_the_first(vn, at, on):
    assert working_days_between(at("Mon 2026-11-02 16:59"), at("Thu 2026-11-05 07:00"), vn) == 3
    assert working_days_between(on("Fri 2026-08-21"), on("Mon 2026-08-24"), vn) == 2
    assert working_days_between(on("Thu 2026-11-05"), on("Mon 2026-11-02"), vn) == -3
    assert working_days_between(on("Sat 2026-11-21"), on("Sun 2026-11-22"), vn) == 0


def test_an_hour_counts_the_same_in_any_zone(vn, at):
    here, there = at("Mon 2026-11-02 10:00"), at("Mon 2026-11-02 03:00", "UTC")
    assert due_at(here, Allowance.parse("3wh"), vn) == due_at(there, Allowance.parse("3wh"), vn)
    assert used(here, there + timedelta(hours=1), Allowance.parse("3wh"), vn).amount == 60
