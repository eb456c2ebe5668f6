"""The ledger of requests to department systems: what was asked, how often, and what came back."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, exists, or_, select

from motcua.errors import NotFoundError
from motcua.register.department_tables import AttemptRow, CallRow
from motcua.register.reading import Record
from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic, sql_table


class CallState(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    TROUBLE = "trouble"
    """Given up for a person to look at: the request is wrong, or its answer could not be read."""
    WITHDRAWN = "withdrawn"
    """Called off, since nobody waits for its answer any more."""


class Call(Record):
    """One request to a department system."""

    key: str
    system: str
    dossier: str
    step: str
    visit: int
    agency: str
    state: CallState
    attempts: int
    first_asked_at: datetime
    last_asked_at: datetime
    answered_at: datetime | None
    outcome: str | None
    reference: str | None
    last_error: str | None
    digest: str | None
    callback_at: datetime | None
    answer: str | None
    request: str | None
    due_at: datetime | None
    held_at: datetime | None
    failed_at: datetime | None
    failures: int
    polled_at: datetime | None
    stage: int | None
    withdrawn_at: datetime | None
    dead_at: datetime | None
    told_at: datetime | None
    again_at: datetime | None
    unwanted_at: datetime | None = None
    endpoint: str | None = None
    """The Nexus endpoint of the agency that asks; None: it is asked from here."""

    @property
    def held(self) -> bool:
        """Whether it waits for its turn: for an outage to end, or for the moment at which it is tried again."""
        return self.held_at is not None and self.answered_at is None and self.withdrawn_at is None


class Attempt(Record):
    """One exchange with a department system on behalf of a call."""

    id: int
    key: str
    verb: str
    started_at: datetime
    milliseconds: int
    result: str
    status: int | None
    digest: str | None
    detail: str | None


class Calls(Topic):
    """Reads the ledger."""

    def call(self, key: str) -> Call:
        """Return what is known of a request.

        Raises:
            NotFoundError: Nothing was asked under this key.
        """
        with self._store.reading() as connection:
            return call_of(connection, key)

    def calls(self, code: str) -> list[Call]:
        """Return all requests made on behalf of a dossier, in the order they were first sent."""
        with self._store.reading() as connection:
            return [Call.model_validate(row) for row in connection.execute(_OF_DOSSIER, {"code": code})]

    def attempts(self, keys: Sequence[str]) -> list[Attempt]:
        """Return every exchange on behalf of these calls, in the order they began."""
        query = select(sql_table(AttemptRow)).where(AttemptRow.key.in_(keys)).order_by(AttemptRow.id)
        with self._store.reading() as connection:
            return [Attempt.model_validate(row) for row in connection.execute(query)]


def call_of(connection: Connection, key: str, *, to_change: bool = False) -> Call:
    """Return a request, kept from others until the transaction ends where it is to be changed.

    Raises:
        NotFoundError: Nothing was asked under this key.
    """
    row = connection.execute(_TO_CHANGE if to_change else _BY_KEY, {"its_key": key}).one_or_none()
    if row is None:
        raise _never_asked(key)
    return Call.model_validate(row)


def is_awaited(connection: Connection, call: Call) -> bool:
    """Return whether the duty a call was made for is still open."""
    return call.unwanted_at is None and not connection.scalar(
        _OVER, {"code": call.dossier, "its_step": call.step, "its_visit": call.visit}
    )


def _never_asked(key: str) -> NotFoundError:
    return NotFoundError(
        f"No request {key} was made.",
        vi=f"Không có yêu cầu {key}.",
        field="key",
        hint="A request's key is `dossier/step/visit`.",
        hint_vi="Khoá của yêu cầu có dạng `hồ sơ/bước/lần` (dossier/step/visit).",
    )


_CODE: Any = bindparam("code")
_OVER = select(
    or_(
        exists().where(
            DutyRow.dossier == _CODE,
            DutyRow.step == bindparam("its_step"),
            DutyRow.visit == bindparam("its_visit"),
            DutyRow.closed_at.is_not(None),
        ),
        exists().where(DossierRow.code == _CODE, DossierRow.ended_at.is_not(None)),
    )
)
_BY_KEY = select(sql_table(CallRow)).where(CallRow.key == bindparam("its_key"))
_TO_CHANGE = _BY_KEY.with_for_update()
_OF_DOSSIER = (
    select(sql_table(CallRow)).where(CallRow.dossier == bindparam("code")).order_by(CallRow.first_asked_at, CallRow.key)
)
