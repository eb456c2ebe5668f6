"""What the register shows of a dossier besides its facts."""

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.evolve import apply
from motcua.dossiers.parts import Actor, State, Waiting
from motcua.register.register import Register
from motcua.register.rows import Verdict
from motcua.register.writing import View
from tests.register.papers import LAND, LAND_OFFICE, Paper, at, clock, opened, receipt, whole_life

CODE = "H07-261123-0001"


def test_the_summary_says_who_holds_it_and_what_was_promised(register: Register) -> None:
    paper = Paper(register, receipt(CODE), View(field="Đất đai", act_by=at("Fri 2026-11-27 17:00")))
    shown = register.summary(CODE)
    assert (shown.state, shown.portal_code) == (State.RECEIVED, 2)
    assert (shown.waiting_for, shown.holder_agency, shown.holder_officer) == (Waiting.OFFICER, LAND_OFFICE, None)
    assert shown.waiting_since == shown.received_at == at("Mon 2026-11-23 09:00")
    assert shown.due_original == shown.due_current == at("Mon 2026-11-30 17:00")
    assert shown.act_by == at("Fri 2026-11-27 17:00")
    assert (shown.next_alarm, shown.next_alarm_at) == ("step", at("Tue 2026-11-24 17:00"))
    assert (shown.open_duties, shown.seq, shown.head) == (1, 4, paper.now.head)
    assert shown.updated_at.utcoffset() is not None
    assert shown.on_time is None


def test_R46_late_is_computed_for_the_moment_that_asks(register: Register) -> None:
    Paper(register, receipt(CODE))
    shown = register.summary(CODE)
    assert not shown.is_late(at("Mon 2026-11-30 23:59"))
    assert shown.is_late(at("Tue 2026-12-01 00:00"))


def test_R36_a_dossier_whose_clock_stands_is_not_late(register: Register) -> None:
    paper = Paper(register, receipt(CODE))
    paper.does("pay", "Mon 2026-11-30 10:00", f.Paused(ground="finance", ref="tax/1", left="0.5wd"))
    shown = register.summary(CODE)
    assert shown.paused
    assert not shown.is_late(at("Tue 2026-12-01 00:00"))


def test_a_duty_keeps_who_held_it_and_how_it_ended(register: Register) -> None:
    whole_life(register)
    appraise, sign = register.duties(CODE)
    assert (appraise.officer, appraise.outcome, appraise.late, appraise.paused) == ("LO-7", "done", True, False)
    assert (appraise.opened_at, appraise.closed_at) == (at("Mon 2026-11-23 09:00"), at("Fri 2026-11-27 10:00"))
    assert appraise.due_at == at("Thu 2026-11-26 14:00")
    assert (sign.step, sign.late, sign.closed_at) == ("sign", False, at("Mon 2026-11-30 11:00"))


def test_a_duty_that_opens_and_ends_in_one_act_is_shown_with_its_officer(register: Register) -> None:
    paper = Paper(register, receipt(CODE))
    paper.does(
        "in flight",
        "Wed 2026-11-25 09:00",
        f.DutyClosed(step="appraise", at=at("Mon 2026-11-23 11:00")),
        opened("verify", "Tue 2026-11-24 17:00").model_copy(update={"at": at("Mon 2026-11-23 11:00")}),
        f.Assigned(step="verify", officer="LO-9"),
        f.DutyClosed(step="verify", outcome="failed", at=at("Tue 2026-11-24 10:00")),
        opened("appraise", "Thu 2026-11-26 17:00", visit=2),
    )
    first, verify, second = register.duties(CODE)
    assert (first.visit, first.outcome, first.closed_at) == (1, "done", at("Mon 2026-11-23 11:00"))
    assert (verify.officer, verify.outcome) == ("LO-9", "failed")
    assert (second.step, second.visit, second.closed_at) == ("appraise", 2, None)


def test_an_episode_keeps_whom_it_was_carried_to_and_what_was_lost(register: Register) -> None:
    whole_life(register)
    (episode,) = register.episodes(CODE)
    assert (episode.subject, episode.holder, episode.own) == ("appraise/1", LAND_OFFICE, True)
    assert (episode.level, episode.escalated_to) == (1, "unit_head")
    assert (episode.opened_at, episode.closed_at) == (at("Thu 2026-11-26 14:00"), at("Fri 2026-11-27 10:00"))
    assert (episode.lost_minutes, episode.annulled, episode.acknowledged_at) == (300, False, None)


def test_an_answered_episode_keeps_the_answer_when_it_ends(register: Register) -> None:
    paper = Paper(register, receipt(CODE))
    breach = f.OverdueOpened(subject="appraise/1", holder=LAND_OFFICE, next_at=at("Wed 2026-11-25 07:30"))
    paper.does("late", "Tue 2026-11-24 17:00", breach, by=Actor(agency="law"))
    paper.does("up", "Wed 2026-11-25 07:30", f.Escalated(subject="appraise/1", level=1, to="unit_head"))
    paper.does("why", "Wed 2026-11-25 08:00", f.Acknowledged(subject="appraise/1", explanation="The map was wrong."))
    paper.does("end", "Wed 2026-11-25 09:00", f.OverdueClosed(subject="appraise/1", lost_minutes=90))
    (episode,) = register.episodes(CODE)
    assert (episode.escalated_to, episode.explanation) == ("unit_head", "The map was wrong.")
    assert (episode.acknowledged_by, episode.acknowledged_at) == ("land-office/LO-7", at("Wed 2026-11-25 08:00"))
    assert episode.next_at is None
    assert episode.lost_minutes == 90


@pytest.mark.parametrize(
    ("finished", "current", "original"),
    [
        ("Wed 2026-11-11 16:00", Verdict.EARLY, Verdict.EARLY),  # the day before the date on the slip
        ("Thu 2026-11-12 16:00", Verdict.EARLY, Verdict.ON_TIME),  # on the date of the slip
        ("Wed 2026-11-18 10:00", Verdict.EARLY, Verdict.LATE),  # R52: late against 12/11, in time against 19/11
        ("Thu 2026-11-19 20:00", Verdict.ON_TIME, Verdict.LATE),  # dates count, not hours
        ("Fri 2026-11-20 00:00", Verdict.LATE, Verdict.LATE),
    ],
)
def test_R52_both_dates_are_kept_and_either_can_judge(
    register: Register, finished: str, current: Verdict, original: Verdict
) -> None:
    paper = Paper(register, receipt(CODE, "Thu 2026-11-05 09:00", "Thu 2026-11-12 17:00"))
    promised = clock("Wed 2026-11-11 09:00", "Thu 2026-11-19 17:00")
    paper.does("promise", "Wed 2026-11-11 09:00", f.ClockSet(why="promised", clock=promised))
    paper.does("ready", finished, f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))
    shown = register.summary(CODE)
    assert (shown.verdict, shown.verdict_original) == (current, original)
    assert (shown.due_original, shown.due_current) == (at("Thu 2026-11-12 17:00"), at("Thu 2026-11-19 17:00"))


def test_R55_the_day_of_finishing_decides_not_the_day_of_collection(register: Register) -> None:
    paper = Paper(register, receipt(CODE, "Fri 2026-11-20 09:00", "Fri 2026-11-27 17:00"))
    paper.does("ready", "Fri 2026-11-27 16:00", f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))
    assert register.summary(CODE).on_time
    paper.does("collect", "Mon 2026-12-07 09:00", f.Returned())
    shown = register.summary(CODE)
    assert (shown.on_time, shown.verdict) == (True, Verdict.ON_TIME)
    assert shown.waiting_for is None


def test_what_was_finished_while_the_clock_stood_is_judged_by_when_it_stopped(register: Register) -> None:
    paper = Paper(register, receipt(CODE, "Fri 2026-11-20 09:00", "Fri 2026-11-27 17:00"))
    paper.does("pay", "Thu 2026-11-26 10:00", f.Paused(ground="finance", ref="tax/1", left="1.5wd"))
    paper.does("ready", "Mon 2026-12-14 16:00", f.DutyClosed(step="appraise"), f.ResultReady(result="refused"))
    assert register.summary(CODE).verdict is Verdict.EARLY


def test_a_dossier_without_a_limit_is_neither_early_nor_late(register: Register) -> None:
    paper = Paper(register, receipt(CODE, due=None))
    paper.does("ready", "Mon 2027-02-01 16:00", f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))
    shown = register.summary(CODE)
    assert (shown.verdict, shown.verdict_original, shown.on_time, shown.late_from) == (None, None, None, None)


def test_the_timeline_says_for_each_fact_who_when_and_why(register: Register) -> None:
    whole_life(register)
    asked = next(entry for entry in register.timeline(CODE) if entry.kind == "supplement_asked")
    assert (asked.agency, asked.officer, asked.act_key) == (LAND_OFFICE, "LO-7", "ask")
    assert asked.reason == "The map is missing."
    assert asked.fact["items"] == ["map"]
    late = next(entry for entry in register.timeline(CODE) if entry.kind == "overdue_opened")
    assert (late.agency, late.officer, late.at) == ("law", None, at("Thu 2026-11-26 14:00"))


def test_the_register_and_the_workflow_agree_after_every_act(register: Register) -> None:
    whole = whole_life(register, "H07-261123-0002")
    again = None
    for act in whole.acts:
        opening = act.facts[0]
        if isinstance(opening, f.Opened):
            renamed = (opening.model_copy(update={"code": CODE}), *act.facts[1:])
            act = act.model_copy(update={"facts": renamed})
        register.record(again, act, LAND)
        again = apply(again, act)
        assert register.drift(CODE, again) == ()
