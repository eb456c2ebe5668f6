"""What came back from a department system, written before anybody is told of it; the first answer stays."""

import random
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, update

from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.asking import Turn
from motcua.register.breaker import PACE, Failure, Pace, is_alone, note_failure, note_success, outage_of
from motcua.register.calls import Call, CallState, call_of
from motcua.register.department_tables import AttemptRow, CallRow
from motcua.register.topic import Topic, sql_table

LONGEST_REST = timedelta(minutes=5)
"""Longest wait before a request that fails alone is tried again."""
NOT_JUST_NOW = 12
"""Failures of a request alone, in some 30 minutes, after which operators hear of it; it is still tried."""


class Got(NamedTuple):
    """An answer, as it came."""

    answer: str
    """As JSON, written the same way from whichever side it comes, so that equal answers are equal texts."""
    outcome: str
    digest: str
    reference: str | None = None


class Kept(NamedTuple):
    """What the ledger says after an answer came."""

    call: Call
    repeated: bool = False
    """The same answer had come before."""
    other: bool = False
    """Another answer had come before, and stays."""


class Answers(Topic):
    """Settles what was asked; every note may be made twice."""

    def answered(self, key: str, got: Got, at: datetime, *, attempt: int | None = None, told: bool = False) -> Kept:
        """Write an answer; where one is there already, say whether it is the same.

        Args:
            key: The request.
            got: The answer.
            at: When it came.
            attempt: The attempt that brought it; None: the system called back.
            told: Whether whoever wrote it tells the dossier in the same breath.

        Raises:
            NotFoundError: Nothing was asked under this key.
        """
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            self._came(connection, call, attempt, at, "answered", digest=got.digest)
            note_success(connection, call.system, at)
            if call.answered_at is not None and call.answer is not None:
                if told:
                    _change(connection, key, told_at=call.told_at or at)
                same = call.answer == got.answer
                return Kept(call, repeated=same, other=not same)
            values = _SETTLED | {"state": CallState.ANSWERED.value, "answered_at": at, "told_at": at if told else None}
            values |= got._asdict() | {"reference": got.reference or call.reference, "withdrawn_at": None}
            _change(connection, key, **values, **({} if attempt is not None else {"callback_at": at}))
            clear_alarm(connection, AlarmKind.DEAD_CALL, key, at)
            return Kept(call_of(connection, key))

    def accepted(self, key: str, attempt: int, at: datetime, *, reference: str | None = None) -> Call:
        """Note that the system took the request on and answers later; return the call, which may be answered by now."""
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            self._came(connection, call, attempt, at, "accepted")
            note_success(connection, call.system, at)
            if call.answered_at is None:
                values = _SETTLED | _CALLED_OFF_TOO_SOON | {"state": CallState.ACCEPTED.value, "polled_at": at}
                _change(connection, key, **values, reference=reference or call.reference)
                clear_alarm(connection, AlarmKind.DEAD_CALL, key, at)
            return call_of(connection, key)

    def progressed(self, key: str, stage: int, said: str, at: datetime, *, attempt: int | None = None) -> bool:
        """Note how far the system has come; nothing else changes.

        Args:
            key: The request.
            stage: A number that grows as the work goes on.
            said: The stage in words.
            at: When it was said.
            attempt: The attempt that brought it; None: the system called back.

        Returns:
            False where it had come further before: that stands.
        """
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            self._came(connection, call, attempt, at, "progress", detail=said)
            note_success(connection, call.system, at)
            behind = call.stage is not None and stage < call.stage
            _change(connection, key, polled_at=at, stage=call.stage if behind else stage)
            return not behind

    def unknown_there(self, key: str, attempt: int, at: datetime) -> None:
        """Note that the system knows nothing of a request it had accepted: it is put again."""
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            self._came(connection, call, attempt, at, "unknown")
            note_success(connection, call.system, at)
            if call.answered_at is None and call.withdrawn_at is None:
                _change(connection, key, state=CallState.ASKED.value, held_at=at, again_at=None, stage=None)

    def dead(
        self, key: str, attempt: int, failure: Failure, result: str, *, told: bool, digest: str | None = None
    ) -> None:
        """Note that a request is given up for a person to look at, and raise the alarm with it."""
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            self._came(connection, call, attempt, failure.at, result, failure=failure, digest=digest)
            note_success(connection, call.system, failure.at)
            if call.answered_at is not None or call.withdrawn_at is not None:
                return
            state = {"state": CallState.TROUBLE.value, "last_error": failure.detail, "dead_at": failure.at}
            told_at = failure.at if told else None
            _change(connection, key, **state, told_at=told_at, held_at=None, again_at=None)
            raise_alarm(
                connection,
                AlarmKind.DEAD_CALL,
                key,
                at=failure.at,
                detail=failure.detail,
                system=call.system,
                dossier=call.dossier,
                agency=call.agency,
            )

    def went_wrong(self, key: str, attempt: int, failure: Failure, pace: Pace = PACE) -> Turn:
        """Note a try that brought no answer: it opens the system's outage, or is this request's own trouble.

        Either way the request is held, and nobody has to remember it: it goes on when the outage is over, or after a
        wait that doubles. Returns where it stands: an answer may have come meanwhile from another side.
        """
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            self._came(connection, call, attempt, failure.at, "away", failure=failure)
            if call.answered_at is not None:
                return Turn.ANSWERED
            alone = is_alone(connection, call, failure) and outage_of(connection, call.system) is None
            alone = alone or failure.own
            again_at = failure.at + _rest(call.failures, failure.retry_after) if alone else None
            if failure.own:
                note_success(connection, call.system, failure.at)
            elif not alone:
                note_failure(connection, call.system, failure, pace)
            values = {"failures": call.failures + 1, "last_error": failure.detail, "failed_at": failure.at}
            held = {} if call.state is CallState.ACCEPTED else {"held_at": call.held_at or failure.at}
            _change(connection, key, **values, **held, **_CALLED_OFF_TOO_SOON, again_at=again_at)
            if alone and call.failures + 1 == NOT_JUST_NOW:
                _tell(connection, call, failure)
            return Turn.HELD

    def called_off(self, key: str, attempt: int | None, result: str, at: datetime) -> None:
        """Note that a request was withdrawn, or that there is nothing to withdraw, since it was never sent."""
        with self._store.writing() as connection:
            call = call_of(connection, key, to_change=True)
            if attempt is not None:
                self._came(connection, call, attempt, at, result)
                note_success(connection, call.system, at)
            values = _SETTLED | {"state": CallState.WITHDRAWN.value, "withdrawn_at": at}
            _change(connection, key, **values)
            clear_alarm(connection, AlarmKind.DEAD_CALL, key, at)

    def _came(
        self,
        connection: Connection,
        call: Call,
        attempt: int | None,
        at: datetime,
        result: str,
        *,
        failure: Failure | None = None,
        detail: str | None = None,
        digest: str | None = None,
    ) -> None:
        """Finish the attempt that brought it, or note that the system called back."""
        said: dict[str, Any] = {"result": result, "digest": digest, "detail": detail}
        if failure is not None:
            said |= {"detail": failure.detail, "status": failure.status}
        if attempt is None:
            new = {"key": call.key, "verb": "callback", "started_at": at, "milliseconds": 0}
            connection.execute(insert(AttemptRow).values(**new, **said))
            return
        row = sql_table(AttemptRow)
        began = connection.execute(row.select().where(row.c.id == attempt)).one()
        took = max(0, round((at - began.started_at) / timedelta(milliseconds=1)))
        connection.execute(row.update().where(row.c.id == attempt).values(**said, milliseconds=took))
        if began.verb == "poll":
            _forget_the_same(connection, began, said)


def _forget_the_same(connection: Connection, attempt: Any, said: dict[str, Any]) -> None:
    """Let the last of several looks that found the same stand for all: there is one every quarter of an hour."""
    row = sql_table(AttemptRow)
    before = row.select().where(row.c.key == attempt.key, row.c.id < attempt.id).order_by(row.c.id.desc()).limit(1)
    last = connection.execute(before).one_or_none()
    if last is not None and (last.verb, last.result, last.detail) == ("poll", said["result"], said["detail"]):
        connection.execute(row.delete().where(row.c.id == last.id))


def _rest(failures: int, retry_after: float | None) -> timedelta:
    grown = min(LONGEST_REST, timedelta(seconds=2.0 ** min(failures, 10)))
    asked = timedelta(seconds=min(retry_after or 0.0, 3600.0))
    return max(grown * random.uniform(0.75, 1.25), asked)


def _tell(connection: Connection, call: Call, failure: Failure) -> None:
    raise_alarm(
        connection,
        AlarmKind.DEAD_CALL,
        call.key,
        at=failure.at,
        detail=f"It fails although the system answers others; it is still tried. {failure.detail}",
        detail_vi="Yêu cầu này liên tục không được trả lời dù hệ thống vẫn trả lời yêu cầu khác; vẫn tự gửi lại.",
        system=call.system,
        dossier=call.dossier,
        agency=call.agency,
    )


def _change(connection: Connection, key: str, **values: Any) -> None:
    connection.execute(update(sql_table(CallRow)).where(CallRow.key == key).values(**values))


_SETTLED: dict[str, Any] = {"last_error": None, "held_at": None, "again_at": None, "failures": 0, "dead_at": None}
_CALLED_OFF_TOO_SOON: dict[str, Any] = {"withdrawn_at": None}
"""A try that was under way when its request was called off may have arrived after that: it is called off once more."""
