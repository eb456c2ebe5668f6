"""Figures, identities and scores, by the worked examples of the rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.errors import InvalidInputError
from motcua.reports.commending import Merit, Wide, best_units, late_procedures
from motcua.reports.figures import NONE, Figures, added
from motcua.reports.form06 import Cell, form06
from motcua.reports.identities import DisagreementError, checks
from motcua.reports.period import period_between, period_named
from motcua.reports.scoring import (
    Weight,
    agency_grade,
    given_index,
    officer_grade,
    online_index,
    scores_of,
)

OCTOBER = Figures(
    total=100, online=60, direct=28, carried=12, closed=80, early=50, on_time=22, late=8, open=20, open_in_time=17,
    open_late=3,
)  # fmt: skip


def test_R65_october_adds_up() -> None:
    assert OCTOBER.columns == (100, 60, 28, 12, 80, 50, 22, 8, 20, 17, 3)
    assert all(check.holds for check in checks(OCTOBER, open_before=12))


@pytest.mark.parametrize("figure", ["total", "online", "closed", "late", "open", "open_late"])
def test_R65_a_form_that_does_not_add_up_is_refused(figure: str) -> None:
    wrong = OCTOBER._replace(**{figure: getattr(OCTOBER, figure) + 1})
    with pytest.raises(DisagreementError, match=r"Đất đai / 1\.013225.*R65"):
        form06([Cell("Đất đai", "1.013225", wrong, 12)])


def test_R65_what_was_carried_over_is_what_the_period_before_left() -> None:
    with pytest.raises(DisagreementError, match=r"\(6\) = \(11\)': 12 ≠ 11"):
        form06([Cell("Đất đai", "1.013225", OCTOBER, 11)])


def test_R66_both_rates_and_the_points_of_the_group() -> None:
    assert OCTOBER.on_time_completed == 0.9
    assert OCTOBER.on_time_all == 0.89
    assert Weight().score(OCTOBER.on_time_completed) == Decimal("18.0")
    assert Weight().score(None) is None


def test_R66_weight_and_linearity_are_parameters() -> None:
    steps = ((Decimal("0.95"), Decimal(1)), (Decimal("0.9"), Decimal("0.5")))
    assert Weight(points=Decimal(18)).score(0.9) == Decimal("16.2")
    assert Weight(steps=steps).score(0.9) == Decimal("10.0")
    assert Weight(steps=steps).score(0.5) == Decimal("0.0")


def test_R58_what_was_withdrawn_is_closed_and_in_no_rate() -> None:
    month = Figures(total=5, direct=5, closed=5, early=2, late=1, stopped_in_time=1, stopped_late=1)
    assert month.columns[4:8] == (5, 2, 1, 2)
    assert month.on_time_completed == 2 / 3
    assert month.on_time_all == 2 / 3


def test_R67_an_index_is_rounded_to_one_decimal() -> None:
    assert scores_of((2, 1, 0, 2, 1, 1)).index == Decimal("1.2")
    assert scores_of(()).index is None
    assert scores_of((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2)).index == Decimal("1.1")


@pytest.mark.parametrize(
    ("third", "grade", "total"), [("1.5", "100", "5.7"), ("0.3", "70-100", "4.5"), ("-0.8", "<70", "3.4")]
)
def test_R67_an_officer_is_graded_by_five_indices(third: str, grade: str, total: str) -> None:
    indices = {1: Decimal("1.2"), 2: Decimal("1.0"), 3: Decimal(third), 4: Decimal("1.0"), 7: Decimal("1.0")}
    found = officer_grade(indices | {9: Decimal(2)})
    assert (found.grade, found.total) == (grade, Decimal(total))


@pytest.mark.parametrize(
    ("each", "grade"), [("1.7", "excellent"), ("1.4", "good"), ("1.0", "fair"), ("0.7", "average"), ("0.5", "weak")]
)
def test_R67_an_agency_is_graded_by_nine(each: str, grade: str) -> None:
    assert agency_grade(dict.fromkeys(range(1, 10), Decimal(each))).grade == grade
    assert agency_grade(dict.fromkeys(range(1, 9), Decimal(each))).grade is None


def test_R67_the_ninth_index_falls_with_one_late_online_dossier() -> None:
    assert [online_index(part, 0) for part in (0.3, 0.29, 0.15, 0.1)] == [2, 1, 1, 0]
    assert online_index(0.9, 1) == 0
    assert online_index(None, 0) is None


@pytest.mark.parametrize("text", ["10=1", "5=2.1", "5", "x=1", "5=nan", "0=1"])
def test_an_index_that_cannot_be_given_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="R67"):
        given_index(text)


@dataclass(frozen=True)
class Named:
    """A period by its name."""

    text: str
    first: date
    last: date
    vi: str


@pytest.mark.parametrize(
    "named",
    [
        Named("2026", date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        Named("2026-h1", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        Named("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "quý III/2026"),
        Named("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "quý IV/2026"),
        Named("2026-02", date(2026, 2, 1), date(2026, 2, 28), "tháng 2/2026"),
        Named("2026-11-25", date(2026, 11, 25), date(2026, 11, 25), "ngày 25/11/2026"),
    ],
)
def test_a_period_has_a_name(named: Named) -> None:
    period = period_named(named.text)
    assert (period.first, period.last) == (named.first, named.last)
    assert period.name.vi == named.vi


@pytest.mark.parametrize("text", ["", "2026-13", "2026-H3", "26", "2026-02-30", "1999", "2026-10-05-01", "năm nay"])
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        period_named(text)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidInputError, match="before it begins"):
        period_between(date(2026, 2, 1), date(2026, 1, 1))


def test_the_best_units_finished_enough_and_nothing_late() -> None:
    quick = Figures(early=40, on_time=10)
    units = {
        "quick": quick,
        "busy": Figures(early=80, on_time=20),
        "even": Figures(early=10, on_time=40),
        "small": Figures(early=5),
        "late": quick._replace(late=1),
        "stuck": quick._replace(open_late=1),
    }
    assert [unit.agency for unit in best_units(units, Merit())] == ["busy", "quick", "even"]
    assert best_units(units, Merit(least=5, most=1))[0].agency == "small"


def test_a_procedure_is_late_whoever_handles_it_if_it_is_with_most_of_them() -> None:
    bad, good, few = Figures(early=8, late=2), Figures(early=10), Figures(late=3)
    counts = [("P", "a", bad), ("P", "b", bad), ("P", "c", good), ("P", "d", few)]
    counts += [("Q", "a", bad), ("Q", "b", good), ("Q", "c", good)]
    (found,) = late_procedures(counts, Wide())
    assert (found.procedure, found.dossiers, found.late) == ("P", 30, 4)
    assert (found.agencies, found.agencies_late, found.median_rate) == (3, 2, 0.2)
    assert late_procedures(counts, Wide(agencies=4)) == ()


def test_fields_stand_in_vietnamese_order() -> None:
    names = ["Đất đai", "Hộ tịch", "Chứng thực", "Du lịch", "Cư trú", "Môi trường"]
    form = form06(Cell(name, "P", NONE, 0) for name in names)
    assert [line.id for line in form.lines] == ["Chứng thực", "Cư trú", "Du lịch", "Đất đai", "Hộ tịch", "Môi trường"]


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 10), max_size=6))
def test_any_counts_of_single_lives_add_up_in_every_line(lives: list[tuple[int, ...]]) -> None:
    cells = []
    for number, (e, o, t, w, si, sl, it, la, carried, online) in enumerate(lives):
        closed, open_ = e + o + t + w + si + sl, it + la
        total = closed + open_
        carried, rest = min(carried, total), total - min(carried, total)
        online = min(online, rest)
        figures = Figures(total, online, rest - online, carried, closed, e, o, t, w, si, sl, open_, it, la)
        cells.append(Cell(f"field {number % 2}", f"P{number}", figures, carried))
    form = form06(cells)
    assert form.total.figures == added(cell.figures for cell in cells)
    assert form.checked == 1 + len(form.lines) + len(cells)
    assert added([]) == NONE
