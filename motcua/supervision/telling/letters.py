"""A dossier's letters, told as a list."""

from datetime import datetime

from pydantic import BaseModel

from motcua.letters.check import grouped
from motcua.letters.printing import moment
from motcua.supervision.papers import Issued
from motcua.supervision.telling.views import Said


class LetterView(BaseModel):
    """One letter that was issued."""

    form: str
    """Key of the form: `receipt`, `apology`, …"""
    form_number: str | None
    """The form's number in the law; None where it has none."""
    law: str
    title: Said
    number: str
    """Its number in the agency's book of the year: `12/PXL`."""
    agency: str
    seq: int
    """The fact that issued it."""
    issued_at: datetime
    check: str
    """Printed on it, and in its QR code with the dossier's code."""
    late: bool
    """Whether it is an apology, or a re-appointment, that came late (R48, R51)."""


class LettersView(BaseModel):
    """All letters of a dossier, in the order of what issued them."""

    code: str
    letters: tuple[LetterView, ...]


def letters_view(code: str, issued: list[Issued]) -> LettersView:
    """Return a dossier's letters."""
    return LettersView(code=code, letters=tuple(letter_view(each) for each in issued))


def letter_view(issued: Issued) -> LetterView:
    """Return one letter."""
    letter = issued.letter
    return LetterView(
        form=letter.form.value,
        form_number=letter.number,
        law=letter.law,
        title=Said(vi=letter.title.vi, en=letter.title.en),
        number=f"{issued.row.number}/{letter.mark}",
        agency=letter.agency,
        seq=letter.seq,
        issued_at=letter.issued_at,
        check=grouped(letter.check),
        late=getattr(letter.body, "late", None) is not None,
    )


def letter_line(view: LetterView, lang: str) -> str:
    """Return one letter as a line of a terminal."""
    title = view.title.vi if lang == "vi" else view.title.en
    day = moment(view.issued_at, "vi")
    late = ("  [muộn]" if lang == "vi" else "  [late]") if view.late else ""
    return f"{day['short']} {day['clock']}  {view.number:>9}  {view.check}  {view.form:<13} {title}{late}"
