"""Calls that another agency puts for us: what we know of them is when they went, which way, and what it tells."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.calls import CallState
from motcua.register.department_tables import CallRow, OutageRow
from motcua.register.topic import Topic, sql_table


class Errand(NamedTuple):
    """A request as it is given to the agency."""

    key: str
    system: str
    dossier: str
    step: str
    visit: int
    agency: str
    endpoint: str
    due_at: datetime | None = None


class AwayElsewhere(NamedTuple):
    """An outage as the agency that asks tells it, or the agency's own silence."""

    since: datetime
    error: str


class Elsewhere(Topic):
    """Keeps what is known here of systems that other agencies ask; every note may be made twice."""

    def sent_elsewhere(self, errand: Errand, at: datetime) -> None:
        """Note that a request is given to an agency."""
        table = sql_table(CallRow)
        insert: Any = (postgresql if self._store.dialect == "postgresql" else sqlite).insert(table)
        values = errand._asdict() | {"state": CallState.ASKED.value, "attempts": 1, "failures": 0}
        c, new = table.c, insert.excluded
        again: dict[str, Any] = {name: new[name] for name in ("endpoint", "last_asked_at", "due_at")}
        again |= {"attempts": c.attempts + 1, "withdrawn_at": None, "dead_at": None}
        again |= {"state": case((c.answered_at.is_not(None), c.state), else_=CallState.ASKED.value)}
        once = insert.values(values | {"first_asked_at": at, "last_asked_at": at})
        with self._store.writing() as connection:
            connection.execute(once.on_conflict_do_update(index_elements=["key"], set_=again))
            self._stand_with_their_system(connection, errand.system)

    def heard_elsewhere(
        self, key: str, outcome: str, at: datetime, *, detail: str | None, reference: str | None
    ) -> None:
        """Note what the agency answered; `trouble` means that somebody there has to look at it. The first stays."""
        ours = update(CallRow).where(CallRow.key == key, CallRow.answered_at.is_(None))
        trouble = outcome == CallState.TROUBLE.value
        values: dict[str, Any] = {"held_at": None, "last_error": detail if trouble else None, "reference": reference}
        if trouble:
            values |= {"state": CallState.TROUBLE.value, "dead_at": at, "told_at": at}
        else:
            values |= {"state": CallState.ANSWERED.value, "answered_at": at, "outcome": outcome, "told_at": at}
        with self._store.writing() as connection:
            connection.execute(ours.values(values))

    def called_back(self, key: str, at: datetime) -> None:
        """Note that the agency was told that nobody waits for a request any more."""
        ours = update(CallRow).where(CallRow.key == key, CallRow.answered_at.is_(None))
        with self._store.writing() as connection:
            connection.execute(ours.values(withdrawn_at=at, held_at=None))

    def unwanted(self, key: str, at: datetime) -> None:
        """Note, where we are the agency that asks, that whoever gave us a request does not want it any more."""
        with self._store.writing() as connection:
            connection.execute(update(CallRow).where(CallRow.key == key).values(unwanted_at=at))

    def told_of_system(self, system: str, away: AwayElsewhere | None, at: datetime) -> None:
        """Keep one outage of a system as the agency tells it, from its beginning there to its end; alarm and clear."""
        with self._store.writing() as connection:
            if away is None:
                self._back(connection, system, at)
            else:
                self._away(connection, system, away, at)
            self._stand_with_their_system(connection, system)

    def _away(self, connection: Connection, system: str, away: AwayElsewhere, at: datetime) -> None:
        open_ = (OutageRow.system == system, OutageRow.ended_at.is_(None))
        known = update(OutageRow).where(*open_).values(last_error=away.error)
        if connection.execute(known).rowcount:
            return
        table = sql_table(OutageRow)
        begun = {"system": system, "began_at": away.since, "declared_at": at, "last_error": away.error}
        connection.execute(table.insert().values(begun | {"failures": 1, "dossiers": 0}))
        detail = f"As its agency tells us: {away.error}"
        vi = "Theo cơ quan quản lý hệ thống: hệ thống đang gián đoạn."
        raise_alarm(connection, AlarmKind.OUTAGE, system, at=at, detail=detail, detail_vi=vi, system=system)

    def _back(self, connection: Connection, system: str, at: datetime) -> None:
        ended = update(OutageRow).where(OutageRow.system == system, OutageRow.ended_at.is_(None))
        if connection.execute(ended.values(ended_at=at)).rowcount:
            clear_alarm(connection, AlarmKind.OUTAGE, system, at)

    def _stand_with_their_system(self, connection: Connection, system: str) -> None:
        """Let the requests under way wait on their system's outage, or no longer; the most at once are counted."""
        open_ = (OutageRow.system == system, OutageRow.ended_at.is_(None))
        since = connection.scalar(select(OutageRow.began_at).where(*open_))
        asked = (CallRow.system == system, CallRow.endpoint.is_not(None), CallRow.state == CallState.ASKED.value)
        waiting = (*asked, CallRow.answered_at.is_(None), CallRow.withdrawn_at.is_(None))
        connection.execute(update(CallRow).where(*waiting).values(held_at=since))
        if since is not None:
            most = connection.scalar(select(func.count(CallRow.dossier.distinct())).where(*waiting)) or 0
            more = update(OutageRow).where(*open_, OutageRow.dossiers < most)
            connection.execute(more.values(dossiers=most))
