"""What agencies wait for: their dossiers that others hold, and the department systems their own work waits on."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, select

from motcua.dossiers.parts import Waiting
from motcua.register.overview_of_work import past_its_limit
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic


class Decided(Record):
    """Open dossiers that agencies decide and that wait for the same."""

    reason: Waiting
    own: bool
    """Whether one of these agencies holds them itself."""
    dossiers: int
    late: int
    """Their promise is broken."""
    standing: int
    """Their clock stands."""


class Blocker(Record):
    """Dossiers of some agencies that another one holds."""

    agency: str
    reason: Waiting
    dossiers: int
    late: int
    """Their promise is broken."""
    own_late: int
    """The holder's own limit has passed: its delay, whatever the promise says."""
    oldest: datetime | None


class AgencyDecided(NamedTuple):
    """Open dossiers that one agency decides."""

    agency: str
    dossiers: int
    late: int


class SystemWait(Record):
    """Work of agencies that a department system has to answer."""

    system: str
    duties: int
    late: int
    """Past its own limit."""
    trouble: int
    """A person has to look at it: the system's answer cannot be had, or not be read."""
    oldest: datetime | None


class AgencyWaits(Topic):
    """Counts what agencies wait for."""

    def decided(self, now: datetime, scope: Scope = WHOLE) -> list[AgencyDecided]:
        """Return how many open dossiers each agency decides, and how many of them are late."""
        row = DossierRow
        query = select(row.competent, func.count(), func.count().filter(row.late_at <= now))
        query = query.where(row.ended_at.is_(None), *scope.of_dossiers()).group_by(row.competent)
        with self._store.reading() as connection:
            return [AgencyDecided(*found) for found in connection.execute(query)]

    def decided_by_reason(self, agencies: Collection[str], now: datetime, scope: Scope = WHOLE) -> list[Decided]:
        """Return what open dossiers that agencies decide wait for, and whether they hold them themselves."""
        row = DossierRow
        own = case((row.holder_agency.in_(sorted(agencies)), 1), else_=0).label("own")
        standing = func.count().filter(row.late_at.is_(None))
        counts = {"dossiers": func.count(), "late": _overdue(now), "standing": standing}
        query = (
            select(row.waiting_for.label("reason"), own, *(count.label(name) for name, count in counts.items()))
            .where(*_of(agencies, scope))
            .group_by(row.waiting_for, own)
            .order_by(func.count().desc(), row.waiting_for)
        )
        with self._store.reading() as connection:
            return [Decided.model_validate(found) for found in connection.execute(query)]

    def blocked_by(
        self, agencies: Collection[str], now: datetime, scope: Scope = WHOLE, limit: int = 30
    ) -> list[Blocker]:
        """Return which others hold dossiers that agencies decide; those with the most of them late come first.

        Whoever holds a dossier is one agency; opinions that were asked for beside it are that agency's own work.
        """
        row = DossierRow
        others = [row.holder_agency.is_not(None), row.holder_agency.not_in(sorted(agencies))]
        own_late = func.sum(case((_holder_is_late(now), 1), else_=0))
        counts = {"dossiers": func.count(), "late": _overdue(now), "own_late": own_late}
        shown: list[Any] = [row.holder_agency.label("agency"), row.waiting_for.label("reason")]
        query = (
            select(*shown, *(count.label(name) for name, count in counts.items()), _OLDEST)
            .where(*_of(agencies, scope), *others)
            .group_by(row.holder_agency, row.waiting_for)
            .order_by(own_late.desc(), func.count().desc(), row.holder_agency)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [Blocker.model_validate(found) for found in connection.execute(query)]

    def systems_waited_on(self, agencies: Collection[str], now: datetime, scope: Scope = WHOLE) -> list[SystemWait]:
        """Return the department systems that open work of agencies waits on, those that hold up most first."""
        row = DutyRow
        late = func.count().filter(past_its_limit(now))
        trouble = func.count().filter(row.trouble.is_not(None))
        counts: dict[str, Any] = {"duties": func.count(), "late": late, "trouble": trouble}
        counts["oldest"] = func.min(row.opened_at)
        mine = [row.closed_at.is_(None), row.system.is_not(None), row.agency.in_(sorted(agencies))]
        query = (
            select(row.system, *(count.label(name) for name, count in counts.items()))
            .where(*mine, *scope.of_what_names(row.dossier, row.agency))
            .group_by(row.system)
            .order_by(func.count().desc(), row.system)
        )
        with self._store.reading() as connection:
            return [SystemWait.model_validate(found) for found in connection.execute(query)]


_OLDEST = func.min(DossierRow.waiting_since).label("oldest")


def _of(agencies: Collection[str], scope: Scope) -> list[ColumnElement[bool]]:
    row = DossierRow
    return [row.ended_at.is_(None), row.competent.in_(sorted(agencies)), *scope.of_dossiers()]


def _overdue(now: datetime) -> Any:
    return func.count().filter(DossierRow.late_at <= now)


def _holder_is_late(now: datetime) -> ColumnElement[bool]:
    duty = DutyRow
    its = [duty.dossier == DossierRow.code, duty.agency == DossierRow.holder_agency, duty.closed_at.is_(None)]
    return exists().where(*its, past_its_limit(now))
