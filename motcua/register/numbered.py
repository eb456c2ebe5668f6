"""Papers by the number that stands on them: the same number was given by many agencies."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from motcua.register.letter_table import LetterRow
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic

MOST = 200


class PaperNumber(NamedTuple):
    """A number in the books of one year."""

    forms: tuple[str, ...]
    year: int
    number: int


class Paper(Record):
    """A paper of that number."""

    dossier: str
    form: str
    seq: int
    agency: str
    year: int
    number: int
    issued_at: datetime


class Numbered(Topic):
    """Finds papers."""

    def numbered(self, wanted: PaperNumber, agencies: Collection[str], scope: Scope = WHOLE) -> list[Paper]:
        """Return the papers that bear a number, of these agencies and within somebody's scope, by agency."""
        row = LetterRow
        query = (
            select(row.dossier, row.form, row.seq, row.agency, row.year, row.number, row.issued_at)
            .join(DossierRow, DossierRow.code == row.dossier)
            .where(row.agency.in_(sorted(agencies)), row.form.in_(wanted.forms))
            .where(row.year == wanted.year, row.number == wanted.number, *scope.of_dossiers())
            .order_by(row.agency, row.form)
            .limit(MOST)
        )
        with self._store.reading() as connection:
            return [Paper.model_validate(found) for found in connection.execute(query)]
