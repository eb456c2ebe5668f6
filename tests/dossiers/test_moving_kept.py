"""Moved twice: a version in between that kept the dates is not what they are counted by (R21).

The year 2026: Tue 24 November is a day off.
"""

from typing import Any

import pytest

from motcua.dossiers import commands_of_repair as r
from motcua.dossiers.parts import CountedBy
from motcua.procedures.definition import Procedure
from tests.dossiers.cases import looked_at, verified
from tests.dossiers.houses import land_transfer, step, ten_days, words
from tests.dossiers.life import Life, refused, spelled
from tests.dossiers.mending import repaired
from tests.dossiers.moving import LATER, NEW, anew, move, under

TUESDAY, WEDNESDAY, THURSDAY = "Tue 2026-11-03 08:00", "Wed 2026-11-04 08:00", "Thu 2026-11-05 08:00"
RESTART = {"supplement": {"policy": "restart"}}


def appraised(allow: str, *, name: str = "appraise", sign: str = "1.5wd", **values: Any) -> Procedure:
    """Return ten_days with other limits of its steps, and perhaps another name for the appraisal."""
    steps = [
        step("intake", "intake", "one_stop", "0.5wd"),
        step(name, "appraise", "department", allow, "intake"),
        step("sign", "sign", "department", sign, name),
        step("give_back", "return", "one_stop", "0wd", "sign"),
    ]
    return ten_days(steps=steps, **values)


def twice(life: Life) -> Life:
    """Move a dossier on with its dates kept, and on again with its dates counted anew."""
    move(life, TUESDAY)
    move(life, WEDNESDAY, version="2028", deadlines="recompute")
    return life


@pytest.mark.parametrize(
    ("total", "due"),
    [
        ("12wd", "Wed 2026-11-18 17:00"),
        ("15wd", "Mon 2026-11-23 17:00"),  # the version in between has fifteen days too: it never gave them
        ("10wd", "Mon 2026-11-16 17:00"),  # as promised
        ("20cd", "Mon 2026-11-23 17:00"),  # to Sun 22/11, and on
    ],
)
def test_R21_counted_anew_after_a_move_that_kept_the_dates_the_promise_has_the_limit_of_the_last_version(total, due):
    life = twice(under(ten_days(), ten_days(total="15wd", **NEW), ten_days(total=total, **LATER)))
    assert (life.due, life.now.counted_under) == (due, None)
    assert [said.fact.why for said in life.said("clock_set")] == ["receipt"] + ["moved"] * (total != "10wd")


def test_R30_and_the_days_for_which_the_clock_stood_are_granted_besides():
    life = under(ten_days(), ten_days(total="15wd", **NEW), ten_days(total="12wd", **LATER))
    move(life, TUESDAY)
    life.ask("Thu 2026-11-05 09:00").give("Tue 2026-11-10 09:00")
    assert life.due == "Thu 2026-11-19 17:00"  # 3 of 10 used, 7 left
    move(life, "Wed 2026-11-11 09:00", version="2028", deadlines="recompute")
    assert life.due == "Mon 2026-11-23 17:00"  # two working days more


@pytest.mark.parametrize(
    ("allow", "due"),
    [
        ("6wd", "Tue 2026-11-10 10:00"),
        ("12wd", "Wed 2026-11-18 10:00"),  # as in the version in between
        ("8wd", "Thu 2026-11-12 10:00"),  # as it was
    ],
)
def test_R21_so_has_an_open_step(allow, due):
    life = under(ten_days(), appraised("12wd", **NEW), appraised(allow, **LATER))
    life.complete("Mon 2026-11-02 10:00", "intake")
    assert (twice(life).step_due("appraise"), life.duty("appraise").counted_by) == (due, None)


def test_R21_so_has_an_open_step_that_was_called_otherwise_in_between():
    life = under(ten_days(), appraised("12wd", name="examine", **NEW), appraised("10wd", **LATER))
    life.complete("Mon 2026-11-02 10:00", "intake")
    move(life, TUESDAY, steps={"appraise": "examine"})
    assert life.duty("examine").counted_by == CountedBy(version="2020", step="appraise")
    move(life, WEDNESDAY, version="2028", deadlines="recompute", steps={"examine": "appraise"})
    assert life.step_due("appraise") == "Mon 2026-11-16 10:00"


def test_R21_a_step_that_was_opened_in_between_is_counted_by_the_version_in_between():
    life = under(ten_days(), appraised("8wd", sign="3wd", **NEW), appraised("8wd", sign="2wd", **LATER))
    life.complete("Mon 2026-11-02 10:00", "intake")
    move(life, TUESDAY)
    life.complete("Tue 2026-11-03 10:00", "appraise")
    assert (life.step_due("sign"), life.duty("sign").counted_by) == ("Fri 2026-11-06 10:00", None)
    move(life, WEDNESDAY, version="2028", deadlines="recompute")
    assert life.step_due("sign") == "Thu 2026-11-05 10:00"


def test_R34_so_has_the_phase_that_runs():
    def with_first(allow: str, **which: str) -> Procedure:
        phases = [
            {"id": "one", "name": words("one"), "allow": allow},
            {"id": "two", "name": words("two"), "allow": "4wd"},
        ]
        return anew(land_transfer(), phases=phases, **which)

    life = under(land_transfer(), with_first("6wd"), with_first("5wd", **LATER))
    move(life, TUESDAY)
    assert (spelled(life.now.phase_clock.due), life.now.phase_counted_under) == ("Fri 2026-11-06 17:00", "2020")
    move(life, WEDNESDAY, version="2028", deadlines="recompute")
    assert (spelled(life.now.phase_clock.due), life.now.phase_counted_under) == ("Mon 2026-11-09 17:00", None)


def test_R21_there_and_back_nothing_is_kept_of_another_version():
    life = under(ten_days(), ten_days(total="15wd", **NEW)).complete("Mon 2026-11-02 10:00", "intake")
    before = life.now
    move(life, TUESDAY)
    move(life, WEDNESDAY, version="2020")
    assert (life.now.counted_under, life.now.duties) == (None, before.duties)


@pytest.mark.parametrize(
    "new",
    [
        verified("8wd", "9wd", **NEW),
        anew(verified("8wd"), tables=[]),  # the new version knows no such case
    ],
)
def test_R21_what_becomes_known_after_a_kept_move_changes_the_promise_as_its_own_version_says(new):
    life = under(verified(), new).complete("Mon 2026-11-02 15:00", "take")
    move(life, TUESDAY)
    assert (life.due, life.step_due("beside")) == ("Mon 2026-11-09 17:00", "Thu 2026-11-05 15:00")
    looked_at(life, "Wed 2026-11-04 15:00")
    assert (life.due, life.step_due("beside")) == ("Mon 2026-11-16 17:00", "Mon 2026-11-09 15:00")
    with refused("R74"):
        repaired(life, THURSDAY, r.CorrectDate)  # it is right


def test_R29_a_supplement_that_gives_the_time_anew_gives_that_of_the_version_it_is_under():
    between, last = (
        appraised("12wd", total="15wd", **NEW, **RESTART),
        appraised("6wd", total="12wd", **LATER, **RESTART),
    )
    life = under(ten_days(**RESTART), between, last).complete("Mon 2026-11-02 10:00", "intake")
    move(life, TUESDAY)
    life.ask("Thu 2026-11-05 09:00").give("Tue 2026-11-10 09:00")
    assert (life.due, life.step_due("appraise")) == ("Wed 2026-12-02 17:00", "Fri 2026-11-27 09:00")
    move(life, "Wed 2026-11-11 09:00", version="2028", deadlines="recompute")
    assert (life.due, life.step_due("appraise")) == ("Fri 2026-11-27 17:00", "Wed 2026-11-18 09:00")


def test_R29_also_where_another_ground_still_stops_the_clock():
    def paid_for(total: str, **values: Any) -> Procedure:
        steps = [
            step("intake", "intake", "one_stop", "0.5wd"),
            step("pay", "finance", "applicant", "none", "intake", clock="pause"),
            step("appraise", "appraise", "department", "8wd", "intake"),
            step("give_back", "return", "one_stop", "0wd", "appraise pay"),
        ]
        return ten_days(steps=steps, total=total, **values, **RESTART)

    life = under(paid_for("10wd"), paid_for("15wd", **NEW)).complete("Mon 2026-11-02 10:00", "intake")
    move(life, TUESDAY)
    life.ask("Wed 2026-11-04 09:00").give("Thu 2026-11-05 09:00")
    life.complete("Fri 2026-11-06 09:00", "pay")
    assert (life.due, life.now.counted_under) == ("Mon 2026-11-30 17:00", None)
    with refused("R74"):
        repaired(life, "Fri 2026-11-06 10:00", r.CorrectDate)  # it is right
