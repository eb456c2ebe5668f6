"""Codes of dossiers: one per request, per agency and day, never reused (R18)."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from motcua.errors import ConflictError, RefusedError
from motcua.register.house_tables import DayCounterRow, OpeningRow
from motcua.register.store import Store
from motcua.register.topic import Topic, sql_table

MOST_A_DAY = 9_999
"""Four digits; the next number would need a fifth."""


class Allotment(NamedTuple):
    """The code a request was given, and whether it was given now."""

    code: str
    new: bool


class Codes(Topic):
    """Gives out codes."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        table = sql_table(DayCounterRow)
        insert_ = postgresql.insert(table) if store.dialect == "postgresql" else sqlite.insert(table)
        self._next = insert_.on_conflict_do_update(
            index_elements=["agency_code", "local_date"], set_={"last_number": table.c.last_number + 1}
        ).returning(table.c.last_number)

    def allot(self, key: str, caller: str, digest: str, agency_code: str, local_day: date) -> Allotment:
        """Return the code of a request to open a dossier: the same request gets the same code.

        Args:
            key: The caller's name for the request.
            caller: Agency that asks; keys of different callers do not meet.
            digest: SHA-256 of what is asked.
            agency_code: Code of the receiving agency, as it begins the dossier's code.
            local_day: Date of receipt at that agency.

        Raises:
            ConflictError: The key was used before for something else.
            RefusedError: The agency's 9,999 codes of the day are used up (R18).
        """
        try:
            return self._allot(key, caller, digest, agency_code, local_day)
        except IntegrityError:  # the same request arrived twice at once: the other one has the code by now
            return self._allot(key, caller, digest, agency_code, local_day)

    def code_for(self, caller: str, key: str) -> str | None:
        """Return the code a caller's request was given, or None where it never came."""
        with self._store.reading() as connection:
            return connection.scalar(_CODE, {"caller": caller, "key": key})

    def _allot(self, key: str, caller: str, digest: str, agency_code: str, local_day: date) -> Allotment:
        with self._store.writing() as connection:
            given = connection.execute(_GIVEN, {"caller": caller, "key": key}).one_or_none()
            if given is not None:
                return _again(key, digest, given.digest, given.code)
            code = self._next_code(connection, agency_code, local_day)
            row = {"caller": caller, "key": key, "digest": digest, "code": code, "created_at": datetime.now(UTC)}
            connection.execute(_KEEP, row)
        return Allotment(code, new=True)

    def _next_code(self, connection: Connection, agency_code: str, local_day: date) -> str:
        first = {"agency_code": agency_code, "local_date": local_day, "last_number": 1}
        last = connection.scalar(_LAST, {"agency_code": agency_code, "local_date": local_day})
        if last is not None and last >= MOST_A_DAY:
            raise _used_up(agency_code, local_day)
        number = connection.execute(self._next, first).scalar_one()
        return f"{agency_code}-{local_day:%y%m%d}-{number:04d}"


def _again(key: str, digest: str, given_digest: str, code: str) -> Allotment:
    if digest == given_digest:
        return Allotment(code, new=False)
    raise ConflictError(
        f"The key {key} was used before for another dossier ({code}).",
        vi=f"Khoá {key} đã được dùng cho hồ sơ khác ({code}).",
        field="key",
        hint="Use a new key for a new request; the same key only to repeat one.",
        hint_vi="Yêu cầu mới dùng khoá mới; chỉ dùng lại khoá khi gửi lại chính yêu cầu đó.",
    )


def _used_up(agency_code: str, local_day: date) -> RefusedError:
    return RefusedError(
        f"Agency {agency_code} has given out all {MOST_A_DAY} codes of {local_day}.",
        vi=f"Cơ quan {agency_code} đã dùng hết {MOST_A_DAY} mã hồ sơ của ngày {local_day:%d/%m/%Y}.",
        field="agency_code",
        rule="R18",
        hint="Receive at another one-stop, or on the next day: the number is never wrapped.",
        hint_vi="Tiếp nhận tại Bộ phận Một cửa khác, hoặc vào ngày hôm sau: số thứ tự không quay vòng.",
    )


_GIVEN = select(OpeningRow.code, OpeningRow.digest).where(
    OpeningRow.caller == bindparam("caller"), OpeningRow.key == bindparam("key")
)
_CODE = select(OpeningRow.code).where(OpeningRow.caller == bindparam("caller"), OpeningRow.key == bindparam("key"))
_KEEP = insert(sql_table(OpeningRow))
_LAST = select(DayCounterRow.last_number).where(
    DayCounterRow.agency_code == bindparam("agency_code"), DayCounterRow.local_date == bindparam("local_date")
)
