"""A consulted system answers with a named opinion; without one nothing is assumed (R37, R42)."""

import pytest

from motcua.dossiers import commands as c
from tests.dossiers.houses import procedure, step, words
from tests.dossiers.life import Life

SYSTEM = "system:defence"


def consulting(**values) -> Life:
    """The ministry of defence is asked through its system, with 15 days not counted; silence decides without it."""
    silence = {"on_silence": "decide_without", "silence_basis": "Decree 11/2021", "clock": "excluded"}
    ministry = step("ask", "consult", "defence", "15cd", system="defence", **(silence | values))
    steps = [
        ministry,
        step("decide", "sign", "chair", "3wd", "ask"),
        step("return", "return", "one_stop", "0wd", "decide"),
    ]
    return Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00")


def answer(life: Life, when: str, outcome="done", visit=1, **how) -> Life:
    do = c.DepartmentAnswered(step="ask", visit=visit, outcome=outcome, **how)
    return life.do(when, do, by=SYSTEM)


@pytest.mark.parametrize("opinion", ["agreed", "agreed_with_conditions", "disagreed"])
def test_R37_the_opinion_a_system_names_ends_the_consultation(opinion):
    life = answer(consulting(), "Wed 2026-11-04 09:00", data={"opinion": opinion}, reference="31/BQP")
    assert life.now.done["ask"].outcome == opinion
    assert life.open_steps() == ["decide"]


def test_R37_the_outcome_of_that_opinion_says_what_follows():
    no = [{"name": "disagreed", "ends": "refused", "label": words("disagreed")}]
    life = answer(consulting(outcomes=no), "Wed 2026-11-04 09:00", data={"opinion": "disagreed"})
    assert life.now.result == "refused"


@pytest.mark.parametrize("data", [{}, {"opinion": "yes"}, {"opinion": True}, {"opinion": None}])
def test_R37_an_answer_without_a_known_opinion_is_trouble_and_nothing_is_done_with_it(data):
    life = answer(consulting(), "Wed 2026-11-04 09:00", data=data)
    assert life.open_steps() == ["ask"]
    trouble = life.duty("ask").trouble
    assert trouble is not None
    assert "names no opinion" in trouble
    life.do("Wed 2026-11-04 10:00", c.AskAgain(step="ask"), by="department")
    answer(life, "Thu 2026-11-05 09:00", data={"opinion": "agreed"})
    assert life.open_steps() == ["decide"]


@pytest.mark.parametrize("outcome", ["refused", "trouble"])
def test_R37_a_system_that_refuses_to_answer_gives_no_opinion(outcome):
    life = answer(consulting(), "Wed 2026-11-04 09:00", outcome, detail="wrong map")
    assert life.duty("ask").trouble == "wrong map"


def test_R42_the_opinion_of_a_system_that_comes_after_silence_is_kept_beside():
    life = consulting()
    life.ring("Wed 2026-11-18 07:30")
    assert life.now.done["ask"].outcome == "decided_without"
    answer(life, "Thu 2026-11-19 09:00", data={"opinion": "disagreed"}, reference="31/BQP")
    late = life.said("opinion_late")[-1].fact
    assert (late.opinion, late.reference) == ("disagreed", "31/BQP")
    assert life.now.done["ask"].outcome == "decided_without"
    assert life.open_steps() == ["decide"]


def test_an_answer_to_a_visit_that_is_over_changes_nothing():
    life = answer(consulting(), "Wed 2026-11-04 09:00", data={"opinion": "agreed"})
    before = len(life.said())
    answer(life, "Thu 2026-11-05 09:00", data={"opinion": "disagreed"})
    assert len(life.said()) == before
