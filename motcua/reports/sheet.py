"""A report as a sheet of cells, the same for every kind of file."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from motcua.dossiers.parts import Model
from motcua.worktime.words import Words

Language = Literal["vi", "en"]
Value = str | int | float | None


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    """A share between 0 and 1, said in per cent."""
    SCORE = "score"
    """To one decimal."""
    HOURS = "hours"


class Column(Model):
    """A column with its name, the names that stand above it and others, and its number on a form."""

    name: Words
    kind: Kind = Kind.COUNT
    above: tuple[Words, ...] = ()
    """Names of the groups it belongs to, the widest first."""
    number: str | None = None
    wide: bool = False
    """Whether it takes the room that the others leave."""
    closes: bool = False
    """Whether a group of columns ends with it."""
    opens: str | None = None
    """The figure whose list a number of it opens: a column of form 06, or the name of a count."""


class Level(StrEnum):
    """What a row stands for."""

    TOTAL = "total"
    GROUP = "group"
    LINE = "line"


class SheetRow(Model):
    """One row; as many values as there are columns."""

    values: tuple[Value, ...]
    level: Level = Level.LINE
    chosen: dict[str, str] = {}
    """What it stands for: `field`, `procedure`, `agency`, `officer`; the list behind its numbers is narrowed to it."""


class Pair(Model):
    """A check, or a figure beside the table: its name, how it is reckoned, its value."""

    name: Words
    reckoned: str = ""
    value: Value = None
    kind: Kind = Kind.TEXT
    holds: bool | None = None
    """Of a check: whether it holds; None where it is a figure."""


class Source(Model):
    """What it was made from: whoever doubts it can tell whether the register has gone on since."""

    made_at: datetime
    position: int
    """Number of the last transition in the register."""
    head: str | None
    """Hash of its last fact."""


class Sheet(Model):
    """A whole report."""

    key: str
    """Stable name of the kind of report."""
    form: Words | None = None
    """What the form is called by the law."""
    title: Words
    about: tuple[Words, ...] = ()
    """Period, agency, structure, the date that is judged by."""
    agency: Words
    above: Words | None = None
    """The body the agency belongs to."""
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    checks: tuple[Pair, ...] = ()
    figures: tuple[Pair, ...] = ()
    notes: tuple[Words, ...] = ()
    """How it is reckoned."""
    source: Source
    signed: bool = False
    """Whether two people sign it."""


def said(words: Words, lang: Language) -> str:
    """Return words in one language."""
    return words.vi if lang == "vi" else words.en


def shown(value: Value, kind: Kind, lang: Language) -> str:
    """Return a value as it is printed: `5.377` and `93,8%` in Vietnamese, `5,377` and `93.8%` in English."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    text = {
        Kind.COUNT: f"{value:,.0f}",
        Kind.SHARE: f"{value * 100:,.1f}%",
        Kind.SCORE: f"{value:,.1f}",
        Kind.HOURS: f"{value:,.1f}",
    }.get(kind, str(value))
    return text.translate(_VIETNAMESE) if lang == "vi" else text


_VIETNAMESE = str.maketrans(",.", ".,")
