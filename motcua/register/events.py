"""The stream of events: every written transition in order, and how far each courier has come in it.

Positions are numbers drawn in the writing transaction, after its first write. A reader may therefore see event 6 while
event 5 is still being committed. It goes on only when nothing before can come any more: where a number is missing, it
waits until every transaction that could have drawn it has ended. That needs no lock on the path of an act, and nothing
in the rows that would be wrong in a database restored elsewhere.
"""

import time
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Text, cast, func, select, update

from motcua.dossiers.evolve import Happened, walk_through
from motcua.errors import NotFoundError, UnavailableError
from motcua.register.evidence import acts, stored_facts, transition_of
from motcua.register.exchange_tables import CourierRow, EventRow
from motcua.register.reading import Record
from motcua.register.topic import Topic, sql_table, unless_there

BEGINNING: Final = 0
"""The position before the first event."""
LOOKS = 10
"""How often it is looked whether a missing number can still come; then the reader is told to come again."""
BETWEEN_LOOKS = 0.005
"""Seconds; a transition is committed within a few milliseconds."""

_EVENT = sql_table(EventRow)
_COURIER = sql_table(CourierRow)


class Start(StrEnum):
    """From where a new courier follows the stream."""

    BEGINNING = "beginning"
    NOW = "now"


class Event(Record):
    """One written transition: which facts of which dossier."""

    id: int
    """Its position in the stream."""
    dossier: str
    first_seq: int
    last_seq: int
    created_at: datetime
    """When it was recorded."""


class Lag(Record):
    """How far a courier is behind the end of the stream."""

    events: int
    since: datetime | None
    """When the first event was recorded that it has not taken up; None: there is none."""


class Events(Topic):
    """Reads the stream and keeps the couriers' positions; whoever writes a transition fills it."""

    def events_after(self, position: int, limit: int = 500) -> list[Event]:
        """Return events in order, never one while another before it may still be committed.

        Args:
            position: `Event.id` of the last one taken up, or `BEGINNING`.
            limit: Most that are returned.

        Returns:
            The next events. Empty: there are none yet, or the next one is being written at this moment.
        """
        found = self._visible(position, limit)
        sure = _unbroken(found, position)
        if len(sure) == len(found) or not self._all_ended():
            return sure
        return self._visible(position, limit, found[-1].id)

    def events_between(self, position: int, until: int, limit: int = 500) -> list[Event]:
        """Return events after a position up to another that lies in the past: nothing can come in between any more."""
        return self._visible(position, limit, until)

    def last_position(self) -> int:
        """Return the end of the stream: a courier that starts there misses nothing that is recorded from now on.

        Raises:
            UnavailableError: Something is being written that takes long; ask again.
        """
        with self._store.reading() as connection:
            last = connection.scalar(select(func.max(_EVENT.c.id)))
        if self._all_ended():
            return last or BEGINNING
        raise UnavailableError(
            "The end of the stream of events cannot be told while a long transaction writes.",
            vi="Đang có giao dịch ghi dài, chưa xác định được vị trí cuối của dòng sự kiện.",
            hint="Ask again in a moment.",
            hint_vi="Thử lại sau giây lát.",
        )

    def position_at(self, moment: datetime) -> int:
        """Return the position before the first event recorded at a moment or later."""
        first = select(func.min(_EVENT.c.id)).where(_EVENT.c.created_at >= moment)
        last = select(func.coalesce(func.max(_EVENT.c.id), BEGINNING))
        with self._store.reading() as connection:
            found = connection.scalar(first)
            return found - 1 if found is not None else int(connection.scalar(last) or BEGINNING)

    def event(self, position: int) -> Event | None:
        """Return the event at a position; None where there is none."""
        with self._store.reading() as connection:
            row = connection.execute(select(_EVENT).where(_EVENT.c.id == position)).one_or_none()
        return None if row is None else Event.model_validate(row)

    def happened(self, event: Event) -> list[tuple[int, Happened]]:
        """Return the facts of an event with their sequence numbers, each with the dossier before and after it.

        Raises:
            NotFoundError: The register has no such dossier.
        """
        with self._store.reading() as connection:
            facts = stored_facts(connection, event.dossier)
        if len(facts) < event.last_seq:
            raise NotFoundError(f"Dossier {event.dossier} has no fact {event.last_seq}.", vi="Không có sự kiện này.")
        told = walk_through(transition_of(act) for act in acts(facts[: event.last_seq]))
        numbered = enumerate((step for _act, step in told), start=1)
        return [(seq, step) for seq, step in numbered if seq >= event.first_seq]

    def courier_position(self, name: str) -> int | None:
        """Return how far a courier has come; None: it never started."""
        with self._store.reading() as connection:
            return connection.scalar(select(_COURIER.c.position).where(_COURIER.c.name == name))

    def start_courier(self, name: str, start: Start | datetime, at: datetime) -> int:
        """Let a courier start, unless it has started before; return its position.

        Args:
            name: The courier.
            start: From where it follows the stream; a moment: from the first event recorded then or later.
            at: Now.
        """
        known = self.courier_position(name)
        if known is not None:
            return known
        position = self._start(start)
        with self._store.writing() as connection:
            row = {"name": name, "position": position, "updated_at": at}
            connection.execute(unless_there(self._store.dialect, CourierRow), row)
            return int(connection.scalar(select(_COURIER.c.position).where(_COURIER.c.name == name)) or BEGINNING)

    def lag(self, position: int) -> Lag:
        """Return how much of the stream comes after a position."""
        query = select(func.count(), func.min(_EVENT.c.created_at)).where(_EVENT.c.id > position)
        with self._store.reading() as connection:
            events, since = connection.execute(query).one()
        return Lag(events=events, since=since)

    def _start(self, start: Start | datetime) -> int:
        if isinstance(start, datetime):
            return self.position_at(start)
        return BEGINNING if start is Start.BEGINNING else self.last_position()

    def _visible(self, position: int, limit: int, last: int | None = None) -> list[Event]:
        query = select(_EVENT).where(_EVENT.c.id > position).order_by(_EVENT.c.id).limit(limit)
        if last is not None:
            query = query.where(_EVENT.c.id <= last)
        with self._store.reading() as connection:
            return [Event.model_validate(row) for row in connection.execute(query)]

    def _all_ended(self) -> bool:
        """Return whether every transaction that was writing has ended, after waiting a little for it.

        A number of our own stands above those of all transactions that write (a snapshot's `xmax` may not).
        """
        if self._store.dialect == "sqlite":
            return True  # writers take turns, and numbers are given in the order of their commits
        with self._store.writing() as connection:
            ours = connection.scalar(select(_number(func.pg_current_xact_id()))) or 0
        oldest = select(_number(func.pg_snapshot_xmin(func.pg_current_snapshot())))
        for look in range(LOOKS):
            time.sleep(BETWEEN_LOOKS if look else 0)
            with self._store.reading() as connection:
                if (connection.scalar(oldest) or 0) > ours:
                    return True
        return False


def move_courier(connection: Connection, name: str, position: int, to: int, at: datetime) -> bool:
    """Move a courier on, in the transaction of what it writes because of the events in between.

    Args:
        connection: The transaction.
        name: The courier.
        position: Where it stands; it is moved from nowhere else.
        to: The last event it took up.
        at: Now.

    Returns:
        Whether it stood there. Where it did not, another worker has taken these events up: write nothing.
    """
    change = update(_COURIER).where(_COURIER.c.name == name, _COURIER.c.position == position)
    return bool(connection.execute(change.values(position=to, updated_at=at)).rowcount)


def _unbroken(found: list[Event], position: int) -> list[Event]:
    """Return the events up to the first missing number."""
    return [event for number, event in enumerate(found, start=position + 1) if event.id == number]


def _number(transaction: ColumnElement[Any]) -> ColumnElement[int]:
    """Return PostgreSQL's 64-bit transaction number as a number."""
    return cast(cast(transaction, Text), BigInteger)
