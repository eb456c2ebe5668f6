"""What a whole hears of its legs: sent back, refused, repeated, late; and what nobody may do to them (R44)."""

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.parts import State
from motcua.errors import RefusedError
from motcua.procedures.definition import Ending
from tests.dossiers.life import refused
from tests.dossiers.linked import FRIDAY, Linked, birth, everywhere, finished, side_by_side


def test_R44_a_leg_sent_back_is_mended_by_the_lead_and_sent_again_while_the_other_one_goes_on():
    whole, residence, card = side_by_side()
    residence.do("Mon 2026-11-23 10:00", c.ReturnToLead(), by="police", reason="no proof of dwelling")
    assert residence.now.state is State.STOPPED
    assert residence.said("stopped")[0].fact.to_lead
    whole.hear("Mon 2026-11-23 10:01", residence, reason="no proof of dwelling")
    assert whole.open_steps() == ["card", "register"]
    assert whole.due == "Thu 2026-11-26 17:00"  # the official clock is not touched
    assert whole.duty("register").visit == 2
    whole.complete("Mon 2026-11-23 15:00", "register")
    assert whole.open_steps() == ["card", "residence"]
    again = whole.open_leg("Mon 2026-11-23 15:01", "residence")
    assert (again.now.leg, again.due) == ("residence/2", "Thu 2026-11-26 17:00")
    for leg in (card, again):
        whole.hear("Wed 2026-11-25 09:00", finished(leg, "Wed 2026-11-25 09:00"))
    assert whole.now.result is Ending.GRANTED


def test_R44_both_legs_sent_back_are_mended_once():
    whole, residence, card = side_by_side()
    for leg, by in ((residence, "police"), (card, "tax")):
        leg.do("Mon 2026-11-23 10:00", c.ReturnToLead(), by=by, reason="the name is wrong")
        whole.hear("Mon 2026-11-23 10:05", leg)
    assert whole.open_steps() == ["register"]
    whole.complete("Mon 2026-11-23 11:00", "register")
    assert [(s, whole.duty(s).visit) for s in whole.open_steps()] == [("residence", 2), ("card", 2)]


def test_R44_a_refusal_elsewhere_that_the_route_knows_is_returned_with_the_other_results():
    whole, residence, card = side_by_side()
    whole.hear("Mon 2026-11-23 10:00", finished(card, "Mon 2026-11-23 10:00", "no"), reason="insured already")
    assert whole.now.done["card"].outcome == "refused"
    whole.hear("Mon 2026-11-23 11:00", finished(residence, "Mon 2026-11-23 11:00"))
    assert (whole.open_steps(), whole.now.result) == (["give_back"], Ending.GRANTED)


def test_R44_a_refusal_elsewhere_that_the_route_does_not_know_is_the_leads_to_decide_on():
    whole, residence, _ = side_by_side()
    whole.hear("Mon 2026-11-23 10:00", finished(residence, "Mon 2026-11-23 10:00", "no"), reason="no dwelling")
    assert whole.open_steps() == ["card", "register"]
    closed = [s.fact for s in whole.said("duty_closed") if s.fact.step == "residence"]
    assert [(fact.outcome, fact.reason) for fact in closed] == [("refused", "no dwelling")]


def test_R44_a_report_repeated_or_late_changes_nothing():
    whole, residence, _ = side_by_side()
    residence.do("Mon 2026-11-23 10:00", c.ReturnToLead(), by="police", reason="no proof of dwelling")
    for _ in range(3):
        whole.hear("Mon 2026-11-23 10:01", residence)
    assert [s.fact.visit for s in whole.said("leg_reported")] == [1]
    whole.complete("Mon 2026-11-23 15:00", "register")
    whole.open_leg("Mon 2026-11-23 15:01", "residence")
    whole.hear("Mon 2026-11-23 15:02", residence)  # about the first visit, which is over
    assert whole.duty("residence").leg == "residence-2"
    assert len(whole.said("leg_reported")) == 1


def test_R44_a_leg_is_heard_by_its_code_whatever_its_step_is_called_by_now():
    """The whole was moved to a version that names the step otherwise; the leg still says what it was opened for."""
    whole, residence, _ = side_by_side()
    finished(residence, "Mon 2026-11-23 10:00")
    whole.hear("Mon 2026-11-23 10:01", residence, step="stay")
    assert whole.now.done["residence"].outcome == "done"
    assert [said.fact.step for said in whole.said("leg_reported")] == ["residence"]


def test_R44_a_leg_that_is_faster_than_the_note_of_its_opening_is_heard_all_the_same():
    whole = Linked(birth(), FRIDAY).registered("Fri 2026-11-20 14:00")
    leg = everywhere()
    early = Linked(birth(), FRIDAY, on=leg).registered("Fri 2026-11-20 14:00").open_leg("Fri 2026-11-20 14:00", "card")
    whole.hear("Fri 2026-11-20 14:00", finished(early, "Fri 2026-11-20 14:00"))
    note = c.NoteLeg(step="card", visit=1, code="card-1", procedure="INS1")
    whole.do("Fri 2026-11-20 14:01", note, by="engine")
    assert [s.fact.kind for s in whole.said("leg_opened", "leg_reported")] == ["leg_opened", "leg_reported"]
    assert whole.now.done["card"].outcome == "done"


def test_R44_one_visit_has_one_leg():
    whole, *_ = side_by_side()
    with refused("R44"):
        whole.do("Fri 2026-11-20 14:05", c.NoteLeg(step="card", visit=1, code="X", procedure="INS1"), by="engine")
    whole.do("Fri 2026-11-20 14:05", c.NoteLeg(step="card", visit=1, code="card-1", procedure="INS1"), by="engine")
    assert len(whole.said("leg_opened")) == 2


def test_R44_a_leg_nobody_waits_for_ends_and_one_with_a_result_keeps_it():
    _, residence, card = side_by_side()
    residence.do("Mon 2026-11-23 10:00", c.EndLeg(reason="parent_ended"), by="department")
    assert (residence.now.state, residence.said("stopped")[0].fact.reason) == (State.STOPPED, "parent_ended")
    finished(card, "Mon 2026-11-23 10:00")
    with refused("R60"):
        card.do("Mon 2026-11-23 10:01", c.EndLeg(reason="parent_ended"), by="department")
    assert card.now.result is Ending.GRANTED


ELSEWHERE = [
    c.Complete(step="residence"),
    c.SendBack(step="residence", to="register"),
    c.Assign(step="residence", officer="cb-1"),
    c.RefuseOnMerits(step="residence", basis="law"),
]


@pytest.mark.parametrize("deed", ELSEWHERE, ids=lambda deed: deed.kind)
def test_R44_nobody_does_a_linked_step_by_hand(deed):
    whole, *_ = side_by_side()
    with refused("R44"):
        whole.do("Mon 2026-11-23 09:00", deed, by="police", reason="so it is")


LEADS = [
    (c.AskSupplement(items=("map",)), "police"),
    (c.AskWithdrawal(), "applicant"),
    (c.ProposeDate(extend="2wd", approver="p-1"), "police"),
]


@pytest.mark.parametrize(("deed", "by"), LEADS, ids=lambda value: getattr(value, "kind", value))
def test_R44_a_leg_does_not_speak_to_the_applicant_and_moves_no_promise(deed, by):
    _, residence, _ = side_by_side()
    with refused("R44"):
        residence.do("Mon 2026-11-23 09:00", deed, by=by, reason="so it is")


def test_R44_only_a_leg_goes_back_to_a_lead_with_a_reason_by_who_holds_it():
    whole, residence, card = side_by_side()
    with refused("R44"):
        whole.do("Mon 2026-11-23 09:00", c.ReturnToLead(), by="department", reason="so it is")
    with refused("R27"):
        residence.do("Mon 2026-11-23 09:00", c.ReturnToLead(), by="police")
    with refused("L61 19.1"):
        residence.do("Mon 2026-11-23 09:00", c.ReturnToLead(), by="tax", reason="so it is")
    finished(card, "Mon 2026-11-23 09:00")
    with pytest.raises(RefusedError):
        card.do("Mon 2026-11-23 09:01", c.ReturnToLead(), by="tax", reason="so it is")
