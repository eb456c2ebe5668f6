"""Comparisons of the portal's state with ours: which dossiers, what differed, and what tells it anew."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from motcua.errors import NotFoundError
from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.exchange_tables import (
    CourierRow,
    EventRow,
    PortalComparisonRow,
    PortalDriftRow,
    PortalMessageRow,
)
from motcua.register.portal import COURIER, put
from motcua.register.portal_lines import RECORD, Comparison, Drift, NewMessage, PortalState, Trouble
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow
from motcua.register.topic import Topic, sql_table

_RUN, _DRIFT, _MESSAGE = sql_table(PortalComparisonRow), sql_table(PortalDriftRow), sql_table(PortalMessageRow)
_COURIER, _EVENT = sql_table(CourierRow), sql_table(EventRow)
GIVEN_UP = (PortalState.WAITING.value, PortalState.DEAD.value)


class Found(NamedTuple):
    """One dossier of which the portal says something else, and how it is told anew."""

    dossier: str
    ours: int
    theirs: int | None
    fields: tuple[str, ...]
    repair: tuple[NewMessage, ...] = ()
    """The records that lead from their status to ours; none: no lawful way does."""
    trouble: Trouble | None = None
    """Why no way does."""


class PortalDrift(Topic):
    """Keeps comparisons, and queues what repairs the portal."""

    def begin_comparison(self, at: datetime, *, again: bool = False) -> Comparison:
        """Return the comparison that is under way, or begin one.

        Args:
            at: Now.
            again: Whether a new one begins although another is under way (its worker is gone for good).
        """
        open_one = select(_RUN).where(_RUN.c.ended_at.is_(None)).order_by(_RUN.c.id.desc()).limit(1)
        with self._store.writing() as connection:
            found = None if again else connection.execute(open_one).one_or_none()
            if found is None:
                row = {"began_at": at, "ended_at": None, "position": "", "compared": 0, "drifted": 0, "repaired": 0}
                found = connection.execute(insert(_RUN).returning(*_RUN.columns), row).one()
            return Comparison.model_validate(found)

    def to_compare(self, after: str, ended_since: datetime, limit: int = 50) -> list[str]:
        """Return codes of dossiers to compare, in order: open ones and those that ended lately, the legs left out.

        A dossier of which something is still on its way is no drift yet, and left out too.

        Args:
            after: The code after which it goes on; empty: from the beginning.
            ended_since: Dossiers that ended before are left out.
            limit: Most that are returned.
        """
        query = (
            select(DossierRow.code)
            .where(DossierRow.code > after, DossierRow.parent.is_(None))
            .where(or_(DossierRow.ended_at.is_(None), DossierRow.ended_at >= ended_since))
            .where(~_on_its_way(DossierRow.code))
            .order_by(DossierRow.code)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return list(connection.scalars(query))

    def note_compared(self, comparison: int, dossier: str, found: Found | None, at: datetime) -> None:
        """Note what a comparison found of one dossier, and queue what repairs it: in one transaction, once."""
        with self._store.writing() as connection:
            if found is not None and connection.scalar(select(_on_its_way(literal(dossier)))):
                found = None  # something happened while it was looked up: what is told of that repairs it, or the next
            step = update(_RUN).where(_RUN.c.id == comparison, _RUN.c.position < dossier)
            drifted, repaired = int(found is not None), int(bool(found and found.repair))
            counts = {
                "position": dossier,
                "compared": _RUN.c.compared + 1,
                "drifted": _RUN.c.drifted + drifted,
                "repaired": _RUN.c.repaired + repaired,
            }
            if not connection.execute(step.values(counts)).rowcount:
                return
            if found is not None:
                _note(connection, comparison, found, at)
            else:
                clear_alarm(connection, AlarmKind.ILLEGAL_JUMP, f"{dossier}/portal", at)

    def end_comparison(self, comparison: int, at: datetime) -> Comparison:
        """Note that a comparison has seen every dossier."""
        change = update(_RUN).where(_RUN.c.id == comparison).values(ended_at=func.coalesce(_RUN.c.ended_at, at))
        with self._store.writing() as connection:
            found = connection.execute(change.returning(*_RUN.columns)).one_or_none()
        if found is None:
            raise NotFoundError(f"There is no comparison {comparison}.", vi="Không có lần đối chiếu này.", field="id")
        return Comparison.model_validate(found)

    def comparisons(self, limit: int = 20) -> list[Comparison]:
        """Return the latest comparisons, the latest first."""
        with self._store.reading() as connection:
            rows = connection.execute(select(_RUN).order_by(_RUN.c.id.desc()).limit(limit))
            return [Comparison.model_validate(row) for row in rows]

    def portal_drift(self, *, comparison: int | None = None, limit: int = 100, scope: Scope = WHOLE) -> list[Drift]:
        """Return what differed, the latest first; of one comparison, where it is named."""
        query = (
            select(*_DRIFT.columns, _MESSAGE.c.sent_at.label("repaired_at"))
            .join(_MESSAGE, _MESSAGE.c.id == _DRIFT.c.repair, isouter=True)
            .where(*scope.of_what_names(_DRIFT.c.dossier))
            .order_by(_DRIFT.c.id.desc())
            .limit(limit)
        )
        if comparison is not None:
            query = query.where(_DRIFT.c.comparison == comparison)
        with self._store.reading() as connection:
            return [Drift.model_validate(row) for row in connection.execute(query)]


def _on_its_way(dossier: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether something of a dossier is still to be taken up from the stream of events, or waits to be sent."""
    position = select(_COURIER.c.position).where(_COURIER.c.name == COURIER).scalar_subquery()
    written = exists().where(_EVENT.c.id > position, _EVENT.c.dossier == dossier)
    waits = exists().where(_MESSAGE.c.dossier == dossier, _MESSAGE.c.state == PortalState.WAITING.value)
    return or_(written, waits)


def _note(connection: Connection, comparison: int, found: Found, at: datetime) -> None:
    repair = _tell_anew(connection, found.repair, at) if found.repair else None
    row = {"comparison": comparison, "found_at": at, "repair": repair, "fields": " ".join(found.fields)}
    known = {name: getattr(found, name) for name in ("dossier", "ours", "theirs")}
    connection.execute(insert(_DRIFT), row | known)
    if found.trouble is not None:
        words = {"detail": found.trouble.detail, "detail_vi": found.trouble.detail_vi}
        ref = f"{found.dossier}/portal"
        raise_alarm(connection, AlarmKind.ILLEGAL_JUMP, ref, at=at, system=COURIER, dossier=found.dossier, **words)


def _tell_anew(connection: Connection, messages: Sequence[NewMessage], at: datetime) -> int:
    """Queue the records that repair a dossier; what was given up before has no use any more."""
    dossier = messages[0].dossier
    old = and_(_MESSAGE.c.dossier == dossier, _MESSAGE.c.service == RECORD, _MESSAGE.c.state.in_(GIVEN_UP))
    gone = update(_MESSAGE).where(old).values(state=PortalState.SUPERSEDED.value, next_try_at=None)
    for id in list(connection.scalars(gone.returning(_MESSAGE.c.id))):
        clear_alarm(connection, AlarmKind.DEAD_PORTAL_MESSAGE, str(id), at)
    last = select(func.coalesce(func.max(_MESSAGE.c.repair), 0)).where(_MESSAGE.c.dossier == dossier)
    number = int(connection.scalar(last) or 0) + 1
    return [put(connection, message, at, number) for message in messages][-1]
