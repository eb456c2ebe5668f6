"""A report's sheet in a terminal."""

import typer
from rich.table import Table

from motcua.reports.csv_file import column_name, source_words
from motcua.reports.sheet import Kind, Language, Level, Sheet, shown
from motcua.supervision.terminal import print_table, said


def print_sheet(sheet: Sheet, lang: Language) -> None:
    """Print a report: its title, the table, checks and figures, what it was made from."""
    typer.echo(said(sheet.title, lang))
    typer.echo(" · ".join(said(words, lang) for words in sheet.about))
    print_table(_table(sheet, lang))
    for pair in (*sheet.checks, *sheet.figures):
        holds = {True: "✓", False: "✗", None: ""}[pair.holds]
        value = "" if pair.value is None else shown(pair.value, pair.kind, lang)
        typer.echo("  ".join(part for part in (said(pair.name, lang), pair.reckoned, value, holds) if part))
    for words in (*sheet.notes, *source_words(sheet)):
        typer.echo(said(words, lang))


def _table(sheet: Sheet, lang: Language) -> Table:
    made = Table(show_edge=False, pad_edge=False, header_style="bold")
    for number, column in enumerate(sheet.columns):
        text = column.kind is Kind.TEXT
        made.add_column(column_name(sheet, number, lang), justify="left" if text else "right", min_width=4)
    for row in sheet.rows:
        cells = (shown(value, column.kind, lang) for value, column in zip(row.values, sheet.columns, strict=True))
        made.add_row(*cells, style=None if row.level is Level.LINE else "bold")
    return made
