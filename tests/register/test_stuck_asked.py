"""What can be asked of the supervisor's queue: every filter and order, groups, words, and counts that end somewhere."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from motcua.dossiers import facts as f
from motcua.letters.forms import Form
from motcua.register import stuck_counts, stuck_search
from motcua.register.letters import NewLetter
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.register.sought import Sought, SoughtPaper, shared
from motcua.register.stuck_filter import StuckFilter
from motcua.register.stuck_groups import Urgency, urgency_of
from motcua.register.stuck_order import Sort
from motcua.register.writing import View
from tests.empty_register import empty_register
from tests.register.conftest import BOTH, emptied
from tests.register.papers import LAND_OFFICE, ONE_STOP, TAX, Paper, at, clock, opened, receipt

NOW, TONIGHT = at("Tue 2026-12-01 09:00"), at("Tue 2026-12-01 23:59")
FEW = Scope(agencies=frozenset({TAX}))
MANY = frozenset({TAX, *(f"agency-{number}" for number in range(10))})
EVERY = ["late", "doomed", "savable", "due-today", "far", "system", "fault", "stands", "no-limit"]
"""All but what only waits for a moment, as the queue has them."""


@pytest.fixture(scope="module", params=BOTH)
def queue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Return a register that is only asked, with one dossier of each group; some have another holder or procedure."""
    if request.param == "sqlite":
        url = empty_register(tmp_path_factory.mktemp("queue"))
    else:
        url = emptied(request.getfixturevalue("postgres"))
    register = Register.open(url)
    _fill(register)
    yield register
    register.close()


def _fill(register: Register) -> None:
    before_noon = View(field="Đất đai", act_by=at("Tue 2026-12-01 08:00"))
    this_afternoon = View(field="Đất đai", act_by=at("Tue 2026-12-01 15:00"))
    tax = opened("tax", agency=TAX, holder="department_system", system="tax")
    wait = opened("publish", holder="moment")
    Paper(register, receipt("late", "Mon 2026-11-16 09:00", "Mon 2026-11-23 17:00"), View(field="Hộ tịch"))
    Paper(register, receipt("doomed", "Tue 2026-11-24 09:00", "Wed 2026-12-02 17:00"), before_noon)
    Paper(register, receipt("savable", "Tue 2026-11-24 10:00", "Thu 2026-12-03 17:00"), this_afternoon)
    Paper(register, receipt("due-today", "Wed 2026-11-25 09:00", "Tue 2026-12-01 17:00", procedure="P02"))
    Paper(register, receipt("far", "Mon 2026-11-30 09:00", "Mon 2026-12-14 17:00"))
    Paper(register, receipt("system", "Mon 2026-11-30 09:30", "Tue 2026-12-15 17:00", step=tax))
    Paper(register, receipt("moment", "Mon 2026-11-30 10:00", "Wed 2026-12-16 17:00", step=wait))
    fault = Paper(register, receipt("fault", "Mon 2026-11-30 11:00", "Thu 2026-12-17 17:00"))
    fault.does("fault", "Mon 2026-11-30 12:00", f.FaultNoted(what="step", detail="The calendar ends."))
    Paper(register, receipt("no-limit", "Mon 2026-11-30 14:00", due=None))
    asked = Paper(register, receipt("stands", "Mon 2026-11-16 09:00", "Mon 2026-11-23 17:00"))
    asked.does(
        "ask",
        "Wed 2026-11-18 09:00",
        f.SupplementAsked(number=1, items=("map",), reason="The map is missing."),
        f.Paused(ground="supplement", ref="supplement/1", left="3wd"),
    )


def codes(register: Register, sort: Sort = Sort.RANK, **wanted: object) -> list[str]:
    asked = StuckFilter.model_validate({"day_ends": TONIGHT} | wanted)
    return [dossier.code for dossier in register.stuck(asked, now=NOW, sort=sort).dossiers]


FILTERS = [
    ({}, ["late", "due-today", "doomed", "savable", "far", "system", "fault", "stands", "no-limit"]),
    ({"field": "Hộ tịch"}, ["late"]),
    ({"will_be_late": True}, ["doomed"]),
    ({"at_risk": True}, ["savable"]),
    ({"stopped": True}, ["stands"]),
    ({"system": "tax"}, ["system"]),
    ({"system": "police"}, []),
    ({"urgency": "now"}, ["fault"]),
    ({"urgency": "overdue"}, ["late"]),
    ({"urgency": "will_be_late"}, ["doomed"]),
    ({"urgency": "today"}, ["due-today", "savable"]),
    ({"urgency": "running"}, ["far", "system"]),
    ({"urgency": "standing"}, ["stands", "no-limit"]),
    ({"reason": "engine_fault", "agency": LAND_OFFICE}, ["fault"]),
    ({"reason": "moment", "urgency": "running"}, ["moment"]),
    ({"only_late": True, "will_be_late": True}, []),
    ({"urgency": "today", "procedure": "P02"}, ["due-today"]),
    ({"only_late": True}, ["late"]),
    ({"late_by": timedelta(days=20)}, []),
    ({"due_before": TONIGHT}, ["late", "due-today"]),
    ({"scope": Scope(agencies=MANY)}, ["system"]),
    ({"urgency": "running", "scope": Scope(agencies=MANY)}, ["system"]),
    ({"scope": FEW}, ["system"]),
    ({"urgency": "running", "scope": FEW}, ["system"]),
    ({"system": "tax", "scope": FEW}, ["system"]),
    ({"reason": "officer", "scope": FEW}, []),
    ({"urgency": "today", "scope": Scope(agencies=frozenset({ONE_STOP}))}, ["due-today", "savable"]),
    ({"field": "Hộ tịch", "scope": Scope(agencies=frozenset({ONE_STOP}))}, ["late"]),
    ({"scope": Scope(agencies=frozenset({ONE_STOP}), fields=frozenset({"Hộ tịch"}))}, ["late"]),
    ({"only_late": True, "scope": Scope(agencies=frozenset({ONE_STOP}), hidden=frozenset({"TN13"}))}, []),
    ({"urgency": "now", "scope": Scope(agencies=frozenset({ONE_STOP}))}, ["fault"]),
    ({"sought": (Sought(agencies=frozenset({TAX})),)}, ["system"]),
    ({"sought": (Sought(agencies=frozenset({TAX})), Sought(begins="s"))}, ["system"]),
    ({"sought": (Sought(agencies=frozenset({TAX})),), "urgency": "overdue"}, []),
    ({"sought": (Sought(agencies=frozenset({TAX})),), "scope": FEW}, ["system"]),
    ({"sought": (Sought(agencies=frozenset({TAX, LAND_OFFICE})), Sought(agencies=frozenset({TAX})))}, ["system"]),
    ({"sought": (Sought(agencies=frozenset({TAX})), Sought(agencies=frozenset({LAND_OFFICE})))}, []),
    ({"system": "tax", "reason": "department_system", "field": "Đất đai"}, ["system"]),
    ({"sought": (Sought(steps=frozenset({("TN13", "tax"), ("P02", "appraise")})),)}, ["due-today", "system"]),
    ({"sought": (Sought(procedures=frozenset({"P02"}), codes=frozenset({"far"})),)}, ["due-today", "far"]),
]


@pytest.mark.parametrize(("wanted", "found"), FILTERS)
def test_filters_hold_together(queue: Register, wanted: dict[str, object], found: list[str]) -> None:
    assert codes(queue, **wanted) == found


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort is not Sort.RANK])
@pytest.mark.parametrize(("wanted", "found"), FILTERS)
def test_what_is_common_is_read_in_its_order_and_is_the_same(
    queue: Register, wanted: dict[str, object], found: list[str], sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = codes(queue, sort, **wanted)
    monkeypatch.setattr(stuck_search, "COMMON", 0)
    monkeypatch.setattr(stuck_search, "MOST_COUNTED", 0)
    monkeypatch.setattr(stuck_counts, "MOST_COUNTED", 0)
    assert codes(queue, sort, **wanted) == few
    assert sorted(few) == sorted(found)


@pytest.mark.parametrize("sort", Sort)
def test_what_is_late_only_since_it_moved_to_a_shorter_limit_was_due_before(register: Register, sort: Sort) -> None:
    paper = Paper(register, receipt("moved", "Mon 2026-11-09 09:00", due=None))
    since = at("Tue 2026-12-01 08:00")
    anew = clock("Mon 2026-11-09 09:00", "Fri 2026-11-20 17:00", late_from=since)
    paper.does("move", "Tue 2026-12-01 08:00", f.ClockSet(why="moved", clock=anew))
    assert codes(register, sort, due_before=at("Wed 2026-11-25 00:00")) == ["moved"]
    assert codes(register, sort, due_before=at("Fri 2026-11-20 09:00")) == []


@pytest.mark.parametrize("group", Urgency)
def test_a_group_holds_the_same_dossiers_wherever_it_is_said(queue: Register, group: Urgency) -> None:
    every = queue.stuck(now=NOW).dossiers
    assert codes(queue, urgency=group) == [each.code for each in every if urgency_of(each, NOW, TONIGHT) is group]


ORDERS = [
    (Sort.DUE, ["late", "due-today", "doomed", "savable", "far", "system", "fault", "stands", "no-limit"]),
    (Sort.LOST, ["late", "stands", "doomed", "savable", "due-today", "far", "system", "fault", "no-limit"]),
    (Sort.SINCE, ["no-limit", "fault", "system", "far", "due-today", "savable", "doomed", "stands", "late"]),
    (Sort.CODE, ["doomed", "due-today", "far", "fault", "late", "no-limit", "savable", "stands", "system"]),
]


@pytest.mark.parametrize(("sort", "order"), ORDERS)
def test_the_order_is_the_one_asked_for(queue: Register, sort: Sort, order: list[str]) -> None:
    assert codes(queue, sort) == order


@pytest.mark.parametrize("scope", [WHOLE, Scope(agencies=frozenset({ONE_STOP}))], ids=["whole", "one agency"])
@pytest.mark.parametrize("counted", [2, 10_000])
@pytest.mark.parametrize("sort", Sort)
def test_pages_of_every_order_follow_one_another(
    queue: Register, sort: Sort, counted: int, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = codes(queue, sort)
    monkeypatch.setattr(stuck_search, "MOST_COUNTED", counted)  # few match, or more than are looked at once
    monkeypatch.setattr(stuck_counts, "MOST_COUNTED", counted)
    seen: list[str] = []
    after = None
    for _ in range(len(EVERY)):
        page = queue.stuck(StuckFilter(scope=scope), now=NOW, sort=sort, limit=2, after=after)
        seen += [dossier.code for dossier in page.dossiers]
        after = page.after
        if after is None:
            break
    assert seen == order
    assert sorted(seen) == sorted(EVERY)


def test_counts_are_told_by_reason_holder_and_procedure(queue: Register) -> None:
    counts = queue.stuck(now=NOW, limit=1).counts
    assert [(each.id, each.dossiers, each.late) for each in counts.agencies] == [
        (LAND_OFFICE, 7, 1),
        ("applicant", 1, 0),
        (TAX, 1, 0),
    ]
    assert [(each.id, each.dossiers) for each in counts.procedures] == [("TN13", 8), ("P02", 1)]
    assert (counts.total, counts.more) == (9, False)


def test_beyond_a_bound_the_most_pressing_are_counted_and_it_is_said(
    queue: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stuck_search, "MOST_COUNTED", 3)
    monkeypatch.setattr(stuck_counts, "MOST_COUNTED", 3)
    counts = queue.stuck(now=NOW).counts
    assert (counts.total, counts.more) == (3, True)
    assert sum(each.late for each in counts.reasons) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([Sought(procedures=frozenset({"P02"}))], ["due-today"]),
        ([Sought(agencies=frozenset({TAX}))], ["system"]),
        ([Sought(steps=frozenset({("TN13", "tax"), ("P02", "appraise")}))], ["due-today", "system"]),
        ([Sought(codes=frozenset({"far", "none"}))], ["far"]),
        ([Sought(begins="s")], ["savable", "system", "stands"]),
        ([Sought(begins="%")], []),
        ([Sought(begins="s"), Sought(agencies=frozenset({TAX}))], ["system"]),
        ([Sought(procedures=frozenset({"P02"}), begins="fa")], ["due-today", "far", "fault"]),
        ([Sought()], []),
    ],
)
def test_every_word_has_to_be_found_somewhere(queue: Register, words: list[Sought], found: list[str]) -> None:
    assert codes(queue, sought=tuple(words)) == found


def test_a_dossier_is_found_by_the_number_of_a_paper(queue: Register) -> None:
    place = {"agency": ONE_STOP, "form": Form.RECEIPT.value, "year": 2026}
    paper = SoughtPaper(forms=(Form.RECEIPT.value,), agencies=(ONE_STOP,), year=2026, number=1)
    assert codes(queue, sought=(Sought(paper=paper),)) == []
    letter = NewLetter(
        dossier="far",
        seq=2,
        law="61/2018",
        check_value="0000-0000",
        issued_at=at("Mon 2026-11-30 09:00"),
        content="{}",
        **place,
    )
    queue.issue_letters([letter])
    assert codes(queue, sought=(Sought(paper=paper),)) == ["far"]


@pytest.mark.parametrize(("wanted", "found"), [case for case in FILTERS if "sought" in case[0]])
def test_words_that_few_bear_are_looked_for_and_the_rest_is_the_same(
    queue: Register, wanted: dict[str, object], found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stuck_search, "COMMON", 0)
    assert codes(queue, **wanted) == found


def test_several_words_are_as_common_as_what_they_stand_for_alike() -> None:
    first = Sought(agencies=frozenset({"a", "b"}), procedures=frozenset({"P01"}), begins="1")
    second = Sought(agencies=frozenset({"b", "c"}), steps=frozenset({("P01", "s1")}), begins="1")
    assert shared((first, second)) == Sought(agencies=frozenset({"b"}))
    assert shared((first,)) == first
