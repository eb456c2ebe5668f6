"""Accounts of persons: whom the identity provider's subject is here, kept by the installation, never by a sign-in."""

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import field_validator
from sqlalchemy import select, update

from motcua.errors import NotFoundError
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.access_tables import AccountRow
from motcua.register.reading import Record
from motcua.register.store import Store
from motcua.register.topic import Topic, sql_table, upsert

LISTS = ("roles", "agencies", "fields")


class Rights(Record):
    """What an account or a key allows, as it was entered."""

    agency: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...] | None = None
    """Agencies at the top of what is seen; None: the whole installation."""
    fields: tuple[str, ...] | None = None
    """Fields by their Vietnamese names; None: all."""
    clearance: Confidentiality = Confidentiality.NORMAL

    @field_validator(*LISTS, mode="before", check_fields=False)
    @classmethod
    def _read(cls, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class Account(Rights):
    """A person who may sign in."""

    subject: str
    name: str
    officer: str
    created_at: datetime | None = None
    changed_at: datetime | None = None
    ended_at: datetime | None = None


class Accounts(Topic):
    """Keeps accounts."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._save_account = upsert(store.dialect, AccountRow, keeping=())

    def save_account(self, account: Account, *, at: datetime | None = None) -> bool:
        """Enter an account, or change the one with its subject; an ended one is opened again. Return whether it is new.

        The change counts from the next request on: rights are read with each.
        """
        now = at or datetime.now(UTC)
        with self._store.writing() as connection:
            known = connection.scalar(select(AccountRow.created_at).where(AccountRow.subject == account.subject))
            row = written(account, {"subject", "name", "agency", "officer"})
            dates = {"created_at": known or now, "changed_at": now, "ended_at": None}
            connection.execute(self._save_account, row | dates)
        return known is None

    def end_account(self, subject: str, *, at: datetime | None = None) -> None:
        """End an account; whoever is signed in with it is refused from the next request on.

        Raises:
            NotFoundError: There is no account of that subject that has not ended.
        """
        now = at or datetime.now(UTC)
        row = AccountRow
        with self._store.writing() as connection:
            ended = connection.execute(
                update(row).where(row.subject == subject, row.ended_at.is_(None)).values(ended_at=now, changed_at=now)
            )
        if not ended.rowcount:
            raise NotFoundError(
                f"There is no account of {subject!r} to end.",
                vi=f"Không có tài khoản {subject!r} đang dùng.",
                field="subject",
                hint="`motcua accounts list` shows them.",
                hint_vi="Xem danh sách bằng `motcua accounts list`.",
            )

    def account(self, subject: str) -> Account | None:
        """Return the account of a subject, ended ones too."""
        query = select(sql_table(AccountRow)).where(AccountRow.subject == subject)
        with self._store.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Account.model_validate(row) if row else None

    def accounts(self) -> list[Account]:
        """Return all accounts, by agency and officer."""
        query = select(sql_table(AccountRow)).order_by(AccountRow.agency, AccountRow.officer, AccountRow.subject)
        with self._store.reading() as connection:
            return [Account.model_validate(row) for row in connection.execute(query)]

    def officers_of(self, agency: str) -> list[Account]:
        """Return the accounts of an agency that have not ended, by officer."""
        row = AccountRow
        query = select(sql_table(row)).where(row.agency == agency, row.ended_at.is_(None)).order_by(row.officer)
        with self._store.reading() as connection:
            return [Account.model_validate(each) for each in connection.execute(query)]


def written(rights: Rights, plain: set[str]) -> dict[str, Any]:
    """Return the columns of rights, lists as JSON, with those of the record that are kept as they are."""
    said = rights.model_dump(mode="json", include=plain | {*LISTS, "clearance"})
    lists = {name: None if said[name] is None else json.dumps(said[name], ensure_ascii=False) for name in LISTS}
    return said | lists
