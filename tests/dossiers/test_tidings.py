"""What the applicant is told: every status and every date, once."""

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers import facts as f
from motcua.dossiers.evolve import Happened
from motcua.dossiers.parts import LAW
from motcua.dossiers.tidings import tidings
from motcua.worktime.allowance import Allowance
from tests.dossiers.decrees import NUMBER, WHY, WHY_EN, after, replan
from tests.dossiers.hearing import date, last, to_applicant, to_others, told
from tests.dossiers.houses import five_days, land_transfer, ten_days
from tests.dossiers.life import Life, at, past, spelled


def test_D224_each_status_is_told_at_its_own_moment_from_receipt_to_return():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.complete("Wed 2026-11-11 10:00", "appraise").complete("Mon 2026-11-16 10:00", "sign")
    life.complete("Tue 2026-11-17 09:00", "give_back")
    assert to_applicant(life) == [
        ("Mon 2026-11-02 08:00", "received"),
        ("Mon 2026-11-02 09:00", "in_process"),
        ("Mon 2026-11-16 10:00", "result_ready"),
        ("Tue 2026-11-17 09:00", "returned"),
    ]


def test_D224_a_status_notice_bears_agency_person_receipt_processing_and_return():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    life.do("Mon 2026-11-02 08:30", c.Assign(step="intake", officer="OS-1"), by="one-stop")
    life.ask("Tue 2026-11-03 09:00", by="one-stop")
    life.give("Thu 2026-11-05 09:00")
    notice = next(n for n in told(life) if n.kind.value == "supplement_given")
    assert (notice.agency, notice.officer, spelled(notice.at)) == ("one-stop", "OS-1", "Thu 2026-11-05 09:00")
    assert (notice.says["state"], date(notice.says, "received_at")) == (4, "Mon 2026-11-02 08:00")
    assert (date(notice.says, "old_due"), date(notice.says, "due")) == ("Mon 2026-11-16 17:00", life.due)


def test_steps_inside_the_house_are_nobody_elses_news():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    before = len(told(life))
    life.complete("Tue 2026-11-03 09:00", "appraise")
    life.do("Tue 2026-11-03 10:00", c.Assign(step="sign", officer="D-9"), by="department")
    assert len(told(life)) == before


def test_R15_an_online_submission_is_acknowledged_with_the_moment_by_which_it_is_decided_on():
    life = Life(ten_days(), "Fri 2026-11-20 19:30", channel="online", by="applicant")
    assert to_applicant(life) == [("Fri 2026-11-20 19:30", "submitted")]
    assert date(last(life, "submitted"), "decide_by") == "Mon 2026-11-23 17:00"
    life.do("Mon 2026-11-23 09:00", c.Accept(), by="one-stop")
    assert to_applicant(life)[1:] == [("Mon 2026-11-23 09:00", "received")]
    assert date(last(life, "received"), "due") == life.due


def test_R33_a_supplement_is_asked_with_its_reason_and_whole_list():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.ask("Tue 2026-11-03 09:00", "form", "map", reason="two pages are missing")
    says = last(life, "supplement_asked")
    assert (says["reason"], says["items"], says["state"]) == ("two pages are missing", ["form", "map"], 5)
    assert "due" not in says  # while the clock stands there is no promise


def test_R34_payment_is_asked_for_while_the_clock_stands_and_the_new_date_told_when_it_runs_again():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    life.complete("Fri 2026-11-06 15:00", "intake", "appraise", "propose", "approve", "hand_to_tax")
    life.complete("Tue 2026-11-10 09:00", "assess_tax").complete("Wed 2026-11-18 10:00", "pay", by="one-stop")
    assert to_applicant(life)[-3:] == [
        ("Fri 2026-11-06 15:00", "awaiting_financial"),
        ("Tue 2026-11-10 09:00", "payment_due"),
        ("Wed 2026-11-18 10:00", "in_process"),
    ]
    assert last(life, "payment_due")["state"] == 6
    assert date(last(life, "in_process"), "due") == "Wed 2026-11-25 17:00"


def test_R54_an_early_result_is_told_before_it_is_handed_over():
    life = Life(five_days(), "Thu 2026-11-19 09:00")  # due Fri 27/11
    life.complete("Wed 2026-11-25 10:00", "decide").complete("Thu 2026-11-26 09:00", "give_back")
    assert to_applicant(life)[-2:] == [("Wed 2026-11-25 10:00", "result_early"), ("Thu 2026-11-26 09:00", "returned")]
    assert date(last(life, "result_early"), "due") == "Fri 2026-11-27 17:00"


def test_R54_on_the_promised_day_itself_a_result_is_not_early():
    life = Life(five_days(), "Thu 2026-11-19 09:00").complete("Fri 2026-11-27 07:31", "decide")
    assert to_applicant(life)[-1] == ("Fri 2026-11-27 07:31", "result_ready")


def test_R53_a_refusal_on_the_merits_is_told_as_a_result():
    life = Life(five_days(), "Thu 2026-11-19 09:00")
    do = c.RefuseOnMerits(step="decide", basis="Decree 61/2018 art. 19.8")
    life.do("Fri 2026-11-27 10:00", do, by="department", reason="the plan does not allow it")
    assert to_applicant(life)[-1] == ("Fri 2026-11-27 10:00", "refused")
    assert last(life, "refused")["state"] == 9


def test_R49_the_new_date_is_told_once_with_apology_reason_and_both_dates():
    life = Life(five_days(total="8wd"), "Mon 2026-11-02 08:00")
    propose = c.ProposeDate(extend=Allowance.parse("5wd"))
    life.do("Wed 2026-11-11 14:00", propose, by="department", reason="it has to be measured again")
    life.do("Wed 2026-11-11 14:30", c.ApproveDate(), by="department/D-1")
    life.do("Wed 2026-11-11 15:00", c.ApplyDate(), by="one-stop")
    assert to_applicant(life)[-1:] == [("Wed 2026-11-11 15:00", "reappointed")]
    says = last(life, "reappointed")
    assert (date(says, "old_due"), date(says, "due")) == ("Thu 2026-11-12 17:00", "Thu 2026-11-19 17:00")
    assert says["reason"] == "it has to be measured again"
    assert to_others(life, "date_proposed", "date_approved") == [
        ("Wed 2026-11-11 14:00", "date_proposed", "unit_head/department"),
        ("Wed 2026-11-11 14:00", "date_proposed", "one_stop_head/one-stop"),
        ("Wed 2026-11-11 14:30", "date_approved", "one_stop_head/one-stop"),
    ]


def test_R51_a_late_apology_is_told_and_moves_no_date():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    life.do("Tue 2026-11-10 09:00", c.Apologise(), by="one-stop", reason="the surveyor is ill")
    says = last(life, "apologised")
    assert (says["late"], says["reason"]) == (True, "the surveyor is ill")
    assert date(says, "due") == life.due == "Mon 2026-11-09 17:00"


SWAP = {"off": ["2026-11-23"], "worked": ["2026-11-28"]}
"""Monday 23/11 is given off, Saturday 28/11 is worked in its place."""


def test_R10_a_calendar_decision_is_told_to_the_applicant_with_both_dates():
    life = Life(five_days(), "Tue 2026-11-17 09:00")
    before = to_applicant(life)
    replan(life, "Fri 2026-11-20 08:00", after(life.ground, **SWAP))
    assert to_applicant(life) == [*before, ("Fri 2026-11-20 08:00", "calendar_moved")]
    says = last(life, "calendar_moved")
    assert (date(says, "old_due"), date(says, "due")) == ("Wed 2026-11-25 17:00", "Thu 2026-11-26 17:00")
    assert life.due == "Thu 2026-11-26 17:00"
    assert (says["basis"], says["reason"], says["reason_en"]) == (NUMBER, WHY, WHY_EN)


def test_R10_where_the_phase_moves_with_the_promise_the_applicant_hears_of_one_date():
    life = Life(land_transfer(), "Tue 2026-11-17 08:00")
    before = to_applicant(life)
    replan(life, "Thu 2026-11-19 08:00", after(life.ground, off=SWAP["off"]))
    assert spelled(life.said("replanned")[0].fact.phase_due) == "Wed 2026-11-25 17:00"  # it was Mon 23/11
    assert to_applicant(life) == [*before, ("Thu 2026-11-19 08:00", "calendar_moved")]
    says = last(life, "calendar_moved")
    assert (date(says, "old_due"), date(says, "due")) == ("Mon 2026-11-30 17:00", "Tue 2026-12-01 17:00")


def test_R32_what_ends_because_nobody_answered_is_told_once_as_stopped():
    rule = {"policy": "pause_then_close", "window": "15cd"}
    life = Life(ten_days(supplement=rule), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 08:10", "intake")
    life.ask("Mon 2026-11-02 09:00")
    assert date(last(life, "supplement_asked"), "lapses_at") == "Wed 2026-11-18 07:30"
    life.ring("Wed 2026-11-18 08:00")
    assert to_applicant(life)[-1] == ("Wed 2026-11-18 07:30", "stopped")
    assert last(life, "stopped")["reason"] == "supplement_lapsed"


def test_R58_a_withdrawal_is_confirmed_declined_or_granted():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.do("Tue 2026-11-03 09:00", c.AskWithdrawal(), by="applicant", reason="the plan has changed")
    life.do("Tue 2026-11-03 10:00", c.SettleWithdrawal(granted=False), by="one-stop", reason="a copy is enough")
    life.do("Wed 2026-11-04 09:00", c.AskWithdrawal(), by="applicant", reason="the plan has changed")
    life.do("Wed 2026-11-04 10:00", c.SettleWithdrawal(granted=True), by="one-stop", reason="as asked")
    assert [kind for _, kind in to_applicant(life)][-4:] == [
        "withdrawal_asked",
        "withdrawal_declined",
        "withdrawal_asked",
        "stopped",
    ]


def test_a_dossier_that_comes_in_flight_is_not_told_of_a_second_time():
    before = (past("Mon 2026-11-02 09:00", c.Complete(step="intake"), "one-stop"),)
    life = Life(ten_days(), "Mon 2026-11-02 08:00", past=before, now="Tue 2026-11-17 09:00")
    assert told(life) == []  # received, in process, warned and overdue elsewhere
    life.ring("Wed 2026-11-18 08:00")
    assert to_others(life) == [("Wed 2026-11-18 07:30", "escalated", "one_stop_head/one-stop")]


def test_R44_the_applicant_of_a_linked_leg_hears_from_the_dossier_they_handed_in():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", parent="T-0", leg="police/1")
    assert to_applicant(life) == []


def test_a_fact_nobody_has_heard_of_is_nobodys_news():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    unknown = f.DataSet.model_construct(kind="told_by_a_later_version", data={})
    one = Happened(unknown, at("Mon 2026-11-02 09:00"), LAW, life.now, life.now)
    assert tidings([one], one.at) == []


@pytest.mark.parametrize("received", ["Mon 2026-11-02 08:00", "Mon 2026-11-02 15:30"])
def test_no_act_tells_the_same_to_the_same_person_twice(received):
    life = Life(land_transfer(), received)
    life.ring("Fri 2026-12-18 09:00")
    heard = [(n.at, n.kind, n.recipient, n.says.get("subject")) for n in told(life)]
    assert len(heard) == len(set(heard))
