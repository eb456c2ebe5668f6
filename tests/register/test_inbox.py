"""What an agency holds, in the order in which it has to be done, and whose it is."""

from datetime import timedelta

import pytest

from motcua.dossiers import facts as f
from motcua.register.inbox import SEVERAL, Box, Desk
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.register.writing import View
from tests.register.papers import LAND_OFFICE, ONE_STOP, TAX, Paper, at, opened, receipt, transition

NOW, TONIGHT = at("Tue 2026-12-01 09:00"), at("Wed 2026-12-02 00:00")
OURS = Desk(LAND_OFFICE, "LO-7")


@pytest.fixture
def office(register: Register) -> Register:
    """Return a register in which the land office holds five pieces of work, one of them LO-7's."""
    passed = opened("appraise", "Mon 2026-11-30 17:00")
    Paper(register, receipt("A-step-is-late", step=passed)).does(
        "assign", "Mon 2026-11-23 10:00", f.Assigned(step="appraise", officer="LO-7")
    )
    today = View(field="Đất đai", act_by=at("Tue 2026-12-01 14:00"))
    later = opened("appraise", "Fri 2026-12-04 17:00")
    Paper(register, receipt("B-promise-needs-it-today", due="Thu 2026-12-03 17:00", step=later), today)
    Paper(register, receipt("C-later", due="Thu 2026-12-31 17:00", step=opened("appraise", "Wed 2026-12-02 17:00")))
    Paper(register, receipt("D-no-limit", due=None, step=opened("appraise")))
    system = opened("ask", "Mon 2026-11-30 17:00", holder="department_system", system="tax")
    Paper(register, receipt("E-waits-for-a-system", step=system))
    Paper(register, receipt("F-of-the-tax-office", step=opened("tax", agency=TAX), competent=TAX))
    return register


def codes(register: Register, desk: Desk = OURS, box: Box = Box.UNIT) -> list[str]:
    return [work.code for work in register.inbox(desk, box)]


def test_what_has_to_be_done_first_comes_first_and_what_rests_last(office: Register) -> None:
    assert codes(office) == [
        "A-step-is-late",
        "B-promise-needs-it-today",
        "C-later",
        "D-no-limit",
        "E-waits-for-a-system",
    ]


def test_it_has_to_be_done_before_the_earlier_of_its_limit_and_what_the_promise_needs(office: Register) -> None:
    late, today, later, free, rests = office.inbox(OURS, Box.UNIT)
    assert (late.before, late.step_due) == (at("Mon 2026-11-30 17:00"), at("Mon 2026-11-30 17:00"))
    assert (today.before, today.step_due) == (at("Tue 2026-12-01 14:00"), at("Fri 2026-12-04 17:00"))
    assert later.before == at("Wed 2026-12-02 17:00")
    assert (free.before, free.due, free.rests) == (None, None, False)
    assert rests.rests
    assert late.since.utcoffset() == timedelta(0)


def test_boxes_part_what_is_mine_from_what_nobody_has(office: Register) -> None:
    assert codes(office, box=Box.MINE) == ["A-step-is-late"]
    assert len(codes(office, box=Box.UNASSIGNED)) == 4
    counts = office.inbox_counts(OURS)
    assert counts == (1, 4, 5)
    assert [counts.of(box) for box in Box] == [1, 4, 5]
    assert office.inbox_pressing(OURS, Box.UNIT, NOW, TONIGHT) == (1, 1)
    assert office.inbox_pressing(OURS, Box.MINE, NOW, TONIGHT) == (1, 0)


def test_whoever_has_no_staff_number_has_nothing_of_their_own(office: Register) -> None:
    assert codes(office, Desk(LAND_OFFICE, None), Box.MINE) == []
    assert office.inbox_counts(Desk(LAND_OFFICE, None)) == (0, 4, 5)


def test_a_submission_waits_at_the_one_stop_without_a_duty_and_is_pressing_once_its_time_is_over(
    register: Register,
) -> None:
    begin = receipt("S-submitted").facts[0]
    online = transition("open", "Mon 2026-11-30 09:00", begin, f.Submitted(decide_by=at("Tue 2026-12-01 09:00")))
    Paper(register, online)
    desk = Desk(ONE_STOP, "OS-1")
    (work,) = register.inbox(desk, Box.UNASSIGNED)
    assert (work.step, work.before) == (None, at("Tue 2026-12-01 09:00"))
    Paper(register, transition("open", "Mon 2026-11-23 09:00", receipt("T").facts[0], f.Submitted(decide_by=NOW)))
    assert register.inbox_pressing(desk, Box.UNIT, NOW, TONIGHT).passed == 2


def test_what_is_done_or_ended_leaves_the_inbox(office: Register) -> None:
    paper = Paper(office, receipt("X", step=opened("appraise")))
    assert "X" in codes(office)
    paper.does("done", "Tue 2026-11-24 09:00", f.DutyClosed(step="appraise"), opened("tax", agency=TAX))
    assert "X" not in codes(office)


def test_fields_and_clearance_count_for_ones_own_work_too(office: Register) -> None:
    Paper(office, receipt("Y-secret", procedure="P-secret"), View(field="Nuôi con nuôi"))
    assert "Y-secret" in codes(office)
    scope = Scope(agencies=frozenset({LAND_OFFICE}), hidden=frozenset({"P-secret"}))
    assert "Y-secret" not in codes(office, Desk(LAND_OFFICE, "LO-7", scope))
    assert office.inbox_counts(Desk(LAND_OFFICE, "LO-7", scope)).unit == 5
    elsewhere = Scope(agencies=frozenset({TAX}))
    assert codes(office, Desk(LAND_OFFICE, "LO-7", elsewhere)) == []


def test_a_partner_sees_its_own_work_in_dossiers_that_others_decide(register: Register) -> None:
    paper = Paper(register, receipt("Z"))
    paper.does(
        "more", "Tue 2026-11-24 09:00", opened("tax", "Thu 2026-11-26 17:00", agency=TAX, holder="partner_agency")
    )
    assert codes(register, Desk(TAX, "T-1", Scope(agencies=frozenset({TAX})))) == ["Z"]


def test_pages_follow_each_other_without_a_gap(register: Register) -> None:
    for number in range(SEVERAL + 3):
        Paper(register, receipt(f"P-{number:03}"))
    first, second = register.inbox(OURS, Box.UNIT), register.inbox(OURS, Box.UNIT, page=2)
    assert [work.code for work in first + second] == [f"P-{number:03}" for number in range(SEVERAL + 3)]
    assert register.inbox(OURS, Box.UNIT, page=3) == []
