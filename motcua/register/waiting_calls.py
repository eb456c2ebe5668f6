"""Calls somebody has to look after: held ones, accepted ones without an answer, abandoned ones, untold answers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, update

from motcua.register.calls import Call, CallState, is_awaited
from motcua.register.department_tables import OPEN, UNTOLD, CallRow
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic, sql_table


class WaitingCalls(Topic):
    """Finds what a system's keeper has to do."""

    def held_calls(self, system: str, now: datetime, *, limit: int, but: Collection[str] = ()) -> list[Call]:
        """Return held requests whose turn it may be, the one that is due first before the others."""
        query = _HELD.where(CallRow.system == system, _may_be_tried(now))
        query = query.where(CallRow.key.not_in(but)) if but else query
        return self._calls(query.order_by(*_BY_DUE).limit(limit))

    def next_trial(self, system: str, now: datetime) -> Call | None:
        """Return the held request a system that is away is tried with: each in its turn, so that none can spoil it."""
        tried_last = (CallRow.failed_at.is_not(None), CallRow.failed_at)
        query = _HELD.where(CallRow.system == system, _may_be_tried(now)).order_by(*tried_last, *_BY_DUE).limit(1)
        return next(iter(self._calls(query)), None)

    def waiting_on(self, systems: Collection[str] | None = None) -> dict[str, int]:
        """Return how many dossiers wait on each system with a held request."""
        query = select(CallRow.system, func.count(CallRow.dossier.distinct())).where(CallRow.held_at.is_not(None), OPEN)
        query = query.where(CallRow.system.in_(systems)) if systems is not None else query
        with self._store.reading() as connection:
            return {system: number for system, number in connection.execute(query.group_by(CallRow.system))}

    def held_dossiers(self, system: str, limit: int, scope: Scope = WHOLE) -> list[Call]:
        """Return the requests that wait on a system, as far as they are in scope, in the order they will go on."""
        mine = _HELD.where(CallRow.system == system, *scope.of_what_names(CallRow.dossier, CallRow.agency))
        return self._calls(mine.order_by(*_BY_DUE).limit(limit))

    def calls_to_poll(self, system: str, before: datetime, limit: int, now: datetime) -> list[Call]:
        """Return accepted requests nothing was heard of since a moment, the longest unheard of first."""
        accepted = (CallRow.system == system, CallRow.state == CallState.ACCEPTED.value, OPEN, _may_be_tried(now))
        heard = func.coalesce(CallRow.polled_at, CallRow.last_asked_at)
        query = select(sql_table(CallRow)).where(*accepted, heard <= before).order_by(heard).limit(limit)
        return self._calls(query)

    def abandoned_calls(self, system: str, limit: int, now: datetime) -> list[Call]:
        """Return open requests whose answer nobody waits for: the duty ended otherwise, or the dossier has ended."""
        duty = and_(DutyRow.dossier == CallRow.dossier, DutyRow.step == CallRow.step, DutyRow.visit == CallRow.visit)
        over = or_(
            exists().where(duty, DutyRow.closed_at.is_not(None)),
            exists().where(DossierRow.code == CallRow.dossier, DossierRow.ended_at.is_not(None)),
            CallRow.unwanted_at.is_not(None),
        )
        open_ = (CallRow.system == system, OPEN, CallRow.dead_at.is_(None), _may_be_tried(now))
        return self._calls(select(sql_table(CallRow)).where(*open_, over).order_by(CallRow.last_asked_at).limit(limit))

    def untold_calls(self, system: str, limit: int) -> list[Call]:
        """Return calls whose answer, or trouble, the dossier has not taken from the ledger yet."""
        at = func.coalesce(CallRow.answered_at, CallRow.dead_at)
        return self._calls(select(sql_table(CallRow)).where(CallRow.system == system, UNTOLD).order_by(at).limit(limit))

    def note_told(self, key: str, at: datetime) -> None:
        """Note that the dossier has what came; the first time stays."""
        change = update(CallRow).where(CallRow.key == key, CallRow.told_at.is_(None)).values(told_at=at)
        with self._store.writing() as connection:
            connection.execute(change)

    def is_awaited(self, call: Call) -> bool:
        """Return whether the duty a call was made for is still open."""
        with self._store.reading() as connection:
            return is_awaited(connection, call)

    def _calls(self, query: Any) -> list[Call]:
        with self._store.reading() as connection:
            return [Call.model_validate(row) for row in connection.execute(query)]


def _may_be_tried(now: datetime) -> Any:
    return or_(CallRow.again_at.is_(None), CallRow.again_at <= now)


_HELD = select(sql_table(CallRow)).where(CallRow.held_at.is_not(None), OPEN)
_BY_DUE = (case((CallRow.due_at.is_(None), 1), else_=0), CallRow.due_at, CallRow.first_asked_at, CallRow.key)
