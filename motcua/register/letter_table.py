"""Letters that were issued, and the books they are numbered in. Personal data are joined only when one is printed."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Code, Long, Moment, Name, Sha256, Table, Word
from motcua.register.tables import FactRow

ISSUING = (
    "(kind IN ('received','supplement_asked','not_accepted','reappointed','apologised','stopped','leg_opened')"
    """ OR (kind = 'result_ready' AND fact LIKE '%"result":"refused"%'))"""
)
"""Facts that issue letters, to the letter: a partial index is used only where a query repeats its condition. Of results
only refusals do; they are told apart by the fact's own text, which is kept as it was written."""


class LetterRow(Table):
    """One letter, numbered once; what it says stays as it was issued, whatever agencies are called later."""

    __tablename__ = "letter"
    __table_args__: Any = (UniqueConstraint("agency", "form", "year", "number", name="uq_letter_number"),)

    dossier: Mapped[Code] = mapped_column(ForeignKey("dossier.code"), primary_key=True)
    form: Mapped[Word] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The fact that issues it."""
    agency: Mapped[Name]
    year: Mapped[int]
    """Local year of the fact: the book it is numbered in."""
    number: Mapped[int]
    law: Mapped[Word]
    check_value: Mapped[Word]
    issued_at: Mapped[Moment]
    """The legal moment of the fact."""
    numbered_at: Mapped[Moment]
    """When it got its number."""
    content: Mapped[Long]
    """What it says, in both languages, as JSON."""
    content_sha256: Mapped[Sha256]


class LetterBookRow(Table):
    """The last number an agency gave to a form in a year."""

    __tablename__ = "letter_book"
    __table_args__: Any = (CheckConstraint("last_number >= 0", name="last_number"),)

    agency: Mapped[Name] = mapped_column(primary_key=True)
    form: Mapped[Word] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


Index(
    "ix_dossier_fact_issuing",
    FactRow.dossier,
    FactRow.seq,
    sqlite_where=text(ISSUING),
    postgresql_where=text(ISSUING),
)
