"""Letters as PDF/A-2b: the same letter gives the same bytes, on any machine."""

import json
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final

import segno
import typst

from motcua.dossiers.applicant import Applicant
from motcua.letters.check import grouped
from motcua.letters.letter import Letter
from motcua.letters.printing import Language, printed
from motcua.letters.tracking_book import Book

TEMPLATES = Path(__file__).with_name("templates")
STANDARD: Final = "a-2b"
QR_MASK = 3
"""Any of the eight can be read; trying which one looks best takes longer than everything else about the code."""


class Typesetter:
    """A compiler that is kept: warm, a letter takes a few milliseconds. Only its built-in fonts are used.

    Safe to share between threads: letters are set one after another.
    """

    def __init__(self) -> None:
        self._compiler = typst.Compiler(TEMPLATES / "main.typ", root=TEMPLATES, ignore_system_fonts=True)
        self._turn = Lock()

    def letter(
        self, letter: Letter, lang: Language = "vi", *, number: int | None = None, applicant: Applicant | None = None
    ) -> bytes:
        """Return a letter as a PDF.

        Args:
            letter: What it says.
            lang: `vi` is the letter; `en` is a translation for information.
            number: Its number in the agency's book; None leaves a dotted line.
            applicant: Personal data; what is missing leaves dotted lines.
        """
        head = f"{number}/{letter.mark}" if number else None
        more = {"book_number": head, "mark": letter.mark, "qr": qr(letter.code, letter.check)}
        data = printed(letter, lang) | more | {"applicant": printed(applicant or Applicant(), lang)}
        return self._set(data | {"check": grouped(letter.check)}, lang, letter.issued_at)

    def book(self, book: Book, lang: Language = "vi") -> bytes:
        """Return an agency's book of a year as a PDF, pages numbered, with its closing note."""
        data = printed(book, lang) | {"form": "tracking_book", "qr": qr(f"{book.agency}/{book.year}", book.check)}
        return self._set(data | {"check": grouped(book.check)}, lang, book.made_at)

    def _set(self, data: dict[str, Any], lang: Language, at: datetime) -> bytes:
        inputs = {"letter": json.dumps(data | {"lang": lang}, ensure_ascii=False)}
        fixed = at.astimezone(timezone(at.utcoffset() or timedelta())).replace(microsecond=0)
        with self._turn:
            made = self._compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=[STANDARD], timestamp=fixed)
        if not isinstance(made, bytes):
            raise TypeError("the typesetter gave no single document")
        return made


@cache
def typesetter() -> Typesetter:
    """Return this process's typesetter, made when it is first needed."""
    return Typesetter()


def qr(code: str, check: str) -> str:
    """Return a QR code of `CODE/VALUE` as SVG: a path, with nothing around it."""
    drawn = BytesIO()
    segno.make_qr(f"{code}/{check}", error="m", mask=QR_MASK).save(
        drawn, kind="svg", border=0, xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()
