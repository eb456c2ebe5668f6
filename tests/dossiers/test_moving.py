"""A new version of a procedure: dossiers keep the old one for life, unless they are moved on purpose (R21, R74)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import commands as c
from motcua.dossiers.evolve import fold
from motcua.dossiers.ground import Ground
from motcua.dossiers.rehearsal import Effect, rehearse
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Procedure
from motcua.worktime.allowance import Allowance
from motcua.worktime.shipped import calendar
from tests.dossiers.houses import directory, five_days, investment, land_transfer, step, ten_days, words
from tests.dossiers.life import Life, at, refused, spelled
from tests.dossiers.test_any_life import FEW, PROCEDURES, WALKS, walk
from tests.dossiers.test_replanning import told

NEW = {"version": "2027", "valid_from": "2026-12-01"}


def versions(old: Procedure, new: Procedure) -> Ground:
    """Return a ground with the version in force, and the one that follows it."""
    ended = old.model_copy(update={"valid_to": new.valid_from - timedelta(days=1)})
    return Ground(Catalogue([ended, new]), directory(), {"vn": calendar("vn")})


def under(old: Procedure, new: Procedure, received: str = "Mon 2026-11-02 08:00", **opening) -> Life:
    """Return a dossier received under the old version while the new one is known."""
    return Life(old, received, on=versions(old, new), **opening)


def anew(proc: Procedure, **changes) -> Procedure:
    """Return the version 2027 of a procedure, the same but for some changes."""
    return Procedure.model_validate(proc.model_dump(exclude_defaults=True) | NEW | changes)


def move(life: Life, moment: str, **how) -> list[str]:
    """Move a dossier to the version 2027, and return the kinds of facts that follow."""
    before = len(life.said())
    life.do(moment, c.Move(version="2027", **how), by="one-stop", reason="new law")
    return [said.fact.kind for said in life.said()[before:]]


def longer(**values) -> Procedure:
    """Return ten_days as twelve: an inspection of the site comes before the appraisal."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("inspect", "verify", "construction", "2wd", "intake"),
        step("appraise", "appraise", "department", "8wd", "inspect"),
        step("sign", "sign", "department", "1.5wd", "appraise"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return ten_days(steps=steps, total="12wd", **NEW | values)


def renamed(**values) -> Procedure:
    """Return ten_days with its appraisal under another name."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step("examine", "appraise", "department", "6wd", "intake"),
        step("sign", "sign", "department", "1.5wd", "examine"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return ten_days(steps=steps, total="8wd", **NEW | values)


def test_R21_nothing_moves_by_itself_when_a_new_version_comes_into_force():
    life = under(ten_days(), longer(), "Mon 2026-11-23 08:00")
    life.complete("Mon 2026-12-07 08:00", "intake")
    assert (life.now.version, life.due, life.open_steps()) == ("2020", "Tue 2026-12-08 17:00", ["appraise"])


def test_R21_deadlines_survive_a_move_unless_told_otherwise():
    life = under(ten_days(), longer())
    life.complete("Mon 2026-11-02 10:00", "intake")
    dates = life.due, life.step_due("appraise")
    assert move(life, "Tue 2026-11-03 08:00") == ["version_moved", "duty_opened"]
    assert life.now.version == "2027"
    assert (life.due, life.step_due("appraise")) == dates == ("Mon 2026-11-16 17:00", "Thu 2026-11-12 10:00")
    assert life.open_steps() == ["appraise", "inspect"]  # what the new version asks for besides is asked for
    life.complete("Wed 2026-11-04 08:00", "inspect", "appraise", "sign", "give_back")
    assert life.now.closed


@pytest.mark.parametrize(
    ("total", "due", "effect"),
    [
        ("12wd", "Wed 2026-11-18 17:00", Effect.LONGER),
        ("10wd", "Mon 2026-11-16 17:00", Effect.SAME),
        ("5wd", "Mon 2026-11-09 17:00", Effect.SHORTER),
        ("1wd", "Tue 2026-11-03 17:00", Effect.OVERDUE_AT_ONCE),
        ("20cd", "Mon 2026-11-23 17:00", Effect.LONGER),  # to Sun 22/11, and on: another unit, no conversion (R14)
    ],
)
def test_R21_counted_anew_the_promise_runs_from_receipt_by_the_new_limit(total, due, effect):
    new = ten_days(total=total, **NEW)
    life = under(ten_days(), new)
    line = rehearse(life.now, life.ground, "2027", "now", "recompute", {}, at("Thu 2026-11-05 08:00"))
    assert (line.effect, spelled(line.old_due), spelled(line.new_due)) == (effect, "Mon 2026-11-16 17:00", due)
    assert life.now.version == "2020"  # a rehearsal changes nothing
    move(life, "Thu 2026-11-05 08:00", deadlines="recompute")
    assert life.due == due
    if effect is not Effect.SAME:
        assert life.said("clock_set")[-1].fact.why == "moved"
    assert spelled(life.now.due_original) == "Mon 2026-11-16 17:00"  # R52
    assert life.late("Thu 2026-11-05 08:00") == (effect is Effect.OVERDUE_AT_ONCE)


def test_R74_overdue_at_once_nobody_was_late_before_the_new_date_was_known():
    life = under(ten_days(), ten_days(total="1wd", **NEW))
    move(life, "Thu 2026-11-05 08:00", deadlines="recompute")
    life.ring("Thu 2026-11-05 09:00")
    assert life.now.episode("dossier").threshold == at("Thu 2026-11-05 08:00")


def test_R30_counted_anew_the_days_for_which_the_clock_stood_are_granted_besides():
    life = under(ten_days(), ten_days(total="12wd", **NEW))
    life.ask("Thu 2026-11-05 09:00").give("Tue 2026-11-10 09:00")  # 3 of 10 used: due Thu 19/11
    assert life.due == "Thu 2026-11-19 17:00"
    move(life, "Wed 2026-11-11 09:00", deadlines="recompute")
    assert life.due == "Mon 2026-11-23 17:00"  # two working days more


def test_R21_while_the_clock_stands_a_date_cannot_be_counted_anew_but_kept():
    life = under(ten_days(), longer())
    life.ask("Thu 2026-11-05 09:00")
    with refused("R21"):
        move(life, "Fri 2026-11-06 09:00", deadlines="recompute")
    move(life, "Fri 2026-11-06 09:00")
    life.give("Tue 2026-11-10 09:00")
    assert life.due == "Thu 2026-11-19 17:00"


def test_R49_a_date_promised_with_an_apology_is_not_counted_anew():
    life = under(ten_days(), longer())
    more = c.ProposeDate(extend=Allowance.parse("3wd"), approver="cb-7")
    life.do("Thu 2026-11-05 09:00", more, by="department", reason="surveying").do(
        "Thu 2026-11-05 10:00", c.ApplyDate(), by="one-stop"
    )
    move(life, "Fri 2026-11-06 09:00", deadlines="recompute")
    assert life.due == "Thu 2026-11-19 17:00"


def test_R21_a_step_without_a_counterpart_stops_the_move_and_is_named():
    life = under(ten_days(), renamed())
    life.complete("Mon 2026-11-02 10:00", "intake")
    with refused("R21") as told_why:
        move(life, "Tue 2026-11-03 08:00")
    assert "appraise has no counterpart in version 2027" in str(told_why.value)
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


def test_R20_a_version_that_was_never_published_is_unknown():
    life = under(ten_days(), longer())
    with refused("R20"):
        life.do("Tue 2026-11-03 08:00", c.Move(version="2099"), by="one-stop")


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


def test_R55_a_dossier_with_its_result_stays_where_it_is():
    life = under(five_days(), five_days(**NEW))
    life.complete("Tue 2026-11-03 08:00", "decide")
    with refused("R21"):
        move(life, "Tue 2026-11-03 09:00")


def test_R16_a_submission_is_moved_before_it_is_received_and_promised_by_the_new_limit():
    life = under(ten_days(), longer(), "Mon 2026-11-02 08:00", channel="online")
    assert move(life, "Mon 2026-11-02 09:00") == ["version_moved"]
    assert life.open_steps() == []  # no work begins before receipt
    life.do("Mon 2026-11-02 10:00", c.Accept(), by="one-stop")
    assert (life.due, life.open_steps()) == ("Wed 2026-11-18 17:00", ["intake"])


def test_R12_a_version_that_decides_by_data_the_dossier_does_not_have_is_refused():
    data = {"area": {"type": "int", "label": words("area")}}
    life = under(ten_days(), longer(data=data))
    with refused("R21") as told_why:
        move(life, "Tue 2026-11-03 08:00")
    assert "area" in str(told_why.value)


def test_R37_an_opinion_asked_off_the_route_travels_along():
    life = under(ten_days(), longer())
    life.complete("Mon 2026-11-02 10:00", "intake")
    ask = c.AskOpinion(agency="police", content="is the road public?", within=Allowance.parse("3wd"))
    life.do("Mon 2026-11-02 11:00", ask, by="department")
    due = life.step_due("opinion_1")
    move(life, "Tue 2026-11-03 08:00", deadlines="recompute")
    assert life.step_due("opinion_1") == due
    life.opine("Tue 2026-11-03 09:00", "opinion_1")


def test_R40_silence_that_means_something_else_is_waited_for():
    loud = [s.model_dump(exclude_defaults=True) for s in investment().steps]
    loud = [{k: v for k, v in s.items() if k not in ("on_silence", "silence_basis")} for s in loud]
    life = under(investment(), anew(investment(), steps=loud))
    life.complete("Mon 2026-11-02 09:00", "intake", "send_out")
    with refused("R21"):
        move(life, "Mon 2026-11-02 10:00")
    assert move(life, "Mon 2026-11-02 10:00", when="next_step") == ["move_planned"]


def test_R34_the_running_phase_has_to_exist_and_a_later_one_is_not_counted_from_receipt():
    life = under(land_transfer(), anew(land_transfer()))
    for part in ("intake", "appraise", "propose", "approve", "hand_to_tax", "assess_tax", "pay"):
        life.complete("Tue 2026-11-03 08:00", part)
    assert life.now.phase == "two"
    with refused("R21"):
        move(life, "Wed 2026-11-04 08:00", deadlines="recompute")
    due = life.due
    move(life, "Wed 2026-11-04 08:00")
    assert life.due == due
    plain = [s.model_dump(exclude_defaults=True, exclude={"phase"}) for s in land_transfer().steps]
    other = under(land_transfer(), anew(land_transfer(), steps=plain, phases=[]))
    with refused("R21"):
        move(other, "Tue 2026-11-03 08:00")


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


@FEW
@given(PROCEDURES, WALKS, st.booleans())
def test_R74_there_and_back_with_kept_deadlines_every_date_is_kept(proc, acts, large):
    life = walk(proc, acts, large)
    twin = proc.model_copy(update={"version": "2027", "valid_from": proc.valid_from.replace(year=2030)})
    life.ground = versions(proc, twin)
    now = life.transitions[-1].recorded_at + timedelta(minutes=1)
    life.ring(told(now))
    if life.now.finished_at is not None or life.now.closed:
        return
    before = life.now
    move(life, told(now))
    life.do(told(now), c.Move(version=proc.version), by="one-stop")
    for name in (
        "clock",
        "left",
        "duties",
        "phase_clock",
        "supplement",
        "decide_by",
        "due_original",
        "done",
        "episodes",
    ):
        assert getattr(life.now, name) == getattr(before, name)
    assert fold(life.transitions) == life.now


@FEW
@given(st.tuples(PROCEDURES, PROCEDURES), WALKS, st.booleans(), st.sampled_from(["keep", "recompute"]))
def test_R21_wherever_a_dossier_is_moved_somebody_has_it_or_the_move_is_refused(pair, acts, large, deadlines):
    old, other = pair
    life = walk(old, acts, large)
    new = other.model_copy(
        update={"code": old.code, "version": "2027", "valid_from": old.valid_from.replace(year=2030)}
    )
    life.ground = versions(old, new)
    now = life.transitions[-1].recorded_at + timedelta(minutes=1)
    life.ring(told(now))
    if life.now.closed:
        return
    steps = {s.id: "" for s in old.steps if s.id not in new.by_id}
    line = rehearse(life.now, life.ground, "2027", "now", deadlines, steps, now)
    if line.effect is not Effect.REFUSED:
        move(life, told(now), deadlines=deadlines, steps=steps)  # the harness looks: it never waits for nobody
        assert life.now.version == "2027"
