"""Reports as CSV: UTF-8 with a byte order mark, so that spreadsheets read Vietnamese; no cell is ever a formula."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from motcua.reports.sheet import Language, Sheet, Value, said
from motcua.worktime.words import Words

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"


def csv_of(sheet: Sheet, lang: Language = "vi") -> bytes:
    """Return a report as CSV: its title and source, a line of names, the rows, the checks; figures are plain numbers.

    Text that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    made = StringIO(BOM, newline="")
    made.seek(len(BOM))
    writer = csv.writer(made, lineterminator="\r\n")
    for line in _lines(sheet, lang):
        writer.writerow([harmless(value) for value in line])
    return made.getvalue().encode()


def harmless(value: Value) -> Value:
    """Return a value that no spreadsheet runs."""
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _lines(sheet: Sheet, lang: Language) -> Iterator[Sequence[Value]]:
    yield [said(sheet.title, lang)]
    yield from ([said(words, lang)] for words in sheet.about)
    yield [said(words, lang) for words in source_words(sheet)]
    yield []
    yield [column_name(sheet, number, lang) for number in range(len(sheet.columns))]
    yield from (row.values for row in sheet.rows)
    pairs = [*sheet.checks, *sheet.figures]
    if pairs:
        yield []
    for pair in pairs:
        holds = {True: ("khớp", "holds"), False: ("lệch", "differs"), None: ("", "")}[pair.holds]
        yield [said(pair.name, lang), pair.reckoned, pair.value, holds[0 if lang == "vi" else 1]]


def column_name(sheet: Sheet, number: int, lang: Language) -> str:
    """Return a column's whole name in one line: `(8) Đã giải quyết: Trước hạn`."""
    column = sheet.columns[number]
    name = ": ".join(said(words, lang) for words in (*column.above, column.name))
    return f"{column.number} {name}" if column.number else name


def source_words(sheet: Sheet) -> tuple[Words, ...]:
    """Return what a report was made from."""
    at, source = sheet.source.made_at, sheet.source
    head = source.head or "–"
    return (
        Words(f"Lập lúc {at:%H:%M:%S} ngày {at:%d/%m/%Y}", f"Made at {at:%Y-%m-%d %H:%M:%S}"),
        Words(f"Sổ đăng ký: lượt ghi {source.position}", f"Register: transition {source.position}"),
        Words(f"mã băm {head}", f"hash {head}"),
    )
