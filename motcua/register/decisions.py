"""Calendar decisions, and the revision by which every process learns that what it stands on has changed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, func, insert, select, update

from motcua.dossiers.parts import Actor
from motcua.errors import ConflictError
from motcua.procedures.definition import Procedure
from motcua.register.campaign_tables import CalendarDecisionRow, GroundRevisionRow
from motcua.register.house_tables import ProcedureVersionRow
from motcua.register.reading import Record
from motcua.register.topic import Topic, sql_table
from motcua.worktime.decisions import CalendarDecision, decision_from


class EnteredDecision(Record):
    """A calendar decision as it was entered."""

    id: str
    scope: str
    number: str
    decided_on: date
    entered_at: datetime
    by: Actor
    content: dict[str, JsonValue]

    @property
    def decision(self) -> CalendarDecision:
        """Return what it decides."""
        return decision_from(self.content)


class Decisions(Topic):
    """Keeps calendar decisions, and counts the changes of the ground."""

    def enter_decision(self, content: dict[str, JsonValue], by: Actor, at: datetime) -> bool:
        """Enter a decision, once; False where it was entered already.

        Raises:
            ConflictError: A decision of this name was entered before with another content.
        """
        decision = decision_from(content)
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        row = CalendarDecisionRow
        with self._store.writing() as connection:
            kept = connection.scalar(select(row.digest).where(row.id == decision.id))
            if kept is not None:
                _must_be_same(decision, kept, digest)
                return False
            place = (connection.scalar(select(func.max(row.place))) or 0) + 1
            said: dict[str, Any] = {"id": decision.id, "scope": decision.scope, "number": decision.number}
            said |= {"decided_on": decision.decided_on, "entered_at": at, "entered_by": by.model_dump_json()}
            new = said | {"place": place, "digest": digest, "content": text}
            connection.execute(insert(sql_table(row)), new)
            count_change(connection)
        return True

    def entered_decisions(self) -> list[EnteredDecision]:
        """Return every decision, in the order in which they were entered."""
        query = select(sql_table(CalendarDecisionRow)).order_by(CalendarDecisionRow.place)
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return [
            EnteredDecision.model_validate(
                dict(row._mapping)
                | {"by": Actor.model_validate_json(row.entered_by), "content": json.loads(row.content)}
            )
            for row in rows
        ]

    def ground_revision(self) -> int:
        """Return a number that grows whenever a decision is entered or a version is published."""
        with self._store.reading() as connection:
            return connection.scalar(select(GroundRevisionRow.number)) or 0

    def published_besides(self, known: Iterable[tuple[str, str]]) -> list[Procedure]:
        """Return the versions published here that are not among those named, in the order of their publication."""
        there, row = set(known), ProcedureVersionRow
        query = select(row.code, row.version, row.content).order_by(row.published_at, row.valid_from)
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        return [Procedure.model_validate_json(r.content) for r in rows if (r.code, r.version) not in there]

    def ends_of_versions(self) -> dict[tuple[str, str], date]:
        """Return the days on which published versions end, where they do."""
        row = ProcedureVersionRow
        query = select(row.code, row.version, row.valid_to).where(row.valid_to.is_not(None))
        with self._store.reading() as connection:
            return {(r.code, r.version): r.valid_to for r in connection.execute(query) if r.valid_to is not None}


def count_change(connection: Connection) -> None:
    """Count one change of the ground, in the transaction that makes it."""
    row = GroundRevisionRow
    if connection.execute(update(row).values(number=row.number + 1)).rowcount == 0:
        connection.execute(insert(sql_table(row)), {"id": 1, "number": 1})


def _must_be_same(decision: CalendarDecision, kept: str, digest: str) -> None:
    if kept != digest:
        raise ConflictError(
            f"Decision {decision.number} was entered before with another content.",
            vi=f"Quyết định {decision.number} đã được nhập với nội dung khác.",
            field="number",
            rule="R10",
            hint="A decision is never edited: enter the one that revokes or amends it under its own number.",
            hint_vi="Quyết định không được sửa: nhập quyết định bãi bỏ hoặc sửa đổi theo số riêng.",
        )
