"""What other systems said and was not believed or not understood: kept by digest, shown, never acted upon."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from motcua.errors import NotFoundError
from motcua.register.alarms import AlarmKind, raise_alarm
from motcua.register.department_tables import RefusedMessageRow
from motcua.register.reading import Record
from motcua.register.topic import Topic, dialect_insert, sql_table

MOST_OF_A_KIND = 1_000
"""Different messages of one kind that are kept of a system apart; from then on they are counted together."""
MANY = "0" * 64
"""The digest under which the rest is counted."""


class Refusal(NamedTuple):
    """A message that was not acted upon."""

    system: str
    door: str
    """answer, callback or portal."""
    kind: str
    detail: str
    digest: str
    size: int
    key: str | None = None
    dossier: str | None = None


class RefusedMessage(Record):
    """One message that was refused, however often it came."""

    id: int
    system: str
    door: str
    kind: str
    detail: str
    digest: str
    size: int
    key: str | None
    dossier: str | None
    first_at: datetime
    last_at: datetime
    times: int
    seen_at: datetime | None
    seen_by: str | None


class RefusedMessages(Topic):
    """Keeps what was refused."""

    def refuse_message(self, refusal: Refusal, at: datetime) -> None:
        """Keep a message that is not acted upon; the very same again is counted. Operators hear of the kind."""
        with self._store.writing() as connection:
            keep_refused(connection, refusal, at)

    def refuse_found(self, refusal: Refusal, at: datetime) -> None:
        """Keep a message that was found where it stays; found again it is not counted, since it did not come again."""
        row = RefusedMessageRow
        same = (row.system == refusal.system, row.digest == refusal.digest, row.kind == refusal.kind)
        with self._store.writing() as connection:
            if not connection.scalar(select(func.count()).select_from(row).where(*same)):
                keep_refused(connection, refusal, at)

    def refused_messages(
        self, *, every: bool = False, system: str | None = None, limit: int = 100, before: int | None = None
    ) -> list[RefusedMessage]:
        """Return refused messages nobody has seen, or all of them, the latest first."""
        query = select(sql_table(RefusedMessageRow)).order_by(RefusedMessageRow.id.desc()).limit(limit)
        query = query if every else query.where(RefusedMessageRow.seen_at.is_(None))
        query = query.where(RefusedMessageRow.system == system) if system else query
        query = query if before is None else query.where(RefusedMessageRow.id < before)
        with self._store.reading() as connection:
            return [RefusedMessage.model_validate(row) for row in connection.execute(query)]

    def message_seen(self, id: int, by: str, at: datetime) -> RefusedMessage:
        """Note who has seen a refused message; the first time stays.

        Raises:
            NotFoundError: There is no such message.
        """
        mine = RefusedMessageRow.id == id
        first = update(RefusedMessageRow).where(mine, RefusedMessageRow.seen_at.is_(None))
        with self._store.writing() as connection:
            connection.execute(first.values(seen_at=at, seen_by=by))
            row = connection.execute(select(sql_table(RefusedMessageRow)).where(mine)).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no refused message {id}.", vi=f"Không có thông điệp {id}.", field="id")
        return RefusedMessage.model_validate(row)


def keep_refused(connection: Connection, refusal: Refusal, at: datetime) -> None:
    """Keep a refused message in the caller's transaction, and raise the alarm of its system and kind."""
    row = sql_table(RefusedMessageRow)
    kept = _kept(connection, refusal)
    insert = dialect_insert(connection, RefusedMessageRow)
    again = insert.on_conflict_do_update(
        index_elements=["system", "digest", "kind"],
        set_={"times": row.c.times + 1, "last_at": insert.excluded.last_at, "detail": insert.excluded.detail},
    )
    connection.execute(again, kept._asdict() | {"first_at": at, "last_at": at, "times": 1})
    raise_alarm(
        connection,
        AlarmKind.REFUSED_MESSAGE,
        f"{refusal.system}/{refusal.kind}",
        at=at,
        detail=f"A message was not acted upon: {refusal.detail}",
        detail_vi="Có thông điệp bị từ chối, không được xử lý.",
        system=refusal.system,
        dossier=refusal.dossier,
    )


def _kept(connection: Connection, refusal: Refusal) -> Refusal:
    """Return what is kept: whoever can reach the door could otherwise fill the register with rubbish."""
    alike = (RefusedMessageRow.system == refusal.system, RefusedMessageRow.kind == refusal.kind)
    known = select(func.count()).select_from(RefusedMessageRow).where(*alike)
    same = known.where(RefusedMessageRow.digest == refusal.digest)
    if connection.scalar(same) or (connection.scalar(known) or 0) < MOST_OF_A_KIND:
        return refusal
    together = f"More than {MOST_OF_A_KIND} different messages of this kind; the rest is counted here."
    return refusal._replace(digest=MANY, detail=together, size=0, key=None, dossier=None)
