"""R23, R28–R33: asking the applicant to complete a dossier after it was received."""

from typing import Any

import pytest

from motcua.dossiers.commands import Accept, AskWithdrawal, GiveSupplement, SettleWithdrawal
from motcua.dossiers.parts import State
from tests.dossiers.houses import five_days, land_transfer, procedure, sea_area, step, ten_days
from tests.dossiers.life import Life, refused, spelled

BASIS: dict[str, Any] = {"basis": "Decree 96/2026 art. 6"}


def asked(policy: str, **rule: Any) -> Life:
    """Return ten working days from Mon 02/11 (due Mon 16/11), the map asked for on Thu 05/11."""
    life = Life(ten_days(supplement={"policy": policy} | rule), "Mon 2026-11-02 08:00")
    assert life.due == "Mon 2026-11-16 17:00"
    return life.complete("Mon 2026-11-02 10:00", "intake").ask("Thu 2026-11-05 10:00")


@pytest.mark.parametrize(
    ("policy", "rule", "due"),
    [
        ("restart", {}, "Wed 2026-11-25 17:00"),  # R29: ten days again from Tue 10/11; 24/11 is a holiday
        ("pause", {}, "Thu 2026-11-19 17:00"),  # R30: three days used, seven left
        ("new_limit", {"new_limit": "10cd"}, "Fri 2026-11-20 17:00"),  # R31: ten calendar days, whatever was used
        ("pause_then_close", {"window": "15cd"}, "Thu 2026-11-19 17:00"),  # R32: answered in time: as a pause
    ],
)
def test_R29_R32_what_a_supplement_does_to_the_promise(policy, rule, due):
    life = asked(policy, **rule)
    assert (life.due, life.waits, life.now.state.portal_code) == ("none", "applicant", 5)
    life.give("Tue 2026-11-10 09:00")
    assert (life.due, life.waits, life.now.state.portal_code) == (due, "officer", 4)
    assert life.now.due_original.date().isoformat() == "2026-11-16"


@pytest.mark.parametrize(
    ("policy", "rule", "step_due"),
    [
        # eight days from Mon 10:00; 3 days of 8 hours are used on Thu 10:00, so five days are left
        ("pause", {}, "Tue 2026-11-17 09:00"),
        ("pause_then_close", {"window": "15cd"}, "Tue 2026-11-17 09:00"),
        ("restart", {}, "Fri 2026-11-20 09:00"),  # eight days again
        ("new_limit", {"new_limit": "10cd"}, "Fri 2026-11-20 09:00"),
    ],
)
def test_a_duty_has_a_clock_of_its_own_that_stands_and_runs_with_the_supplement(policy, rule, step_due):
    life = asked(policy, **rule)
    assert life.step_due("appraise") == "none"
    assert life.give("Tue 2026-11-10 09:00").step_due("appraise") == step_due


def test_R31_an_environmental_permit_has_ten_calendar_days_after_the_supplement():
    permit = ten_days(total="30cd", supplement={"policy": "new_limit", "new_limit": "10cd"})
    life = Life(permit, "Mon 2026-10-12 08:00").complete("Mon 2026-10-12 09:00", "intake")
    life.ask("Tue 2026-10-13 09:00").give("Tue 2026-11-10 15:30")
    assert life.due == "Fri 2026-11-20 17:00"


def test_R32_fifteen_days_without_an_answer_close_the_dossier():
    life = Life(sea_area(), "Mon 2026-11-02 08:00").ask("Mon 2026-11-02 09:00", by="one-stop")
    assert life.alarm == ("Wed 2026-11-18 07:30", "lapse")
    assert life.ring("Wed 2026-11-18 07:29") == []
    life.ring("Wed 2026-11-18 07:30")
    assert life.now.state.portal_code == 8
    assert (life.open_steps(), life.now.episodes, life.alarm[0]) == ([], (), "none")
    with refused("R60"):
        life.give("Wed 2026-11-18 09:00")


def test_R32_the_later_answer_is_a_new_dossier_that_names_the_old_one():
    life = Life(sea_area(), "Wed 2026-11-18 09:00", previous="T-0")
    assert life.now.previous == "T-0"


def test_R32_an_answer_on_the_last_evening_is_in_time():
    life = Life(sea_area(), "Mon 2026-11-02 08:00").ask("Mon 2026-11-02 09:00", by="one-stop")
    life.give("Tue 2026-11-17 23:50")
    assert life.now.state is State.IN_PROCESS
    assert life.due == "Thu 2027-01-21 17:00"  # nothing was used before: 45 days from Tue 17/11


def test_a_window_that_passes_under_another_policy_lets_the_work_go_on_with_what_was_left():
    life = asked("pause", window="10cd")
    life.ring("Tue 2026-11-17 08:00")
    assert life.when("supplement_lapsed") == ["Tue 2026-11-17 07:30"]  # ten days end on Sun 15/11, so on Mon 16/11
    assert (life.due, life.waits) == ("Fri 2026-11-27 17:00", "officer")  # seven days left


def test_R23_documents_outside_the_published_list_need_a_legal_basis():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    with refused("R23"):
        life.ask("Tue 2026-11-03 09:00", "map", "wedding photo")
    life.ask("Tue 2026-11-03 09:00", "map", "plan of the well", **BASIS)
    assert life.now.supplement.items == ("map", "plan of the well")


@pytest.mark.parametrize("by", ["applicant", "one-stop"])
def test_R23_what_is_handed_in_is_of_the_published_list_or_was_asked_for(by):
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    life.ask("Tue 2026-11-03 09:00", "map", "plan of the well", **BASIS)
    before = life.now
    with refused("R23") as refusal:
        life.do("Wed 2026-11-04 09:00", GiveSupplement(documents=("map", "wedding photo")), by=by)
    assert (refusal.value.field, life.now) == ("do.documents", before)
    assert "wedding photo" in refusal.value.message_vi
    given = ("plan of the well", "form")  # as it was asked for; listed, though nobody asked
    assert life.do("Wed 2026-11-04 09:00", GiveSupplement(documents=given), by=by).now.documents == given


def test_R23_a_request_gives_its_reason():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    with refused("R23"):
        life.ask("Tue 2026-11-03 09:00", "map", reason=None)


@pytest.mark.parametrize(
    ("asked_on", "late"),
    [
        ("Mon 2026-11-02 16:00", False),
        ("Thu 2026-11-05 17:00", False),  # the third working day, to the last minute
        ("Fri 2026-11-06 08:00", True),
    ],
)
def test_R28_a_notice_after_the_third_day_is_sent_and_marked_as_a_violation(asked_on, late):
    life = Life(ten_days(), "Mon 2026-11-02 08:00").ask(asked_on)
    assert life.said("supplement_asked")[0].fact.late_notice is late
    assert life.waits == "applicant"


def test_R28_sector_law_may_give_the_notice_longer():
    lenient = ten_days(supplement={"policy": "pause", "notice_within": "7wd"})
    life = Life(lenient, "Mon 2026-11-02 08:00").ask("Wed 2026-11-11 16:00")
    assert not life.said("supplement_asked")[0].fact.late_notice


def test_R33_a_maximum_of_one_blocks_the_second_request():
    life = asked("pause", max=1).give("Tue 2026-11-10 09:00")
    with refused("R33"):
        life.ask("Wed 2026-11-11 09:00", "form", approver="department", **BASIS)


def guided(**rule: Any) -> Life:
    """Return an online dossier that was completed once before it was received on Tue 03/11."""
    life = Life(ten_days(supplement={"policy": "pause"} | rule), "Mon 2026-11-02 08:00", channel="online")
    life.ask("Mon 2026-11-02 09:00", by="one-stop").give("Mon 2026-11-02 14:00", by="applicant")
    life.do("Tue 2026-11-03 08:00", Accept(), by="one-stop")
    return life.complete("Tue 2026-11-03 10:00", "intake")


@pytest.mark.parametrize("rule", [{"max": 1}, {}])
def test_R33_guidance_at_intake_does_not_use_up_the_request_after_receipt(rule):
    life = guided(**rule).ask("Wed 2026-11-04 09:00")
    assert (life.now.supplement.number, life.now.supplements, life.now.supplements_after_receipt) == (2, 2, 1)
    life.give("Wed 2026-11-04 15:00")
    with refused("R33"):
        life.ask("Thu 2026-11-05 09:00", "form")


@pytest.mark.parametrize("given", [{}, BASIS, {"approver": "department"}])
def test_R33_without_a_maximum_the_second_request_needs_a_basis_and_an_approver(given):
    life = asked("pause").give("Tue 2026-11-10 09:00")
    with refused("R33"):
        life.ask("Wed 2026-11-11 09:00", "form", **given)
    life.ask("Wed 2026-11-11 09:00", "form", approver="department", **BASIS)
    assert life.now.supplements == 2


def test_R33_a_second_request_while_one_is_open_is_refused():
    with refused("R33"):
        asked("pause").ask("Fri 2026-11-06 09:00", "form", approver="department", **BASIS)


def test_R33_what_nobody_asked_for_is_no_supplement():
    with refused("R33"):
        Life(five_days(), "Mon 2026-11-02 08:00").do("Tue 2026-11-03 09:00", GiveSupplement(), by="applicant")


def test_nothing_is_completed_while_the_applicant_completes_the_dossier():
    with refused("R36"):
        asked("pause").complete("Fri 2026-11-06 09:00", "appraise")


def test_only_those_who_hold_work_or_decide_ask_for_a_supplement():
    with refused("L61 19.1"):
        Life(ten_days(), "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 09:00", by="tax")


def test_a_supplement_asked_after_the_due_date_leaves_nothing_and_the_promise_stays_broken():
    life = Life(five_days(), "Mon 2026-11-02 08:00").ask("Wed 2026-11-11 09:00")  # due Mon 09/11
    assert (life.late("Wed 2026-11-11 10:00"), life.waits) == (False, "applicant")
    life.give("Mon 2026-11-16 09:00")
    assert life.due == "Mon 2026-11-09 17:00"
    assert life.late("Mon 2026-11-16 09:00")
    life.ring("Wed 2026-11-18 09:00")
    assert life.when("fell_due") == ["Mon 2026-11-09 17:00"]
    assert [s.fact.subject for s in life.said("overdue_opened")].count("dossier") == 1


def test_a_restart_after_the_due_date_ends_the_lateness_with_the_time_lost_until_the_request():
    life = Life(five_days(supplement={"policy": "restart"}), "Mon 2026-11-02 08:00").ask("Wed 2026-11-11 09:30")
    life.give("Mon 2026-11-16 09:00")
    assert life.due == "Mon 2026-11-23 17:00"
    closed = [s.fact for s in life.said("overdue_closed") if s.fact.subject == "dossier"]
    assert [c.lost_minutes for c in closed] == [10 * 60]  # Tue 10/11, and Wed 11/11 from 07:30 to 09:30
    life.ring("Wed 2026-11-25 08:00")
    opened = [s.at for s in life.said("overdue_opened") if s.fact.subject == "dossier"]
    assert opened == ["Tue 2026-11-10 00:00", "Tue 2026-11-24 00:00"]


def test_a_supplement_in_a_phase_moves_the_phase_by_as_much():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 09:00", by="land-office")
    life.give("Mon 2026-11-09 09:00")
    assert life.due == "Wed 2026-11-18 17:00"  # one of eight days used
    assert life.now.phase_clock.due.date().isoformat() == "2026-11-12"  # one of four used


def test_a_supplement_before_the_intake_is_over_keeps_the_code_of_its_state():
    life = Life(five_days(), "Mon 2026-11-02 08:00").ask("Mon 2026-11-02 09:00")
    assert life.now.state is State.SUPPLEMENT
    assert life.give("Tue 2026-11-03 09:00", by="applicant").now.state is State.IN_PROCESS


def test_a_procedure_without_a_statutory_total_still_waits_for_the_applicant():
    endless = procedure([step("decide", "sign", "department"), step("give_back", "return", "one_stop")], "none")
    life = Life(endless, "Mon 2026-11-02 08:00").ask("Tue 2026-11-03 09:00")
    assert (life.waits, life.due) == ("applicant", "none")
    assert (life.give("Wed 2026-11-04 09:00").waits, life.due) == ("officer", "none")


def test_R58_a_supplement_given_before_receipt_does_not_undo_the_wish_to_withdraw():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", channel="online").ask("Mon 2026-11-02 09:00", by="one-stop")
    life.do("Tue 2026-11-03 09:00", AskWithdrawal(), by="applicant").give("Tue 2026-11-03 10:00")
    assert life.now.state is State.WITHDRAWAL
    life.do("Wed 2026-11-04 09:00", SettleWithdrawal(granted=False), by="one-stop")
    assert (life.now.state.portal_code, spelled(life.now.decide_by)) == (1, "Thu 2026-11-05 09:00")  # 8 hours anew


def test_R29_time_given_anew_while_a_withdrawal_is_looked_at_is_given_to_the_steps_as_well():
    life = asked("restart").do("Fri 2026-11-06 09:00", AskWithdrawal(), by="applicant").give("Mon 2026-11-09 10:00")
    life.do("Tue 2026-11-10 10:00", SettleWithdrawal(granted=False), by="one-stop")
    straight = asked("restart").give("Tue 2026-11-10 10:00")
    assert life.due == straight.due == "Wed 2026-11-25 17:00"
    assert life.step_due("appraise") == straight.step_due("appraise")
