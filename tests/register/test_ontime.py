"""The on-time report adds up, whichever way it is read."""

import pytest

from motcua.dossiers import facts as f
from motcua.errors import InvalidInputError
from motcua.register.ontime import OnTimeLine
from motcua.register.register import Register
from motcua.register.writing import View
from tests.register.papers import TAX, Paper, at, clock, receipt

FROM, TO = at("Sun 2026-11-01 00:00"), at("Tue 2026-12-01 00:00")
READY = (f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))


@pytest.fixture
def november(register: Register) -> Register:
    """Return a register with a November in which everything happened once."""
    Paper(register, receipt("early", "Mon 2026-11-02 09:00", "Mon 2026-11-09 17:00")).does(
        "ready", "Fri 2026-11-06 16:00", *READY
    )
    Paper(register, receipt("on-time", "Mon 2026-11-02 09:00", "Mon 2026-11-09 17:00", procedure="P02")).does(
        "ready", "Mon 2026-11-09 20:00", *READY
    )
    late = Paper(register, receipt("late", "Mon 2026-10-26 09:00", "Mon 2026-11-02 17:00"))
    late.does("ready", "Tue 2026-11-03 08:00", *READY).does("collect", "Mon 2026-12-07 09:00", f.Returned())
    promised = Paper(register, receipt("promised", "Thu 2026-11-05 09:00", "Thu 2026-11-12 17:00", competent=TAX))
    again = clock("Wed 2026-11-11 09:00", "Thu 2026-11-19 17:00")
    promised.does("promise", "Wed 2026-11-11 09:00", f.ClockSet(why="promised", clock=again))
    promised.does("ready", "Thu 2026-11-19 10:00", *READY)
    Paper(register, receipt("no-limit", "Mon 2026-11-02 09:00", None)).does("ready", "Mon 2026-11-30 09:00", *READY)
    Paper(register, receipt("withdrawn", "Mon 2026-11-02 09:00", "Mon 2026-11-09 17:00")).does(
        "stop", "Wed 2026-11-04 09:00", f.Stopped(reason="withdrawn")
    )
    Paper(register, receipt("open", "Mon 2026-11-30 09:00", "Mon 2026-12-07 17:00"))
    Paper(register, receipt("open-late", "Mon 2026-11-16 09:00", "Mon 2026-11-23 17:00"))
    stands = Paper(register, receipt("stands", "Mon 2026-11-16 09:00", "Mon 2026-11-23 17:00"), View(field="Thuế"))
    stands.does("pay", "Wed 2026-11-18 09:00", f.Paused(ground="finance", ref="tax/1", left="3wd"))
    before = Paper(register, receipt("long-gone", "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00"))
    before.does("ready", "Mon 2026-10-12 10:00", *READY)
    Paper(register, receipt("next-month", "Tue 2026-12-01 09:00", "Tue 2026-12-08 17:00"))
    return register


def one(register: Register, **asked: str) -> OnTimeLine:
    (line,) = register.on_time(FROM, TO, **asked)
    return line


def test_what_came_in_is_what_went_out_and_what_is_there(november: Register) -> None:
    line = one(november)
    assert (line.carried_over, line.received) == (1, 8)
    assert (line.early, line.on_time, line.late, line.without_limit, line.stopped) == (1, 2, 1, 1, 1)
    assert (line.in_process_in_time, line.in_process_late) == (2, 1)
    assert (line.finished, line.in_process) == (5, 3)
    assert line.agrees


def test_rates_are_shares_of_what_has_a_limit(november: Register) -> None:
    line = one(november)
    assert line.on_time_completed == 3 / 4  # early, on time and promised, of those and the late one
    assert line.on_time_all == 5 / 7  # with the two open ones in time, of those and the late ones


def test_R52_the_report_may_hold_dossiers_to_the_date_on_the_slip(november: Register) -> None:
    line = one(november, promise="original")
    assert (line.early, line.on_time, line.late) == (1, 1, 2)
    assert line.agrees


def test_R36_a_dossier_whose_clock_stands_is_in_process_and_not_late(november: Register) -> None:
    lines = {line.group: line for line in november.on_time(FROM, TO, group_by="field")}
    assert (lines["Thuế"].in_process_in_time, lines["Thuế"].in_process_late) == (1, 0)


def test_R55_collection_in_the_next_month_changes_nothing(november: Register) -> None:
    (december,) = november.on_time(TO, at("Fri 2027-01-01 00:00"))
    assert (december.carried_over, december.received) == (3, 1)
    assert (december.finished, december.in_process_late) == (0, 3)


def test_a_period_that_is_over_shows_what_was_open_at_its_end(november: Register) -> None:
    (line,) = november.on_time(FROM, at("Mon 2026-11-09 00:00"))
    assert (line.carried_over, line.received) == (1, 5)
    assert (line.early, line.late, line.stopped, line.in_process_in_time) == (1, 1, 1, 3)
    assert line.agrees


@pytest.mark.parametrize(
    ("group_by", "received"),
    [
        ("procedure", {"P02": 1, "TN13": 7}),
        ("agency", {"land-office": 7, TAX: 1}),
        ("field", {"Thuế": 1, "Đất đai": 7}),
    ],
)
def test_lines_by_group_add_up_to_the_whole(november: Register, group_by: str, received: dict[str, int]) -> None:
    lines = november.on_time(FROM, TO, group_by=group_by)
    assert {line.group: line.received for line in lines} == received
    assert all(line.agrees for line in lines)
    assert sum(line.in_process for line in lines) == one(november).in_process


def test_a_register_without_dossiers_reports_zero_and_no_rate(register: Register) -> None:
    line = one(register)
    assert (line.received, line.finished, line.in_process) == (0, 0, 0)
    assert (line.on_time_completed, line.on_time_all) == (None, None)


def test_a_period_or_a_grouping_that_cannot_be_is_refused(register: Register) -> None:
    with pytest.raises(InvalidInputError, match="ends before it begins"):
        register.on_time(TO, FROM)
    with pytest.raises(InvalidInputError, match="not grouped by colour"):
        register.on_time(FROM, TO, group_by="colour")
