"""Putting a request: noted before it is sent, answered from the ledger, or held while its system is away."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, insert, or_, select, update

from motcua.register.breaker import has_backlog, outage_of
from motcua.register.calls import Call, CallState, call_of, is_awaited
from motcua.register.department_tables import OPEN, AttemptRow, CallRow
from motcua.register.topic import Topic, sql_table, unless_there

LOOK_AGAIN = timedelta(seconds=2)
"""When it is looked again whether the older request of the same dossier has been taken."""
UNDER_WAY = "under_way"


class Turn(StrEnum):
    """What is to be done with a request."""

    SEND = "send"
    HELD = "held"
    """It waits: the system is away, others are before it, or an older request of its dossier is not taken yet."""
    ACCEPTED = "accepted"
    """The system has it already, and has still to answer."""
    ANSWERED = "answered"
    UNWANTED = "unwanted"
    """Nobody waits for its answer any more: it is to be called off."""


class Ask(NamedTuple):
    """A request as the ledger keeps it."""

    key: str
    system: str
    dossier: str
    step: str
    visit: int
    agency: str
    request: str
    """What is asked, as JSON."""
    due_at: datetime | None = None


class Put(NamedTuple):
    """Where a request stands, and what is to be done with it."""

    turn: Turn
    call: Call
    attempt: int = 0
    """The number under which the try is noted, where it is to be sent."""


class Asking(Topic):
    """Notes requests; every note may be made twice."""

    def asked(self, ask: Ask, at: datetime) -> Put:
        """Note that an answer is wanted, and say whether the request is to be sent now."""
        values = ask._asdict() | {"state": CallState.ASKED.value, "attempts": 0, "failures": 0}
        with self._store.writing() as connection:
            new = unless_there(self._store.dialect, CallRow)
            connection.execute(new, values | {"first_asked_at": at, "last_asked_at": at})
            known = call_of(connection, ask.key, to_change=True)
            if (settled := _settled(known)) is not None:
                return Put(settled, known)
            connection.execute(_change(ask.key), {"request": ask.request, "due_at": ask.due_at, "unwanted_at": None})
            away = outage_of(connection, ask.system) is not None
            if away or has_backlog(connection, ask.system):
                again = None if away else known.again_at
                return _held(connection, known, at, again)
            return _sent(connection, known, at)

    def its_turn(self, key: str, at: datetime) -> Put:
        """Note that a held request is tried now; one whose answer nobody waits for any more is not."""
        with self._store.writing() as connection:
            known = call_of(connection, key, to_change=True)
            settled = _settled(known)
            if settled is None and not is_awaited(connection, known):
                return _held(connection, known, at, at + LOOK_AGAIN)._replace(turn=Turn.UNWANTED)
            return Put(settled, known) if settled is not None else _sent(connection, known, at)

    def trying(self, key: str, verb: str, at: datetime) -> int:
        """Note that a request is looked after (poll, withdraw), and return the number of the attempt."""
        with self._store.writing() as connection:
            return _attempt(connection, key, verb, at)


def _settled(call: Call) -> Turn | None:
    if call.answered_at is not None and call.answer is not None:
        return Turn.ANSWERED
    taken = call.state is CallState.ACCEPTED and call.withdrawn_at is None
    return Turn.ACCEPTED if taken else None


def _sent(connection: Connection, call: Call, at: datetime) -> Put:
    """Note a try, unless an older request of the same dossier to the same system is not taken yet: order is kept."""
    if connection.scalar(_OLDER, {"its_key": call.key, "code": call.dossier, "its_system": call.system, **_age(call)}):
        return _held(connection, call, at, at + LOOK_AGAIN)
    values: dict[str, Any] = {
        "attempts": call.attempts + 1,
        "last_asked_at": at,
        "state": CallState.ASKED.value,
        **dict.fromkeys(("dead_at", "told_at", "withdrawn_at")),
        **({"callback_at": None} if call.state is CallState.TROUBLE else {}),
    }
    connection.execute(_change(call.key), values)
    return Put(Turn.SEND, call.model_copy(update=values), _attempt(connection, call.key, "ask", at))


def _held(connection: Connection, call: Call, at: datetime, again_at: datetime | None) -> Put:
    values = {"held_at": call.held_at or at, "again_at": again_at, "state": CallState.ASKED.value}
    connection.execute(_change(call.key), values | dict.fromkeys(("dead_at", "told_at", "withdrawn_at")))
    return Put(Turn.HELD, call.model_copy(update=values))


def _attempt(connection: Connection, key: str, verb: str, at: datetime) -> int:
    values = {"key": key, "verb": verb, "started_at": at, "milliseconds": 0, "result": UNDER_WAY}
    return int(connection.execute(insert(AttemptRow).returning(AttemptRow.id), values).scalar_one())


def _age(call: Call) -> dict[str, Any]:
    return {"since": call.first_asked_at}


def _change(key: str) -> Any:
    return update(sql_table(CallRow)).where(CallRow.key == key)


_OLDER = select(
    exists().where(
        CallRow.dossier == bindparam("code"),
        CallRow.system == bindparam("its_system"),
        CallRow.key != bindparam("its_key"),
        CallRow.state == CallState.ASKED.value,
        OPEN,
        or_(
            CallRow.first_asked_at < bindparam("since"),
            (CallRow.first_asked_at == bindparam("since")) & (CallRow.key < bindparam("its_key")),
        ),
    )
)
