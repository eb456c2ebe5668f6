"""Form 06: what was received, closed and is in process, by field and procedure (R65; Circular 01/2020, Biểu 06a)."""

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import combining, normalize

from motcua.dossiers.parts import Model
from motcua.reports.figures import Figures, added
from motcua.reports.identities import Check, checks, must_agree


class Cell(NamedTuple):
    """The counts of one procedure, as the register gives them."""

    field: str
    procedure: str
    figures: Figures
    open_before: int
    """In process when the period began, counted as the previous period's report counts it."""


class Line(Model):
    """One line of the form: a field, a procedure of it, or the whole."""

    id: str | None
    """The field or procedure; None for the whole."""
    figures: Figures
    open_before: int
    procedures: tuple["Line", ...] = ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """Return its identities."""
        return checks(self.figures, self.open_before)


class Form06(Model):
    """The form of a period; its identities hold, or there would be none."""

    lines: tuple[Line, ...]
    total: Line

    @property
    def checked(self) -> int:
        """Return how many lines were checked."""
        return 1 + sum(1 + len(line.procedures) for line in self.lines)


def form06(cells: Iterable[Cell], total: Cell | None = None) -> Form06:
    """Return the form with a line for each field, its procedures below it, in the order of their names.

    Args:
        cells: The counts of every procedure in every field.
        total: The whole, where it was counted by itself; None: the sum of the cells.

    Raises:
        DisagreementError: An identity does not hold; nothing is handed out.
    """
    fields: dict[str, list[Cell]] = {}
    for cell in cells:
        fields.setdefault(cell.field, []).append(cell)
    lines = tuple(_field(field, fields[field]) for field in sorted(fields, key=alphabetical))
    every = [cell for each in fields.values() for cell in each]
    whole = total or Cell("", "", added(cell.figures for cell in every), sum(cell.open_before for cell in every))
    form = Form06(lines=lines, total=Line(id=None, figures=whole.figures, open_before=whole.open_before))
    must_agree(_named(form))
    return form


def alphabetical(name: str) -> tuple[str, str]:
    """Return by what a name is sorted: Vietnamese letters beside their plain ones, Đ after D."""
    plain = "".join(each for each in normalize("NFD", name.lower()) if not combining(each))
    return plain.replace("đ", "d\uffff"), name


def _field(field: str, cells: list[Cell]) -> Line:
    below = (Line(id=c.procedure, figures=c.figures, open_before=c.open_before) for c in cells)
    return Line(
        id=field,
        figures=added(cell.figures for cell in cells),
        open_before=sum(cell.open_before for cell in cells),
        procedures=tuple(sorted(below, key=lambda line: line.id or "")),
    )


def _named(form: Form06) -> Iterable[tuple[str, tuple[Check, ...]]]:
    for field in form.lines:
        yield from ((f"{field.id} / {line.id}", line.checks) for line in field.procedures)
        yield f"{field.id}", field.checks
    yield "the total", form.total.checks
