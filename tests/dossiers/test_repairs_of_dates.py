"""Corrected dates, undone and after a move: a date is never later than the rules give, nor late with an open end."""

from datetime import date

import pytest

from motcua.dossiers import commands_of_repair as r
from tests.dossiers.decrees import after, replan
from tests.dossiers.houses import ten_days
from tests.dossiers.life import Life, at, refused, spelled
from tests.dossiers.mending import TUESDAY, repaired, ten
from tests.dossiers.moving import NEW, move, under

EARLIER = date(2026, 11, 12)
"""A Thursday, two working days before the rules' Mon 16/11."""


def back(life: Life, when: str) -> Life:
    """Undo the correction of a dossier's date."""
    fact = life.said("date_corrected")[-1].fact
    return repaired(life, when, r.RestoreDate, clock=fact.before, corrected=fact.new_due)


def test_R49_a_date_stated_wrongly_is_corrected_to_what_the_rules_give():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", promised=at("Mon 2026-11-09 17:00"))
    assert life.due == "Mon 2026-11-09 17:00"
    life.ring("Tue 2026-11-10 09:00")
    assert life.now.episode("dossier") is not None
    repaired(life, "Tue 2026-11-10 10:00", r.CorrectDate)
    assert life.due == "Mon 2026-11-16 17:00"
    assert life.now.due_original == at("Mon 2026-11-09 17:00")  # R52
    assert life.said("overdue_closed")[-1].fact.annulled  # by the right date it never was late
    assert life.said("date_corrected")[0].fact.basis == "Quyết định 9/QĐ"
    assert life.now.clock.fixed is False


def test_R49_a_correction_is_no_way_round_a_re_appointment():
    life = ten()
    with refused("R49"):
        repaired(life, TUESDAY, r.CorrectDate, to=date(2026, 11, 20))  # later than the rules give
    with refused("R74"):
        repaired(life, TUESDAY, r.CorrectDate)  # it is right
    with refused("R51"):
        repaired(life, TUESDAY, r.CorrectDate, to=date(2026, 11, 2))
    with refused("R4"):
        repaired(life, TUESDAY, r.CorrectDate, to=date(2026, 11, 14))
    with refused("R49"):
        life.do(TUESDAY, r.CorrectDate(repair="repair:test:1"), by="chair", reason="mend")  # no basis


def test_R74_pauses_keep_summing_up_after_a_correction_and_it_can_be_undone():
    life = ten()
    repaired(life, TUESDAY, r.CorrectDate, to=date(2026, 11, 12))
    assert (life.due, life.now.clock.fixed) == ("Thu 2026-11-12 17:00", True)
    fact = life.said("date_corrected")[0].fact
    back = {"clock": fact.before, "corrected": fact.new_due}
    life.ask("Wed 2026-11-04 09:00")
    with refused("R36"):
        repaired(life, "Wed 2026-11-04 10:00", r.RestoreDate, **back)
    life.give("Fri 2026-11-06 09:00")
    assert life.due == "Mon 2026-11-16 17:00"
    with refused("R74"):
        repaired(life, "Fri 2026-11-06 10:00", r.RestoreDate, **back)  # the pause has moved it since
    other = ten()
    repaired(other, TUESDAY, r.CorrectDate, to=date(2026, 11, 12))
    repaired(other, TUESDAY, r.RestoreDate, **back)
    assert (other.due, other.now.clock.fixed) == ("Mon 2026-11-16 17:00", False)


def test_R49_undoing_a_correction_gives_no_more_time_than_the_rules():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", promised=at("Fri 2026-12-18 17:00"))
    repaired(life, TUESDAY, r.CorrectDate)  # the slip was wrong: Mon 16/11
    life.ring("Tue 2026-11-17 09:00")
    with refused("R49"):
        back(life, "Tue 2026-11-17 10:00")
    assert life.late("Tue 2026-11-17 10:00")
    assert life.now.episode("dossier") is not None


def test_R46_undoing_a_correction_annuls_the_lateness_by_the_corrected_date():
    life = repaired(ten(), TUESDAY, r.CorrectDate, to=EARLIER)
    life.ring("Fri 2026-11-13 09:00")
    assert life.now.episode("dossier") is not None
    back(life, "Fri 2026-11-13 10:00")
    assert (life.due, life.late("Fri 2026-11-13 10:00")) == ("Mon 2026-11-16 17:00", False)
    assert life.now.episode("dossier") is None
    assert life.said("overdue_closed")[-1].fact.annulled


def test_R10_a_date_that_comes_back_is_counted_on_the_calendar_as_it_is_now():
    life = repaired(ten(), TUESDAY, r.CorrectDate, to=EARLIER)
    replan(life, "Wed 2026-11-04 09:00", after(life.ground, off=["2026-11-16"]))
    back(life, "Thu 2026-11-05 09:00")
    clock = life.now.clock
    assert (life.due, spelled(clock.late_from)) == ("Tue 2026-11-17 17:00", "Wed 2026-11-18 00:00")
    assert (clock.fixed, clock.calendar) == (False, life.ground.calendar_of("department").edition)


def test_R4_a_date_of_the_slip_that_comes_back_lands_on_no_day_off():
    life = Life(ten_days(), "Mon 2026-11-02 08:00", promised=at("Thu 2026-11-12 17:00"))
    repaired(life, TUESDAY, r.CorrectDate, to=date(2026, 11, 10))
    replan(life, "Wed 2026-11-04 09:00", after(life.ground, off=["2026-11-12"]))
    back(life, "Thu 2026-11-05 09:00")
    assert (life.due, life.now.clock.fixed) == ("Fri 2026-11-13 17:00", True)


@pytest.mark.parametrize(
    ("deadlines", "due"),
    [
        ("keep", "Mon 2026-11-16 17:00"),  # ten working days, as under the version of its receipt
        ("recompute", "Mon 2026-11-23 17:00"),  # fifteen, as under the new one
    ],
)
def test_R21_the_date_the_rules_give_is_that_of_the_version_the_promise_is_counted_by(deadlines, due):
    life = under(ten_days(), ten_days(total="15wd", **NEW)).complete("Mon 2026-11-02 10:00", "intake")
    move(life, TUESDAY, deadlines=deadlines)
    assert life.due == due
    with refused("R74"):
        repaired(life, "Wed 2026-11-04 09:00", r.CorrectDate)  # it is right
    repaired(life, "Wed 2026-11-04 09:00", r.CorrectDate, to=EARLIER)
    with refused("R49"):
        repaired(life, "Wed 2026-11-04 10:00", r.CorrectDate, to=date(2026, 11, 25))
    repaired(life, "Wed 2026-11-04 10:00", r.CorrectDate)
    assert life.due == due


def test_R49_a_date_kept_in_a_move_is_not_corrected_to_what_the_new_version_would_give():
    life = under(ten_days(), ten_days(total="15wd", **NEW))
    move(life, TUESDAY)
    with refused("R49"):
        repaired(life, "Wed 2026-11-04 09:00", r.CorrectDate, to=date(2026, 11, 23))
    assert (life.now.counted_under, life.now.version) == ("2020", "2027")
