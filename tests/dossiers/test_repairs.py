"""Repairs of one dossier: each obeys the law, says why in the dossier's story, and moves no date silently."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.agencies.agency import Succession
from motcua.agencies.directory import Directory
from motcua.dossiers import commands as c
from motcua.dossiers import commands_of_repair as r
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor, State
from motcua.procedures.definition import Procedure
from tests.dossiers.houses import (
    SEATS,
    agency,
    five_days,
    ground,
    land_transfer,
    procedure,
    sea_area,
    step,
    ten_days,
    words,
)
from tests.dossiers.life import Life, refused
from tests.dossiers.mending import SAID, TUESDAY, repaired, ten

LAST = step("give_back", "return", "one_stop", "0wd", "look")


def test_R74_a_repair_is_in_the_story_with_its_basis_its_reason_and_the_second_person():
    second = Actor(agency="department", officer="gs-2")
    life = repaired(ten(), TUESDAY, r.Reassign, agency="department", officer="cb-2", confirmed_by=second)
    said = life.said("repaired")[0]
    assert (said.by, said.fact.what, said.fact.basis) == ("chair", "reassign", "Quyết định 9/QĐ")
    assert said.fact.confirmed_by == second
    assert life.transitions[-1].reason == "mend"
    with refused("R74"):
        repaired(ten(), TUESDAY, r.Reassign, agency="department", officer="cb-2", why=None)


def test_a_caller_can_make_no_repair_by_itself():
    from motcua.dossiers.decide import is_deed, is_engine_deed

    act = c.Act(by=Actor(agency="chair"), do=r.Withdraw.model_validate(SAID))
    assert (is_deed(act), is_engine_deed(act)) == (False, True)


def asking() -> Life:
    """Return a dossier whose request to a department system is in trouble."""
    steps = [step("ask", "call", "tax", "2wd", system="tax"), step("decide", "sign", "department", "3wd", "ask")]
    steps.append(step("give_back", "return", "one_stop", "0wd", "decide"))
    life = Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00")
    do = c.DepartmentAnswered(step="ask", visit=1, outcome="trouble", detail="500")
    return life.do("Mon 2026-11-02 10:00", do, by="system:tax")


def test_a_request_in_trouble_is_put_again_and_one_that_merely_waits_is_not():
    life = repaired(asking(), TUESDAY, r.Retry)
    assert (life.duty("ask").trouble, life.waits) == (None, "department_system")
    with refused("R75"):
        repaired(life, "Tue 2026-11-03 10:00", r.Retry)


def test_R75_what_could_not_be_decided_is_tried_again_and_the_fault_is_over():
    life = ten().do(TUESDAY, c.NoteFault(what="step", detail="no calendar"), by="law")
    assert life.waits == "engine_fault"
    repaired(life, "Tue 2026-11-03 10:00", r.Retry)
    assert (life.now.fault, life.waits) == (None, "officer")


def test_a_skipped_step_opens_what_follows_and_the_promise_stays():
    life = ten()
    due = life.due
    repaired(life, TUESDAY, r.SkipStep, step="appraise")
    assert (life.open_steps(), life.now.done["appraise"].outcome, life.due) == (["sign"], "skipped", due)
    assert life.step_due("sign") == "Wed 2026-11-04 14:30"  # a day and a half from when it was taken up


@pytest.mark.parametrize(
    ("life", "step", "rule"),
    [
        (lambda: Life(five_days(), "Mon 2026-11-02 08:00"), "decide", "R53"),
        (lambda: Life(sea_area(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake"), "sign", "R12"),
    ],
)
def test_what_the_law_needs_for_a_result_is_not_skipped(life, step, rule):
    with refused(rule):
        repaired(life(), TUESDAY, r.SkipStep, step=step)


def test_R41_an_opinion_may_be_done_without_only_where_silence_may():
    life = Life(sea_area(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", "intake")
    repaired(life, TUESDAY, r.SkipStep, step="defence")
    assert "defence" not in life.open_steps()
    repaired(life, TUESDAY, r.SkipStep, step="security")
    assert life.now.due is not None  # nothing stops the clock any more
    with refused("R55"):
        repaired(life, TUESDAY, r.GoTo, step="give_back")


def test_R53_no_result_comes_of_leaving_work_out():
    life = Life(procedure([step("look", "appraise", "department", "2wd"), LAST], "5wd"), "Mon 2026-11-02 08:00")
    with refused("R53"):
        repaired(life, TUESDAY, r.SkipStep, step="look")
    assert life.now.result is None


def test_R57_what_is_owed_is_not_passed_over():
    steps = ("intake", "appraise", "propose", "approve", "hand_to_tax")
    life = Life(land_transfer(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 10:00", *steps)
    with refused("R57"):
        repaired(life, TUESDAY, r.GoTo, step="certificate")


def taxed(**opening) -> Life:
    """Return a dossier whose payment and opinion are asked for only where it is taxed."""
    only = {"when": "taxed"}
    steps = [
        step("pay", "finance", "applicant", "none", "look", clock="pause", **only),
        step("look", "verify", "department", "2wd"),
        step("hear", "consult", "police", "2wd", "look", **only),
        step("sign", "sign", "chair", "1wd", "pay hear"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    field = {"type": "bool", "label": words("taxed")} | ({} if opening else {"from_step": "look"})
    return Life(procedure(steps, "10wd", data={"taxed": field}), "Mon 2026-11-02 08:00", **opening)


def test_R57_what_does_not_apply_to_a_dossier_does_not_keep_it_from_going_on():
    life = repaired(taxed(data={"taxed": False}), TUESDAY, r.GoTo, step="sign")
    assert life.open_steps() == ["sign"]
    assert {life.now.done[name].outcome for name in ("look", "pay", "hear")} == {"skipped"}
    for owes in ({"data": {"taxed": True}}, {}):  # it does, or nobody knows yet
        with refused("R57"):
            repaired(taxed(**owes), TUESDAY, r.GoTo, step="sign")


def test_going_back_to_a_step_does_the_work_again_and_the_promise_goes_on():
    life = ten().complete("Wed 2026-11-04 09:00", "appraise")
    due = life.due
    repaired(life, "Wed 2026-11-04 10:00", r.GoTo, step="intake")
    assert (life.open_steps(), life.due) == (["intake"], due)
    assert life.duty("intake").visit == 2
    assert life.said("reopened")[0].fact.steps == ("intake", "appraise", "sign")
    with refused("R12"):
        repaired(life, "Wed 2026-11-04 11:00", r.GoTo, step="intake")
    with refused("R12"):
        repaired(life, "Wed 2026-11-04 11:00", r.GoTo, step="nowhere")


def test_going_on_to_a_later_step_leaves_out_what_lies_between_and_that_can_be_undone():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    repaired(life, TUESDAY, r.GoTo, step="sign")
    assert life.open_steps() == ["sign"]
    assert {life.now.done[s].outcome for s in ("intake", "appraise")} == {"skipped"}
    repaired(life, "Tue 2026-11-03 11:00", r.TakeUpAgain, steps=["intake", "appraise"])
    assert life.open_steps() == ["intake"]
    with refused("R74"):
        repaired(life, "Tue 2026-11-03 12:00", r.TakeUpAgain, steps=["intake", "appraise"])


def test_another_officer_of_the_same_agency_takes_over_and_it_can_be_given_back():
    life = ten().do("Mon 2026-11-02 11:00", c.Assign(step="appraise", officer="cb-1"), by="department")
    with refused("L61 19.1"):
        repaired(life, TUESDAY, r.Reassign, agency="department", officer="cb-2", instead_of="cb-9")
    with refused("L61 19.1"):
        repaired(life, TUESDAY, r.Reassign, agency="tax", officer="cb-2")
    repaired(life, TUESDAY, r.Reassign, agency="department", officer="cb-2", instead_of="cb-1")
    assert life.duty("appraise").officer == "cb-2"
    repaired(life, TUESDAY, r.GiveBack, officer="cb-2", before={"appraise": "cb-1"})
    assert life.duty("appraise").officer == "cb-1"
    repaired(life, TUESDAY, r.GiveBack, officer="cb-1", before={"appraise": None})
    assert life.duty("appraise").officer is None


def test_R58_a_withdrawal_on_paper_ends_the_dossier_at_once_but_never_after_its_result():
    life = repaired(ten(), TUESDAY, r.Withdraw)
    assert life.now.state is State.STOPPED
    assert [s.fact.kind for s in life.said()[-5:]] == [
        "repaired",
        "withdrawal_asked",
        "withdrawal_settled",
        "duty_closed",
        "stopped",
    ]
    done = ten().complete("Wed 2026-11-04 09:00", "appraise", "sign")
    with refused("R58"):
        repaired(done, "Wed 2026-11-04 10:00", r.Withdraw)
    with refused("R60"):
        repaired(life, "Wed 2026-11-04 10:00", r.Withdraw)


def test_R69_what_an_ended_agency_held_goes_to_its_successor_and_no_date_moves():
    life = Life(ten_days(), "Mon 2025-06-23 08:00", received_by="old-one-stop")
    due, own = life.due, life.step_due("intake")
    with refused("R70"):
        repaired(life, "Mon 2025-06-30 09:00", r.Rehome)  # its last day
    repaired(life, "Tue 2025-07-01 09:00", r.Rehome)
    assert (life.now.one_stop, life.duty("intake").agency) == ("ward-one-stop", "ward-one-stop")
    assert (
        (life.due, life.step_due("intake"), life.waits)
        == (due, own, "officer")
        == ("Mon 2025-07-07 17:00", own, "officer")
    )
    life.complete("Tue 2025-07-01 10:00", "intake", by="ward-one-stop")
    with refused("R70"):
        repaired(life, "Tue 2025-07-01 11:00", r.Rehome)


def merged(*heirs: str) -> Ground:
    """Return the province with a police that ends with Tue 10/11/2026 and is succeeded by these."""
    ended, first = date(2026, 11, 10), date(2026, 11, 11)
    now = [agency(name, seat) for name, seat in SEATS.items() if name != "police"]
    now += [agency("police", "police", valid_to=ended), agency("police-2", "police", valid_from=first)]
    now += [agency("police-3", valid_from=first)]
    after = [Succession(from_id="police", to_id=heir, on=first, basis="Nghị quyết 1") for heir in heirs]
    return replace(ground(asked_police()), directory=Directory(now, after))


def asked_police() -> Procedure:
    steps = [step("ask", "verify", "police", "5wd"), step("sign", "sign", "chair", "2wd", "ask")]
    return procedure([*steps, step("give_back", "return", "one_stop", "0wd", "sign")], "15wd")


def test_R69_a_partner_that_ended_is_followed_by_its_successor_within_the_step_it_held():
    life = Life(asked_police(), "Mon 2026-11-09 08:00", on=merged("police-2"))
    own, due = life.step_due("ask"), life.due
    repaired(life, "Wed 2026-11-11 09:00", r.Rehome)
    assert (life.duty("ask").agency, life.waits) == ("police-2", "partner_agency")
    assert (life.step_due("ask"), life.due) == (own, due)
    assert life.now.competent == "department"


def test_R71_what_has_no_one_successor_goes_to_whom_the_repair_names():
    for heirs in ((), ("police-2", "police-3")):
        life = Life(asked_police(), "Mon 2026-11-09 08:00", on=merged(*heirs))
        with refused("R71"):
            repaired(life, "Wed 2026-11-11 09:00", r.Rehome)
        with refused("R72"):
            repaired(life, "Wed 2026-11-11 09:00", r.Rehome, otherwise="police")  # it has ended too
        repaired(life, "Wed 2026-11-11 09:00", r.Rehome, otherwise="department", officer="cb-1")
        duty = life.duty("ask")
        assert (duty.agency, duty.officer, life.waits) == ("department", "cb-1", "officer")
