"""Any decision table decides as a reader of it would: an independent reading in plain Python, over any data."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.procedures.definition import Procedure
from motcua.procedures.reader import read_definition
from motcua.procedures.settling import settled
from motcua.procedures.tables import Hit, Input, Row, Table
from motcua.procedures.truths import Truths
from tests.procedures.test_tables import HEAD, STEPS, TABLES

Holds = Callable[[object], bool]
AREAS = st.decimals(min_value=0, max_value=600, places=1)
FLOORS = st.integers(min_value=-2, max_value=12)
WORDS = ("house", "works")
COMPARE: dict[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


@st.composite
def number_cells(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal]) -> tuple[str, Holds]:
    """A cell over a number, with what it means."""
    low, high = sorted((draw(numbers), draw(numbers)))
    sign = draw(st.sampled_from(sorted(COMPARE)))
    return draw(
        st.sampled_from(
            [
                ("-", lambda value: True),
                (f"{low}", lambda value: value == low),
                (f"{sign} {low}", lambda value: COMPARE[sign](value, low)),
                (f"[{low}..{high})", lambda value: low <= value < high),
                (f"({low}..{high}]", lambda value: low < value <= high),
                (f"in [{low}, {high}]", lambda value: value in (low, high)),
            ]
        )
    )


@st.composite
def word_cells(draw: st.DrawFn) -> tuple[str, Holds]:
    """A cell over a choice, with what it means."""
    word = draw(st.sampled_from(WORDS))
    return draw(
        st.sampled_from(
            [
                ("-", lambda value: True),
                (word, lambda value: value == word),
                (f"!= {word}", lambda value: value != word),
                (f"in ['{word}']", lambda value: value == word),
            ]
        )
    )


FLAGS: list[tuple[str, Holds]] = [("-", lambda value: True), ("true", bool), ("false", lambda value: not value)]
ROWS = st.lists(
    st.tuples(word_cells(), number_cells(AREAS), number_cells(FLOORS.map(Decimal)), st.sampled_from(FLAGS)),
    min_size=1,
    max_size=6,
)
DATA = st.tuples(st.sampled_from(WORDS), AREAS, FLOORS, st.booleans())
LABEL = {"vi": "dòng", "en": "row"}


def trial(rows: list[tuple[tuple[str, Holds], ...]], hit: Hit = Hit.FIRST) -> Procedure:
    """The trial procedure with nothing but one table, whose row number N gives a total of N working days."""
    base = read_definition(HEAD + TABLES + STEPS).procedure
    assert base is not None
    inputs = tuple(Input(expr=name, label=LABEL) for name in ("kind", "area", "floors", "unclear"))
    given = tuple(
        Row(cells=tuple(cell for cell, _ in row), limit=f"{place + 1}wd", label=LABEL) for place, row in enumerate(rows)
    )
    table = Table(id="trial", label=LABEL, hit=hit, inputs=inputs, rows=given)
    return base.model_copy(update={"tables": (table,)})


def read_by_hand(rows: list[tuple[tuple[str, Holds], ...]], data: tuple[object, ...]) -> int | None:
    """The first row all of whose cells hold, from 1."""
    fires = (all(holds(value) for (_, holds), value in zip(row, data, strict=True)) for row in rows)
    return next((place + 1 for place, true in enumerate(fires) if true), None)


def values(data: tuple[object, ...]) -> dict[str, object]:
    kind, area, floors, unclear = data
    return {"channel": "direct", "kind": kind, "area": str(area), "floors": floors, "unclear": unclear}


@settings(deadline=None, max_examples=60)
@given(ROWS, DATA)
def test_a_table_decides_as_it_reads(rows, data):
    found = settled(trial(rows), values(data))
    number = read_by_hand(rows, data)
    assert str(found.limit) == (f"{number}wd" if number else "10wd")
    assert [reason.row for reason in found.because] == ([number] if number else [])
    assert settled(trial(rows), values(data)) == found


@settings(deadline=None, max_examples=60)
@given(ROWS, DATA)
def test_what_was_tried_out_when_the_file_was_read_covers_whatever_comes(rows, data):
    procedure = trial(rows)
    truths = Truths(procedure.data, (), procedure.tables)
    assert truths.open == ()
    tried = {truth.rows["trial"] for truth in truths}
    number = read_by_hand(rows, data)
    assert (number - 1 if number else None) in tried


@pytest.mark.parametrize("number", [1, 250, 250.5])
def test_a_number_is_decided_alike_however_it_is_written(number):
    rows = [(("-", bool), ("< 250.5", bool), ("-", bool), ("-", bool))]
    data = values(("house", number, 1, True))
    assert (str(settled(trial(rows), data).limit) == "1wd") is (number < 250.5)
