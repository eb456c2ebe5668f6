"""A decision changes the calendar: every date that has not passed follows it, once, and nothing else does (R10)."""

from motcua.dossiers import commands as c
from motcua.dossiers.rehearsal import Effect, foresee
from motcua.worktime.allowance import Allowance
from tests.dossiers.decrees import NUMBER, REPLAN, after, closed, replan
from tests.dossiers.houses import building_permit, five_days, investment, land_transfer, ten_days
from tests.dossiers.life import Life, at, past, refused, spelled

SWAP = {"off": ["2026-11-23"], "worked": ["2026-11-28"]}
"""Monday 23/11 is given off, Saturday 28/11 is worked in its place."""


def swapped(life: Life, when: str = "Tue 2026-11-10 09:00") -> list[str]:
    return replan(life, when, after(life.ground, **SWAP))


def due_on_25_november(**values) -> Life:
    """Return a dossier received Mon 09/11 with eleven working days, due Wed 25/11 (24/11 is a holiday)."""
    life = Life(five_days(total="11wd", **values), "Mon 2026-11-09 08:00")
    assert life.due == "Wed 2026-11-25 17:00"
    return life


def test_R10_monday_23_november_is_given_off_and_the_date_becomes_thursday():
    life = due_on_25_november()
    assert swapped(life) == ["replanned", "clock_set"]
    assert life.due == "Thu 2026-11-26 17:00"
    said, clock = life.said("replanned", "clock_set")[-2:]
    assert (said.fact.decision, clock.fact.why) == (NUMBER, "calendar")
    assert said.fact.calendar == clock.fact.clock.calendar == life.now.clock.calendar
    assert spelled(clock.fact.clock.since) == "Mon 2026-11-09 08:00"  # counted from where it began


def test_R52_the_date_on_the_slip_stays_visible():
    life = due_on_25_november()
    swapped(life)
    assert spelled(life.now.due_original) == "Wed 2026-11-25 17:00"
    assert not life.late("Thu 2026-11-26 16:00")
    assert life.late("Fri 2026-11-27 00:00")


def test_R10_a_calendar_that_did_not_change_says_nothing():
    life = due_on_25_november()
    assert replan(life, "Tue 2026-11-10 09:00", life.ground) == []


def test_R10_replanned_twice_it_is_replanned_once():
    life = due_on_25_november()
    swapped(life)
    assert swapped(life, "Tue 2026-11-10 09:05") == []


def test_R10_a_dossier_the_decision_does_not_touch_is_left_alone():
    life = Life(five_days(), "Mon 2026-11-09 08:00")
    assert life.due == "Mon 2026-11-16 17:00"
    assert swapped(life) == []


def test_R10_a_worked_saturday_brings_the_date_forward_honestly():
    life = Life(five_days(), "Mon 2026-11-23 08:00")
    assert life.due == "Tue 2026-12-01 17:00"  # 25, 26, 27, 30, 01
    replan(life, "Mon 2026-11-23 09:00", after(life.ground, worked=["2026-11-28"]))
    assert life.due == "Mon 2026-11-30 17:00"  # 25, 26, 27, Sat 28, 30


def test_R10_a_date_is_never_moved_into_the_past():
    life = Life(five_days(total="3wd"), "Fri 2026-11-27 08:00")
    assert life.due == "Wed 2026-12-02 17:00"
    worked = after(life.ground, worked=["2026-11-28", "2026-11-29"])  # counted so, it was due on Mon 30/11
    assert "clock_set" not in replan(life, "Tue 2026-12-01 09:00", worked)
    assert life.due == "Wed 2026-12-02 17:00"


def test_R10_a_date_that_has_passed_stays_passed():
    life = due_on_25_november()
    life.ring("Fri 2026-11-27 09:00")
    assert life.late("Fri 2026-11-27 09:00")
    assert "clock_set" not in replan(life, "Fri 2026-11-27 09:00", after(life.ground, off=["2026-11-25"]))
    assert life.due == "Wed 2026-11-25 17:00"


def test_R10_finished_ones_never_change():
    life = due_on_25_november()
    life.complete("Tue 2026-11-10 08:00", "decide")
    assert swapped(life) == []
    life.complete("Tue 2026-11-10 10:00", "give_back")
    with refused("R60"):
        swapped(life, "Tue 2026-11-10 11:00")


def test_R10_a_clock_that_stands_keeps_what_is_left_and_finds_its_date_when_it_runs_on():
    life = due_on_25_november()
    life.ask("Mon 2026-11-09 10:00")
    assert swapped(life) == []
    life.give("Wed 2026-11-11 09:00")  # 11 left: 12, 13, 16, 17, 18, 19, 20, 25, 26, 27, Sat 28
    assert life.due == "Sat 2026-11-28 17:00"


def test_R10_the_step_moves_with_its_own_clock_and_so_does_the_silence_that_follows_it():
    life = Life(investment(), "Mon 2026-11-02 08:00")
    life.complete("Mon 2026-11-02 09:00", "intake").complete("Wed 2026-11-11 10:00", "send_out")
    assert life.step_due("registry") == "Fri 2026-11-20 17:00"
    assert spelled(life.duty("registry").silence_at) == "Mon 2026-11-23 07:30"
    said = replan(life, "Thu 2026-11-12 09:00", after(life.ground, **SWAP))
    assert said.count("duty_replanned") == 2  # both opinions; the deciding agency's own limit ends before
    assert life.step_due("registry") == "Fri 2026-11-20 17:00"  # due on Friday all the same
    assert spelled(life.duty("registry").silence_at) == "Wed 2026-11-25 07:30"  # Monday is off, Tuesday a holiday


def test_R10_an_emergency_closure_of_one_agency_leaves_the_others_alone():
    life = Life(investment(), "Mon 2026-11-02 08:00")
    life.complete("Mon 2026-11-02 09:00", "intake").complete("Tue 2026-11-03 10:00", "send_out")
    due = life.due
    assert {life.step_due(s) for s in ("registry", "local")} == {"Thu 2026-11-12 17:00"}
    replan(life, "Wed 2026-11-04 09:00", closed(life.ground, "commune", "2026-11-05"))
    assert (life.step_due("registry"), life.step_due("local")) == ("Thu 2026-11-12 17:00", "Fri 2026-11-13 17:00")
    assert life.due == due


def test_R10_the_deciding_agency_closes_tomorrow_and_the_promise_follows():
    life = Life(five_days(), "Wed 2026-11-04 08:00")
    assert life.due == "Wed 2026-11-11 17:00"
    replan(life, "Wed 2026-11-04 15:00", closed(life.ground, "department", "2026-11-05"))
    assert life.due == "Thu 2026-11-12 17:00"
    assert life.step_due("decide") == "Thu 2026-11-12 08:00"


def test_R49_a_re_appointed_date_moves_only_off_a_closed_day():
    life = Life(five_days(), "Mon 2026-11-09 08:00")
    life.do(
        "Thu 2026-11-12 09:00",
        c.ProposeDate(extend=Allowance.parse("5wd"), approver="cb-7"),
        by="department",
        reason="x",
    )
    life.do("Thu 2026-11-12 10:00", c.ApplyDate(), by="one-stop")
    assert life.due == "Mon 2026-11-23 17:00"
    assert "clock_set" not in replan(life, "Fri 2026-11-13 09:00", after(life.ground, off=["2026-11-18"]))
    assert "clock_set" in replan(life, "Fri 2026-11-13 10:00", after(life.ground, **SWAP))
    assert life.due == "Wed 2026-11-25 17:00"  # off Monday, a holiday on Tuesday


def test_R10_a_date_brought_along_on_a_slip_is_a_date_and_no_count():
    life = Life(
        five_days(total="8wd"), "Mon 2026-11-09 08:00", promised=at("Fri 2026-11-20 17:00"), now="Mon 2026-11-09 09:00"
    )
    assert life.due == "Fri 2026-11-20 17:00"
    assert "clock_set" not in replan(life, "Tue 2026-11-10 09:00", after(life.ground, off=["2026-11-12"]))
    replan(life, "Tue 2026-11-10 10:00", after(life.ground, off=["2026-11-20"]))
    assert life.due == "Mon 2026-11-23 17:00"


def test_R15_the_decision_on_receiving_moves_too():
    life = Life(five_days(), "Fri 2026-11-20 10:00", channel="online")
    assert spelled(life.now.decide_by) == "Mon 2026-11-23 10:00"
    replan(life, "Fri 2026-11-20 11:00", after(life.ground, **SWAP))
    assert spelled(life.now.decide_by) == "Wed 2026-11-25 10:00"


def test_R32_the_applicants_own_date_moves_too():
    life = Life(ten_days(supplement={"policy": "pause_then_close", "window": "14cd"}), "Mon 2026-11-09 08:00")
    life.ask("Mon 2026-11-09 10:00")
    assert spelled(life.now.supplement.lapses_at) == "Wed 2026-11-25 07:30"  # to 23/11, then the holiday
    assert replan(life, "Tue 2026-11-10 09:00", after(life.ground, **SWAP)) == ["replanned"]
    assert spelled(life.now.supplement.lapses_at) == "Thu 2026-11-26 07:30"  # 23/11 rolls to Wed 25/11


def test_R34_the_phase_moves_with_the_promise():
    life = Life(land_transfer(), "Wed 2026-11-18 08:00")
    assert spelled(life.now.phase_clock.due) == "Wed 2026-11-25 17:00"
    replan(life, "Thu 2026-11-19 08:00", after(life.ground, **SWAP))
    assert spelled(life.now.phase_clock.due) == "Thu 2026-11-26 17:00"


def test_R25_papers_on_their_way_may_arrive_later_where_the_giver_is_closed():
    life = Life(ten_days(hand_over="paper"), "Fri 2026-11-20 08:00")
    life.complete("Fri 2026-11-20 15:30", "intake")
    assert spelled(life.duty("appraise").hand_over_by) == "Mon 2026-11-23 07:30"
    replan(life, "Fri 2026-11-20 16:00", after(life.ground, **SWAP))
    assert spelled(life.duty("appraise").hand_over_by) == "Wed 2026-11-25 07:30"


def test_R14_calendar_days_move_only_where_their_last_day_is_closed():
    life = Life(building_permit(), "Wed 2026-11-04 08:00")
    assert life.due == "Wed 2026-11-25 17:00"  # 20 calendar days to the holiday, and on
    replan(life, "Tue 2026-11-10 09:00", after(life.ground, **SWAP))
    assert life.due == "Wed 2026-11-25 17:00"
    replan(life, "Tue 2026-11-10 10:00", after(life.ground, off=["2026-11-25"]))
    assert life.due == "Thu 2026-11-26 17:00"


def test_R47_warnings_come_as_many_days_before_as_they_were_planned():
    life = due_on_25_november()
    assert [(t.name, spelled(t.at)) for t in life.now.clock.warnings][1:] == [
        ("2wd", "Fri 2026-11-20 17:00"),
        ("1wd", "Mon 2026-11-23 17:00"),
    ]
    swapped(life)
    assert [(t.name, spelled(t.at)) for t in life.now.clock.warnings][1:] == [
        ("2wd", "Fri 2026-11-20 17:00"),
        ("1wd", "Wed 2026-11-25 17:00"),
    ]


def test_R47_warnings_follow_the_calendar_even_where_the_date_stays():
    life = Life(building_permit(), "Wed 2026-11-04 08:00")
    said = replan(life, "Tue 2026-11-10 09:00", after(life.ground, **SWAP))
    assert "replanned" in said
    assert "clock_set" not in said  # the applicant's date is the same: nobody is told otherwise
    assert spelled(life.now.clock.warnings[-1].at) == "Fri 2026-11-20 17:00"


def test_R47_a_warning_that_would_have_come_by_now_is_given_at_once():
    life = Life(building_permit(), "Wed 2026-11-04 08:00")
    life.ring("Fri 2026-11-20 08:00")
    assert [t.name for t in life.now.clock.warnings] == ["2wd", "1wd"]  # this afternoon, and on Monday
    said = replan(life, "Fri 2026-11-20 09:00", after(life.ground, **SWAP))
    assert said[-1] == "warned"  # two working days before Wed 25/11 was yesterday
    assert life.said("warned")[-1].by == "law"
    assert [(t.name, spelled(t.at)) for t in life.now.clock.warnings] == [("1wd", "Fri 2026-11-20 17:00")]


def test_R47_an_episode_is_not_carried_on_while_everybody_is_off():
    life = Life(five_days(), "Thu 2026-11-12 08:00")
    life.ring("Fri 2026-11-20 10:00")
    episode = life.now.episode("dossier")
    assert spelled(episode.next_at) == "Mon 2026-11-23 07:30"
    assert "climb_moved" in replan(life, "Fri 2026-11-20 11:00", after(life.ground, **SWAP))
    assert spelled(life.now.episode("dossier").next_at) == "Wed 2026-11-25 07:30"


def test_R72_a_decision_is_applied_by_an_agency_that_exists():
    life = due_on_25_november()
    with refused("R72"):
        life.do("Tue 2026-11-10 09:00", REPLAN, by="old-one-stop")


def test_a_preview_says_what_would_happen_and_changes_nothing():
    life = due_on_25_november()
    act, before = c.Act(by=past("Tue 2026-11-10 09:00", REPLAN, "one-stop").by, do=REPLAN), life.now
    line = foresee(life.now, act, at("Tue 2026-11-10 09:00"), after(life.ground, **SWAP))
    assert (spelled(line.old_due), spelled(line.new_due)) == ("Wed 2026-11-25 17:00", "Thu 2026-11-26 17:00")
    assert (line.effect, line.touched, line.step, line.agency) == (Effect.LONGER, True, "decide", "department")
    assert life.now is before
    assert not foresee(life.now, act, at("Tue 2026-11-10 09:00"), life.ground).touched
