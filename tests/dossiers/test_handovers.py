"""Paper that goes from hand to hand: when it is due, when its clock starts, who answers for the way (R25–R27)."""

import pytest

from motcua.dossiers import commands as c
from tests.dossiers.houses import ten_days
from tests.dossiers.life import Life, refused, spelled


def on_paper(received: str = "Mon 2026-11-02 08:00", **opening) -> Life:
    """Return a dossier that goes on paper from the one-stop to the department."""
    return Life(ten_days(hand_over="paper"), received, **opening)


@pytest.mark.parametrize(
    ("taken_in", "due"),
    [
        ("Fri 2026-11-20 14:30", "Fri 2026-11-20 17:00"),  # up to 15:00: the same day
        ("Mon 2026-11-23 15:00", "Mon 2026-11-23 17:00"),
        ("Mon 2026-11-23 15:10", "Wed 2026-11-25 07:30"),  # after it: the next opening; 24/11 is a holiday
    ],
)
def test_R25_paper_is_handed_over_the_same_day_or_at_the_next_opening(taken_in, due):
    life = on_paper(taken_in).complete(taken_in, "intake")
    duty = life.duty("appraise")
    assert (duty.giver, spelled(duty.hand_over_by)) == ("one-stop", due)


def test_R26_an_online_dossier_is_in_the_next_hands_the_instant_it_is_received():
    life = on_paper(channel="online", accept=True).complete("Mon 2026-11-02 09:00", "intake")
    duty = life.duty("appraise")
    assert (duty.giver, duty.hand_over_by, spelled(duty.clock.since)) == (None, None, "Mon 2026-11-02 09:00")


def test_R27_the_clock_of_the_receiving_unit_starts_when_it_receives():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake")
    assert life.step_due("appraise") == "none"
    life.do("Mon 2026-11-02 14:00", c.Receive(step="appraise"), by="department")
    assert life.step_due("appraise") == "Thu 2026-11-12 14:00"  # 8 working days of eight hours from 14:00
    assert life.said("duty_received")[0].fact.late is False


def test_R27_work_that_is_acted_on_has_been_received():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake").complete("Mon 2026-11-02 15:00", "appraise")
    assert life.when("duty_received") == ["Mon 2026-11-02 15:00"]
    assert life.open_steps() == ["sign"]
    assert life.duty("sign").giver is None  # the same agency goes on with it


def test_R27_a_hand_over_that_is_not_received_in_time_is_flagged_with_its_giver():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake")
    assert life.alarm == ("Mon 2026-11-02 17:00", "hand_over")
    life.ring("Tue 2026-11-03 08:00")
    (flag,) = life.said("hand_over_late")
    assert (flag.at, flag.fact.giver) == ("Mon 2026-11-02 17:00", "one-stop")
    life.do("Tue 2026-11-03 08:30", c.Receive(step="appraise"), by="department")
    assert life.said("duty_received")[0].fact.late is True
    assert len(life.said("hand_over_late")) == 1


def test_R27_received_at_the_last_moment_is_in_time():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake")
    life.do("Mon 2026-11-02 17:00", c.Receive(step="appraise"), by="department")
    assert life.said("hand_over_late") == []


def test_R27_only_the_agency_the_work_goes_to_receives_it_and_only_once():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake")
    with refused("L61 19.1"):
        life.do("Mon 2026-11-02 14:00", c.Receive(step="appraise"), by="one-stop")
    life.do("Mon 2026-11-02 14:00", c.Receive(step="appraise"), by="department")
    with refused("R27"):
        life.do("Mon 2026-11-02 14:10", c.Receive(step="appraise"), by="department")


def test_R27_papers_received_while_the_applicant_completes_them_start_no_clock():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake").ask("Mon 2026-11-02 10:00")
    life.do("Mon 2026-11-02 14:00", c.Receive(step="appraise"), by="department")
    assert life.step_due("appraise") == "none"
    life.give("Thu 2026-11-05 14:00")
    assert life.step_due("appraise") == "Tue 2026-11-17 14:00"


def test_R13_the_promise_does_not_wait_for_papers_on_their_way():
    life = on_paper().complete("Mon 2026-11-02 09:00", "intake")
    assert life.due == "Mon 2026-11-16 17:00"
