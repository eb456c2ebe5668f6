"""R75: what cannot be decided is noted, never silent: somebody is waited for, and it goes on once it is mended."""

from dataclasses import replace
from datetime import datetime

import pytest

from motcua.dossiers import commands as c
from motcua.dossiers.decide import decide
from motcua.dossiers.parts import LAW
from motcua.errors import CalendarError
from tests.dossiers.houses import five_days
from tests.dossiers.life import HANOI, Life, at, spelled

YEAR_END = datetime(2027, 12, 30, 17, tzinfo=HANOI)
NOTE = c.NoteFault(what="late", detail="the calendar vn ends with 2027")


def at_the_end_of_the_calendar() -> Life:
    """Return a dossier promised for the last working day but one that the calendar knows."""
    return Life(five_days(), "Mon 2027-12-20 08:00", promised=YEAR_END)


def test_R75_an_alarm_beyond_the_calendar_is_an_error_and_no_guess():
    life = at_the_end_of_the_calendar()
    with pytest.raises(CalendarError):
        decide(life.dossier, c.Act(by=LAW, do=c.Ring()), at("Mon 2028-01-03 09:00"), life.ground)


def test_R75_a_fault_is_noted_and_the_dossier_waits_for_the_engines_operators():
    life = at_the_end_of_the_calendar().do("Mon 2028-01-03 09:00", NOTE, by="law")
    assert life.waits == "engine_fault"
    assert life.now.fault.detail == "the calendar vn ends with 2027"
    assert spelled(life.now.fault.since) == "Mon 2028-01-03 09:00"


def test_R75_a_fault_is_noted_once_however_often_it_is_met():
    life = at_the_end_of_the_calendar().do("Mon 2028-01-03 09:00", NOTE, by="law")
    life.do("Mon 2028-01-03 10:00", NOTE, by="law")
    assert life.when("fault_noted") == ["Mon 2028-01-03 09:00"]


def test_R75_once_it_can_be_decided_the_fault_is_cleared_and_the_alarm_bears_its_legal_moment():
    life = Life(five_days(), "Mon 2026-11-02 08:00").do("Wed 2026-11-04 09:00", NOTE, by="law")
    life.ring("Fri 2026-11-13 09:00")
    assert life.when("fault_cleared") == ["Fri 2026-11-13 09:00"]
    assert "Tue 2026-11-10 00:00" in life.when("overdue_opened")  # due Mon 09/11
    assert life.waits == "officer"


def test_R75_an_answer_that_waits_is_not_forgotten_because_somebody_did_something_else():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    waiting = NOTE.model_copy(update={"what": "answer decide/1"})
    life.do("Tue 2026-11-03 09:00", waiting, by="law")
    life.do("Tue 2026-11-03 10:00", c.Assign(step="decide", officer="cb-1"), by="department")
    assert life.waits == "engine_fault"
    life.complete("Tue 2026-11-03 11:00", "decide")
    assert life.waits == "applicant"


def test_what_has_ended_takes_no_fault():
    life = Life(five_days(), "Mon 2026-11-02 08:00")
    life.complete("Tue 2026-11-03 11:00", "decide").complete("Tue 2026-11-03 12:00", "give_back")
    assert decide(life.dossier, c.Act(by=LAW, do=NOTE), at("Wed 2026-11-04 09:00"), life.ground) == ()


def test_R75_a_fault_needs_no_calendar_to_be_noted():
    life = at_the_end_of_the_calendar()
    bare = replace(life.ground, calendars={})
    assert [fact.kind for fact in decide(life.dossier, c.Act(by=LAW, do=NOTE), at("Mon 2028-01-03 09:00"), bare)] == [
        "fault_noted"
    ]
