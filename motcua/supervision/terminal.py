"""What every command reads and prints with: the language, JSON, tables, days."""

import json
from collections.abc import Container, Iterable
from datetime import date
from typing import Annotated, Literal

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from motcua.errors import InvalidInputError
from motcua.supervision.telling.views import Said
from motcua.worktime.words import Words

Language = Annotated[Literal["vi", "en"], typer.Option(help="Language of the text.")]
WIDE = 160
"""Characters of a line where nobody looks on: in a file, in a pipe."""
CROWDED = 2.2
"""How many times wider than a terminal a table may be; one that is wider still has its rows set one below the other."""
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


def paper(width: int | None = None) -> Console:
    """Return what is printed on: as wide as the terminal, or wide enough for every table where there is none."""
    console = Console(width=width)
    return console if width or console.is_terminal or console.width >= WIDE else Console(width=WIDE)


def print_table(made: Table, console: Console | None = None) -> None:
    """Print a table; on a terminal that is too narrow for it, each row stands as lines of its own."""
    console = console or paper()
    whole = Measurement.get(console, console.options.update(width=10_000), made).maximum
    if not console.is_terminal or whole <= CROWDED * console.width:
        console.print(made)
        return
    heads = [str(column.header) for column in made.columns]
    for first, *others in zip(*(column.cells for column in made.columns), strict=True):
        console.print(first, style="bold", highlight=False)
        for head, cell in zip(heads[1:], others, strict=True):
            if value := " ".join(str(cell).split()):
                console.print(f"  {head}: {value}" if head else f"  {value}", highlight=False)


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
