"""The ledger of requests to department systems: what was asked, how often, and what came back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, case, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from motcua.errors import NotFoundError
from motcua.register.department_tables import CallRow
from motcua.register.reading import Record
from motcua.register.store import Store
from motcua.register.topic import Topic, sql_table


class CallState(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    TROUBLE = "trouble"


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


class Calls(Topic):
    """Keeps the ledger; every note may be made twice."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        table = sql_table(CallRow)
        insert: Any = postgresql.insert(table) if store.dialect == "postgresql" else sqlite.insert(table)
        c = table.c
        self._ask = insert.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "attempts": c.attempts + 1,
                "last_asked_at": insert.excluded.last_asked_at,
                "state": case((c.answered_at.is_not(None), c.state), else_=CallState.ASKED.value),
                "callback_at": case((c.state == CallState.TROUBLE.value, null()), else_=c.callback_at),
            },
        ).returning(*c)

    def asked(
        self,
        key: str,
        *,
        system: str,
        dossier: str,
        step: str,
        visit: int,
        agency: str,
        at: datetime,
        digest: str | None = None,
    ) -> Call:
        """Note that a request is about to be sent, and return what is known of it: it may be answered already."""
        row = {
            "key": key,
            "system": system,
            "dossier": dossier,
            "step": step,
            "visit": visit,
            "agency": agency,
            "state": CallState.ASKED.value,
            "attempts": 1,
            "first_asked_at": at,
            "last_asked_at": at,
            "digest": digest,
        }
        with self._store.writing() as connection:
            return Call.model_validate(connection.execute(self._ask, row).one())

    def accepted(self, key: str, at: datetime, *, reference: str | None = None) -> None:
        """Note that the system took the request on and will answer later, under its own reference."""
        values = {"state": CallState.ACCEPTED.value, "last_asked_at": at, "last_error": None}
        self._note(key, values | ({"reference": reference} if reference else {}))

    def answered(
        self, key: str, outcome: str, at: datetime, *, reference: str | None = None, digest: str | None = None
    ) -> None:
        """Note the answer; the first one stays."""
        values = {"state": CallState.ANSWERED.value, "answered_at": at, "outcome": outcome, "last_error": None}
        values |= {"reference": reference} if reference else {}
        self._note(key, values | ({"digest": digest} if digest else {}))

    def trouble(self, key: str, error: str, at: datetime) -> None:
        """Note that the answer cannot be used and a person has to look at it."""
        self._note(key, {"state": CallState.TROUBLE.value, "last_error": error, "last_asked_at": at})

    def failed_attempt(self, key: str, error: str, at: datetime) -> None:
        """Note that the system was away; it is asked again by itself."""
        self._note(key, {"last_error": error, "last_asked_at": at})

    def callback_received(self, key: str, at: datetime) -> bool:
        """Note that the system called back; False where it had done so before.

        Raises:
            NotFoundError: Nothing was asked under this key.
        """
        first = update(CallRow).where(CallRow.key == key, CallRow.callback_at.is_(None)).values(callback_at=at)
        with self._store.writing() as connection:
            if connection.execute(first).rowcount:
                return True
        self.call(key)
        return False

    def call(self, key: str) -> Call:
        """Return what is known of a request.

        Raises:
            NotFoundError: Nothing was asked under this key.
        """
        with self._store.reading() as connection:
            row = connection.execute(_BY_KEY, {"its_key": key}).one_or_none()
        if row is None:
            raise _never_asked(key)
        return Call.model_validate(row)

    def calls(self, code: str) -> list[Call]:
        """Return all requests made on behalf of a dossier, in the order they were first sent."""
        with self._store.reading() as connection:
            return [Call.model_validate(row) for row in connection.execute(_OF_DOSSIER, {"code": code})]

    def _note(self, key: str, values: dict[str, Any]) -> None:
        """Change a request that is not answered yet; a note that comes after the answer changes nothing."""
        change = update(CallRow).where(CallRow.key == key, CallRow.answered_at.is_(None))
        with self._store.writing() as connection:
            noted = connection.execute(change.values(values)).rowcount
        if not noted:
            self.call(key)


def _never_asked(key: str) -> NotFoundError:
    return NotFoundError(
        f"No request {key} was made.",
        vi=f"Không có yêu cầu {key}.",
        field="key",
        hint="A request's key is `dossier/step/visit`.",
    )


_BY_KEY = select(sql_table(CallRow)).where(CallRow.key == bindparam("its_key"))
_OF_DOSSIER = (
    select(sql_table(CallRow)).where(CallRow.dossier == bindparam("code")).order_by(CallRow.first_asked_at, CallRow.key)
)
