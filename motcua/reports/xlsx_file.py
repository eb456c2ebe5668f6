"""Reports as a workbook, written row by row in constant memory; text is text, never a formula or an address."""

from datetime import UTC
from io import BytesIO
from typing import Any

import xlsxwriter

from motcua.reports.csv_file import column_name, source_words
from motcua.reports.sheet import Kind, Language, Level, Pair, Sheet, Value, said

FORMATS = {Kind.COUNT: "#,##0", Kind.SHARE: "0.0%", Kind.SCORE: "0.0", Kind.HOURS: "#,##0.0", Kind.TEXT: "@"}
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST = 32_767
"""Characters a cell can hold."""


def xlsx_of(sheet: Sheet, lang: Language = "vi") -> bytes:
    """Return a report as XLSX: the same report gives the same bytes."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        at = sheet.source.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": said(sheet.title, lang), "created": at})
        _Page(book, sheet, lang).write()
    return made.getvalue()


class _Page:
    """The one page of the workbook, and the row that is written next."""

    def __init__(self, book: Any, sheet: Sheet, lang: Language) -> None:
        self._sheet, self._lang, self._row = sheet, lang, 0
        self._page = book.add_worksheet(sheet.key[:31])
        self._formats = {
            (kind, level): book.add_format({"num_format": form, "bold": level is not Level.LINE, "border": 4})
            for kind, form in FORMATS.items()
            for level in Level
        }
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
        )
        self._plain = book.add_format({"font_color": "#444444"})

    def write(self) -> None:
        sheet, lang = self._sheet, self._lang
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        for number, column in enumerate(sheet.columns):
            self._page.set_column(number, number, 44 if column.wide else 7 if number == 0 else 13)
        self._line([said(sheet.title, lang)], self._title)
        for words in sheet.about:
            self._line([said(words, lang)], self._plain)
        self._line(["; ".join(said(words, lang) for words in source_words(sheet))], self._plain)
        self._row += 1
        self._line([column_name(sheet, number, lang) for number in range(len(sheet.columns))], self._head)
        self._page.freeze_panes(self._row, 2)
        for row in sheet.rows:
            for number, value in enumerate(row.values):
                self._cell(number, value, self._formats[sheet.columns[number].kind, row.level])
            self._row += 1
        self._row += 1
        for pair in (*sheet.checks, *sheet.figures):
            self._pair(pair)
        for words in sheet.notes:
            self._line([said(words, lang)], self._plain)

    def _pair(self, pair: Pair) -> None:
        holds = {True: ("khớp", "holds"), False: ("lệch", "differs"), None: ("", "")}[pair.holds]
        self._cell(1, said(pair.name, self._lang), self._plain)
        self._cell(2, pair.reckoned, self._plain)
        self._cell(5, pair.value, self._formats[pair.kind, Level.LINE])
        self._cell(6, holds[0 if self._lang == "vi" else 1], self._plain)
        self._row += 1

    def _line(self, values: list[str], form: Any) -> None:
        for number, value in enumerate(values):
            self._cell(number, value, form)
        self._row += 1

    def _cell(self, column: int, value: Value, form: Any) -> None:
        if isinstance(value, str):
            self._page.write_string(self._row, column, value[:LONGEST], form)
        elif value is None:
            self._page.write_blank(self._row, column, None, form)
        else:
            self._page.write_number(self._row, column, value, form)
