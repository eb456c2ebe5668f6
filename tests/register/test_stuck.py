"""The supervisor's question: what is stuck, with whom, since when, and what is late."""

from datetime import datetime, timedelta

import pytest

from motcua.dossiers import facts as f
from motcua.dossiers.parts import State, Waiting
from motcua.errors import InvalidInputError
from motcua.register.answers import Got
from motcua.register.asking import Ask
from motcua.register.breaker import Failure
from motcua.register.register import Register
from motcua.register.stuck_counts import Counts
from motcua.register.stuck_filter import StuckFilter
from motcua.register.stuck_order import Sort
from motcua.register.writing import View
from tests.register.papers import LAND_OFFICE, TAX, Paper, at, opened, receipt, whole_life

NOW = at("Tue 2026-12-01 09:00")


@pytest.fixture
def office(register: Register) -> Register:
    """Return a register with eight dossiers of which six need somebody on Tue 2026-12-01 09:00."""
    tax = opened("tax", "Wed 2026-12-02 17:00", agency=TAX, holder="department_system", system="tax")
    wait = opened("publish", agency=LAND_OFFICE, holder="moment")
    Paper(register, receipt("A-late", "Mon 2026-11-16 09:00", "Mon 2026-11-23 17:00"))
    Paper(register, receipt("B-late-since-today", "Mon 2026-11-23 09:00", "Mon 2026-11-30 17:00", procedure="P02"))
    Paper(register, receipt("C-due-today", "Tue 2026-11-24 09:00", "Tue 2026-12-01 17:00", step=tax))
    risk = View(field="Thuế", act_by=at("Tue 2026-12-01 08:00"))
    Paper(register, receipt("D-at-risk", "Tue 2026-11-24 09:00", "Wed 2026-12-02 17:00"), risk)
    Paper(register, receipt("E-waits-for-a-moment", "Mon 2026-11-30 09:00", "Mon 2027-01-11 17:00", step=wait))
    Paper(register, receipt("F-no-limit", "Mon 2026-11-30 09:00", due=None))
    asked = Paper(register, receipt("G-supplement", "Mon 2026-11-16 09:00", "Mon 2026-11-23 17:00"))
    asked.does(
        "ask",
        "Wed 2026-11-18 09:00",
        f.SupplementAsked(number=1, items=("map",), reason="The map is missing."),
        f.Paused(ground="supplement", ref="supplement/1", left="3wd"),
    )
    whole_life(register, "H-returned")
    return register


def codes(register: Register, now: datetime = NOW, **wanted: object) -> list[str]:
    page = register.stuck(StuckFilter.model_validate(wanted), now=now)
    return [dossier.code for dossier in page.dossiers]


def test_the_late_ones_come_first_then_by_date_and_standing_clocks_last(office: Register) -> None:
    page = office.stuck(now=NOW)
    assert [(dossier.code, dossier.late) for dossier in page.dossiers] == [
        ("A-late", True),
        ("B-late-since-today", True),
        ("C-due-today", False),
        ("D-at-risk", False),
        ("G-supplement", False),
        ("F-no-limit", False),
    ]
    assert page.after is None


def test_each_line_says_who_has_to_move_it_since_when_and_what_was_promised(office: Register) -> None:
    late, _, tax, risk, supplement, _ = office.stuck(now=NOW).dossiers
    assert (late.reason, late.agency, late.since) == (Waiting.OFFICER, LAND_OFFICE, at("Mon 2026-11-16 09:00"))
    assert (late.due, late.late_from) == (at("Mon 2026-11-23 17:00"), at("Tue 2026-11-24 00:00"))
    assert (tax.reason, tax.agency, tax.next_alarm) == (Waiting.SYSTEM, TAX, "due")
    assert (risk.at_risk, tax.at_risk, late.at_risk, risk.field) == (True, False, False, "Thuế")
    assert (supplement.reason, supplement.agency) == (Waiting.APPLICANT, "applicant")
    assert (supplement.due, supplement.due_original) == (None, at("Mon 2026-11-23 17:00"))
    assert supplement.state is State.SUPPLEMENT


def test_what_only_waits_for_a_moment_is_shown_when_asked_for_or_late(office: Register) -> None:
    assert "E-waits-for-a-moment" not in codes(office)
    assert codes(office, reason="moment") == ["E-waits-for-a-moment"]
    assert "E-waits-for-a-moment" in codes(office, at("Tue 2027-01-12 00:00"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"agency": TAX}, ["C-due-today"]),
        ({"agency": "applicant"}, ["G-supplement"]),
        ({"procedure": "P02"}, ["B-late-since-today"]),
        ({"reason": "department_system"}, ["C-due-today"]),
        ({"only_late": True}, ["A-late", "B-late-since-today"]),
        ({"late_by": timedelta(days=7)}, ["A-late"]),  # late from Tue 2026-11-24 00:00
        ({"due_before": at("Wed 2026-12-02 00:00")}, ["A-late", "B-late-since-today", "C-due-today"]),
        ({"due_before": at("Tue 2026-12-01 17:00")}, ["A-late", "B-late-since-today"]),
        ({"agency": LAND_OFFICE, "only_late": True, "procedure": "TN13"}, ["A-late"]),
        ({"agency": LAND_OFFICE, "officer": "LO-7"}, []),
    ],
)
def test_filters_hold_together(office: Register, wanted: dict[str, object], found: list[str]) -> None:
    assert codes(office, **wanted) == found


def test_the_first_page_counts_all_that_match_by_reason(office: Register) -> None:
    page = office.stuck(now=NOW, limit=2)
    assert [(count.reason, count.dossiers, count.late) for count in page.counts.reasons] == [
        (Waiting.OFFICER, 4, 2),
        (Waiting.APPLICANT, 1, 0),
        (Waiting.SYSTEM, 1, 0),
    ]
    assert page.total == 6


def test_pages_follow_one_another_without_gap_or_repetition(office: Register) -> None:
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = office.stuck(now=NOW, limit=2, after=after)
        seen += [dossier.code for dossier in page.dossiers]
        after = page.after
    assert after is None
    assert seen == codes(office)


def test_a_page_goes_on_where_it_ended_though_its_last_dossier_has_moved(office: Register) -> None:
    page = office.stuck(now=NOW, limit=2)
    paper = office.dossier("B-late-since-today")
    done = f.Transition(
        key="stop", by={"agency": "one-stop"}, at=NOW, recorded_at=NOW, facts=(f.Stopped(reason="withdrawn"),)
    )
    office.record(paper, done, View(field="Đất đai"))
    rest = office.stuck(now=NOW, limit=2, after=page.after)
    assert [dossier.code for dossier in rest.dossiers] == ["C-due-today", "D-at-risk"]


def test_an_unanswered_request_is_shown_with_its_attempts_and_last_error(office: Register) -> None:
    key = "C-due-today/tax/1"
    wanted, nine = Ask(key, "tax", "C-due-today", "tax", 1, TAX, "{}"), at("Tue 2026-11-24 09:00")
    for minutes in range(3):
        when = nine + timedelta(minutes=minutes)
        put = office.its_turn(key, when) if minutes else office.asked(wanted, when)
        office.went_wrong(key, put.attempt, Failure(when, when, "503 Service Unavailable", False, 503))
    (line,) = office.stuck(StuckFilter(agency=TAX), now=NOW).dossiers
    assert line.call is not None
    assert (line.call.system, line.call.attempts, line.call.last_error) == ("tax", 3, "503 Service Unavailable")
    assert line.outage is not None
    assert (line.outage.system, line.outage.began_at) == ("tax", nine)
    office.answered(key, Got("{}", "done", "ab" * 32), NOW)
    (line,) = office.stuck(StuckFilter(agency=TAX), now=NOW).dossiers
    assert line.call is None


def test_trouble_with_a_departments_answer_is_shown(office: Register) -> None:
    paper = office.dossier("C-due-today")
    trouble = f.DepartmentTrouble(step="tax", detail="The amount cannot be read.")
    act = f.Transition(key="t", by={"agency": "system:tax"}, at=NOW, recorded_at=NOW, facts=(trouble,))
    office.record(paper, act, View(field="Đất đai"))
    (line,) = office.stuck(StuckFilter(procedure="TN13", agency=TAX), now=NOW).dossiers
    assert line.trouble == "The amount cannot be read."


def test_an_empty_register_has_nothing_stuck(register: Register) -> None:
    assert register.stuck(now=NOW) == ((), None, Counts())


@pytest.mark.parametrize(
    "asked",
    [{"limit": 0}, {"limit": 1001}, {"after": "B-late"}, {"after": "x~B"}, {"wanted": StuckFilter(officer="LO-7")}],
)
def test_a_page_that_cannot_be_is_refused(register: Register, asked: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        register.stuck(now=NOW, **asked)


@pytest.mark.parametrize("sort", Sort)
def test_a_place_that_is_none_is_refused(register: Register, sort: Sort) -> None:
    for after in ("", "~", "1~", "x~far", "٣~far", "2026-12-01T09:00:00~far", "1~\x00", "~\n"):
        with pytest.raises(InvalidInputError):
            register.stuck(now=NOW, sort=sort, after=after)


def test_what_came_to_somebody_in_the_same_moment_is_told_apart_by_code(register: Register) -> None:
    for number in range(5):
        Paper(register, receipt(f"twin-{number}", "Mon 2026-11-30 09:00", "Mon 2026-12-14 17:00"))
    for sort in Sort:
        first = register.stuck(now=NOW, sort=sort, limit=3)
        rest = register.stuck(now=NOW + timedelta(seconds=1), sort=sort, limit=3, after=first.after)
        assert len({row.code for row in (*first.dossiers, *rest.dossiers)}) == 5, sort
