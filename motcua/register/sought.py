"""A word that is looked for in the queue, as the ids it stands for.

Names are not stored with dossiers: whoever asks turns a word into the procedures, agencies and steps that bear it, so
that a name that changes is found at once, and every condition has an index. Personal data is never looked in.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from motcua.register.letter_table import LetterRow
from motcua.register.tables import DossierRow

SETS = ("procedures", "agencies", "steps", "codes")
"""What a word may stand for many of."""


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

    def found(self, row: Any = DossierRow, *, by_index: bool = True) -> ColumnElement[bool]:
        """Return the condition under which a dossier bears the word; where it stands for nothing, none does.

        Args:
            row: The dossier table, or what stands for it.
            by_index: Whether it may be looked for by the index of what it names.
        """
        return or_(false(), *self.ways(row, by_index=by_index))

    def ways(self, row: Any = DossierRow, *, by_index: bool = True) -> Iterator[ColumnElement[bool]]:
        """Yield each way of bearing the word: one is enough, and each has an index where `by_index` lets it be used."""
        if self.procedures:
            yield named(row.procedure, by_index).in_(sorted(self.procedures))
        if self.agencies:
            yield named(row.holder_agency, by_index).in_(sorted(self.agencies))
        if self.steps:
            yield _at_steps(self.steps, row, by_index)
        if self.codes:
            yield named(row.code, by_index).in_(sorted(self.codes))
        if self.begins:
            yield named(row.code, by_index).startswith(self.begins, autoescape=True)
        if self.paper is not None:
            yield named(row.code, by_index).in_(_with_paper(self.paper))


def shared(words: Sequence[Sought]) -> Sought:
    """Return what all of some words stand for alike; a dossier may bear each of them in another way, too."""
    first, *more = words
    if not more:
        return first
    alike = {kind: getattr(first, kind).intersection(*(getattr(word, kind) for word in more)) for kind in SETS}
    return Sought.model_validate(alike)


def named(column: Any, by_index: bool) -> Any:
    """Return a column as it is compared: by its own index, or in a way that no index answers."""
    return column if by_index else column.concat("")


def _at_steps(steps: frozenset[tuple[str, str]], row: Any, by_index: bool) -> ColumnElement[bool]:
    """Return the condition of standing at a step: found by procedure and step each, then compared as one text."""
    places = sorted(f"{procedure}/{step}" for procedure, step in steps)
    at_one: ColumnElement[bool] = (row.procedure + "/" + row.holder_step).in_(places)
    if not by_index:
        return at_one
    procedures, ids = map(set, zip(*steps, strict=True))
    return and_(row.procedure.in_(sorted(procedures)), row.holder_step.in_(sorted(ids)), at_one)


def _with_paper(paper: SoughtPaper) -> Select[str]:
    letter = LetterRow
    return select(letter.dossier).where(
        letter.agency.in_(paper.agencies),
        letter.form.in_(paper.forms),
        letter.year == paper.year,
        letter.number == paper.number,
    )
