"""A word that is looked for in the queue, as the ids it stands for.

Names are not stored with dossiers: whoever asks turns a word into the procedures, agencies and steps that bear it, so
that a name that changes is found at once, and every condition is read from an index. Personal data is never looked in.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from motcua.register.letter_table import LetterRow
from motcua.register.tables import DossierRow


class SoughtPaper(BaseModel):
    """The number of a paper in the books of a year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forms: tuple[str, ...]
    agencies: tuple[str, ...]
    """Whose books are looked into."""
    year: int
    number: int


class Sought(BaseModel):
    """One word; it is found where any of these fits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    procedures: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    """Agencies that hold it."""
    steps: frozenset[tuple[str, str]] = frozenset()
    """Procedure and step it stands at."""
    codes: frozenset[str] = frozenset()
    """Whole codes."""
    begins: str | None = None
    """How its code begins."""
    paper: SoughtPaper | None = None

    def found(self, row: Any = DossierRow) -> ColumnElement[bool]:
        """Return the condition under which a dossier bears the word; where it stands for nothing, none does."""
        ways: list[ColumnElement[bool]] = []
        if self.procedures:
            ways.append(row.procedure.in_(sorted(self.procedures)))
        if self.agencies:
            ways.append(row.holder_agency.in_(sorted(self.agencies)))
        if self.steps:
            ways.append(_at_steps(self.steps, row))
        if self.codes:
            ways.append(row.code.in_(sorted(self.codes)))
        if self.begins:
            ways.append(row.code.startswith(self.begins, autoescape=True))
        if self.paper is not None:
            ways.append(row.code.in_(_with_paper(self.paper)))
        return or_(*ways) if ways else false()


def _at_steps(steps: frozenset[tuple[str, str]], row: Any) -> ColumnElement[bool]:
    """Return the condition of standing at a step: found by the procedure, compared as one text."""
    procedures = {procedure for procedure, _ in steps}
    named = (row.procedure + "/" + row.holder_step).in_(sorted(f"{procedure}/{step}" for procedure, step in steps))
    return and_(row.procedure.in_(sorted(procedures)), named)


def _with_paper(paper: SoughtPaper) -> Select[str]:
    letter = LetterRow
    return select(letter.dossier).where(
        letter.agency.in_(paper.agencies),
        letter.form.in_(paper.forms),
        letter.year == paper.year,
        letter.number == paper.number,
    )
