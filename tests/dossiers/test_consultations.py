"""R37–R43: asking other bodies, and what their silence means."""

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.commands import Opine
from motcua.worktime.allowance import Allowance
from tests.dossiers.houses import investment, procedure, sea_area, step, ten_days, words
from tests.dossiers.life import Life, refused

FOUR = ["registry", "local", "military", "police"]


def sent_out(on: str = "Wed 2026-11-04 08:00", **values: object) -> Life:
    """Return an investment dossier received Mon 02/11 near a defence area, sent to all four bodies then."""
    life = Life(investment(**values), "Mon 2026-11-02 08:00", data={"defence_area": True})
    return life.complete("Mon 2026-11-02 09:00", "intake").complete(on, "send_out")


def asking(on_silence: str, **values: object) -> Life:
    """Return a dossier whose one consultation of seven days was sent Mon 02/11 at receipt."""
    basis = {"silence_basis": "Decree 96/2026 art. 6.6b"} if on_silence == "deemed_agreed" else {}
    steps = [
        step("opinion", "consult", "police", "7wd", on_silence=on_silence, **basis | values),
        step("sign", "sign", "department", "3wd", "opinion"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00")


def test_R38_parallel_consultations_wait_for_the_longest_only():
    life = sent_out()
    assert life.open_steps() == FOUR
    assert {life.step_due(body) for body in FOUR} == {"Fri 2026-11-13 17:00"}
    for body in FOUR[:3]:
        life.opine("Fri 2026-11-06 09:00", body)
    assert life.open_steps() == ["police"]
    life.opine("Fri 2026-11-13 16:00", "police")
    assert life.open_steps() == ["report"]


def test_R38_one_after_the_other_the_same_three_bodies_would_take_until_december():
    asked = [step("a", "consult", "police", "7wd"), step("b", "consult", "tax", "7wd", "a")]
    asked += [step("c", "consult", "military", "7wd", "b"), step("give_back", "return", "one_stop", "0wd", "c")]
    life = Life(procedure(asked, "25wd"), "Wed 2026-11-04 08:00")
    for body in ("a", "b", "c"):
        life.opine(life.step_due(body), body)
    assert life.when("duty_closed")[-1] == "Fri 2026-12-04 17:00"


def test_R43_a_leg_counted_from_receipt_leaves_only_what_the_legs_before_it_left():
    life = sent_out()
    for body in FOUR:
        life.opine("Fri 2026-11-13 16:00", body)
    assert life.step_due("report") == "Fri 2026-11-20 17:00"  # 14 days from receipt: 5 left, not 14
    assert life.due == "Thu 2026-11-26 17:00"  # 17 days
    assert life.act_by == "Mon 2026-11-23 07:30"  # three days for the chair: whatever is there by Fri 20/11 evening


@pytest.mark.parametrize(
    ("on_silence", "outcome"),
    [
        ("deemed_agreed", "agreed_by_silence"),  # R40: sector law says so
        ("decide_without", "decided_without"),  # R41: the decider goes on without the opinion
    ],
)
def test_R40_R41_silence_takes_effect_at_the_next_opening(on_silence, outcome):
    life = asking(on_silence)
    life.ring("Wed 2026-11-11 23:59")
    assert life.open_steps() == ["opinion"]
    life.ring("Thu 2026-11-12 07:30")
    assert (life.open_steps(), life.now.done["opinion"].outcome) == (["sign"], outcome)
    kept = life.said("silence_kept")[0]
    assert (kept.at, kept.by, kept.fact.means) == ("Thu 2026-11-12 07:30", "law", on_silence)


def test_R40_deemed_consent_names_its_law_and_whoever_was_silent():
    life = asking("deemed_agreed")
    life.ring("Thu 2026-11-12 08:00")
    assert life.said("silence_kept")[0].fact.basis == "Decree 96/2026 art. 6.6b"
    late = life.said("overdue_opened")[0]
    assert (late.at, late.fact.holder, late.fact.own) == ("Wed 2026-11-11 17:00", "police", False)
    assert life.now.episodes == ()  # it ended with the consent


def test_R39_silence_without_a_law_is_carried_to_the_lead_and_the_one_stop_and_assumes_nothing():
    life = asking("escalate")
    life.ring("Thu 2026-11-12 07:30")
    told = life.said("silence_kept", "escalated")
    assert [(s.at, s.fact.kind) for s in told] == [
        ("Thu 2026-11-12 07:30", "silence_kept"),
        ("Thu 2026-11-12 07:30", "escalated"),
    ]
    assert told[1].fact.to == "lead_and_one_stop_head"
    assert (life.open_steps(), life.waits) == (["opinion"], "partner_agency")
    life.ring("Fri 2026-12-18 08:00")
    assert len(life.said("silence_kept")) == 1  # said once, however long the silence
    assert life.opine("Fri 2026-12-18 09:00", "opinion").open_steps() == ["sign"]


def test_R41_an_excluded_consultation_ends_with_its_last_day_and_costs_the_promise_nothing():
    life = Life(sea_area(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    life.ring("Tue 2026-11-17 16:59")
    assert life.due == "none"
    life.ring("Tue 2026-11-17 17:00")
    assert life.step_due("appraise") == "Mon 2026-12-28 17:00"  # all 40 days from Tue 17/11: Sun 27/12 is moved on
    assert life.due == "Thu 2027-01-21 17:00"  # all 45 working days


def test_R42_an_opinion_after_deemed_consent_is_kept_beside_it():
    life = asking("deemed_agreed")
    life.opine("Mon 2026-11-16 09:00", "opinion", "disagreed", by="police")
    assert life.now.done["opinion"].outcome == "agreed_by_silence"
    late = life.said("opinion_late")[0]
    assert (late.at, late.by, late.fact.opinion) == ("Mon 2026-11-16 09:00", "police", "disagreed")
    assert life.open_steps() == ["sign"]


def test_R42_even_the_late_opinion_is_that_of_the_body_that_was_asked():
    life = asking("deemed_agreed")
    life.ring("Mon 2026-11-16 09:00")
    with refused("R37"):
        life.opine("Mon 2026-11-16 09:00", "opinion", "disagreed", by="tax")


def test_R37_the_opinion_of_a_body_that_was_not_asked_is_refused():
    life = sent_out()
    with refused("R37"):
        life.opine("Fri 2026-11-06 09:00", "police", by="tax")
    plain = Life(investment(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake", "send_out")
    assert plain.open_steps() == ["registry", "local"]  # not near a defence area
    with refused("R37"):
        plain.opine("Fri 2026-11-06 09:00", "police", by="police")


def test_R37_an_opinion_is_given_not_completed_and_work_is_completed_not_opined():
    life = sent_out()
    with refused("R37"):
        life.complete("Fri 2026-11-06 09:00", "police")
    first = Life(investment(), "Mon 2026-11-02 08:00")
    with refused("R37"):
        first.do("Mon 2026-11-02 09:00", Opine(step="intake", opinion="agreed"), by="one-stop")


@pytest.mark.parametrize(
    ("opinion", "then"),
    [("agreed", ["sign"]), ("agreed_with_conditions", ["sign"]), ("disagreed", ["give_back"])],
)
def test_what_an_opinion_leads_to_is_what_the_version_says(opinion, then):
    life = asking("escalate", outcomes=[{"name": "disagreed", "label": words("no"), "ends": "refused"}])
    assert life.opine("Fri 2026-11-06 09:00", "opinion", opinion).open_steps() == then


def test_a_decisive_opinion_ends_what_was_asked_of_the_applicant_too():
    life = asking("escalate", outcomes=[{"name": "disagreed", "label": words("no"), "ends": "refused"}])
    life.ask("Tue 2026-11-03 09:00").opine("Wed 2026-11-04 09:00", "opinion", "disagreed")
    assert (life.now.state.portal_code, life.waits, life.now.supplement) == (9, "applicant", None)
    assert life.complete("Thu 2026-11-05 09:00", "give_back").now.closed


def test_a_waiting_period_that_only_time_ends_waits_for_a_moment_and_nobody_is_late():
    steps = [
        step("post_up", "publish", "commune", "1wd"),
        step("objections", "hearing", "commune", "15cd", "post_up", on_silence="proceed"),
        step("sign", "sign", "department", "3wd", "objections"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(procedure(steps, "20wd"), "Mon 2026-11-02 08:00").complete("Tue 2026-11-03 08:00", "post_up")
    assert (life.waits, life.step_due("objections")) == ("moment", "Wed 2026-11-18 17:00")
    life.ring("Thu 2026-11-19 08:00")
    assert (life.open_steps(), life.said("overdue_opened")) == (["sign"], [])
    assert life.now.done["objections"].outcome == "time_passed"


def test_R37_an_opinion_off_the_route_needs_content_and_a_deadline():
    life = Life(ten_days(), "Mon 2026-11-02 08:00")
    seven = Allowance.parse("7wd")
    for do in (c.AskOpinion(agency="tax", within=seven), c.AskOpinion(agency="tax", content="is tax owed?")):
        with refused("R37"):
            life.do("Wed 2026-11-04 09:00", do, by="department")
    with refused("R37"):  # a body does not consult itself
        life.do("Wed 2026-11-04 09:00", asked("department"), by="department")
    with refused("L61 19.1"):
        life.do("Wed 2026-11-04 09:00", asked("police"), by="tax")


def asked(agency: str, content: str = "is tax owed?", within: str = "7wd") -> c.AskOpinion:
    """Return a request for an opinion off the route."""
    return c.AskOpinion(agency=agency, content=content, within=Allowance.parse(within))


def test_R37_a_body_off_the_route_answers_what_it_was_asked():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").do("Wed 2026-11-04 09:00", asked("tax"), by="department")
    assert life.step_due("opinion_1") == "Fri 2026-11-13 17:00"
    with refused("R37"):
        life.opine("Thu 2026-11-05 09:00", "opinion_1", by="police")
    life.opine("Thu 2026-11-05 09:00", "opinion_1", "disagreed")
    assert life.now.done["opinion_1"].outcome == "disagreed"
    assert life.open_steps() == ["intake"]


def test_R39_a_silent_body_off_the_route_is_carried_to_the_lead_and_the_one_stop():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").do("Mon 2026-11-02 09:00", asked("tax"), by="department")
    assert life.step_due("opinion_1") == "Wed 2026-11-11 17:00"
    life.ring("Thu 2026-11-12 07:30")
    assert [s.at for s in life.said("silence_kept")] == ["Thu 2026-11-12 07:30"]
    assert "lead_and_one_stop_head" in [s.fact.to for s in life.said("escalated") if s.fact.subject == "opinion_1/1"]


def test_R37_the_lead_does_not_wait_for_what_it_asked_off_the_route():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").do("Mon 2026-11-02 09:00", asked("tax"), by="department")
    life.complete("Tue 2026-11-03 09:00", "intake", "appraise", "sign")
    assert (life.now.state.portal_code, life.open_steps()) == (9, ["give_back"])
    assert life.now.done["opinion_1"].outcome == "ended"
    assert life.complete("Tue 2026-11-03 10:00", "give_back").now.closed


def test_R37_an_opinion_off_the_route_leaves_the_last_moment_to_act_where_it_was():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 09:00", "intake")
    before = life.act_by
    assert life.do("Mon 2026-11-02 10:00", asked("tax"), by="department").act_by == before


def test_R37_an_opinion_off_the_route_never_takes_the_name_of_a_step_on_it():
    steps = [
        step("work", "appraise", "department", "5wd"),
        step("opinion_1", "sign", "department", "3wd", "work"),
        step("give_back", "return", "one_stop", "0wd", "opinion_1"),
    ]
    life = Life(ten_days(steps=steps), "Mon 2026-11-02 08:00")
    for when in ("Mon 2026-11-02 10:00", "Mon 2026-11-02 11:00"):
        life.do(when, asked("tax"), by="department")
    assert life.open_steps() == ["work", "opinion_2", "opinion_3"]
    assert life.complete("Tue 2026-11-03 09:00", "work").open_steps()[-1] == "opinion_1"
