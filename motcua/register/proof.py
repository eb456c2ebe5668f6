"""Proving the register: that no fact was touched, and that it says what the workflows say."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from motcua.dossiers.dossier import HEAD_OF_NOTHING, Dossier
from motcua.dossiers.evolve import fold
from motcua.errors import RefusedError
from motcua.register import rows
from motcua.register.evidence import acts, first_unreadable, stored_facts, transition_of
from motcua.register.exchange_tables import EventRow
from motcua.register.reading import Record, unknown
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, DutyRow, EpisodeRow, FactRow
from motcua.register.topic import Topic, sql_table

CODES_AT_A_TIME = 500
"""Dossiers whose chains are checked in one reading."""
RECENT = 5_000
"""Places of the stream that are looked back through for what was written last."""


class Link(Record):
    """One fact in its dossier's chain, as it is stored: what it says is not looked at."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    agency: str
    officer: str | None
    hash: str
    """Covers the fact and the hash before it."""


class Proof(Topic):
    """Checks the register against itself and against the dossiers."""

    def verify(self, code: str) -> int | None:
        """Return the sequence of the first fact that is not as it was written, or None where all are.

        Every column counts, and so do facts that are missing at the end.

        Raises:
            NotFoundError: There is no such dossier.
        """
        with self._store.reading() as connection:
            return _first_broken(connection, code)

    def chain(self, code: str) -> list[Link]:
        """Return every fact of a dossier with its hash, also where they are not as they were written.

        Raises:
            NotFoundError: There is no such dossier.
        """
        columns = (FactRow.seq, FactRow.kind, FactRow.at, FactRow.recorded_at, FactRow.agency, FactRow.officer)
        query = select(*columns, FactRow.hash).where(FactRow.dossier == code).order_by(FactRow.seq)
        with self._store.reading() as connection:
            links = [Link.model_validate(row) for row in connection.execute(query)]
        if not links:
            raise unknown(code)
        return links

    def written_last(self, limit: int, scope: Scope = WHOLE) -> list[str]:
        """Return the codes of the dossiers on which something was recorded last, latest first."""
        newest = select(func.max(EventRow.id)).scalar_subquery()
        last = func.max(EventRow.id)
        query = select(EventRow.dossier).where(EventRow.id > newest - RECENT, *scope.of_what_names(EventRow.dossier))
        with self._store.reading() as connection:
            return list(connection.scalars(query.group_by(EventRow.dossier).order_by(last.desc()).limit(limit)))

    def verify_all(self) -> dict[str, int]:
        """Return the dossiers whose facts are not as they were written, each with the first broken sequence."""
        return dict(self.broken_chains())

    def broken_chains(self) -> Iterator[tuple[str, int]]:
        """Yield each dossier whose facts are not as they were written, with the first broken sequence; page by page."""
        for codes in self._every_code():
            yield from self.broken_among(codes)

    def broken_among(self, codes: Iterable[str]) -> list[tuple[str, int]]:
        """Return those of some dossiers whose facts are not as they were written; codes nobody knows are left out."""
        with self._store.reading() as connection:
            known = connection.scalars(select(DossierRow.code).where(DossierRow.code.in_(list(codes)))).all()
            broken = [(code, _first_broken(connection, code)) for code in sorted(known)]
        return [(code, seq) for code, seq in broken if seq is not None]

    def strays_among(self, codes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield those of some dossiers that lists and reports show otherwise than their facts say, and in what.

        What people see of a dossier stands in rows beside its facts, with no hash over them. Dossiers whose facts
        cannot be read are left out: their chains are broken. What is told names columns, agencies and staff numbers.
        """
        for code in codes:
            where = self._stray(code)
            if where and where == self._stray(code):  # else somebody was writing in between
                yield code, where

    def every_stray(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the same of all dossiers."""
        for codes in self._every_code():
            yield from self.strays_among(codes)

    def _stray(self, code: str) -> tuple[str, ...]:
        with self._store.reading() as connection:
            facts = stored_facts(connection, code)
        try:
            return self.drift(code, fold(transition_of(act) for act in acts(facts)))
        except (RefusedError, ValueError):
            return ()

    def _every_code(self) -> Iterator[list[str]]:
        """Yield the codes of all dossiers, page by page."""
        after, page = "", select(DossierRow.code).order_by(DossierRow.code).limit(CODES_AT_A_TIME)
        while True:
            with self._store.reading() as connection:
                codes = list(connection.scalars(page.where(DossierRow.code > after)))
            if not codes:
                return
            yield codes
            after = codes[-1]

    def drift(self, code: str, dossier: Dossier) -> tuple[str, ...]:
        """Return where the register and a dossier folded elsewhere differ, as sentences; none where they agree."""
        with self._store.reading() as connection:
            standing = connection.execute(select(sql_table(DossierRow)).where(DossierRow.code == code)).one_or_none()
            duties = _open(connection, select(sql_table(DutyRow)).where(DutyRow.dossier == code), DutyRow)
            episodes = _open(connection, select(sql_table(EpisodeRow)).where(EpisodeRow.dossier == code), EpisodeRow)
        if standing is None:
            return (f"dossier {code}: not in the register",)
        said = [rows.duty_row(code, duty) for duty in dossier.duties]
        breaches = [rows.episode_row(episode) for episode in dossier.episodes]
        return (
            *_differences("dossier", dict(standing._mapping), rows.standing_row(dossier)),
            *_compared("duty", duties, {f"{row['step']}/{row['visit']}": row for row in said}),
            *_compared("episode", episodes, {row["subject"]: row for row in breaches}),
        )


def _first_broken(connection: Connection, code: str) -> int | None:
    standing = connection.execute(select(DossierRow.seq, DossierRow.head).where(DossierRow.code == code)).one_or_none()
    if standing is None:
        raise unknown(code)
    head, seq = HEAD_OF_NOTHING, 0
    for act in acts(stored_facts(connection, code)):
        stored = [dict(row._mapping) for row in act]
        try:
            written = rows.fact_rows(code, transition_of(act), seq, head)
        except (RefusedError, ValueError):
            return first_unreadable(act)
        for was, now in zip(written, stored, strict=True):
            seq += 1
            if was != now:
                return seq
            head = now["hash"]
    return None if (seq, head) == (standing.seq, standing.head) else min(seq, standing.seq) + 1


def _open(connection: Connection, query: Any, kind: type[DutyRow] | type[EpisodeRow]) -> dict[str, rows.Row]:
    found = [dict(row._mapping) for row in connection.execute(query.where(kind.closed_at.is_(None)))]
    return {row["subject"] if "subject" in row else f"{row['step']}/{row['visit']}": row for row in found}


def _compared(what: str, stored: dict[str, rows.Row], said: dict[str, rows.Row]) -> Iterable[str]:
    for name in sorted(stored.keys() | said.keys()):
        if name not in said:
            yield f"{what} {name}: open in the register only"
        elif name not in stored:
            yield f"{what} {name}: not open in the register"
        else:
            yield from _differences(f"{what} {name}", stored[name], said[name])


def _differences(what: str, stored: rows.Row, said: rows.Row) -> Iterable[str]:
    for column, value in said.items():
        if stored[column] != value:
            yield f"{what}.{column}: register {_shown(stored[column])}, dossier {_shown(value)}"


def _shown(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
