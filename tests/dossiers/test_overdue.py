"""R46, R47, R50, R52: warnings, lateness, and the episode that climbs until somebody answers for it."""

import pytest

from motcua.dossiers.commands import Acknowledge
from tests.dossiers.houses import five_days, procedure, step, ten_days, words
from tests.dossiers.life import Life, refused, spelled


def left_alone(until: str, **values: object) -> Life:
    """Return ten working days received Mon 02/11 (due Mon 16/11) in one piece of work that nobody touches."""
    steps = [step("decide", "sign", "department"), step("give_back", "return", "one_stop", "0wd", "decide")]
    life = Life(ten_days(steps=steps, **values), "Mon 2026-11-02 08:00")
    life.ring(until)
    return life


def test_R47_warnings_come_at_half_the_time_and_two_days_and_one_day_before():
    life = left_alone("Mon 2026-11-16 17:00")
    assert [(s.at, s.fact.threshold) for s in life.said("warned")] == [
        ("Mon 2026-11-09 13:15", "50%"),
        ("Thu 2026-11-12 17:00", "2wd"),
        ("Fri 2026-11-13 17:00", "1wd"),
    ]
    assert life.when("fell_due") == ["Mon 2026-11-16 17:00"]


@pytest.mark.parametrize(
    ("plan", "warned"),
    [
        ([], []),
        (["3wd"], ["Wed 2026-11-11 17:00"]),
        (["25%", "75%"], ["Wed 2026-11-04 15:22", "Thu 2026-11-12 09:37"]),
        (["20wd"], []),  # before receipt: there is nothing to warn of any more
    ],
)
def test_R47_the_plan_is_that_of_the_version(plan, warned):
    life = left_alone("Mon 2026-11-16 17:00", overdue={"warn": plan})
    assert life.when("warned") == warned


def test_R46_late_is_computed_from_the_midnight_after_the_due_date():
    life = left_alone("Fri 2026-11-20 09:00")
    assert not life.late("Mon 2026-11-16 17:01")  # the due date itself is in time to its end
    assert not life.late("Mon 2026-11-16 23:59")
    assert life.late("Tue 2026-11-17 00:00")
    assert life.now.state.value == "received"  # late is no state


def test_R46_a_finished_dossier_is_not_late_however_long_it_lies():
    life = left_alone("Mon 2026-11-16 16:00").complete("Mon 2026-11-16 16:30", "decide")
    assert not life.late("Fri 2027-03-05 09:00")
    assert life.ring("Fri 2027-03-05 09:00") == []


def test_limits_in_hours_are_late_at_the_minute():
    hours = five_days(steps=[step("decide", "sign", "department")], total="8wh")
    life = Life(hours, "Mon 2026-11-02 10:00")
    assert (life.due, life.late("Tue 2026-11-03 09:59")) == ("Tue 2026-11-03 10:00", False)
    assert life.late("Tue 2026-11-03 10:00")


def test_R50_from_midnight_on_an_episode_names_who_held_the_dossier():
    life = left_alone("Tue 2026-11-17 00:00")
    late = life.said("overdue_opened")[0]
    assert (late.at, late.by) == ("Tue 2026-11-17 00:00", "law")
    assert (late.fact.subject, late.fact.holder, late.fact.own) == ("dossier", "department", True)


def test_R47_an_episode_climbs_one_level_each_working_day_until_the_end_of_the_chain():
    life = left_alone("Thu 2026-11-19 09:00")
    assert [(s.at, s.fact.level, s.fact.to) for s in life.said("escalated")] == [
        ("Tue 2026-11-17 07:30", 1, "unit_head"),
        ("Wed 2026-11-18 07:30", 2, "one_stop_head"),
        ("Thu 2026-11-19 07:30", 3, "chair"),
    ]


@pytest.mark.parametrize(
    ("chain", "told"),
    [(["officer", "chair"], [(1, "chair")]), (["one_stop_head"], [])],  # the first level is told as it opens
)
def test_R47_a_shorter_chain_ends_sooner(chain, told):
    life = left_alone("Fri 2026-12-18 09:00", overdue={"chain": chain, "daily": False})
    assert [(s.fact.level, s.fact.to) for s in life.said("escalated")] == told
    assert life.alarm[0] == "none"


def test_R47_whoever_answers_for_an_episode_stops_its_climb():
    life = left_alone("Tue 2026-11-17 09:00")
    life.do("Tue 2026-11-17 10:00", Acknowledge(explanation="the surveyor is ill"), by="department")
    assert life.ring("Fri 2026-12-18 09:00") == []
    assert life.now.episode("dossier").acknowledged_by.agency == "department"
    assert life.late("Fri 2026-12-18 09:00")  # answered for, and still late


def test_R47_only_who_holds_it_decides_or_received_it_answers_for_an_episode():
    life = left_alone("Tue 2026-11-17 09:00")
    with refused("L61 19.1"):
        life.do("Tue 2026-11-17 10:00", Acknowledge(explanation="we are sorry"), by="tax")
    with refused("R47"):
        life.do("Tue 2026-11-17 10:00", Acknowledge(subject="phase/one", explanation="x"), by="department")


def test_an_episode_ends_with_the_working_time_that_was_lost():
    life = left_alone("Thu 2026-11-19 09:00").complete("Thu 2026-11-19 10:30", "decide")
    closed = life.said("overdue_closed")[0].fact
    assert (closed.subject, closed.lost_minutes, closed.annulled) == ("dossier", 2 * 480 + 180, False)
    assert life.now.episodes == ()


def partner(until: str) -> Life:
    """Return a dossier whose check by the police, one day from Mon 02/11 08:00, is left alone."""
    steps = [
        step("check", "verify", "police", "1wd"),
        step("sign", "sign", "department", "1wd", "check"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(five_days(steps=steps), "Mon 2026-11-02 08:00")
    life.ring(until)
    return life


def test_a_step_that_is_late_is_an_episode_of_its_own_and_of_the_partner_that_holds_it():
    life = partner("Thu 2026-11-05 09:00")
    late = life.said("overdue_opened")[0]
    assert (late.at, late.fact.subject, late.fact.holder, late.fact.own) == (
        "Tue 2026-11-03 08:00",
        "check/1",
        "police",
        False,
    )
    assert [(s.at, s.fact.to) for s in life.said("escalated")] == [("Wed 2026-11-04 07:30", "unit_head")]
    life.complete("Thu 2026-11-05 10:00", "check")
    assert life.said("duty_closed")[0].fact.late
    assert life.said("overdue_closed")[0].fact.lost_minutes == 2 * 480 + 120


def test_an_act_recorded_in_time_that_arrives_after_the_alarm_annuls_the_episode():
    life = partner("Tue 2026-11-03 08:00")
    assert life.now.episode("check/1") is not None
    life.complete("Tue 2026-11-03 08:04", "check", done="Tue 2026-11-03 07:58")
    closed = life.said("overdue_closed")[0].fact
    assert (closed.annulled, closed.lost_minutes) == (True, 0)
    assert not life.said("duty_closed")[0].fact.late
    assert life.step_due("sign") == "Wed 2026-11-04 07:58"  # counted from when it was done


@pytest.mark.parametrize("rung_before", [False, True])
def test_an_act_at_the_last_moment_is_in_time_whichever_is_heard_first(rung_before):
    life = partner("Tue 2026-11-03 08:00" if rung_before else "Tue 2026-11-03 07:00")
    life.complete("Tue 2026-11-03 08:00", "check")
    assert not life.said("duty_closed")[0].fact.late
    assert [s.fact.annulled for s in life.said("overdue_closed")] == ([True] if rung_before else [])


def test_the_promise_is_annulled_as_late_too_when_the_result_was_there_before_midnight():
    steps = [step("certify", "sign", "department", "5wd")]
    life = Life(five_days(steps=steps), "Mon 2026-11-02 08:00")
    life.ring("Tue 2026-11-10 00:00")
    life.complete("Tue 2026-11-10 00:05", "certify", done="Mon 2026-11-09 23:58")
    assert [(s.fact.subject, s.fact.annulled) for s in life.said("overdue_closed")] == [
        ("certify/1", False),  # due Mon 09/11 08:00, an internal deadline
        ("dossier", True),
    ]
    assert spelled(life.now.finished_at) == "Mon 2026-11-09 23:58"


def test_a_leg_from_receipt_that_opens_too_late_is_late_from_its_opening_on():
    steps = [
        step("appraise", "appraise", "department"),
        step("opinion", "consult", "police", "3cd", "appraise", anchor="receipt", on_silence="deemed_agreed"),
        step("give_back", "return", "one_stop", "0wd", "opinion"),
    ]
    life = Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00").complete("Mon 2026-11-09 10:00", "appraise")
    assert life.open_steps() == ["opinion"]  # due Thu 05/11, before it was asked
    life.ring("Tue 2026-11-10 08:00")
    assert life.when("overdue_opened") == ["Mon 2026-11-09 10:00"]  # not the time it was held elsewhere
    assert life.when("silence_kept") == ["Tue 2026-11-10 07:30"]  # nobody has agreed before being asked


def test_R52_the_date_on_the_slip_stays_beside_the_date_in_force():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").ask("Thu 2026-11-05 10:00").give("Tue 2026-11-10 09:00")
    assert (spelled(life.now.due_original), life.due) == ("Mon 2026-11-16 17:00", "Thu 2026-11-19 17:00")


def test_a_procedure_without_a_statutory_total_is_never_overdue():
    steps = [step("decide", "sign", "department"), step("give_back", "return", "one_stop", "none", "decide")]
    life = Life(procedure(steps, "none"), "Mon 2026-11-02 08:00")
    assert (life.due, life.act_by, life.alarm[0]) == ("none", "none", "none")
    assert life.ring("Fri 2027-12-17 09:00") == []
    assert not life.late("Fri 2027-12-17 09:00")


def test_its_steps_may_still_have_limits_of_their_own():
    life = Life(five_days(total="none"), "Mon 2026-11-02 08:00")
    life.ring("Tue 2026-11-10 09:00")
    assert [s.fact.subject for s in life.said("overdue_opened")] == ["decide/1"]


def test_trap_2_a_dossier_untouched_for_a_year_still_rings_at_its_own_moments():
    life = Life(ten_days(total="6month"), "Mon 2026-02-02 08:00").complete("Mon 2026-02-02 09:00", "intake")
    life.ring("Fri 2027-01-29 09:00")
    assert life.when("fell_due") == ["Mon 2026-08-03 17:00"]  # Sun 02/08 is moved on
    assert spelled(life.now.episode("dossier").threshold) == "Tue 2026-08-04 00:00"


@pytest.mark.parametrize(
    ("done", "act_by"),
    [
        ([], "Tue 2026-11-03 13:00"),
        (["intake"], "Fri 2026-11-13 13:00"),
        (["intake", "appraise"], "Mon 2026-11-16 17:00"),
    ],
)
def test_act_by_is_the_due_date_less_the_steps_that_follow(done, act_by):
    life = Life(ten_days(name=words("act by")), "Mon 2026-11-02 08:00").complete("Mon 2026-11-02 08:30", *done)
    assert life.act_by == act_by


def test_act_by_is_none_where_no_promise_runs():
    life = Life(ten_days(), "Mon 2026-11-02 08:00").ask("Mon 2026-11-02 09:00")
    assert life.act_by == "none"
    life.give("Mon 2026-11-02 10:00").complete("Mon 2026-11-02 11:00", "intake", "appraise", "sign")
    assert life.act_by == "none"


def test_R47_what_somebody_answers_for_is_not_answered_for_again():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    life.ring("Tue 2026-11-10 09:00")
    answer = Acknowledge(explanation="the land was measured twice")
    life.do("Tue 2026-11-10 09:30", answer, by="department")
    with refused("R47"):
        life.do("Tue 2026-11-10 09:40", answer, by="one-stop")
