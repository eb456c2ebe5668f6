"""The book of dossiers of one agency and year: what a paper book would hold, from the register."""

import hashlib
from collections.abc import Iterable

from motcua.dossiers.applicant import Applicant
from motcua.letters.check import check_value
from motcua.letters.forms import Form, Model, law_on, title_of
from motcua.letters.letter import Heading, Moment
from motcua.procedures.model import Text


class Line(Model):
    """One dossier of the book."""

    code: str
    procedure: Text
    sets: int = 1
    applicant: Applicant
    competent: Text
    received_at: Moment
    due: Moment | None
    returned_at: Moment | None
    result_by: Text
    note: Text | None = None
    head: str
    """Hash of the dossier's last fact."""


class Book(Model):
    """The book of a year until a moment; after the year's end it is closed."""

    agency: str
    heading: Heading
    year: int
    made_at: Moment
    closed: bool
    law_name: Text
    number: str | None
    title: Text
    lines: tuple[Line, ...]
    check: str


def book_of(agency: str, heading: Heading, year: int, lines: Iterable[Line], made_at: Moment) -> Book:
    """Return an agency's book of a local year as it stands at `made_at`.

    Its check value covers every dossier as it stands: made again from an untouched register it is the same.
    """
    kept = tuple(lines)
    law = law_on(made_at.date().replace(year=year, month=12, day=31) if made_at.year > year else made_at.date())
    title = title_of(Form.TRACKING_BOOK, law)
    heads = hashlib.sha256("\n".join(line.head for line in kept).encode()).hexdigest()
    return Book(
        agency=agency,
        heading=heading,
        year=year,
        made_at=made_at,
        closed=made_at.year > year,
        law_name=law.name,
        number=title.number,
        title=title.title,
        lines=kept,
        check=check_value(f"{agency}/{year}", Form.TRACKING_BOOK, len(kept), heads),
    )
