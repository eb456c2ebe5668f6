"""Outages of department systems: one record from the first failure to the recovery, whoever saw them."""

from datetime import datetime

from sqlalchemy import Connection, Select, func, select, update

from motcua.errors import NotFoundError
from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.breaker import PACE, Failure, Pace, note_failure, note_success, outage_of
from motcua.register.department_tables import OPEN, CallRow, OutageRow, SystemRow
from motcua.register.reading import Record
from motcua.register.topic import Topic, sql_table


class Outage(Record):
    """One outage of a department system."""

    id: int
    system: str
    began_at: datetime
    declared_at: datetime | None
    ended_at: datetime | None
    last_error: str
    failures: int
    probes: int
    dossiers: int
    clocks_stand: str | None
    clocks_from: datetime | None


class Outages(Topic):
    """Keeps the breakers: who has the turn to try, when an outage is declared, when it is over."""

    def open_outages(self) -> dict[str, Outage]:
        """Return the outages that have not ended, by system."""
        with self._store.reading() as connection:
            return open_outages(connection)

    def outages(self, *, system: str | None = None, limit: int = 50) -> list[Outage]:
        """Return outages, those that last before the others, then the latest first."""
        last = OutageRow.ended_at.is_not(None)
        query = select(sql_table(OutageRow)).order_by(last, OutageRow.began_at.desc()).limit(limit)
        query = query.where(OutageRow.system == system) if system else query
        with self._store.reading() as connection:
            return [Outage.model_validate(row) for row in connection.execute(query)]

    def is_away(self, system: str) -> bool:
        """Return whether a system's outage is open."""
        with self._store.reading() as connection:
            return outage_of(connection, system) is not None

    def take_turn(self, system: str, now: datetime, pace: Pace = PACE) -> bool:
        """Take the turn to try a system that is away; False where it is not time yet, or another has it."""
        mine = (SystemRow.system == system, SystemRow.outage.is_not(None), SystemRow.next_probe_at <= now)
        query = select(OutageRow.probes).join(SystemRow, SystemRow.outage == OutageRow.id).where(*mine)
        with self._store.reading() as connection:
            probes = connection.scalar(query)
        if probes is None:
            return False
        following = now + pace.wait(probes + 1)
        with self._store.writing() as connection:
            return bool(connection.execute(update(SystemRow).where(*mine).values(next_probe_at=following)).rowcount)

    def try_now(self, system: str, now: datetime) -> None:
        """Let a system that is away be tried at once.

        Raises:
            NotFoundError: It is not away.
        """
        change = update(SystemRow).where(SystemRow.system == system, SystemRow.outage.is_not(None))
        with self._store.writing() as connection:
            if not connection.execute(change.values(next_probe_at=now)).rowcount:
                raise NotFoundError(
                    f"The system {system} is not away.", vi=f"Hệ thống {system} không gián đoạn.", field="system"
                )

    def system_failed(self, system: str, failure: Failure, pace: Pace = PACE) -> None:
        """Note a failure that belongs to no request: a look at the system's health, a poll, a withdrawal."""
        with self._store.writing() as connection:
            note_failure(connection, system, failure, pace)

    def still_away(self, system: str, at: datetime) -> bool:
        """Note that a try failed; return whether that declared the outage: operators hear of it then."""
        open_ = (OutageRow.system == system, OutageRow.ended_at.is_(None))
        with self._store.writing() as connection:
            row = connection.execute(select(sql_table(OutageRow)).where(*open_).with_for_update()).one_or_none()
            if row is None:
                return False
            waiting = connection.scalar(_waiting(system)) or 0
            change = {"probes": row.probes + 1, "dossiers": max(row.dossiers, waiting)}
            first = row.declared_at is None
            connection.execute(
                update(OutageRow).where(*open_).values(**change, **({"declared_at": at} if first else {}))
            )
            if first:
                raise_alarm(
                    connection,
                    AlarmKind.OUTAGE,
                    system,
                    at=at,
                    detail=f"The system is away. {row.last_error}",
                    detail_vi="Hệ thống chuyên ngành đang gián đoạn; hồ sơ chờ sẽ tự tiếp tục khi hệ thống trở lại.",
                    system=system,
                )
            return first

    def recovered(self, system: str, at: datetime) -> Outage | None:
        """Note that the system answers again: its outage is over; None where there was none."""
        open_ = (OutageRow.system == system, OutageRow.ended_at.is_(None))
        with self._store.writing() as connection:
            waiting = connection.scalar(_waiting(system)) or 0
            note_success(connection, system, at)  # the system's row first, as whoever notes a failure: no deadlock
            row = connection.execute(select(sql_table(OutageRow)).where(*open_).with_for_update()).one_or_none()
            if row is None:
                return None
            ended = {"ended_at": at, "dossiers": max(row.dossiers, waiting)}
            connection.execute(update(OutageRow).where(*open_).values(**ended))
            over = update(SystemRow).where(SystemRow.system == system)
            connection.execute(over.values(outage=None, next_probe_at=None))
            clear_alarm(connection, AlarmKind.OUTAGE, system, at)
            return Outage.model_validate(dict(row._mapping) | ended)


def open_outages(connection: Connection) -> dict[str, Outage]:
    """Return the outages that have not ended, by system."""
    query = select(sql_table(OutageRow)).where(OutageRow.ended_at.is_(None)).order_by(OutageRow.began_at)
    return {row.system: Outage.model_validate(row) for row in connection.execute(query)}


def _waiting(system: str) -> Select[int]:
    return select(func.count(CallRow.dossier.distinct())).where(
        CallRow.system == system, CallRow.held_at.is_not(None), OPEN
    )
