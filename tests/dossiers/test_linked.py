"""Linked dossiers: one parent, legs side by side in other agencies, each with its own date and result (R44)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.dossiers import commands as c
from motcua.dossiers.parts import State
from motcua.procedures.definition import Ending
from motcua.worktime.allowance import Allowance
from tests.dossiers.houses import ground, step
from tests.dossiers.life import at, refused, spelled
from tests.dossiers.linked import FRIDAY, Linked, birth, finished, in_parts, part, side_by_side


def test_R44_police_and_insurance_work_side_by_side_each_with_its_own_date_within_the_promise():
    whole, residence, card = side_by_side()
    assert whole.due == "Thu 2026-11-26 17:00"  # 3 wd from Fri 20/11: 23, 25 (24 is a holiday), 26
    assert (residence.due, card.due) == ("Wed 2026-11-25 17:00", "Wed 2026-11-25 17:00")
    assert (whole.step_due("residence"), whole.step_due("card")) == (residence.due, card.due)
    assert whole.waits == "partner_agency"
    assert (residence.now.competent, card.now.competent) == ("police", "tax")
    assert [whole.duty(s).leg for s in ("residence", "card")] == ["residence-1", "card-1"]


@pytest.mark.parametrize(
    ("registered", "due"),
    [
        ("Fri 2026-11-20 14:00", "Wed 2026-11-25 17:00"),  # its own two days
        ("Mon 2026-11-23 16:00", "Thu 2026-11-26 17:00"),  # both end on the same day
        ("Wed 2026-11-25 16:00", "Thu 2026-11-26 17:00"),  # its own would be Fri 27/11: never after the promise
        ("Fri 2026-11-27 10:00", "Tue 2026-12-01 17:00"),  # the promise is past: the lead is late, the leg has its time
    ],
)
def test_R44_no_leg_is_due_after_the_date_promised_for_the_whole(registered, due):
    whole = Linked(birth(), FRIDAY).registered(registered)
    assert whole.open_leg(registered, "residence").due == due
    assert whole.step_due("residence") == due


@given(hours=st.integers(0, 24 * 20), allow=st.sampled_from(["1wd", "2wd", "5wd", "3cd", "16wh"]))
@settings(max_examples=60, deadline=None)
def test_R44_whenever_a_leg_opens_it_is_due_within_a_promise_that_has_not_passed(hours, allow):
    steps = [s | ({"allow": allow} if s["kind"] == "linked" else {}) for s in birth().model_dump(mode="json")["steps"]]
    on = ground(birth(steps=steps), part("RES1", "police"), part("INS1", "tax"))
    registered = f"{at(FRIDAY) + timedelta(hours=hours):%a %Y-%m-%d %H:%M}"
    whole = Linked(birth(steps=steps), FRIDAY, on=on).registered(registered)
    leg = whole.open_leg(registered, "residence")
    assert leg.now.due > at(registered)
    assert leg.now.due <= whole.now.due or whole.now.due <= at(registered)


def test_R44_results_come_back_at_different_times_to_the_one_stop_that_received_the_whole():
    whole, residence, card = side_by_side()
    whole.hear("Mon 2026-11-23 09:31", finished(card, "Mon 2026-11-23 09:30"))
    assert whole.open_steps() == ["residence"]
    assert whole.now.result is None
    whole.hear("Wed 2026-11-25 16:01", finished(residence, "Wed 2026-11-25 16:00"))
    assert whole.open_steps() == ["give_back"]
    assert whole.now.result is Ending.GRANTED
    assert [spelled(whole.now.done[s].at) for s in ("card", "residence")] == [
        "Mon 2026-11-23 09:30",
        "Wed 2026-11-25 16:00",
    ]
    assert spelled(whole.now.finished_at) == "Wed 2026-11-25 16:00"  # R55: the day of the result decides
    whole.complete("Fri 2026-11-27 08:00", "give_back")
    assert whole.now.state is State.RETURNED


def test_R44_a_leg_has_nobody_to_return_its_result_to_but_the_parents_one_stop():
    _, residence, _ = side_by_side()
    finished(residence, "Mon 2026-11-23 09:30")
    assert [said.fact.kind for said in residence.said("step_skipped", "result_ready", "returned")] == [
        "result_ready",
        "step_skipped",
        "returned",
    ]


def test_R44_each_part_is_handed_over_when_it_is_there():
    whole = Linked(in_parts(), "Mon 2026-11-02 09:00").registered("Mon 2026-11-02 15:00")
    assert whole.due == "Tue 2026-12-01 17:00"
    residence, card = (whole.open_leg("Mon 2026-11-02 15:01", s) for s in ("residence", "card"))
    assert (residence.due, card.due) == ("Tue 2026-11-17 17:00", "Thu 2026-11-12 17:00")
    whole.complete("Mon 2026-11-02 16:00", "give_certificate", by="one-stop")
    whole.hear("Wed 2026-11-11 09:00", finished(card, "Wed 2026-11-11 09:00"))
    assert (whole.open_steps(), whole.now.result) == (["residence", "give_card"], None)
    whole.complete("Thu 2026-11-12 08:00", "give_card", by="one-stop")
    assert not whole.now.closed
    whole.hear("Tue 2026-11-17 10:00", finished(residence, "Tue 2026-11-17 10:00"))
    assert whole.now.result is Ending.GRANTED
    whole.complete("Wed 2026-11-18 08:00", "give_residence", by="one-stop")
    assert whole.now.state is State.RETURNED


def test_R44_a_refusal_of_the_whole_is_handed_over_once_whatever_parts_there_were():
    whole = Linked(in_parts(), "Mon 2026-11-02 09:00").complete("Mon 2026-11-02 09:10", "intake")
    whole.do("Mon 2026-11-02 10:00", c.RefuseOnMerits(step="register", basis="Law on civil status"), by="department")
    assert whole.open_steps() == ["give_certificate"]
    whole.complete("Mon 2026-11-02 11:00", "give_certificate", by="one-stop")
    assert whole.now.state is State.RETURNED


def test_R44_originals_go_back_with_the_last_part_not_with_the_first():
    papers = [{"id": "book", "name": {"vi": "sổ", "en": "book"}, "original": True}]
    proc = in_parts(documents=papers)
    on = ground(proc, part("RES1", "police"), part("INS1", "tax"))
    whole = Linked(proc, "Mon 2026-11-02 09:00", on=on, documents=("book",)).registered("Mon 2026-11-02 15:00")
    whole.complete("Mon 2026-11-02 16:00", "give_certificate", by="one-stop")
    for name in ("residence", "card"):
        leg = whole.open_leg("Mon 2026-11-02 15:01", name)
        whole.hear("Tue 2026-11-03 09:01", finished(leg, "Tue 2026-11-03 09:00"))
    with refused("R56"):
        whole.complete("Tue 2026-11-03 10:00", "give_card", by="one-stop")


def test_R55_a_result_that_was_in_time_is_in_time_however_long_its_report_was_on_the_way():
    whole, residence, card = side_by_side()
    whole.hear("Mon 2026-11-23 10:00", finished(card, "Mon 2026-11-23 10:00"))
    finished(residence, "Wed 2026-11-25 16:59")
    whole.ring("Fri 2026-11-27 08:00")  # nothing was heard for two days: the step, then the whole, seemed late
    assert {e.subject for e in whole.now.episodes} == {"residence/1", "dossier"}
    whole.hear("Fri 2026-11-27 08:01", residence)
    assert [(s.fact.subject, s.fact.annulled) for s in whole.said("overdue_closed")] == [
        ("residence/1", True),
        ("dossier", True),
    ]
    assert spelled(whole.now.finished_at) == "Wed 2026-11-25 16:59"
    assert not whole.said("duty_closed")[-1].fact.late


def test_R26_an_agency_that_works_on_a_result_is_not_charged_with_the_way_it_came():
    more = step("check", "appraise", "department", "1wd", "residence")
    steps = [s for s in birth().model_dump(mode="json")["steps"] if s["id"] != "give_back"]
    proc = birth(steps=[*steps, more, step("give_back", "return", "one_stop", "0wd", "check card")])
    on = ground(proc, part("RES1", "police"), part("INS1", "tax"))
    whole = Linked(proc, FRIDAY, on=on).registered("Fri 2026-11-20 14:00")
    leg = finished(whole.open_leg("Fri 2026-11-20 14:01", "residence"), "Mon 2026-11-23 08:00")
    whole.hear("Wed 2026-11-25 08:00", leg)
    assert spelled(whole.now.done["residence"].at) == "Mon 2026-11-23 08:00"
    assert spelled(whole.duty("check").since) == "Wed 2026-11-25 08:00"


def test_R44_what_cannot_be_opened_is_trouble_that_a_person_looks_at_and_has_asked_again():
    whole = Linked(birth(), FRIDAY).registered("Fri 2026-11-20 14:00")
    missed = c.MissLeg(step="card", visit=1, detail="no insurance for this commune")
    whole.do("Fri 2026-11-20 14:01", missed, by="engine")
    assert whole.duty("card").trouble == "no insurance for this commune"
    whole.do("Fri 2026-11-20 15:00", c.AskAgain(step="card"), by="department")
    assert whole.duty("card").trouble is None


def test_R44_work_elsewhere_goes_on_while_the_applicant_completes_the_whole():
    whole, residence, card = side_by_side()
    residence.do("Mon 2026-11-23 10:00", c.ReturnToLead(), by="police", reason="no proof of dwelling")
    whole.hear("Mon 2026-11-23 10:01", residence)
    whole.ask("Mon 2026-11-23 11:00")
    assert (whole.due, whole.step_due("card"), card.due) == ("none", "none", "Wed 2026-11-25 17:00")
    whole.hear("Wed 2026-11-25 09:00", finished(card, "Wed 2026-11-25 09:00"))
    assert whole.now.done["card"].outcome == "done"
    whole.give("Fri 2026-11-27 09:00")
    assert whole.due == "Tue 2026-12-01 17:00"  # Mon 23/11 was used: two days are left, Mon and Tue


def test_a_linked_dossier_already_in_flight_brings_the_results_of_its_legs_with_its_past():
    acts = [("intake", "one-stop"), ("register", "department"), ("residence", "police")]
    past = [
        c.Act.model_validate({"by": {"agency": by}, "at": at("Fri 2026-11-20 10:00"), "do": c.Complete(step=s)})
        for s, by in acts
    ]
    whole = Linked(birth(), FRIDAY, past=past, now="Mon 2026-11-23 09:00")
    assert whole.open_steps() == ["card"]
    with refused("R44"):
        whole.complete("Mon 2026-11-23 09:01", "card", by="tax")


def test_R55_an_opinion_asked_after_the_last_leg_was_done_ends_no_earlier_than_it_was_asked():
    steps = [
        step("intake", "intake", "one_stop", "0wd"),
        step("residence", "linked", "police", "2wd", "intake", opens="RES1"),
        step("give_back", "return", "one_stop", "0wd", "residence"),
    ]
    life = Linked(birth(steps=steps), "Fri 2026-11-20 08:00", on=ground(birth(steps=steps), part("RES1", "police")))
    life.complete("Fri 2026-11-20 08:30", "intake")
    leg = finished(life.open_leg("Fri 2026-11-20 09:00", "residence"), "Fri 2026-11-20 14:00")
    ask = c.AskOpinion(agency="tax", content="is tax owed?", within=Allowance.parse("3wd"))
    life.do("Fri 2026-11-20 15:00", ask, by="department").hear("Fri 2026-11-20 16:00", leg)
    assert spelled(life.now.finished_at) == "Fri 2026-11-20 14:00"
    assert spelled(life.now.done["opinion_1"].at) == "Fri 2026-11-20 15:00"
