"""What becomes of steps that a new version names otherwise, leaves out, adds, or waits for (R21)."""

import pytest

from motcua.dossiers.rehearsal import Effect, rehearse
from tests.dossiers.houses import investment, ten_days, words
from tests.dossiers.life import at, refused, spelled
from tests.dossiers.moving import NEW, anew, longer, move, renamed, under


def test_R21_a_step_without_a_counterpart_stops_the_move_and_is_named():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake")
    with refused("R21") as told_why:
        move(life, "Tue 2026-11-03 08:00")
    assert "The open step “appraise” has no counterpart in version 2027" in str(told_why.value)
    assert life.now.version == "2020"


def test_R21_an_open_step_goes_on_under_its_new_name_with_its_clock():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake")
    due = life.step_due("appraise")
    move(life, "Tue 2026-11-03 08:00", steps={"appraise": "examine"})
    assert (life.open_steps(), life.step_due("examine")) == (["examine"], due)
    life.complete("Wed 2026-11-04 08:00", "examine")
    assert life.open_steps() == ["sign"]


def test_R21_its_clock_is_counted_anew_where_that_is_wanted():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake")
    move(life, "Tue 2026-11-03 08:00", steps={"appraise": "examine"}, deadlines="recompute")
    assert (life.due, life.step_due("examine")) == ("Thu 2026-11-12 17:00", "Tue 2026-11-10 10:00")


def test_R21_work_that_is_done_is_not_done_again_under_another_name():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake").complete("Tue 2026-11-03 08:00", "appraise")
    with refused("R21"):
        move(life, "Tue 2026-11-03 09:00")
    move(life, "Tue 2026-11-03 09:00", steps={"appraise": "examine"})
    assert life.open_steps() == ["sign"]


def test_R21_a_step_may_be_left_behind_on_purpose():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake").complete("Tue 2026-11-03 08:00", "appraise")
    move(life, "Tue 2026-11-03 09:00", steps={"appraise": ""})
    assert set(life.open_steps()) == {"sign", "examine"}  # the new version's own examination is still to come


@pytest.mark.parametrize("steps", [{"nowhere": "sign"}, {"appraise": "nowhere"}, {"appraise": "sign"}])
def test_R21_names_that_do_not_exist_or_fall_together_are_refused(steps):
    life = under(ten_days(), renamed())
    with refused("R21"):
        move(life, "Tue 2026-11-03 08:00", steps=steps)


def test_R21_from_the_next_step_what_is_open_is_finished_under_the_old_version():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake")
    assert move(life, "Tue 2026-11-03 08:00", when="next_step", steps={"appraise": "examine"}) == ["move_planned"]
    assert (life.now.version, life.open_steps()) == ("2020", ["appraise"])
    life.complete("Wed 2026-11-04 08:00", "appraise")
    assert (life.now.version, life.open_steps(), life.now.moving) == ("2027", ["sign"], None)
    assert life.due == "Mon 2026-11-16 17:00"


def test_R21_a_planned_move_waits_while_something_stands_in_its_way():
    old = investment()
    steps = [s.model_dump(exclude_defaults=True) for s in old.steps if s.id != "local"]
    steps = [s | ({"after": [a for a in s["after"] if a != "local"]} if s["id"] == "report" else {}) for s in steps]
    new = anew(old, steps=steps)
    life = under(old, new)
    life.complete("Mon 2026-11-02 09:00", "intake", "send_out")
    move(life, "Mon 2026-11-02 10:00", when="next_step", steps={"local": ""})
    life.opine("Tue 2026-11-03 09:00", "registry")
    assert life.now.version == "2020"  # the commune is still asked, and the new version has no place for its answer
    life.opine("Tue 2026-11-03 10:00", "local")
    assert (life.now.version, life.open_steps()) == ("2027", ["report"])


def test_R21_planned_twice_it_is_planned_once_and_moved_twice_it_is_moved_once():
    life = under(ten_days(), longer())
    assert move(life, "Mon 2026-11-02 09:00", when="next_step") == ["move_planned"]
    assert move(life, "Mon 2026-11-02 09:05", when="next_step") == []
    assert "version_moved" in move(life, "Mon 2026-11-02 09:10")
    assert move(life, "Mon 2026-11-02 09:15") == []


def test_R21_what_was_skipped_and_is_not_any_more_is_taken_up():
    data = {"large": {"type": "bool", "label": words("large"), "default": False}}
    steps = [s.model_dump(exclude_defaults=True) for s in longer().steps]
    steps[1] |= {"when": "large"}
    steps[2] |= {"after": ["intake"]}
    steps[3] |= {"after": ["appraise", "inspect"]}
    old = ten_days(steps=steps, data=data)
    life = under(old, ten_days(steps=[*steps[:1], {**steps[1], "when": "true"}, *steps[2:]], data=data, **NEW))
    life.complete("Mon 2026-11-02 10:00", "intake")
    assert life.open_steps() == ["appraise"]
    move(life, "Tue 2026-11-03 08:00")
    assert life.open_steps() == ["appraise", "inspect"]


def test_a_rehearsal_says_who_has_it_where_it_is_and_why_it_would_be_refused():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake")
    line = rehearse(life.now, life.ground, "2027", "now", "keep", {}, at("Tue 2026-11-03 08:00"))
    assert (line.effect, line.agency, line.step) == (Effect.REFUSED, "department", "appraise")
    assert "no counterpart" in line.reason
    assert "không có bước tương ứng" in line.reason_vi
    later = rehearse(
        life.now, life.ground, "2027", "next_step", "recompute", {"appraise": "examine"}, at("Tue 2026-11-03 08:00")
    )
    assert (later.effect, spelled(later.new_due)) == (Effect.SHORTER, "Thu 2026-11-12 17:00")
