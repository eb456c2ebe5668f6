"""Reports on paper: A4 landscape as PDF/A-2b; the same report gives the same bytes, on any machine."""

import json
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from motcua.letters.glyphs import printable
from motcua.letters.printing import moment
from motcua.letters.typesetter import STANDARD
from motcua.reports.csv_file import source_words
from motcua.reports.sheet import Column, Kind, Language, Pair, Sheet, SheetRow, said, shown
from motcua.worktime.words import Words

TEMPLATES = Path(__file__).with_name("templates")


class Press:
    """A compiler that is kept; safe to share between threads."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(TEMPLATES / "report.typ", root=TEMPLATES, ignore_system_fonts=True)
        self._turn = Lock()

    def pdf(self, sheet: Sheet, lang: Language = "vi") -> bytes:
        """Return a report as a PDF; dated by the moment it was made."""
        at = sheet.source.made_at
        fixed = at.astimezone(timezone(at.utcoffset() or timedelta())).replace(microsecond=0)
        inputs = {"report": json.dumps(_printed(sheet, lang), ensure_ascii=False)}
        with self._turn:
            made = self._compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=[STANDARD], timestamp=fixed)
        if not isinstance(made, bytes):
            raise TypeError("the typesetter gave no single document")
        return made


@cache
def press() -> Press:
    """Return this process's press, made when it is first needed."""
    return Press()


def _printed(sheet: Sheet, lang: Language) -> dict[str, Any]:
    """Return the report as its template reads it: texts of one language."""

    def text(words: Words | None) -> str | None:
        return None if words is None else printable(said(words, lang))

    return {
        "lang": lang,
        "form": text(sheet.form),
        "title": text(sheet.title),
        "about": [text(words) for words in sheet.about],
        "heading": {"agency": text(sheet.agency), "above": text(sheet.above)},
        "columns": [_column(column, lang) for column in sheet.columns],
        "rows": [_row(row, sheet, lang) for row in sheet.rows],
        "checks": [_pair(pair, lang) for pair in sheet.checks],
        "figures": [_pair(pair, lang) for pair in sheet.figures],
        "notes": [text(words) for words in sheet.notes],
        "source": [text(words) for words in source_words(sheet)],
        "day": moment(sheet.source.made_at, lang)["day"],
        "signed": sheet.signed,
    }


def _column(column: Column, lang: Language) -> dict[str, Any]:
    names = [printable(said(words, lang)) for words in (*column.above, column.name)]
    text = column.kind is Kind.TEXT
    return {"names": names, "number": column.number, "text": text, "wide": column.wide, "closes": column.closes}


def _row(row: SheetRow, sheet: Sheet, lang: Language) -> dict[str, Any]:
    cells = zip(row.values, sheet.columns, strict=True)
    return {"cells": [printable(shown(value, column.kind, lang)) for value, column in cells], "level": row.level.value}


def _pair(pair: Pair, lang: Language) -> dict[str, Any]:
    value = shown(pair.value, pair.kind, lang) if pair.value is not None else ""
    name = printable(said(pair.name, lang))
    return {"name": name, "reckoned": printable(pair.reckoned), "value": printable(value), "holds": pair.holds}
