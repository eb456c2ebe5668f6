"""Published texts: procedure versions, agencies and calendars, kept to the letter beside the dossiers they governed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, insert, select, update

from motcua.errors import ConflictError, NotFoundError
from motcua.procedures.definition import Procedure
from motcua.register.decisions import count_change
from motcua.register.house_tables import AgencyRow, CalendarRow, ProcedureVersionRow
from motcua.register.topic import Topic, sql_table, unless_there


class Versions(Topic):
    """Keeps what was published. Nothing published is ever edited; a change is a new version."""

    def publish(self, procedure: Procedure, *, at: datetime | None = None) -> bool:
        """Keep a published version; False where it was kept already. Only the day it ends may be set later.

        Raises:
            ConflictError: The same version was published before with another content.
        """
        return self.publish_all([procedure], at=at) == 1

    def publish_all(self, procedures: Iterable[Procedure], *, at: datetime | None = None) -> int:
        """Keep published versions, all of them or none, and return how many are new.

        Raises:
            ConflictError: One of them was published before with another content.
        """
        moment = at or datetime.now(UTC)
        with self._store.writing() as connection:
            done = [_publish(connection, procedure, moment) for procedure in procedures]
            if any(changed for _, changed in done):
                count_change(connection)
        return sum(new for new, _ in done)

    def version_digest(self, code: str, version: str) -> str | None:
        """Return the SHA-256 of a published version, or None where it was never published."""
        with self._store.reading() as connection:
            return _digest(connection, code, version)

    def published(self, code: str, version: str) -> Procedure:
        """Return a version as it was published.

        Raises:
            NotFoundError: It was never published here.
        """
        row = ProcedureVersionRow
        query = select(row.content, row.valid_to).where(row.code == code, row.version == version)
        with self._store.reading() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            raise NotFoundError(
                f"Version {version} of procedure {code} was never published here.",
                vi=f"Phiên bản {version} của thủ tục {code} chưa được công bố.",
                field="version",
                rule="R20",
            )
        ends = {"valid_to": found.valid_to.isoformat()} if found.valid_to else {}
        return Procedure.model_validate(json.loads(found.content) | ends)

    def keep_calendar(
        self, id: str, version: str, content: dict[str, JsonValue], *, at: datetime | None = None
    ) -> bool:
        """Keep a version of a calendar; False where it was kept already.

        Raises:
            ConflictError: The same version was kept before with another content.
        """
        text, digest = _canonical(content)
        row = {"id": id, "version": version, "digest": digest, "content": text, "kept_at": at or datetime.now(UTC)}
        with self._store.writing() as connection:
            new = connection.execute(unless_there(self._store.dialect, CalendarRow), row).first() is not None
            kept = select(CalendarRow.digest).where(CalendarRow.id == id, CalendarRow.version == version)
            if not new and connection.scalar(kept) != digest:
                raise _edited("calendar", "lịch", id, version)
        return new

    def keep_agency(self, id: str, content: dict[str, JsonValue], *, at: datetime | None = None) -> bool:
        """Keep an agency as it is known now; False where nothing about it changed."""
        text, digest = _canonical(content)
        row = {"id": id, "digest": digest, "content": text, "kept_at": at or datetime.now(UTC)}
        with self._store.writing() as connection:
            return connection.execute(unless_there(self._store.dialect, AgencyRow), row).first() is not None

    def agency_states(self, id: str) -> list[dict[str, JsonValue]]:
        """Return what was known of an agency, oldest first."""
        query = select(AgencyRow.content).where(AgencyRow.id == id).order_by(AgencyRow.kept_at)
        with self._store.reading() as connection:
            return [json.loads(content) for content in connection.scalars(query)]

    def calendar_content(self, id: str, version: str) -> dict[str, JsonValue] | None:
        """Return a version of a calendar as it was kept, or None."""
        query = select(CalendarRow.content).where(CalendarRow.id == id, CalendarRow.version == version)
        with self._store.reading() as connection:
            content = connection.scalar(query)
        return json.loads(content) if content else None


def _publish(connection: Connection, procedure: Procedure, at: datetime) -> tuple[bool, bool]:
    """Return whether a version is new, and whether anything changed: the day it ends may be set later."""
    content, digest = _canonical(_as_written(procedure))
    known = _digest(connection, procedure.code, procedure.version)
    if known is None:
        connection.execute(insert(sql_table(ProcedureVersionRow)), _row(procedure, content, digest, at))
        return True, True
    if known != digest and not _only_retold(connection, procedure):
        raise _edited("procedure", "thủ tục", procedure.code, procedure.version)
    if procedure.valid_to is not None:
        row = ProcedureVersionRow
        same = update(row).where(row.code == procedure.code, row.version == procedure.version)
        other = same.where(row.valid_to.is_distinct_from(procedure.valid_to))
        return False, connection.execute(other.values(valid_to=procedure.valid_to)).rowcount > 0
    return False, False


def _as_written(procedure: Procedure) -> dict[str, Any]:
    """Return the content of a version; a note that is the same in both languages is one text, as before there were two,
    so that what was published then keeps its digest."""
    content = procedure.model_dump(mode="json", exclude_defaults=True, exclude={"valid_to"})
    for part, note in ((content, "source"), *((step, "note") for step in content["steps"])):
        if note in part and part[note]["vi"] == part[note]["en"]:
            part[note] = part[note]["vi"]
    return content


def _only_retold(connection: Connection, procedure: Procedure) -> bool:
    """Whether a version differs from the one kept in nothing but the translation of its notes; that one stays."""
    row = ProcedureVersionRow
    query = select(row.content).where(row.code == procedure.code, row.version == procedure.version)
    kept = Procedure.model_validate_json(connection.execute(query).scalar_one())
    return _canonical(_as_written(procedure.noted_as(kept))) == _canonical(_as_written(kept))


def _row(procedure: Procedure, content: str, digest: str, at: datetime) -> dict[str, Any]:
    return {
        "code": procedure.code,
        "version": procedure.version,
        "digest": digest,
        "valid_from": procedure.valid_from,
        "valid_to": procedure.valid_to,
        "name_vi": procedure.name.vi,
        "name_en": procedure.name.en,
        "field_vi": procedure.field.vi,
        "content": content,
        "published_at": at,
    }


def _digest(connection: Connection, code: str, version: str) -> str | None:
    row = ProcedureVersionRow
    return connection.scalar(select(row.digest).where(row.code == code, row.version == version))


def _canonical(content: dict[str, Any]) -> tuple[str, str]:
    """Return a text that is the same for the same content, and its SHA-256."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return text, hashlib.sha256(text.encode()).hexdigest()


def _edited(what: str, what_vi: str, id: str, version: str) -> ConflictError:
    return ConflictError(
        f"Version {version} of {what} {id} was published before with another content.",
        vi=f"Phiên bản {version} của {what_vi} {id} đã được công bố với nội dung khác.",
        field="version",
        rule="R20",
        hint="A published version is never edited: publish the change under a new version.",
        hint_vi="Phiên bản đã công bố không được sửa: công bố thay đổi dưới phiên bản mới.",
    )
