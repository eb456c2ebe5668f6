"""The pauses that go wrong elsewhere: several, overlapping, across holidays, at night, too long."""

import pytest

from motcua.dossiers.commands import AskWithdrawal, SettleWithdrawal
from motcua.dossiers.parts import Ground, State
from motcua.register.rows import Verdict, verdict
from tests.dossiers.houses import five_days, procedure, sea_area, step, ten_days, words
from tests.dossiers.life import Life


def test_trap_7_several_pauses_add_up_and_a_holiday_inside_one_is_not_counted_twice():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").ask("Thu 2026-11-05 10:00")  # 3 used, 7 left
    life.give("Tue 2026-11-10 09:00").complete("Tue 2026-11-10 10:00", "intake")
    assert life.due == "Thu 2026-11-19 17:00"
    second = {"basis": "Decree 96/2026", "approver": "department"}
    life.ask("Thu 2026-11-12 10:00", "form", **second)  # 2 more used, 5 left
    life.give("Wed 2026-11-25 16:00")  # Tue 24/11, a holiday, lies inside
    assert life.due == "Wed 2026-12-02 17:00"  # 26, 27, 30/11, 01, 02/12
    life.ask("Tue 2026-12-01 09:00", "form", **second)  # 4 used, 1 left
    assert life.give("Tue 2026-12-01 16:00").due == "Wed 2026-12-02 17:00"  # the same day costs nothing


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("Tue 2026-11-10 23:30", "Thu 2026-11-19 17:00"),  # at night: that day still does not count
        ("Sat 2026-11-14 10:00", "Wed 2026-11-25 17:00"),  # on a Saturday
        ("Tue 2026-11-24 10:00", "Thu 2026-12-03 17:00"),  # on a holiday
    ],
)
def test_trap_7_a_pause_ended_at_night_or_on_a_day_off(given, due):
    assert Life(ten_days(), "Mon 2026-11-02 08:00").ask("Thu 2026-11-05 10:00").give(given).due == due


def test_trap_7_a_pause_across_tet():
    life = Life(ten_days(), "Mon 2026-02-09 08:00").ask("Thu 2026-02-12 10:00")  # 3 used
    assert life.give("Tue 2026-02-17 20:00").due == "Tue 2026-03-03 17:00"  # 23 to 27/02, 02, 03/03


def test_trap_7_a_pause_longer_than_all_that_is_left_takes_nothing_away():
    life = Life(five_days(), "Mon 2026-11-02 08:00").ask("Mon 2026-11-09 16:00")  # on the due date itself
    assert life.give("Mon 2026-12-07 09:00").due == "Mon 2026-12-07 17:00"  # nothing left but the day of return
    life = Life(five_days(), "Mon 2026-11-02 08:00").ask("Fri 2026-11-06 16:00")
    assert life.give("Mon 2026-12-07 09:00").due == "Tue 2026-12-08 17:00"  # one day left


def test_hours_left_are_hours_left():
    hours = five_days(steps=[step("decide", "sign", "department", "16wh")], total="16wh")
    life = Life(hours, "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 09:00")  # 9 working hours used
    assert life.give("Thu 2026-11-05 16:00").due == "Fri 2026-11-06 15:00"
    assert life.step_due("decide") == "Fri 2026-11-06 15:00"


def test_calendar_days_left_are_calendar_days_left():
    life = Life(five_days(total="30cd"), "Mon 2026-11-02 08:00").ask("Thu 2026-11-12 09:00")  # 10 days used
    assert life.give("Mon 2026-11-30 09:00").due == "Mon 2026-12-21 17:00"  # Sun 20/12 is moved on


def test_a_pause_on_a_last_day_that_was_moved_leaves_that_day():
    life = Life(five_days(total="19cd"), "Mon 2026-11-02 08:00")
    assert life.due == "Mon 2026-11-23 17:00"  # the nineteenth day is Sat 21/11
    life.ask("Mon 2026-11-23 10:00").give("Fri 2026-11-27 09:00")
    assert (life.due, life.late("Fri 2026-11-27 12:00")) == ("Fri 2026-11-27 17:00", False)


def excluded() -> Life:
    """Return a sea area dossier received Mon 02/11, both ministries asked at 09:00 that day."""
    return Life(sea_area(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")


def test_two_grounds_at_once_stop_the_clock_until_the_last_of_them_ends():
    life = excluded()
    assert [p.ground for p in life.now.pauses] == [Ground.EXCLUDED, Ground.EXCLUDED]
    life.opine("Tue 2026-11-10 09:00", "defence")
    assert (life.due, life.step_due("appraise")) == ("none", "none")
    life.opine("Thu 2026-11-12 09:00", "security")
    assert life.step_due("appraise") == "Tue 2026-12-22 17:00"  # 40 days from Thu 12/11
    assert life.due == "Mon 2027-01-18 17:00"  # 45 working days from Thu 12/11


def test_a_supplement_during_an_excluded_consultation_keeps_both_clocks_apart():
    life = excluded().ask("Wed 2026-11-04 09:00")
    life.opine("Fri 2026-11-06 09:00", "defence")  # a ministry may answer meanwhile
    assert life.waits == "applicant"
    life.give("Mon 2026-11-09 09:00")
    assert (life.due, life.step_due("appraise")) == ("none", "none")  # the other ministry is still asked
    assert life.step_due("security") == "Mon 2026-11-23 17:00"  # 2 of its 15 days used; 13 from Mon 09/11: Sun 22/11
    life.ring("Mon 2026-11-23 18:00")
    assert life.when("duty_closed")[-1] == "Mon 2026-11-23 17:00"
    assert life.step_due("appraise") != "none"
    assert life.now.due is not None


def test_a_supplement_that_gives_the_time_anew_does_so_even_while_a_consultation_stops_the_clock():
    anew = sea_area(supplement={"policy": "restart"})
    life = Life(anew, "Mon 2026-11-02 08:00").complete("Wed 2026-11-11 09:00", "intake")  # 7 days used
    life.ask("Thu 2026-11-12 09:00").give("Mon 2026-11-16 09:00")
    life.opine("Wed 2026-11-18 09:00", "defence").opine("Wed 2026-11-18 09:00", "security")
    assert life.due == "Fri 2027-01-22 17:00"  # all 45 days from Wed 18/11
    assert life.step_due("appraise") == "Mon 2026-12-28 17:00"  # all 40 days from then


def test_a_leg_counted_from_receipt_is_given_each_standing_day_once():
    apart = {"clock": "excluded", "on_silence": "decide_without"}
    steps = [
        step("defence", "consult", "defence", "15cd", **apart),
        step("security", "consult", "security", "15cd", **apart),
        step("report", "appraise", "department", "14wd", "defence security", anchor="receipt"),
        step("give_back", "return", "one_stop", "0wd", "report"),
    ]
    life = Life(procedure(steps, "20wd"), "Mon 2026-11-02 08:00")
    life.opine("Fri 2026-11-06 09:00", "defence").opine("Mon 2026-11-09 09:00", "security")
    assert life.step_due("report") == "Mon 2026-11-30 17:00"  # 14 + the 5 days from Mon 02/11 to Mon 09/11
    life.ask("Wed 2026-11-11 09:00").give("Wed 2026-11-18 09:00")
    assert life.step_due("report") == "Mon 2026-12-07 17:00"  # 5 more


@pytest.mark.parametrize(
    ("allow", "due"),
    [
        ("0.5wd", "Mon 2026-11-09 14:30"),
        ("1month", "Wed 2026-12-09 17:00"),
    ],
)
def test_a_leg_from_receipt_is_given_standing_time_in_the_unit_its_pauses_are_counted_in(allow, due):
    steps = [
        step("defence", "consult", "defence", "15cd", clock="excluded", on_silence="decide_without"),
        step("report", "appraise", "department", allow, "defence", anchor="receipt"),
        step("give_back", "return", "one_stop", "0wd", "report"),
    ]
    life = Life(procedure(steps, "20wd"), "Mon 2026-11-02 08:00").opine("Mon 2026-11-09 09:00", "defence")
    assert life.step_due("report") == due


def test_legs_from_receipt_of_excluded_consultations_do_not_stop_each_other():
    apart = {"clock": "excluded", "on_silence": "decide_without", "anchor": "receipt"}
    steps = [
        step("defence", "consult", "defence", "15cd", **apart),
        step("security", "consult", "security", "10cd", **apart),
        step("give_back", "return", "one_stop", "0wd", "defence security"),
    ]
    life = Life(procedure(steps, "20wd"), "Mon 2026-11-02 08:00")
    assert (life.step_due("defence"), life.step_due("security")) == ("Tue 2026-11-17 17:00", "Thu 2026-11-12 17:00")
    life.ring("Wed 2026-11-18 08:00")
    assert life.open_steps() == ["give_back"]


def test_work_that_opens_while_the_applicant_is_asked_waits_with_a_standing_clock():
    steps = [
        step("opinion", "consult", "construction", "7wd"),
        step("appraise", "appraise", "department", "3wd"),
        step("sign", "sign", "department", "2wd", "opinion"),
        step("give_back", "return", "one_stop", "0wd", "sign appraise"),
    ]
    life = Life(procedure(steps, "12wd"), "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 09:00")
    life.opine("Wed 2026-11-04 09:00", "opinion")
    assert (life.open_steps(), life.step_due("sign")) == (["appraise", "sign"], "none")
    life.ring("Tue 2026-11-17 09:00")
    assert life.now.episodes == ()
    assert life.give("Tue 2026-11-17 10:00").step_due("sign") == "Thu 2026-11-19 10:00"


def test_a_supplement_given_while_a_withdrawal_is_asked_ends_neither_the_wish_nor_the_pause():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").ask("Thu 2026-11-05 10:00")
    life.do("Fri 2026-11-06 09:00", AskWithdrawal(), by="applicant")
    assert (life.now.state.portal_code, life.waits) == (7, "officer")
    life.give("Mon 2026-11-09 09:00")
    assert (life.now.state, life.due, life.step_due("intake")) == (State.WITHDRAWAL, "none", "none")
    life.do("Tue 2026-11-10 09:00", SettleWithdrawal(granted=False), by="one-stop")
    assert (life.now.state, life.due) == (State.IN_PROCESS, "Thu 2026-11-19 17:00")  # seven days left, as in R30


def test_a_withdrawal_refused_while_a_ministry_is_asked_lets_the_ministry_run_on():
    life = excluded()
    life.do("Wed 2026-11-04 09:00", AskWithdrawal(), by="applicant")
    assert life.step_due("defence") == "none"
    life.do("Fri 2026-11-06 09:00", SettleWithdrawal(granted=False), by="one-stop")
    assert life.step_due("defence") == "Thu 2026-11-19 17:00"  # 2 of 15 days used
    assert (life.due, life.step_due("appraise")) == ("none", "none")
    life.ring("Fri 2026-11-20 08:00")
    assert life.due == "Mon 2027-01-25 17:00"  # all 45 days from Thu 19/11


def test_the_result_does_not_wait_for_what_the_promise_does_not_count():
    steps = [
        step("decide", "sign", "department", "5wd"),
        step("tell_tax", "finance", "tax", "none", "decide", clock="pause"),
        step("give_back", "return", "one_stop", "0wd", "decide"),
    ]
    life = Life(five_days(steps=steps, name=words("land rent")), "Mon 2026-11-02 08:00")
    life.complete("Fri 2026-11-06 09:00", "decide")
    assert (life.now.state.portal_code, life.waits) == (9, "partner_agency")
    life.complete("Mon 2026-11-09 09:00", "give_back")
    assert not life.now.closed
    life.complete("Wed 2026-11-11 09:00", "tell_tax")
    assert (life.now.state.portal_code, life.when("result_ready")) == (10, ["Fri 2026-11-06 09:00"])


def test_R55_what_ends_after_the_result_makes_nobody_late_who_was_in_time():
    steps = [
        step("decide", "sign", "department", "5wd"),
        step("tell_tax", "finance", "tax", clock="pause"),
        step("give_back", "return", "one_stop", "0wd", "decide"),
    ]
    life = Life(five_days(steps=steps), "Mon 2026-11-02 08:00")  # due Mon 09/11, and the clock stands at once
    life.complete("Fri 2026-11-13 09:00", "decide")
    before = verdict(life.now, "Asia/Ho_Chi_Minh")
    life.complete("Mon 2026-11-16 09:00", "tell_tax")
    assert before is verdict(life.now, "Asia/Ho_Chi_Minh") is Verdict.EARLY
