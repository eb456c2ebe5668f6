"""What every command reads and prints with: the language, JSON, tables, days."""

import json
from collections.abc import Container, Iterable
from datetime import date
from typing import Annotated, Literal

import typer
from pydantic import BaseModel
from rich.table import Table

from motcua.errors import InvalidInputError
from motcua.supervision.telling.views import Said
from motcua.worktime.words import Words

Language = Annotated[Literal["vi", "en"], typer.Option(help="Language of the text.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def said(words: Words | Said, lang: str) -> str:
    """Return words in one language."""
    return words.en if lang == "en" else words.vi


def print_json(model: BaseModel) -> None:
    """Print a model as one JSON object."""
    typer.echo(json.dumps(model.model_dump(mode="json"), ensure_ascii=False))


def table(heads: Iterable[Words], lang: str, *, right: Container[int] = (), whole: int | None = None) -> Table:
    """Return an empty table.

    Args:
        heads: Its columns.
        lang: The language of their names.
        right: Columns of figures, from 0.
        whole: Letters of the first column, where it is never broken; None: it may be.
    """
    made = Table(show_edge=False, pad_edge=False, header_style="bold")
    for number, head in enumerate(heads):
        kept = whole if number == 0 else None
        justify: Literal["left", "right"] = "right" if number in right else "left"
        made.add_column(said(head, lang), justify=justify, no_wrap=kept is not None, min_width=kept)
    return made


def day_of(text: str, field: str) -> date:
    """Return a day as it is written on a command line.

    Raises:
        InvalidInputError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is not a day.",
            vi=f"{text!r} không phải là ngày.",
            field=field,
            hint="Write 2026-11-25.",
            hint_vi="Ghi 2026-11-25.",
        ) from None
