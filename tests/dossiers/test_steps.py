"""How work moves: one after the other, side by side, joined, conditional, back again."""

import pytest

from motcua.dossiers.commands import Assign, SendBack
from motcua.dossiers.parts import State
from motcua.errors import DefinitionError, NotFoundError
from tests.dossiers.houses import building_permit, five_days, land_transfer, procedure, step, ten_days, words
from tests.dossiers.life import Life, refused

RETURN = step("give_back", "return", "one_stop", "0wd", "sign")


def test_steps_follow_one_another_each_with_a_clock_from_the_end_of_the_last():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    assert (life.open_steps(), life.step_due("intake")) == (["intake"], "Mon 2026-11-02 13:30")
    life.complete("Mon 2026-11-02 10:00", "intake")
    assert (life.open_steps(), life.step_due("appraise")) == (["appraise"], "Thu 2026-11-12 10:00")
    life.complete("Wed 2026-11-04 15:00", "appraise")
    assert (life.open_steps(), life.step_due("sign")) == (["sign"], "Fri 2026-11-06 09:30")
    life.complete("Thu 2026-11-05 09:00", "sign")
    assert (life.open_steps(), life.now.state.portal_code, life.waits) == (["give_back"], 9, "applicant")
    life.complete("Mon 2026-11-09 09:00", "give_back")
    assert (life.now.closed, life.now.state.portal_code, life.alarm[0]) == (True, 10, "none")


def test_R13_internal_deadlines_are_not_the_promise():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    for name in ("intake", "appraise", "propose", "approve", "hand_to_tax"):
        due = life.duty(name).clock.due
        life.complete(f"{due:%a %Y-%m-%d %H:%M}", name)
    assert life.when("duty_closed")[-1] == "Fri 2026-11-06 08:00"
    assert life.said("phase_started")[0].fact.due.hour == 17


def test_R14_limits_of_different_units_run_side_by_side_unconverted():
    life = Life(building_permit(), "Wed 2026-11-04 08:00").complete("Wed 2026-11-04 09:00", "intake")
    assert life.due == "Wed 2026-11-25 17:00"  # 20 calendar days end on Tue 24/11, a holiday
    assert life.step_due("opinion") == "Mon 2026-11-16 17:00"  # 12 calendar days
    assert life.step_due("appraise") == "Fri 2026-11-13 17:00"  # 7 working days


def side_by_side(**more: object):
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("police", "verify", "police", "2wd", "intake"),
        step("tax", "verify", "tax", "3wd", "intake"),
        step("sign", "sign", "department", "1wd", "police tax"),
        RETURN,
    ]
    return five_days(steps=steps, **more)


def test_steps_side_by_side_open_together_and_the_join_waits_for_both():
    life = Life(side_by_side(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    assert (life.open_steps(), life.waits) == (["police", "tax"], "partner_agency")
    life.complete("Tue 2026-11-03 09:00", "police")
    assert life.open_steps() == ["tax"]
    life.complete("Wed 2026-11-04 09:00", "tax")
    assert (life.open_steps(), life.waits) == (["sign"], "officer")


def conditional(condition: str, **field: object):
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("visit", "verify", "commune", "2wd", "intake", when=condition),
        step("sign", "sign", "department", "1wd", "visit"),
        RETURN,
    ]
    return five_days(steps=steps, data={"floors": {"type": "int", "label": words("floors")} | field})


@pytest.mark.parametrize(
    ("floors", "after_intake", "skipped"),
    [
        (7, ["visit"], []),  # true: the step is taken
        (2, ["sign"], ["visit"]),  # false: it is skipped, and what follows opens
    ],
)
def test_a_step_is_taken_only_where_its_condition_holds(floors, after_intake, skipped):
    life = Life(conditional("floors > 3"), "Mon 2026-11-02 08:00", data={"floors": floors})
    life.complete("Mon 2026-11-02 09:00", "intake")
    assert life.open_steps() == after_intake
    assert [s.fact.step for s in life.said("step_skipped")] == skipped


def test_R12_what_a_condition_needs_is_asked_for_when_it_is_known():
    life = Life(conditional("floors > 3", from_step="intake"), "Mon 2026-11-02 08:00")
    with refused("R12") as problem:
        life.complete("Mon 2026-11-02 09:00", "intake")
    assert problem.value.field == "do.data.floors"
    assert life.open_steps() == ["intake"]  # nothing changed
    assert life.complete("Mon 2026-11-02 09:00", "intake", data={"floors": 7}).open_steps() == ["visit"]


def test_a_condition_that_cannot_be_decided_is_never_taken_for_true():
    early = conditional("floors > 3", from_step="sign")
    life = Life(early, "Mon 2026-11-02 08:00")
    with pytest.raises(DefinitionError, match="floors"):
        life.complete("Mon 2026-11-02 09:00", "intake")
    assert life.open_steps() == ["intake"]


def with_outcomes(*outcomes: dict[str, object]):
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("appraise", "appraise", "department", "2wd", "intake"),
        step("sign", "sign", "department", "1wd", "appraise", outcomes=[{"label": words("o")} | o for o in outcomes]),
        RETURN,
    ]
    return five_days(steps=steps)


def at_signing(*outcomes: dict[str, object]) -> Life:
    life = Life(with_outcomes(*outcomes), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    return life.complete("Tue 2026-11-03 09:00", "appraise")


@pytest.mark.parametrize("ends", ["granted", "refused"])
def test_an_outcome_can_end_the_work_with_a_result(ends):
    life = at_signing({"name": "ended", "ends": ends}).complete("Wed 2026-11-04 09:00", "sign", outcome="ended")
    assert (life.now.result, life.open_steps(), life.now.state.portal_code) == (ends, ["give_back"], 9)


def test_an_outcome_can_take_the_work_back_as_often_as_needed():
    life = at_signing({"name": "again", "to": "appraise"})
    due = life.due
    for day in ("Wed 2026-11-04", "Thu 2026-11-05", "Fri 2026-11-06"):
        life.complete(f"{day} 09:00", "sign", outcome="again")
        assert life.open_steps() == ["appraise"]
        life.complete(f"{day} 15:00", "appraise")
    assert (life.duty("sign").visit, life.now.visits["appraise"], life.due) == (4, 4, due)
    life.complete("Mon 2026-11-09 09:00", "sign")
    assert life.open_steps() == ["give_back"]


def test_R12_an_outcome_the_version_does_not_know_is_refused():
    life = at_signing({"name": "again", "to": "appraise"})
    with refused("R12") as problem:
        life.complete("Wed 2026-11-04 09:00", "sign", outcome="lost")
    assert "done, again" in problem.value.hint


def test_trap_8_work_sent_back_restarts_the_steps_clock_and_not_the_promise():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.complete("Thu 2026-11-12 09:00", "appraise")
    due = life.due
    life.do("Fri 2026-11-13 09:00", SendBack(step="sign", to="appraise"), by="department", reason="a wrong area")
    assert (life.open_steps(), life.duty("appraise").visit) == (["appraise"], 2)
    assert life.step_due("appraise") == "Thu 2026-11-26 09:00"  # eight days again
    assert life.due == due
    assert life.late("Tue 2026-11-17 00:00")
    assert [s.fact.steps for s in life.said("reopened")] == [("appraise", "sign")]


def test_work_sent_back_closes_what_had_opened_after_it():
    life = Life(side_by_side(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.do("Tue 2026-11-03 09:00", SendBack(step="tax", to="intake"), by="tax", reason="no tax number")
    assert life.open_steps() == ["intake"]
    assert [(s.fact.step, s.fact.outcome) for s in life.said("duty_closed")[1:]] == [
        ("tax", "sent_back"),
        ("police", "sent_back"),
    ]
    life.complete("Tue 2026-11-03 10:00", "intake")
    assert [(d.step, d.visit) for d in life.now.duties] == [("police", 2), ("tax", 2)]


def test_trap_8_work_sent_back_into_an_earlier_phase_keeps_the_promise_too():
    life = Life(land_transfer(), "Mon 2026-11-02 08:00")
    life.complete("Wed 2026-11-04 09:00", "intake", "appraise", "propose", "approve", "hand_to_tax", "assess_tax")
    life.complete("Thu 2026-11-05 09:00", "pay", by="one-stop").complete("Thu 2026-11-05 10:00", "take_receipt")
    due = life.due
    life.do("Fri 2026-11-06 09:00", SendBack(step="certificate", to="propose"), by="land-office", reason="wrong plot")
    assert (life.due, life.now.phase) == (due, "two")
    life.complete("Fri 2026-11-06 10:00", "propose", "approve", "hand_to_tax", "assess_tax")
    assert (life.due, life.waits) == ("none", "payment")
    life.complete("Mon 2026-11-09 09:00", "pay", by="one-stop")
    assert life.due == "Thu 2026-11-12 17:00"  # 1 of 4 days used before the second payment
    assert life.now.phase_clock is not None


@pytest.mark.parametrize("to", ["sign", "give_back", "nowhere", "tax"])
def test_R12_work_goes_back_only_to_a_step_that_led_here(to):
    life = Life(side_by_side(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    with refused("R12"):
        life.do("Tue 2026-11-03 09:00", SendBack(step="police", to=to), by="police", reason="look again")


def test_R27_sending_back_needs_a_reason():
    life = at_signing()
    with refused("R27"):
        life.do("Wed 2026-11-04 09:00", SendBack(step="sign", to="appraise"), by="department")


def test_an_officer_is_put_in_charge_by_the_agency_that_holds_the_step():
    life = at_signing()
    with refused("L61 19.1"):
        life.do("Wed 2026-11-04 09:00", Assign(step="sign", officer="NV-007"), by="one-stop")
    life.do("Wed 2026-11-04 09:00", Assign(step="sign", officer="NV-007"), by="department")
    assert life.duty("sign").officer == "NV-007"
    assert life.step_due("sign") == "Wed 2026-11-04 09:00"  # a day from Tue 03/11 09:00: the clock is not touched


def test_a_step_that_is_done_or_not_yet_open_takes_no_act():
    life = at_signing()
    with refused("R74"):
        life.complete("Wed 2026-11-04 09:00", "appraise")
    with refused("R12"):
        life.complete("Wed 2026-11-04 09:00", "give_back", by="one-stop")
    with refused("R12"):
        life.complete("Wed 2026-11-04 09:00", "no_such_step")


def test_a_dossier_with_one_step_is_received_and_then_finished():
    only = procedure([step("certify", "sign", "department", "1wd")], "1wd")
    life = Life(only, "Mon 2026-11-02 08:00")
    assert life.now.state is State.RECEIVED
    life.complete("Mon 2026-11-02 09:00", "certify")
    assert (life.now.closed, life.now.result) == (True, "granted")


def test_trap_18_a_step_whose_seat_nobody_holds_is_an_error_at_the_step_before_and_no_default():
    steps = [step("intake", "intake", "one_stop"), step("survey", "verify", "surveyor", "3wd", "intake")]
    life = Life(five_days(steps=steps), "Mon 2026-11-02 08:00")
    with pytest.raises(NotFoundError, match="surveyor"):
        life.complete("Mon 2026-11-02 09:00", "intake")
    assert life.open_steps() == ["intake"]
