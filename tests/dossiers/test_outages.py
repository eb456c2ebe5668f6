"""R36: clocks that stand by decision while a department system is away; every date is counted by hand beside it.

Ten working days received Mon 02/11 end on Mon 16/11: 03, 04, 05, 06, 09, 10, 11, 12, 13, 16. The office is open from
07:30 to 11:30 and from 13:00 to 17:00.
"""

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.attribution import Holder
from motcua.dossiers.decide import is_deed, is_engine_deed
from motcua.dossiers.ledger import ledger
from motcua.dossiers.parts import State
from motcua.procedures.definition import Procedure
from motcua.register.rows import Verdict, verdict
from tests.dossiers.away import AWAY, BACK, DECISION, SYSTEM, answered, run, stand, standing_of, waiting
from tests.dossiers.hearing import date, last, to_applicant
from tests.dossiers.houses import land_transfer, procedure, step
from tests.dossiers.life import Life, at, refused, spelled


def test_R36_an_outage_alone_does_not_stop_the_clock():
    life = waiting()
    life.ring(BACK)
    assert (life.due, life.waits, life.now.pauses) == ("Mon 2026-11-16 17:00", "department_system", ())


def test_R36_the_clock_stands_from_the_decision_to_the_recovery_and_runs_on_with_what_was_left():
    life = stand(waiting(), "Fri 2026-11-06 07:30")  # 03, 04, 05, 06 used: 6 left
    assert (life.due, str(life.now.left), life.waits) == ("none", "6wd", "department_system")
    assert life.step_due("register") == "none"  # 24 h less 6.5 on Wed 04/11 and 8 on Thu 05/11: 9.5 left
    assert run(life, BACK).due == "Thu 2026-11-19 17:00"  # 12, 13, 16, 17, 18, 19
    assert life.step_due("register") == "Thu 2026-11-12 16:30"  # 2 h on Wed 11/11 from 15:00, 7.5 on Thu 12/11
    assert life.now.due_original == at("Mon 2026-11-16 17:00")
    assert answered(life, "Thu 2026-11-12 09:00").open_steps() == ["sign"]


def test_R36_facts_bear_the_moments_of_the_decision_and_of_the_recovery_however_late_they_are_written():
    life = stand(waiting(), "Mon 2026-11-09 09:00")
    assert life.when("paused", "duty_paused") == ["Fri 2026-11-06 07:30"] * 2
    run(life, "Fri 2026-11-13 08:00")
    assert life.when("resumed", "duty_resumed") == [BACK] * 2
    assert life.due == "Thu 2026-11-19 17:00"
    assert life.now.pauses[0].until == at(BACK)


def test_R36_a_dossier_that_begins_to_wait_later_stands_from_then():
    life = stand(waiting(asked="Tue 2026-11-10 10:00"), "Tue 2026-11-10 10:05")  # 03 to 10/11 used: 4 left
    assert life.when("paused") == ["Tue 2026-11-10 10:00"]
    assert run(life, BACK).due == "Tue 2026-11-17 17:00"  # 12, 13, 16, 17
    assert life.step_due("register") == "Mon 2026-11-16 15:00"  # nothing used: 2 h on 11/11, 8, 8, and 6 on Mon 16/11


def test_R36_another_decision_ends_it_before_the_system_is_back():
    life = stand(waiting(), "Fri 2026-11-06 07:30")
    run(life, "Tue 2026-11-10 08:00", until="Tue 2026-11-10 07:30", decision="15/QĐ-UBND", basis="the same")
    assert life.due == "Wed 2026-11-18 17:00"  # 11, 12, 13, 16, 17, 18
    assert life.said("resumed")[0].fact.decision == "15/QĐ-UBND"
    assert run(life, BACK).due == "Wed 2026-11-18 17:00"  # the recovery itself changes nothing any more


def test_R36_its_own_answer_ends_it_where_the_system_answers_all_the_same():
    life = answered(stand(waiting(), "Fri 2026-11-06 07:30"), "Tue 2026-11-10 09:00")
    assert (life.due, life.open_steps()) == ("Wed 2026-11-18 17:00", ["sign"])  # 11, 12, 13, 16, 17, 18
    assert life.when("resumed") == ["Tue 2026-11-10 09:00"]
    assert run(life, BACK).due == "Wed 2026-11-18 17:00"


def test_R36_a_request_the_system_calls_wrong_waits_for_a_person_and_the_clock_runs():
    life = answered(stand(waiting(), "Fri 2026-11-06 07:30"), "Tue 2026-11-10 09:00", "trouble", detail="wrong parcel")
    assert (life.due, life.step_due("register")) == ("Wed 2026-11-18 17:00", "Wed 2026-11-11 10:30")
    life.do("Tue 2026-11-10 10:00", c.AskAgain(step="register"), by="department")
    stand(life, "Tue 2026-11-10 10:30")
    assert life.when("paused")[-1] == "Tue 2026-11-10 10:00"  # it waits on the system again only since then
    assert run(life, BACK).due == "Thu 2026-11-19 17:00"  # 12, 13, 16, 17, 18, 19: the sixth day left on 10/11 stays


def test_R30_an_outage_and_a_supplement_that_overlap_are_counted_once():
    life = stand(waiting(), "Fri 2026-11-06 07:30")
    life.ask("Mon 2026-11-09 10:00")
    run(life, BACK)
    assert (life.due, life.step_due("register"), life.now.state.portal_code) == ("none", "none", 5)
    life.give("Fri 2026-11-13 09:00")  # stood from Fri 06/11 to Fri 13/11: 6 left
    assert (life.due, life.step_due("register")) == ("Mon 2026-11-23 17:00", "Mon 2026-11-16 10:30")


def test_R30_a_supplement_given_while_the_system_is_still_away_does_not_start_the_clock():
    life = stand(waiting(), "Fri 2026-11-06 07:30")
    life.ask("Mon 2026-11-09 10:00").give("Tue 2026-11-10 09:00")
    assert (life.due, life.step_due("register"), life.now.state) == ("none", "none", State.IN_PROCESS)
    assert run(life, BACK).due == "Thu 2026-11-19 17:00"


def test_R30_a_decision_that_reaches_back_behind_a_supplement_gives_back_what_ran_before_it():
    life = waiting().ask("Mon 2026-11-09 10:00")  # 03, 04, 05, 06, 09 used: 5 left
    stand(life, "Tue 2026-11-10 09:00", since=AWAY)  # from Thu 05/11: 03, 04, 05 used, 7 left
    assert str(life.now.left) == "7wd"
    run(life, BACK)
    assert life.give("Thu 2026-11-12 09:00").due == "Mon 2026-11-23 17:00"  # 13, 16, 17, 18, 19, 20, 23


def test_R30_and_behind_one_that_was_given_already():
    life = waiting().ask("Fri 2026-11-06 10:00").give("Mon 2026-11-09 10:00")  # 6 left, from Mon 09/11
    stand(life, "Tue 2026-11-10 09:00", since=AWAY)  # 06/11 ran after the outage began: it is given back
    assert str(life.now.left) == "7wd"
    assert run(life, BACK).due == "Fri 2026-11-20 17:00"  # 12, 13, 16, 17, 18, 19, 20


def test_R29_time_given_anew_since_counts_from_there():
    life = waiting(supplement={"policy": "restart"}).ask("Fri 2026-11-06 10:00").give("Mon 2026-11-09 10:00")
    stand(life, "Tue 2026-11-10 09:00", since=AWAY)
    assert (str(life.now.left), life.step_due("register")) == ("10wd", "none")
    assert run(life, BACK).due == "Thu 2026-11-26 17:00"  # 12, 13, 16 to 20, 23, 25, 26: Tue 24/11 is a holiday


def test_R36_two_outages_each_with_its_decision_add_up():
    life = run(stand(waiting(), "Fri 2026-11-06 07:30"), "Mon 2026-11-09 09:00", until="Mon 2026-11-09 08:00")
    assert life.due == "Tue 2026-11-17 17:00"  # 6 left: 10, 11, 12, 13, 16, 17
    stand(life, "Wed 2026-11-11 09:00", since="Wed 2026-11-11 09:00", began="Wed 2026-11-11 08:00", outage=2)
    assert str(life.now.left) == "4wd"
    assert run(life, "Fri 2026-11-13 10:00", until="Fri 2026-11-13 09:00", outage=2).due == "Thu 2026-11-19 17:00"
    assert [(p.ref, spelled(p.until)) for p in life.now.pauses] == [
        ("outage:1", "Mon 2026-11-09 08:00"),
        ("outage:2", "Fri 2026-11-13 09:00"),
    ]


def test_R36_what_was_late_before_the_decision_stays_late_and_loses_no_time_while_it_stands():
    life = waiting(received="Mon 2026-10-19 08:00", asked="Wed 2026-10-21 09:00")  # due Mon 02/11, late from 03/11
    life.ring("Thu 2026-11-05 09:00")
    stand(life, "Fri 2026-11-06 08:00")
    assert (life.now.episode("dossier") is not None, life.late("Mon 2026-11-09 09:00")) == (True, False)
    run(life, BACK)
    assert (life.due, life.late("Wed 2026-11-11 15:00")) == ("Mon 2026-11-02 17:00", True)
    answered(life, "Thu 2026-11-12 07:30").complete("Thu 2026-11-12 07:30", "sign")
    closed = next(s.fact for s in life.said("overdue_closed") if s.fact.subject == "dossier")
    assert closed.lost_minutes == (3 * 8 + 2) * 60  # Tue 03, Wed 04, Thu 05/11 and two hours on Wed 11/11


def test_R36_an_episode_that_began_since_the_moment_of_the_decision_is_annulled():
    life = waiting(received="Thu 2026-10-22 08:00", asked="Wed 2026-11-04 09:00")  # due Thu 05/11, late from Fri 06/11
    life.ring("Mon 2026-11-09 09:00")
    assert life.now.episode("dossier") is not None
    stand(life, "Mon 2026-11-09 10:00", since=AWAY)
    assert life.now.episodes == ()
    assert [s.fact.annulled for s in life.said("overdue_closed") if s.fact.subject == "dossier"] == [True]
    assert run(life, BACK).due == "Wed 2026-11-11 17:00"  # nothing left but the day on which it runs again


def test_R10_what_was_left_never_ends_before_anybody_could_know():
    life = stand(waiting(received="Thu 2026-10-22 08:00"), "Thu 2026-11-05 11:00", since=AWAY)  # due that day: 0 left
    run(life, "Fri 2026-11-13 09:00")  # the engine hears of the recovery two days late
    assert (life.due, life.late("Fri 2026-11-13 12:00")) == ("Fri 2026-11-13 17:00", False)


def test_R47_a_warning_that_was_given_is_not_given_again():
    life = waiting()
    life.ring("Mon 2026-11-09 14:00")
    assert [s.fact.threshold for s in life.said("warned")] == ["50%"]
    stand(life, "Mon 2026-11-09 15:00", since=AWAY)
    run(life, BACK)
    life.ring("Fri 2026-11-20 17:00")
    assert [s.fact.threshold for s in life.said("warned")] == ["50%", "2wd", "1wd"]


def test_R36_a_silent_system_does_not_agree_while_it_stands():
    silent = {"on_silence": "deemed_agreed", "silence_basis": "Decree 96/2026"}
    steps = [
        step("ask", "consult", "defence", "3wd", system=SYSTEM, **silent),
        step("sign", "sign", "department", "2wd", "ask"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = stand(Life(procedure(steps, "10wd"), "Wed 2026-11-04 08:00"), "Fri 2026-11-06 08:00")
    life.ring(BACK)
    assert life.open_steps() == ["ask"]  # its three days ended on Mon 09/11
    run(life, BACK)
    assert (life.step_due("ask"), life.alarm) == ("Thu 2026-11-12 17:00", ("Thu 2026-11-12 17:00", "step"))
    life.ring("Mon 2026-11-16 08:00")
    assert life.now.done["ask"].outcome == "agreed_by_silence"


def test_R35_a_phase_stands_with_the_promise():
    shown = land_transfer().model_dump(exclude_defaults=True)
    asked = [s | ({"system": SYSTEM} if s["id"] == "appraise" else {}) for s in shown["steps"]]
    life = Life(Procedure.model_validate(shown | {"steps": asked}), "Wed 2026-11-04 08:00").complete(
        "Wed 2026-11-04 09:00", "intake"
    )
    phase = spelled(life.now.phase_clock.due)
    assert phase == "Tue 2026-11-10 17:00"  # 05, 06, 09, 10
    stand(life, "Fri 2026-11-06 07:30")  # 05, 06 used: 2 left
    run(life, BACK)
    assert spelled(life.now.phase_clock.due) == "Fri 2026-11-13 17:00"  # 12, 13
    life.ring("Fri 2026-11-13 16:59")
    assert life.now.episode("phase/one") is None


def test_R43_a_leg_counted_from_receipt_stands_too_and_work_beside_it_goes_on():
    steps = [
        step("ask", "verify", "land_office", "5wd", system=SYSTEM),
        step("report", "appraise", "department", "8wd", anchor="receipt"),
        step("visit", "verify", "commune", "6wd"),
        step("sign", "sign", "department", "1wd", "ask report visit"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00")
    beside = life.step_due("visit")
    stand(life, "Fri 2026-11-06 07:30")
    assert [life.step_due(s) for s in ("ask", "report", "visit")] == ["none", "none", beside]
    life.complete("Mon 2026-11-09 09:00", "visit")
    assert life.due == "none"
    run(life, BACK)
    assert (life.due, life.step_due("report")) == ("Thu 2026-11-19 17:00", "Tue 2026-11-17 17:00")  # 4 left


def test_R36_a_second_request_to_the_same_system_stands_with_the_first():
    steps = [
        step("ask", "verify", "land_office", "5wd", system=SYSTEM),
        step("check", "verify", "land_office", "1wd"),
        step("second", "verify", "land_office", "1wd", "check", system=SYSTEM),
        step("sign", "sign", "department", "1wd", "ask second"),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = stand(Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00"), "Fri 2026-11-06 07:30")
    life.complete("Fri 2026-11-06 09:00", "check")
    assert life.step_due("second") == "none"
    answered(life, "Mon 2026-11-09 09:00", name="ask")
    assert life.due == "none"  # the other one still waits
    run(life, BACK)
    assert (life.due, life.step_due("second")) == ("Thu 2026-11-19 17:00", "Thu 2026-11-12 15:00")


def test_R68_the_time_is_the_systems_whether_the_clock_stands_or_not():
    stands, runs = run(stand(waiting(), "Fri 2026-11-06 07:30"), BACK), waiting()
    for life in (stands, runs):
        answered(life, "Thu 2026-11-12 09:00")
    now = at("Thu 2026-11-12 12:00")
    books = [ledger(life.transitions, life.ground, now) for life in (stands, runs)]
    shares = [{s.agency: s for s in book.shares if s.holder is Holder.SYSTEM}[SYSTEM] for book in books]
    assert shares[0].seconds == shares[1].seconds
    assert shares[0].seconds_stood == (2 * 8 + 8 + 6) * 3600  # Fri 06, Mon 09, Tue 10/11, and Wed 11/11 until 15:00
    assert shares[1].seconds_stood == 0


def test_R68_a_decision_that_reaches_back_leaves_everybody_the_time_they_had():
    plain = waiting().ask("Fri 2026-11-06 10:00").give("Mon 2026-11-09 10:00")
    now, before = at("Tue 2026-11-10 09:00"), plain.transitions
    known = [(s.holder, s.agency, s.step, s.seconds) for s in ledger(before, plain.ground, now).shares]
    stand(plain, "Tue 2026-11-10 09:00", since=AWAY)
    book = ledger(plain.transitions, plain.ground, now)
    assert [(s.holder, s.agency, s.step, s.seconds) for s in book.shares] == known
    assert sum(s.seconds_stood for s in book.shares) == (1.5 + 4 + 8 + 8 + 1.5) * 3600


def test_D224_the_applicant_hears_that_it_stands_why_and_what_the_new_date_is():
    life = stand(waiting(), "Fri 2026-11-06 08:00")
    assert (to_applicant(life)[-1], life.now.state.portal_code) == (("Fri 2026-11-06 07:30", "clock_stands"), 4)
    says = last(life, "clock_stands")
    assert (says["ground"], says["decision"], says["system"]) == ("outage", DECISION, SYSTEM)
    run(life, BACK)
    says = last(life, "date_moved")
    assert (says["ground"], date(says, "old_due"), date(says, "due")) == (
        "outage",
        "Mon 2026-11-16 17:00",
        "Thu 2026-11-19 17:00",
    )


@pytest.mark.parametrize(
    ("told", "how"),
    [
        ("Fri 2026-11-06 08:00", {"since": "Thu 2026-11-05 09:59"}),  # before the outage began
        ("Fri 2026-11-06 08:00", {"since": "Fri 2026-11-06 09:00"}),  # ahead
        ("Fri 2026-11-06 08:00", {"system": "population"}),  # it does not wait on that one
    ],
)
def test_R36_a_decision_that_does_not_fit_is_refused(told, how):
    life = waiting()
    with refused("R36"):
        stand(life, told, **how)
    assert life.now.pauses == ()


def test_R36_one_decision_is_enough():
    life = stand(waiting(), "Fri 2026-11-06 08:00")
    with refused("R36"):
        stand(life, "Mon 2026-11-09 08:00")
    with refused("R36"):
        run(waiting(), BACK)


def test_R36_without_a_promise_there_is_no_clock_to_stop():
    with refused("R36"):
        stand(waiting(total="none"), "Fri 2026-11-06 08:00")


def test_R36_what_has_its_result_or_has_ended_does_not_stand():
    steps = [
        step("sign", "sign", "department", "2wd"),
        step("tell", "finance", "tax", "2wd", clock="pause", system=SYSTEM),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    life = Life(procedure(steps, "10wd"), "Mon 2026-11-02 08:00").complete("Tue 2026-11-03 09:00", "sign")
    with refused("R55"):
        stand(life, "Fri 2026-11-06 08:00")
    ended = waiting().do("Thu 2026-11-05 12:00", c.Stop(basis="law"), by="department", reason="withdrawn")
    with refused("R60"):
        stand(ended, "Fri 2026-11-06 08:00")


def test_R36_a_dossier_that_ends_while_it_stands_is_over():
    life = stand(waiting(), "Fri 2026-11-06 08:00")
    life.do("Mon 2026-11-09 09:00", c.Stop(basis="law"), by="department", reason="withdrawn")
    with refused("R60"):
        run(life, BACK)


def test_R55_a_refusal_decided_while_it_stands_is_a_result_in_time():
    own = [step("ask", "verify", "department", "3wd", system=SYSTEM), step("give", "return", "one_stop", "0wd", "ask")]
    life = stand(Life(procedure(own, "10wd"), "Wed 2026-11-04 08:00"), "Fri 2026-11-06 08:00")
    life.do("Mon 2026-11-09 09:00", c.RefuseOnMerits(step="ask", basis="law"), by="department")
    assert (life.now.result, verdict(life.now, "Asia/Ho_Chi_Minh")) == ("refused", Verdict.EARLY)


def test_callers_cannot_stop_a_clock():
    for do in (c.RunAfterOutage(outage=1, until=at(BACK)), standing_of(AWAY, AWAY)):
        act = c.Act.model_validate({"by": {"agency": "one-stop"}, "do": do})
        assert (is_deed(act), is_engine_deed(act)) == (False, True)
