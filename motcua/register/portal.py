"""The queue of messages to the national portal: filled from the stream of events, emptied in order per dossier."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from motcua.errors import InvalidInputError
from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.events import move_courier
from motcua.register.exchange_tables import PortalMessageRow
from motcua.register.portal_lines import (
    ILLEGAL,
    RECORD,
    DueMessage,
    NewMessage,
    PortalFilter,
    PortalLine,
    PortalPage,
    PortalState,
    Trouble,
)
from motcua.register.rows import Row
from motcua.register.scope import WHOLE, Scope
from motcua.register.topic import Topic, sql_table

COURIER = "portal"
"""The courier's name in the stream of events, and the system's among the alarms."""
MOST_ON_A_PAGE = 1_000
_TABLE = sql_table(PortalMessageRow)
_FRESH: Row = {
    "repair": 0,
    "attempts": 0,
    "next_try_at": None,
    "sent_at": None,
    "error_code": None,
    "last_error": None,
    "digest": None,
}


class PortalMessages(Topic):
    """Fills, reads and marks the queue."""

    def portal_takes_up(self, position: int, to: int, messages: Sequence[NewMessage], at: datetime) -> bool:
        """Put into the queue what the events after a position give to tell, and move the courier on: both or neither.

        Returns:
            Whether the courier stood there; otherwise another worker has taken these events up.
        """
        with self._store.writing() as connection:
            if not move_courier(connection, COURIER, position, to, at):
                return False
            for message in messages:
                put(connection, message, at)
        return True

    def portal_told_of(self, codes: Collection[str]) -> set[str]:
        """Return those dossiers of which the queue holds or held anything."""
        query = select(PortalMessageRow.dossier).where(PortalMessageRow.dossier.in_(codes)).distinct()
        with self._store.reading() as connection:
            return set(connection.scalars(query))

    def portal_due(self, now: datetime, *, urgent_until: datetime, limit: int = 50) -> list[DueMessage]:
        """Return the next message of each dossier that has one to be sent now.

        No record is sent while an earlier one of its dossier waits or is dead: what happened first arrives first.
        Dossiers whose old date is near go first, then the oldest messages (R36).

        Args:
            now: Messages put off until later are left out.
            urgent_until: Messages that have to be there before this moment make their dossier urgent.
            limit: Most that are returned.
        """
        row, other = PortalMessageRow, aliased(PortalMessageRow)
        stands = or_(
            other.state == PortalState.WAITING.value,
            and_(other.state == PortalState.DEAD.value, other.service == RECORD),
        )
        in_the_way = exists().where(other.dossier == row.dossier, other.id < row.id, stands)
        sent = aliased(PortalMessageRow)
        pushed = exists().where(
            sent.dossier == row.dossier, sent.service == RECORD, sent.state == PortalState.SENT.value
        )
        waits = aliased(PortalMessageRow)
        near = (
            select(func.min(waits.send_by))
            .where(waits.dossier == row.dossier, waits.state == PortalState.WAITING.value)
            .where(waits.send_by <= urgent_until)
            .scalar_subquery()
        )
        query = (
            select(*_TABLE.columns, pushed.label("pushed"))
            .where(row.state == PortalState.WAITING.value, or_(row.next_try_at.is_(None), row.next_try_at <= now))
            .where(~in_the_way)
            .order_by(near.is_(None), near, row.id)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [DueMessage.model_validate(found) for found in connection.execute(query)]

    def portal_sent(self, id: int, at: datetime, *, code: str, digest: str) -> bool:
        """Note that the portal has a message; False where that was noted before."""
        values = {"sent_at": at, "error_code": code, "digest": digest, "last_error": None, "next_try_at": None}
        with self._store.writing() as connection:
            return _mark(connection, id, PortalState.SENT, values)

    def portal_deferred(self, id: int, *, error: str, again_at: datetime, code: str | None = None) -> bool:
        """Note that a message did not get there, and when it is sent again."""
        values = {"error_code": code, "last_error": error, "next_try_at": again_at}
        with self._store.writing() as connection:
            return _mark(connection, id, PortalState.WAITING, values)

    def portal_dead(self, message: PortalLine, trouble: Trouble, at: datetime, digest: str | None = None) -> None:
        """Note that a message is given up, and call somebody, both at once (R64)."""
        values = {"error_code": trouble.code, "last_error": trouble.detail, "next_try_at": None, "digest": digest}
        with self._store.writing() as connection:
            if _mark(connection, message.id, PortalState.DEAD, values):
                _call_somebody(connection, message.id, message.dossier, message.seq, trouble, at)

    def portal_send_again(self, ids: Sequence[int] | None, at: datetime, scope: Scope = WHOLE) -> int:
        """Have messages sent again that were given up; return how many there were.

        Args:
            ids: Which ones; None: all of them. Those whose status cannot follow stay as they are (R60).
            at: Now; their alarms are over.
            scope: Of whose dossiers.
        """
        chosen = [PortalMessageRow.state == PortalState.DEAD.value, PortalMessageRow.error_code != ILLEGAL]
        chosen += scope.of_what_names(PortalMessageRow.dossier)
        if ids is not None:
            chosen.append(PortalMessageRow.id.in_(ids))
        change = update(PortalMessageRow).where(*chosen).values(state=PortalState.WAITING.value, next_try_at=None)
        with self._store.writing() as connection:
            again = list(connection.scalars(change.returning(PortalMessageRow.id)))
            for id in again:
                clear_alarm(connection, AlarmKind.DEAD_PORTAL_MESSAGE, str(id), at)
        return len(again)

    def portal_messages(self, code: str) -> list[PortalLine]:
        """Return everything the portal is told of a dossier, in order."""
        query = select(_TABLE).where(_TABLE.c.dossier == code).order_by(_TABLE.c.id)
        with self._store.reading() as connection:
            return [PortalLine.model_validate(row) for row in connection.execute(query)]

    def portal_page(self, wanted: PortalFilter, *, limit: int = 50, after: int | None = None) -> PortalPage:
        """Return messages, the latest first.

        Raises:
            InvalidInputError: The limit is out of range.
        """
        if not 1 <= limit <= MOST_ON_A_PAGE:
            raise InvalidInputError(
                f"A page has 1 to {MOST_ON_A_PAGE} messages.", vi="Số dòng mỗi trang không hợp lệ.", field="limit"
            )
        within = wanted.scope.of_what_names(_TABLE.c.dossier)
        query = select(_TABLE).where(*within).order_by(_TABLE.c.id.desc()).limit(limit + 1)
        if wanted.state is not None:
            query = query.where(_TABLE.c.state == wanted.state.value)
        if wanted.dossier is not None:
            query = query.where(_TABLE.c.dossier == wanted.dossier)
        if after is not None:
            query = query.where(_TABLE.c.id < after)
        with self._store.reading() as connection:
            found = [PortalLine.model_validate(row) for row in connection.execute(query)]
        page = tuple(found[:limit])
        return PortalPage(page, page[-1].id if len(found) > limit else None)

    def portal_counts(self, scope: Scope = WHOLE) -> dict[PortalState, int]:
        """Return how many messages there are of each state within a scope; a state without any is 0."""
        within = scope.of_what_names(_TABLE.c.dossier)
        query = select(PortalMessageRow.state, func.count()).where(*within).group_by(PortalMessageRow.state)
        with self._store.reading() as connection:
            found = {PortalState(state): number for state, number in connection.execute(query)}
        return {state: found.get(state, 0) for state in PortalState}

    def portal_behind_since(self) -> datetime | None:
        """Return when the oldest message was written that the portal does not have yet; None: it has them all."""
        query = select(func.min(_TABLE.c.created_at)).where(_TABLE.c.state == PortalState.WAITING.value)
        with self._store.reading() as connection:
            oldest: datetime | None = connection.scalar(query)
        return oldest


def put(connection: Connection, message: NewMessage, at: datetime, repair: int = 0) -> int:
    """Put a message into the queue in the caller's transaction; one that must not be sent calls somebody at once."""
    dead = message.dead
    row: Row = _FRESH | {name: value for name, value in message._asdict().items() if name != "dead"}
    row |= {"repair": repair, "created_at": at, "state": (PortalState.DEAD if dead else PortalState.WAITING).value}
    if dead:
        row |= {"error_code": dead.code, "last_error": dead.detail}
    id: int = connection.execute(insert(_TABLE).returning(_TABLE.c.id), row).scalar_one()
    if dead:
        _call_somebody(connection, id, message.dossier, message.seq, dead, at)
    return id


def _mark(connection: Connection, id: int, state: PortalState, values: dict[str, Any]) -> bool:
    """Change a message that waits; once it was taken, nothing is noted any more."""
    waiting = update(PortalMessageRow).where(_TABLE.c.id == id, _TABLE.c.state == PortalState.WAITING.value)
    counted = {"attempts": PortalMessageRow.attempts + 1, "state": state.value}
    return bool(connection.execute(waiting.values(values | counted)).rowcount)


def _call_somebody(connection: Connection, id: int, dossier: str, seq: int, trouble: Trouble, at: datetime) -> None:
    illegal = trouble.code == ILLEGAL
    kind = AlarmKind.ILLEGAL_JUMP if illegal else AlarmKind.DEAD_PORTAL_MESSAGE
    ref = f"{dossier}/{seq}" if illegal else str(id)
    words = {"detail": trouble.detail, "detail_vi": trouble.detail_vi}
    raise_alarm(connection, kind, ref, at=at, system=COURIER, dossier=dossier, **words)
