"""A report's sheet as a table of a page: names above names, a page of rows, each number leading to its list."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from motcua.reports import form06_sheet
from motcua.reports.sheet import Column, Kind, Sheet, SheetRow
from motcua.supervision.reporting import of_agencies, of_lateness, of_promises
from motcua.supervision.reporting.asked import Asked
from motcua.supervision.reporting.asked import Kind as Report
from motcua.supervision.web.report_asking import as_query
from motcua.worktime.words import Words

ROWS = 30
"""Rows on a page; all of them are in the files."""
LATE = ("10", "13", "late", "open_late")
"""Figures that are broken promises."""
NARROWED = (("fields", "field"), ("procedures", "procedure"))
"""What a question is narrowed by, and what a row says of it."""
COLUMNS = {
    Report.FORM06: form06_sheet.COLUMNS,
    Report.ON_TIME: of_promises.ON_TIME_COLUMNS,
    Report.SCORE_766: of_promises.ON_TIME_COLUMNS,
    Report.AGEING: of_lateness.AGE_COLUMNS,
    Report.BEST: of_agencies.BEST_COLUMNS,
}
"""Columns of the reports whose numbers open lists."""


class Head(NamedTuple):
    """One cell of the names above a table."""

    name: Words
    wide: int
    tall: int
    text: bool


class Cell(NamedTuple):
    """One cell of a row."""

    value: Any
    kind: Kind
    link: str | None
    late: bool


def heads(columns: Sequence[Column]) -> list[list[Head]]:
    """Return the names above a table row by row: a name that several columns share stands once."""
    deep = max(len(column.above) for column in columns) + 1
    rows: list[list[Head]] = []
    for level in range(deep):
        row: list[Head] = []
        last: tuple[Words, ...] | None = None
        for column in columns:
            names = (*column.above, column.name)
            if len(column.above) < level:
                last = None
            elif len(column.above) == level:
                row.append(Head(column.name, 1, deep - level, column.kind is Kind.TEXT))
                last = None
            elif names[: level + 1] == last:
                row[-1] = row[-1]._replace(wide=row[-1].wide + 1)
            else:
                row.append(Head(names[level], 1, 1, text=False))
                last = names[: level + 1]
        rows.append(row)
    return rows


def cells(row: SheetRow, sheet: Sheet, asked: Asked) -> list[Cell]:
    """Return the cells of a row; a number that counts dossiers leads to them, unless there are none."""
    found = []
    for value, column in zip(row.values, sheet.columns, strict=True):
        link = _link(row, column, asked) if column.opens and isinstance(value, int) and value else None
        found.append(Cell(value, column.kind, link, bool(value) and column.opens in LATE))
    return found


def _link(row: SheetRow, column: Column, asked: Asked) -> str:
    narrowed = row.chosen
    own = {"of": narrowed["agency"]} if "agency" in narrowed else {}
    of = {name: (narrowed[key],) for name, key in NARROWED if key in narrowed}
    question = as_query(asked.model_copy(update=of), figure=column.opens or "", **own)
    return f"/reports/{asked.kind.value}/behind?{question}"


def figure_named(kind: Report, figure: str) -> Words:
    """Return what the column of a number is called, with the names above it; one that no column has by its own name."""
    column = next((each for each in COLUMNS.get(kind, ()) if each.opens == figure), None)
    if column is None:
        return Words(figure, figure)
    names, number = (*column.above, column.name), column.number or ""
    said = (": ".join(each.vi for each in names), ": ".join(each.en for each in names))
    return Words(*(f"{number} {name}".strip() for name in said))
