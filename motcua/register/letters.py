"""Issued letters: each numbered once in its agency's book of the year, without a gap."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from motcua.register.letter_table import ISSUING, LetterBookRow, LetterRow
from motcua.register.reading import Record, Summary
from motcua.register.store import Store
from motcua.register.tables import DossierRow, FactRow
from motcua.register.topic import Topic, sql_table


class NewLetter(NamedTuple):
    """A letter that follows from a fact; the register gives it a number."""

    dossier: str
    form: str
    seq: int
    agency: str
    year: int
    law: str
    check_value: str
    issued_at: datetime
    content: str


class IssuedLetter(Record):
    """A letter as it was issued."""

    dossier: str
    form: str
    seq: int
    agency: str
    year: int
    number: int
    law: str
    check_value: str
    issued_at: datetime
    numbered_at: datetime
    content: str
    content_sha256: str


class Letters(Topic):
    """Numbers letters and keeps what they say."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        table = sql_table(LetterBookRow)
        begin = postgresql.insert(table) if store.dialect == "postgresql" else sqlite.insert(table)
        primary = ["agency", "form", "year"]
        self._lock_book = begin.on_conflict_do_update(
            index_elements=primary, set_={"last_number": table.c.last_number}
        ).returning(table.c.last_number)

    def letters(self, code: str) -> list[IssuedLetter]:
        """Return the letters issued on a dossier, in the order of the facts that issued them."""
        with self._store.reading() as connection:
            return [IssuedLetter.model_validate(row) for row in connection.execute(_OF_DOSSIER, {"code": code})]

    def issue_letters(self, new: Sequence[NewLetter], *, now: datetime | None = None) -> list[IssuedLetter]:
        """Number letters that have no number yet, and return all of them as they were issued.

        A letter is known by dossier, form and fact: issued again it keeps number and words. Numbers of one agency,
        form and local year follow each other without a gap, also where processes issue at the same time; where
        anything fails, no number is spent.

        Args:
            new: The letters, in the order they are to be numbered.
            now: The moment of numbering; None: now.
        """
        at = now or datetime.now(UTC)
        try:
            return self._issue(new, at)
        except IntegrityError:  # another process numbered one of them under another agency: it stands
            return self._issue(new, at)

    def fact_hash(self, code: str, seq: int) -> str | None:
        """Return the hash of a fact in its dossier's chain, or None where there is no such fact."""
        with self._store.reading() as connection:
            return connection.scalar(_HASH, {"code": code, "seq": seq})

    def fact_hashes(self, code: str) -> list[tuple[int, str]]:
        """Return sequence and hash of every fact of a dossier; none where there is no such dossier."""
        with self._store.reading() as connection:
            return [(row.seq, row.hash) for row in connection.execute(_HASHES, {"code": code})]

    def without_letters(self, *, after: str = "", limit: int = 500) -> list[str]:
        """Return codes of dossiers with a fact that issues a letter and none issued on it, in order of code.

        Some stay in this list: where the result was given at once, nobody asked for a receipt (R24).
        """
        with self._store.reading() as connection:
            return list(connection.scalars(_WITHOUT, {"after": after, "limit": limit}))

    def received_at(self, agency: str, since: datetime, until: datetime) -> list[Summary]:
        """Return the dossiers an agency received from `since` up to and without `until`, in order of receipt."""
        with self._store.reading() as connection:
            found = connection.execute(_RECEIVED, {"agency": agency, "since": since, "until": until})
            return [Summary.model_validate(row) for row in found]

    def _issue(self, new: Sequence[NewLetter], at: datetime) -> list[IssuedLetter]:
        names = [(letter.dossier, letter.form, letter.seq) for letter in new]
        codes = {letter.dossier for letter in new}
        known = self._known(codes)
        if any(name not in known for name in names):
            with self._store.writing() as connection:
                self._number(connection, [letter for letter in new if letter[:3] not in known], at)
            known = self._known(codes)
        return [known[name] for name in names]

    def _known(self, codes: Iterable[str]) -> dict[tuple[str, str, int], IssuedLetter]:
        found = (letter for code in codes for letter in self.letters(code))
        return {(letter.dossier, letter.form, letter.seq): letter for letter in found}

    def _number(self, connection: Connection, missing: Sequence[NewLetter], at: datetime) -> None:
        """Take the books in one order, so that two processes never wait for each other, then number what is new."""
        for agency, form, year in sorted({(letter.agency, letter.form, letter.year) for letter in missing}):
            book = {"agency": agency, "form": form, "year": year}
            last = connection.execute(self._lock_book, book | {"last_number": 0}).scalar_one()
            begun = last
            for letter in missing:
                if (letter.agency, letter.form, letter.year) == (agency, form, year) and not _there(connection, letter):
                    last += 1
                    connection.execute(_KEEP, _row(letter, last, at))
            if last != begun:
                connection.execute(_COUNT, {"b_" + name: value for name, value in book.items()} | {"last": last})


def _there(connection: Connection, letter: NewLetter) -> bool:
    name = {"code": letter.dossier, "form": letter.form, "seq": letter.seq}
    return connection.execute(_THERE, name).one_or_none() is not None


def _row(letter: NewLetter, number: int, at: datetime) -> dict[str, object]:
    digest = hashlib.sha256(letter.content.encode()).hexdigest()
    return letter._asdict() | {"number": number, "numbered_at": at, "content_sha256": digest}


_OF_DOSSIER = (
    select(sql_table(LetterRow)).where(LetterRow.dossier == bindparam("code")).order_by(LetterRow.seq, LetterRow.form)
)
_THERE = select(LetterRow.number).where(
    LetterRow.dossier == bindparam("code"), LetterRow.form == bindparam("form"), LetterRow.seq == bindparam("seq")
)
_KEEP = insert(sql_table(LetterRow))
_COUNT = (
    update(sql_table(LetterBookRow))
    .where(LetterBookRow.agency == bindparam("b_agency"))
    .where(LetterBookRow.form == bindparam("b_form"))
    .where(LetterBookRow.year == bindparam("b_year"))
    .values(last_number=bindparam("last"))
)
_HASH = select(FactRow.hash).where(FactRow.dossier == bindparam("code"), FactRow.seq == bindparam("seq"))
_HASHES = select(FactRow.seq, FactRow.hash).where(FactRow.dossier == bindparam("code")).order_by(FactRow.seq)
_LETTERED = (
    select(LetterRow.seq)
    .where(LetterRow.dossier == FactRow.dossier, LetterRow.seq == FactRow.seq, LetterRow.form != "control_slip")
    .exists()
)
_WITHOUT = (
    select(FactRow.dossier)
    .where(text(ISSUING), FactRow.dossier > bindparam("after"), ~_LETTERED)
    .distinct()
    .order_by(FactRow.dossier)
    .limit(bindparam("limit"))
)
_RECEIVED = (
    select(sql_table(DossierRow))
    .where(DossierRow.one_stop == bindparam("agency"))
    .where(DossierRow.received_at >= bindparam("since"), DossierRow.received_at < bindparam("until"))
    .order_by(DossierRow.received_at, DossierRow.code)
)
