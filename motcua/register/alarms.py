"""Alarms: raised inside the transaction of whatever they are about, told to operators, seen, and gone when cured."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Executable, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from motcua.errors import NotFoundError
from motcua.register.alarm_table import OPEN, AlarmRow
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.topic import Topic, sql_table

REMIND_AFTER = timedelta(days=1)
"""How long an alarm nobody has seen rests before operators are told again."""
MOST_TOLD = 20_000
"""Alarms that are read at once to be told in one message."""
AT_A_TIME = 500


class AlarmKind(StrEnum):
    """What an operator hears of within five minutes."""

    DEAD_CALL = "dead_call"
    """A call to a department system was given up: a person has to look at it. Ref: the call's key."""
    DEAD_PORTAL_MESSAGE = "dead_portal_message"
    """The portal will not take a message. Ref: the message's id."""
    DEAD_WEBHOOK = "dead_webhook"
    """A delivery to a subscriber was given up. Ref: `subscriber/event_id`."""
    OUTAGE = "outage"
    """A department system is away. Ref: the system; it clears by itself."""
    ILLEGAL_JUMP = "illegal_jump"
    """A dossier went to a status that does not follow its last one on the portal (R61). Ref: `dossier/seq`."""
    PORTAL_LAG = "portal_lag"
    """What the portal knows is too old. Ref: `portal`, or a dossier's code; it clears by itself."""
    REFUSED_MESSAGE = "refused_message"
    """Another system said something that was not believed. Ref: `system/kind`."""
    INTEGRITY = "integrity"
    """The register is not what was anchored, or a fact not as it was written. Ref: `anchor/NUMBER/DOSSIER`."""
    ANCHOR_LATE = "anchor_late"
    """The anchor of an evening is not taken, filed, checked or sent. Ref: `WHICH/DAY`; it clears by itself."""
    MORNING_UNSENT = "morning_unsent"
    """Heads were not told in the morning. Ref: the day; it clears by itself with the next."""


class Alarm(Record):
    """One alarm, as it stands."""

    id: int
    kind: AlarmKind
    ref: str
    system: str | None
    dossier: str | None
    agency: str | None
    detail: str
    detail_vi: str | None
    raised_at: datetime
    last_at: datetime
    times: int
    told_at: datetime | None
    seen_at: datetime | None
    seen_by: str | None
    cleared_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it still wants somebody: neither seen nor gone."""
        return self.seen_at is None and self.cleared_at is None


class AlarmCounts(NamedTuple):
    """How many alarms want somebody."""

    open: int
    untold: int
    """Of these, those no operator has been told of."""


def raise_alarm(
    connection: Connection,
    kind: AlarmKind,
    ref: str,
    *,
    at: datetime,
    detail: str,
    detail_vi: str | None = None,
    system: str | None = None,
    dossier: str | None = None,
    agency: str | None = None,
) -> int:
    """Raise an alarm in the caller's transaction and return its id; operators hear of it once that is committed.

    Raised again while nobody has seen it, it is the same alarm, with `times` and `last_at` moved on.

    Args:
        connection: A writing connection of either database.
        kind: What happened.
        ref: What it is about; see each kind.
        at: When it happened.
        detail: One English sentence without personal data.
        detail_vi: The same sentence in Vietnamese.
        system: The department system, subscriber or portal concerned.
        dossier: The code of the dossier it holds up, if it is one.
        agency: Whose work it holds up.
    """
    said = {"kind": kind.value, "ref": ref, "system": system, "dossier": dossier, "agency": agency}
    words = {"detail": detail, "detail_vi": detail_vi, "raised_at": at, "last_at": at, "times": 1}
    return int(connection.execute(_raising(connection.dialect.name), said | words).scalar_one())


@cache
def _raising(dialect: str) -> Executable:
    table = sql_table(AlarmRow)
    insert: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    new, c = insert.excluded, table.c
    latest = {name: new[name] for name in ("detail", "detail_vi", "last_at")}
    once = insert.on_conflict_do_update(
        index_elements=[c.kind, c.ref], index_where=OPEN, set_=latest | {"times": c.times + 1}
    )
    statement: Executable = once.returning(c.id)
    return statement


def clear_alarm(connection: Connection, kind: AlarmKind, ref: str, at: datetime) -> bool:
    """Note, in the caller's transaction, that an alarm's cause is gone; False where there was none to clear.

    An alarm somebody has seen already is cleared too: those who were told of it are told that it is over.
    """
    mine = and_(AlarmRow.kind == kind.value, AlarmRow.ref == ref, AlarmRow.cleared_at.is_(None))
    return bool(connection.execute(update(AlarmRow).where(mine).values(cleared_at=at)).rowcount)


class Alarms(Topic):
    """Reads alarms, notes who has seen them, and finds those operators have to be told of."""

    def raise_alarm(self, kind: AlarmKind, ref: str, *, at: datetime, detail: str, **more: str | None) -> int:
        """Raise an alarm in a transaction of its own; see the function of the same name."""
        with self._store.writing() as connection:
            return raise_alarm(connection, kind, ref, at=at, detail=detail, **more)

    def clear_alarm(self, kind: AlarmKind, ref: str, at: datetime) -> bool:
        """Note, in a transaction of its own, that an alarm's cause is gone."""
        with self._store.writing() as connection:
            return clear_alarm(connection, kind, ref, at)

    def alarms(
        self, *, every: bool = False, limit: int = 100, before: int | None = None, scope: Scope = WHOLE
    ) -> list[Alarm]:
        """Return alarms that want somebody, the latest first.

        Args:
            every: Also those that were seen or have gone.
            limit: Most that are returned.
            before: Only those with a smaller id: the next page.
            scope: What the asker may see; alarms about no agency and no dossier are for everybody who sees alarms.
        """
        query = select(sql_table(AlarmRow)).where(*_within(scope)).order_by(AlarmRow.id.desc()).limit(limit)
        query = query if every else query.where(OPEN)
        query = query if before is None else query.where(AlarmRow.id < before)
        with self._store.reading() as connection:
            return [Alarm.model_validate(row) for row in connection.execute(query)]

    def standing_alarms(self, kind: AlarmKind) -> set[str]:
        """Return the refs of the alarms of a kind whose cause has not gone, seen or not."""
        query = select(AlarmRow.ref).where(AlarmRow.kind == kind.value, AlarmRow.cleared_at.is_(None))
        with self._store.reading() as connection:
            return set(connection.scalars(query))

    def alarm_counts(self, scope: Scope = WHOLE) -> AlarmCounts:
        """Return how many alarms want somebody, and of how many of them nobody was told."""
        query = select(func.count(), func.count().filter(AlarmRow.told_at.is_(None))).select_from(AlarmRow).where(OPEN)
        query = query.where(*_within(scope))
        with self._store.reading() as connection:
            return AlarmCounts(*connection.execute(query).one())

    def alarm_kinds(self, scope: Scope = WHOLE) -> dict[AlarmKind, int]:
        """Return how many alarms of each kind want somebody; a kind without any is left out."""
        query = select(AlarmRow.kind, func.count()).where(OPEN, *_within(scope)).group_by(AlarmRow.kind)
        query = query.order_by(AlarmRow.kind)
        with self._store.reading() as connection:
            return {AlarmKind(kind): number for kind, number in connection.execute(query)}

    def alarm_seen(self, id: int, by: str, at: datetime) -> Alarm:
        """Note who has seen an alarm and when; the first time stays.

        Raises:
            NotFoundError: There is no such alarm.
        """
        first = update(AlarmRow).where(AlarmRow.id == id, AlarmRow.seen_at.is_(None))
        with self._store.writing() as connection:
            connection.execute(first.values(seen_at=at, seen_by=by))
            row = connection.execute(select(sql_table(AlarmRow)).where(AlarmRow.id == id)).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no alarm {id}.", vi=f"Không có cảnh báo {id}.", field="id")
        return Alarm.model_validate(row)

    def untold(self, now: datetime) -> list[Alarm]:
        """Return what operators have to be told now, the oldest first.

        That is: alarms they were never told of, those nobody has seen a day after, and the end of those they know of.
        An alarm that came and went between two messages is not told.
        """
        query = select(sql_table(AlarmRow)).where(_due(now)).order_by(AlarmRow.id).limit(MOST_TOLD)
        with self._store.reading() as connection:
            return [Alarm.model_validate(row) for row in connection.execute(query)]

    def last_told(self) -> datetime | None:
        """Return when operators were last told of anything."""
        with self._store.reading() as connection:
            return connection.execute(select(func.max(AlarmRow.told_at))).scalar_one()

    def told(self, ids: Sequence[int], at: datetime) -> None:
        """Note that operators were told of these alarms."""
        with self._store.writing() as connection:
            for start in range(0, len(ids), AT_A_TIME):
                some = AlarmRow.id.in_(ids[start : start + AT_A_TIME])
                connection.execute(update(AlarmRow).where(some).values(told_at=at))


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    row = AlarmRow
    ours = [and_(*scope.of_agency(row.agency), row.dossier.is_(None))] if scope.agencies is not None else []
    nobodys = and_(row.agency.is_(None), row.dossier.is_(None))
    return [or_(nobodys, *ours, each) for each in scope.of_what_names(row.dossier, row.agency)]


def _due(now: datetime) -> ColumnElement[bool]:
    unheard = or_(AlarmRow.told_at.is_(None), AlarmRow.told_at <= now - REMIND_AFTER)
    return or_(and_(OPEN, unheard), AlarmRow.cleared_at > AlarmRow.told_at)
