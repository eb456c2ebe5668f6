"""Decision tables: what depends on the data of a dossier, row by row, as an official reads it.

A table looks at a few inputs and gives, for each case, the limit that applies, the limits of steps, the terms of a
supplement, or data that follow from others. `cells` says how cells are read; `settling`, what comes of a table.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue

from motcua.procedures.model import Model, Text
from motcua.worktime.allowance import Allowance


def _written(cell: object) -> object:
    """Return a cell as text: `true` and `5` need no quotes in the file."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell) if isinstance(cell, int) else cell


Cell = Annotated[str, BeforeValidator(_written)]
"""`-` for any, a value, a comparison (`< 100`), a range (`[100..200)`), a list (`in ["a", "b"]`), or a condition."""


class Hit(StrEnum):
    """Which row counts: the first that fires, or the only one that ever can."""

    FIRST = "first"
    UNIQUE = "unique"


class Input(Model):
    """What a column of a table looks at."""

    expr: str
    """CEL over the channel and the declared data, mostly just a name."""
    label: Text


class GivenSupplement(Model):
    """The terms of a supplement in one case; what is left out stays as the version publishes it."""

    window: Allowance | None = None
    """How long the applicant has."""
    new_limit: Allowance | None = None
    """What applies after the supplement (R31)."""


class Given(Model):
    """What applies in one case; what is left out stays as the version publishes it."""

    label: Text
    basis: str | None = None
    """The legal text this case rests on."""
    limit: Allowance | None = None
    """The total."""
    allow: dict[str, Allowance] = {}
    """Limits of steps, by their ids."""
    supplement: GivenSupplement | None = None
    sets: dict[str, JsonValue] = {}
    """Values of data declared as `derived`."""


class Row(Given):
    """One case: it fires where every cell holds."""

    cells: tuple[Cell, ...]


class Table(Model):
    """One decision table."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    hit: Hit = Hit.FIRST
    inputs: tuple[Input, ...] = Field(min_length=1)
    rows: tuple[Row, ...] = Field(min_length=1)
    otherwise: Given | None = None
    """What applies where no row fires; without it, some row fires in every case."""

    @property
    def all_given(self) -> tuple[Given, ...]:
        """Return every row, and what applies otherwise."""
        return (*self.rows, self.otherwise) if self.otherwise is not None else self.rows

    def given_by(self, place: int | None) -> Given | None:
        """Return what the row at a place gives; without a place, what applies otherwise."""
        return self.otherwise if place is None else self.rows[place]
