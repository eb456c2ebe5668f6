"""The chart of a report: lying bars, a row of the sheet each, made of the same numbers as the table."""

from typing import NamedTuple

from motcua.reports.sheet import Level, Sheet, SheetRow, Value
from motcua.supervision.reporting.asked import Kind
from motcua.supervision.web.drawing import Bar, bar

WIDE, MOST = 420.0, 14


class Plan(NamedTuple):
    """Which columns of a report are drawn."""

    parts: tuple[tuple[str, int], ...]
    """Fill and column of each piece, side by side."""
    said: int
    """The column printed beside the bar."""
    level: tuple[Level, ...] = (Level.LINE,)
    scale: float | None = None
    """What a whole bar stands for; None: the longest."""
    named: tuple[int, ...] = (1,)
    """Columns that say what a bar is of."""


PLANS = {
    Kind.FORM06: Plan(
        (("f-data", 7), ("f-data2", 8), ("f-late", 9), ("f-data3", 11), ("f-risk", 12)), 2, (Level.GROUP, Level.LINE)
    ),
    Kind.ON_TIME: Plan((("f-data", 3), ("f-data2", 4), ("f-late", 5)), 9),
    Kind.SCORE_766: Plan((("f-data", 11),), 11),
    Kind.INDEX: Plan((("f-data", 14),), 14, scale=18.0),
    Kind.OFFICERS: Plan((("f-data", 11),), 11, scale=10.0, named=(1, 2)),
    Kind.DELAYS: Plan((("f-data2", 6), ("f-data", 7)), 5, named=(1, 2)),
    Kind.AGEING: Plan(
        (("f-data3", 2), ("f-data3", 3), ("f-data2", 4), ("f-data2", 5), ("f-data", 6), ("f-risk", 7), ("f-late", 8)), 9
    ),
    Kind.BEST: Plan((("f-data", 3), ("f-data2", 4)), 5),
    Kind.LATE_PROCEDURES: Plan((("f-late", 7),), 7, scale=1.0),
}
"""By kind of report."""


class Line(NamedTuple):
    """One bar."""

    name: str
    pieces: tuple[Bar, ...]
    value: Value


class Chart(NamedTuple):
    """All bars."""

    lines: tuple[Line, ...]
    legend: tuple[tuple[str, tuple[int, ...]], ...]
    """Each fill with the columns it stands for; none where there is one fill."""
    said: int


def chart_of(sheet: Sheet, kind: Kind) -> Chart | None:
    """Return the chart of a report; None where fewer than two rows could be compared."""
    plan = PLANS[kind]
    rows = [row for row in sheet.rows if row.level in plan.level]
    if Level.GROUP in plan.level and any(row.level is Level.GROUP for row in rows):
        rows = [row for row in rows if row.level is Level.GROUP]
    rows = sorted(rows, key=lambda row: -_length(row, plan))[:MOST]
    most = plan.scale or max((_length(row, plan) for row in rows), default=0.0)
    if len(rows) < 2 or not most:
        return None
    lines = tuple(Line(_name(row, plan), _pieces(row, plan, most), row.values[plan.said]) for row in rows)
    return Chart(lines, _legend(plan), plan.said)


def _legend(plan: Plan) -> tuple[tuple[str, tuple[int, ...]], ...]:
    columns: dict[str, tuple[int, ...]] = {}
    for fill, column in plan.parts:
        columns[fill] = (*columns.get(fill, ()), column)
    return tuple(columns.items()) if len(columns) > 1 else ()


def _name(row: SheetRow, plan: Plan) -> str:
    return ": ".join(str(row.values[column]) for column in plan.named)


def _length(row: SheetRow, plan: Plan) -> float:
    return sum(_number(row.values[column]) for _, column in plan.parts)


def _pieces(row: SheetRow, plan: Plan, most: float) -> tuple[Bar, ...]:
    """Return the pieces; figures are taken a thousandfold, so that shares are whole numbers too."""
    parts = [(fill, round(_number(row.values[column]) * 1000)) for fill, column in plan.parts]
    return tuple(bar(parts, round(most * 1000), WIDE))


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
