"""A new version of a procedure: dossiers keep the old one for life, unless they are moved on purpose (R21, R74)."""

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.rehearsal import Effect, rehearse
from motcua.worktime.allowance import Allowance
from tests.dossiers.houses import five_days, investment, land_transfer, ten_days, words
from tests.dossiers.life import at, refused, spelled
from tests.dossiers.moving import NEW, anew, longer, move, under


def test_R21_nothing_moves_by_itself_when_a_new_version_comes_into_force():
    life = under(ten_days(), longer(), received="Mon 2026-11-23 08:00")
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


def test_R46_a_promise_that_is_broken_does_not_move_further_into_the_past():
    life = under(ten_days(), ten_days(total="8wd", **NEW))
    life.ring("Wed 2026-11-18 10:00")
    before = life.now.clock
    line = rehearse(life.now, life.ground, "2027", "now", "recompute", {}, at("Wed 2026-11-18 10:00"))
    assert line.effect is Effect.SAME
    move(life, "Wed 2026-11-18 10:00", deadlines="recompute")
    assert (life.now.version, life.now.clock) == ("2027", before)
    assert life.now.episode("dossier").threshold == at("Tue 2026-11-17 00:00")


def test_R46_a_broken_promise_is_kept_by_a_version_that_gives_time_which_is_not_over_yet():
    life = under(ten_days(), ten_days(total="14wd", **NEW))
    life.ring("Wed 2026-11-18 10:00")
    move(life, "Wed 2026-11-18 10:00", deadlines="recompute")
    assert life.due == "Fri 2026-11-20 17:00"
    assert not life.late("Wed 2026-11-18 10:00")


def test_R20_a_version_that_was_never_published_is_unknown():
    life = under(ten_days(), longer())
    with refused("R20"):
        life.do("Tue 2026-11-03 08:00", c.Move(version="2099"), by="one-stop")


def test_R55_a_dossier_with_its_result_stays_where_it_is():
    life = under(five_days(), five_days(**NEW))
    life.complete("Tue 2026-11-03 08:00", "decide")
    with refused("R21"):
        move(life, "Tue 2026-11-03 09:00")


def test_R16_a_submission_is_moved_before_it_is_received_and_promised_by_the_new_limit():
    life = under(ten_days(), longer(), channel="online")
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
