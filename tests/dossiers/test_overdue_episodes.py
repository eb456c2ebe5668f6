"""R36, R39, R47: an episode climbs, is reminded, passed on, answered for and explained; it rests with its clock."""

import pytest

from motcua.agencies.directory import Directory
from motcua.dossiers.commands import Acknowledge, AskWithdrawal, Explain, PassOn, SettleWithdrawal
from motcua.dossiers.escalation import rung
from motcua.dossiers.ground import Ground
from tests.dossiers.houses import agency, directory, five_days, procedure, step
from tests.dossiers.life import Life, at, refused, spelled
from tests.dossiers.test_overdue import left_alone, partner


def told(life: Life, *subjects: str) -> list[tuple[str, str, str]]:
    """Return to whom episodes were told, and when."""
    said = life.said("escalated", "reminded")
    return [(s.at, s.fact.kind, s.fact.to) for s in said if not subjects or s.fact.subject in subjects]


def pass_on(life: Life, when: str, by: str = "department", reason: str | None = "the surveyors are on strike") -> Life:
    return life.do(when, PassOn(), by=by, reason=reason)


def explain(life: Life, when: str, subject: str, by: str = "department", cause: str = "partner_agency") -> Life:
    said = {"subject": subject, "cause": cause, "explanation": "the map arrived a week late"}
    return life.do(when, Explain.model_validate(said), by=by)


def test_R47_the_end_of_the_chain_is_reminded_each_working_day_until_somebody_answers():
    life = left_alone("Thu 2026-11-26 09:00")  # due Mon 16/11
    assert told(life) == [
        ("Tue 2026-11-17 07:30", "escalated", "unit_head"),
        ("Wed 2026-11-18 07:30", "escalated", "one_stop_head"),
        ("Thu 2026-11-19 07:30", "escalated", "chair"),
        ("Fri 2026-11-20 07:30", "reminded", "chair"),
        ("Mon 2026-11-23 07:30", "reminded", "chair"),
        ("Wed 2026-11-25 07:30", "reminded", "chair"),  # Tue 24/11 is a holiday
        ("Thu 2026-11-26 07:30", "reminded", "chair"),
    ]
    assert [s.fact.number for s in life.said("reminded")] == [1, 2, 3, 4]
    assert life.now.episode("dossier").reminders == 4
    life.do("Thu 2026-11-26 10:00", Acknowledge(explanation="I see to it myself"), by="one-stop")
    assert life.ring("Fri 2026-12-18 09:00") == []


@pytest.mark.parametrize(
    ("every", "reminded"),
    [
        (5, ["Wed 2026-11-11 07:30", "Wed 2026-11-18 07:30"]),  # as long as no version says otherwise
        (8, ["Mon 2026-11-16 07:30"]),
        (0, []),
    ],
)
def test_R47_a_single_step_is_reminded_of_each_week_as_the_version_says(every, reminded):
    steps = [
        step("check", "verify", "police", "1wd"),
        step("give_back", "return", "one_stop", "0wd", "check"),
    ]
    life = Life(five_days(steps=steps, total="20wd", overdue={"remind_steps_every": every}), "Mon 2026-11-02 08:00")
    life.ring("Wed 2026-11-18 09:00")
    assert told(life)[0] == ("Wed 2026-11-04 07:30", "escalated", "unit_head")
    assert life.when("reminded") == reminded


def test_R39_a_silent_consultation_is_carried_to_the_lead_and_the_one_stop_and_said_again():
    steps = [
        step("opinion", "consult", "police", "7wd"),
        step("give_back", "return", "one_stop", "0wd", "opinion"),
    ]
    life = Life(procedure(steps, "30wd"), "Mon 2026-11-02 08:00")
    life.ring("Thu 2026-11-19 09:00")
    assert told(life) == [
        ("Thu 2026-11-12 07:30", "escalated", "lead_and_one_stop_head"),
        ("Thu 2026-11-19 07:30", "reminded", "lead_and_one_stop_head"),
    ]
    assert life.now.episode("opinion/1").own is False


@pytest.mark.parametrize(
    ("role", "agencies"),
    [
        ("officer", ("police",)),
        ("unit_head", ("police",)),
        ("one_stop_head", ("one-stop",)),
        ("lead_and_one_stop_head", ("department", "one-stop")),
        ("chair", ("chair",)),
    ],
)
def test_R47_each_level_is_somebody_in_an_agency(role, agencies):
    life = partner("Tue 2026-11-03 09:00")
    assert rung(life.now, life.ground, role, "police", at("Tue 2026-11-03 09:00")) == (role, agencies)


def test_R47_where_a_place_has_two_chairs_the_head_of_the_deciding_agency_hears():
    life = partner("Tue 2026-11-03 09:00")
    two = Directory([*directory().agencies, agency("deputy", "chair")], [])
    on = Ground(life.ground.catalogue, two, life.ground.calendars)
    assert rung(life.now, on, "chair", "police", at("Tue 2026-11-03 09:00")).agencies == ("department",)


def test_R47_whoever_has_it_passes_it_on_one_level_with_a_reason():
    life = pass_on(left_alone("Tue 2026-11-17 09:00"), "Tue 2026-11-17 09:30")
    up = life.said("escalated")[-1]
    assert (up.at, up.by, up.fact.level, up.fact.to, up.fact.passed_on) == (
        "Tue 2026-11-17 09:30",
        "department",
        2,
        "one_stop_head",
        True,
    )
    assert up.fact.reason == "the surveyors are on strike"  # whoever gets it has to know
    life.ring("Wed 2026-11-18 08:00")  # from there it climbs on at the next opening
    assert told(life)[-1] == ("Wed 2026-11-18 07:30", "escalated", "chair")


def test_R47_passing_on_needs_a_reason_somebody_above_and_the_right_to_do_it():
    life = left_alone("Tue 2026-11-17 09:00")
    with refused("R47"):
        pass_on(life, "Tue 2026-11-17 09:30", reason=None)
    with refused("L61 19.1"):
        pass_on(life, "Tue 2026-11-17 09:30", by="tax")
    with refused("R47"):
        life.do("Tue 2026-11-17 09:30", PassOn(subject="decide/1"), by="department", reason="x")
    life.ring("Thu 2026-11-19 09:00")
    with refused("R47"):
        pass_on(life, "Thu 2026-11-19 09:30")  # the chair has it: it must be acknowledged


def test_R47_the_chair_answers_for_what_reached_the_chair():
    life = left_alone("Thu 2026-11-19 09:00")
    life.do("Thu 2026-11-19 10:00", Acknowledge(explanation="settled today"), by="chair")
    assert life.now.episode("dossier").acknowledged_by.agency == "chair"


def test_R47_what_somebody_answers_for_is_not_passed_on():
    life = left_alone("Tue 2026-11-17 09:00")
    life.do("Tue 2026-11-17 09:30", Acknowledge(explanation="on my desk"), by="department")
    with refused("R47"):
        pass_on(life, "Tue 2026-11-17 09:40")


def test_what_made_it_late_is_explained_while_it_is_late_and_after():
    life = explain(left_alone("Tue 2026-11-17 09:00"), "Tue 2026-11-17 09:30", "dossier")
    assert life.now.episode("dossier").explained
    life.complete("Tue 2026-11-17 10:00", "decide")  # the episode is closed; the result waits to be collected
    explain(life, "Tue 2026-11-17 11:00", "dossier", by="one-stop", cause="applicant")
    assert [(s.by, s.fact.cause) for s in life.said("explained")] == [
        ("department", "partner_agency"),
        ("one-stop", "applicant"),
    ]


def test_what_was_never_late_and_what_was_annulled_needs_no_explanation():
    life = partner("Tue 2026-11-03 08:00")
    life.complete("Tue 2026-11-03 08:04", "check", done="Tue 2026-11-03 07:58")  # in time after all
    for subject in ("dossier", "check/1"):
        with refused("R47"):
            explain(life, "Tue 2026-11-03 09:00", subject)


def test_an_explanation_is_given_by_who_held_it_decides_or_received_it():
    life = partner("Tue 2026-11-03 09:00")
    with refused("L61 19.1"):
        explain(life, "Tue 2026-11-03 09:30", "check/1", by="tax")
    explain(life, "Tue 2026-11-03 09:30", "check/1", by="police")


def test_R60_after_the_end_it_is_too_late_to_explain_and_the_refusal_says_so():
    life = left_alone("Tue 2026-11-17 09:00").complete("Tue 2026-11-17 10:00", "decide", "give_back")
    with refused("R60") as problem:
        explain(life, "Tue 2026-11-17 11:00", "dossier")
    assert "before the dossier ends" in problem.value.hint


def test_R36_an_episode_rests_while_the_clock_stands_and_climbs_on_at_the_next_opening():
    life = left_alone("Tue 2026-11-17 09:00")  # the unit head was told at 07:30
    life.ask("Tue 2026-11-17 10:00")
    assert life.ring("Fri 2026-11-20 09:00") == []
    assert life.alarm[0] == "none"
    life.give("Fri 2026-11-20 10:00")
    moved = life.said("climb_moved")
    assert [(s.at, spelled(s.fact.next_at)) for s in moved] == [("Fri 2026-11-20 10:00", "Mon 2026-11-23 07:30")]
    life.ring("Mon 2026-11-23 08:00")
    assert told(life)[-1] == ("Mon 2026-11-23 07:30", "escalated", "one_stop_head")


def test_R36_a_pause_between_two_openings_moves_nothing():
    life = left_alone("Tue 2026-11-17 09:00").ask("Tue 2026-11-17 10:00").give("Tue 2026-11-17 16:00")
    assert life.said("climb_moved") == []
    life.ring("Wed 2026-11-18 08:00")
    assert told(life)[-1] == ("Wed 2026-11-18 07:30", "escalated", "one_stop_head")


def test_R36_time_for_which_the_clock_stood_is_not_lost():
    life = left_alone("Tue 2026-11-17 09:00").ask("Tue 2026-11-17 09:30").give("Fri 2026-11-20 09:30")
    life.complete("Fri 2026-11-20 10:30", "decide")
    assert life.said("overdue_closed")[0].fact.lost_minutes == 120 + 60  # 07:30–09:30 on Tuesday, 09:30–10:30 on Friday


def test_R36_while_a_withdrawal_is_asked_nothing_climbs():
    life = left_alone("Tue 2026-11-17 09:00").do("Tue 2026-11-17 10:00", AskWithdrawal(), by="applicant")
    assert life.ring("Thu 2026-11-19 09:00") == []
    life.do("Thu 2026-11-19 10:00", SettleWithdrawal(granted=False), by="one-stop")
    assert life.alarm == ("Fri 2026-11-20 07:30", "climb")


def test_R36_an_intake_decision_that_was_late_is_late_again_when_the_applicant_stays():
    life = Life(five_days(), "Mon 2026-11-02 08:00", channel="online")
    life.ring("Tue 2026-11-03 09:00")  # eight working hours ended Tue 08:00
    life.do("Tue 2026-11-03 10:00", AskWithdrawal(), by="applicant")
    assert life.ring("Thu 2026-11-05 09:00") == []
    life.do("Thu 2026-11-05 10:00", SettleWithdrawal(granted=False), by="one-stop")
    assert (spelled(life.now.decide_by), life.alarm) == ("Tue 2026-11-03 08:00", ("Fri 2026-11-06 07:30", "climb"))


def test_a_step_that_was_late_before_a_supplement_is_late_after_it():
    life = partner("Tue 2026-11-03 09:00")  # its one day ended Tue 03/11 08:00
    life.ask("Tue 2026-11-03 10:00", by="police").give("Mon 2026-11-09 10:00")
    assert life.step_due("check") == "Tue 2026-11-03 08:00"
    life.complete("Mon 2026-11-09 11:00", "check")
    closed = life.said("overdue_closed")[0].fact
    assert (closed.subject, closed.lost_minutes) == ("check/1", 120 + 60)
    assert life.said("duty_closed")[0].fact.late


def test_a_step_that_was_in_time_before_a_supplement_runs_on_with_what_was_left():
    life = partner("Mon 2026-11-02 12:00")
    life.ask("Mon 2026-11-02 14:00", by="police").give("Mon 2026-11-09 10:00")  # 4.5 of 8 hours used
    assert life.step_due("check") == "Mon 2026-11-09 15:00"


def test_R29_a_supplement_that_gives_the_time_anew_ends_the_lateness_of_the_step():
    steps = [
        step("check", "verify", "police", "1wd"),
        step("sign", "sign", "department", "1wd", "check"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(five_days(steps=steps, supplement={"policy": "restart"}), "Mon 2026-11-02 08:00")
    life.ring("Tue 2026-11-03 09:00")
    life.ask("Tue 2026-11-03 10:00", by="police").give("Mon 2026-11-09 10:00")
    assert life.step_due("check") == "Tue 2026-11-10 10:00"
    assert [(s.at, s.fact.lost_minutes) for s in life.said("overdue_closed")] == [("Mon 2026-11-09 10:00", 120)]


def test_a_silence_that_was_reported_is_not_reported_again_after_a_supplement():
    steps = [
        step("opinion", "consult", "police", "3wd"),
        step("work", "appraise", "department", "20wd"),
        step("give_back", "return", "one_stop", "0wd", "opinion work"),
    ]
    life = Life(procedure(steps, "30wd"), "Mon 2026-11-02 08:00")
    life.ring("Fri 2026-11-06 08:00")
    life.ask("Fri 2026-11-06 09:00").give("Mon 2026-11-09 10:00").ring("Fri 2026-11-20 08:00")
    assert life.when("silence_kept") == ["Fri 2026-11-06 07:30"]
    assert life.step_due("opinion") == "Thu 2026-11-05 17:00"


def test_a_step_that_came_too_late_while_the_clock_stood_is_late_from_when_it_runs_on():
    steps = [
        step("write", "appraise", "department", "9wd"),
        step("map", "appraise", "department", "1wd", "write", anchor="receipt"),
        step("ask", "verify", "police", "1wd", "write", clock="pause"),
        step("give_back", "return", "one_stop", "0wd", "map ask"),
    ]
    life = Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00").complete("Thu 2026-11-05 08:00", "write")
    life.complete("Thu 2026-11-05 10:00", "ask").ring("Thu 2026-11-05 11:00")
    assert [(s.at, s.fact.subject) for s in life.said("overdue_opened")] == [("Thu 2026-11-05 10:00", "map/1")]
    life.complete("Thu 2026-11-05 11:30", "map")
    assert life.said("overdue_closed")[0].fact.lost_minutes == 90


def test_R47_a_warning_given_is_not_given_again_after_a_pause():
    life = left_alone("Tue 2026-11-10 09:00")  # half of the time was over on Mon 09/11 13:15
    life.ask("Tue 2026-11-10 10:00").give("Mon 2026-11-16 09:00")  # due Fri 20/11
    life.ring("Fri 2026-11-20 17:00")
    assert [(s.at, s.fact.threshold) for s in life.said("warned")] == [
        ("Mon 2026-11-09 13:15", "50%"),
        ("Wed 2026-11-18 17:00", "2wd"),
        ("Thu 2026-11-19 17:00", "1wd"),
    ]


def test_R47_half_of_the_time_is_half_of_all_of_it_whenever_the_clock_stood():
    life = left_alone("Thu 2026-11-05 09:00").ask("Thu 2026-11-05 10:00").give("Tue 2026-11-10 10:00")
    life.ring("Mon 2026-11-16 08:00")
    assert life.when("warned") == ["Thu 2026-11-12 13:15"]  # from Thu 05/11 10:00 it was 2 days and 2:15 hours ahead


def test_R47_a_limit_given_anew_is_warned_of_anew():
    life = left_alone("Tue 2026-11-10 09:00", supplement={"policy": "restart"})
    life.ask("Tue 2026-11-10 10:00").give("Mon 2026-11-16 09:00")
    life.ring("Fri 2026-12-18 09:00")
    assert [s.fact.threshold for s in life.said("warned")] == ["50%", "50%", "2wd", "1wd"]


def test_R75_where_the_calendar_ends_nobody_is_held_up_and_no_day_is_guessed():
    steps = [step("decide", "sign", "department"), step("give_back", "return", "one_stop", "0wd", "decide")]
    life = Life(five_days(steps=steps), "Mon 2027-12-20 08:00")  # due Mon 27/12; 2028 is not decided yet
    life.ring("Fri 2027-12-31 09:00")
    assert told(life)[-1] == ("Fri 2027-12-31 07:30", "reminded", "chair")
    assert life.alarm == ("Sat 2028-01-01 00:00", "climb")  # then it is looked at again, and is a fault if need be
    life.complete("Fri 2027-12-31 10:00", "decide")
    assert life.said("overdue_closed")[0].fact.lost_minutes == 3 * 480 + 150
