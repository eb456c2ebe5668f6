"""Keys of agencies' systems, as far as they may be kept: never the key itself."""

from datetime import UTC, date, datetime

from sqlalchemy import insert, or_, select, update

from motcua.errors import NotFoundError
from motcua.register.access_tables import ApiKeyRow
from motcua.register.accounts import Rights, written
from motcua.register.topic import Topic, sql_table


class ApiKey(Rights):
    """A key as it is kept."""

    id: str
    digest: str
    """SHA-256 of the whole key."""
    label: str
    created_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_on: date | None = None

    def ended(self, at: datetime) -> bool:
        """Whether it opens nothing any more."""
        return self.revoked_at is not None or (self.expires_at is not None and self.expires_at <= at)


class ApiKeys(Topic):
    """Keeps keys."""

    def save_api_key(self, key: ApiKey, *, at: datetime | None = None) -> None:
        """Enter a new key."""
        row = written(key, {"id", "digest", "label", "agency"})
        dates = {"created_at": at or datetime.now(UTC), "expires_at": key.expires_at}
        with self._store.writing() as connection:
            connection.execute(insert(ApiKeyRow), row | dates)

    def api_key(self, id: str) -> ApiKey | None:
        """Return a key by the part of it that may be shown, revoked ones too."""
        query = select(sql_table(ApiKeyRow)).where(ApiKeyRow.id == id)
        with self._store.reading() as connection:
            row = connection.execute(query).one_or_none()
        return ApiKey.model_validate(row) if row else None

    def api_keys(self) -> list[ApiKey]:
        """Return all keys, the newest first."""
        query = select(sql_table(ApiKeyRow)).order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id)
        with self._store.reading() as connection:
            return [ApiKey.model_validate(row) for row in connection.execute(query)]

    def revoke_api_key(self, id: str, *, at: datetime | None = None) -> None:
        """Revoke a key from the next request on.

        Raises:
            NotFoundError: There is none of that id that is not revoked.
        """
        row = ApiKeyRow
        with self._store.writing() as connection:
            done = connection.execute(
                update(row).where(row.id == id, row.revoked_at.is_(None)).values(revoked_at=at or datetime.now(UTC))
            )
        if not done.rowcount:
            raise NotFoundError(
                f"There is no key {id!r} to revoke.",
                vi=f"Không có khoá {id!r} đang dùng.",
                field="id",
                hint="`motcua keys list` shows them.",
                hint_vi="Xem danh sách bằng `motcua keys list`.",
            )

    def api_key_used(self, id: str, on: date) -> None:
        """Note that a key was used on a day; more than once a day nothing is written."""
        row = ApiKeyRow
        before = or_(row.last_used_on.is_(None), row.last_used_on < on)
        with self._store.writing() as connection:
            connection.execute(update(row).where(row.id == id, before).values(last_used_on=on))
