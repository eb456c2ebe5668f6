"""What of the register somebody may see: a value that every list, count and report takes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic


@dataclass(frozen=True)
class Scope:
    """Agencies × fields, less the procedures that are too confidential. `WHOLE` is all of the register."""

    agencies: frozenset[str] | None = None
    """Ids of agencies, every one below those that were named counted in; None: all."""
    fields: frozenset[str] | None = None
    """Fields by their Vietnamese names, as dossiers bear them; None: all."""
    hidden: frozenset[str] = frozenset()
    """Codes of procedures above the viewer's clearance."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.agencies is None and self.fields is None and not self.hidden

    def holds(self, agency: str | None, field: str | None = None, procedure: str | None = None) -> bool:
        """Whether an agency's work, in this field and under this procedure where they are given, lies within it."""
        return (
            (self.agencies is None or agency in self.agencies)
            and (self.fields is None or field is None or field in self.fields)
            and procedure not in self.hidden
        )

    def of_dossiers(self, row: Any = DossierRow, *more: Any) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions under which a dossier is listed: an agency of the scope holds, received or decides it.

        Args:
            row: The dossier table, or an alias of it.
            more: Further columns that make it the scope's own where they name one of its agencies.
        """
        if self.agencies is not None:
            ours = sorted(self.agencies)
            yield or_(*(column.in_(ours) for column in (row.holder_agency, row.one_stop, row.competent, *more)))
        if self.fields is not None:
            yield row.field.in_(sorted(self.fields))
        if self.hidden:
            yield row.procedure.not_in(sorted(self.hidden))

    def of_what_names(self, dossier: Any, agency: Any = None) -> Iterator[ColumnElement[bool]]:
        """Yield the condition that a row which names a dossier is the scope's own; nothing where everything is.

        Args:
            dossier: The column with the code.
            agency: A column with an agency that the row is for, where it has one.
        """
        if not self.whole:
            more = () if agency is None else (agency,)
            yield exists().where(DossierRow.code == dossier, *self.of_dossiers(DossierRow, *more))

    def of_agency(self, column: Any) -> Iterator[ColumnElement[bool]]:
        """Yield the condition that a column names an agency of the scope; nothing where all are."""
        if self.agencies is not None:
            yield column.in_(sorted(self.agencies))


WHOLE = Scope()
"""The whole register: what the machine's own programs see, and who signed in without a bound."""


class Sight(Topic):
    """Whether one dossier lies within somebody's scope."""

    def sees(self, scope: Scope, code: str) -> bool:
        """Whether a dossier is there and within a scope; whoever has or had a duty in it sees it too."""
        return code in self.seen_among(scope, (code,))

    def seen_among(self, scope: Scope, codes: Collection[str]) -> set[str]:
        """Return those of some codes that are there and within a scope, as `sees` judges each."""
        row = DossierRow
        within = list(Scope(fields=scope.fields, hidden=scope.hidden).of_dossiers())
        if scope.agencies is not None:
            ours = sorted(scope.agencies)
            worked = exists().where(DutyRow.dossier == row.code, DutyRow.agency.in_(ours))
            within.append(or_(*Scope(agencies=scope.agencies).of_dossiers(), worked))
        with self._store.reading() as connection:
            return set(connection.scalars(select(row.code).where(row.code.in_(codes), *within)))
