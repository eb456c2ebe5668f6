"""How procedures are carried out: what is open, and how long each step waits and is worked on, as measured."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from motcua.register.overview_of_work import past_its_limit
from motcua.register.reading import Record
from motcua.register.rows import Verdict
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, DutyRow, TimeShareRow
from motcua.register.topic import Topic

MEASURED = 2_000
"""Finished dossiers that are measured at most: the latest."""


class OpenProcedure(NamedTuple):
    """Open dossiers of one procedure."""

    procedure: str
    dossiers: int
    late: int


class OpenVersion(NamedTuple):
    """Open dossiers under one version: they keep it for life (R21)."""

    version: str
    dossiers: int
    late: int


class OpenStep(NamedTuple):
    """Open work at one step."""

    step: str
    duties: int
    late: int
    """Past the step's own limit."""
    oldest: datetime | None


class StepTime(Record):
    """Working seconds that finished dossiers spent at one step, all visits of a dossier together."""

    step: str
    dossiers: int
    handling_median: int
    handling_p90: int
    """Nine of ten were worked on for no longer."""
    waiting_median: int
    """Before anybody took it in hand."""
    waiting_p90: int


class StepVisits(Record):
    """How the visits to one step ended in finished dossiers."""

    step: str
    visits: int
    judged: int
    """Those that had a limit of their own."""
    late: int
    again: int
    """Visits that were not the first: the dossier came back."""


class Latest(NamedTuple):
    """Which finished dossiers are measured: the latest of one version."""

    procedure: str
    version: str
    since: datetime
    """Finished at this moment or later."""
    scope: Scope = WHOLE


class ProcedureMeasures(Topic):
    """Measures procedures."""

    def open_procedures(self, now: datetime, scope: Scope = WHOLE) -> list[OpenProcedure]:
        """Return the open dossiers of each procedure."""
        row = DossierRow
        query = select(row.procedure, func.count(), func.count().filter(row.late_at <= now))
        query = query.where(row.ended_at.is_(None), *scope.of_dossiers()).group_by(row.procedure)
        with self._store.reading() as connection:
            return [OpenProcedure(*found) for found in connection.execute(query)]

    def open_versions(self, procedure: str, now: datetime, scope: Scope = WHOLE) -> list[OpenVersion]:
        """Return the open dossiers of a procedure by the version they follow."""
        row = DossierRow
        query = select(row.version, func.count(), func.count().filter(row.late_at <= now))
        query = query.where(row.ended_at.is_(None), row.procedure == procedure, *scope.of_dossiers())
        with self._store.reading() as connection:
            return [OpenVersion(*found) for found in connection.execute(query.group_by(row.version))]

    def open_steps(self, procedure: str, version: str, now: datetime, scope: Scope = WHOLE) -> list[OpenStep]:
        """Return the open work at each step of a version."""
        row, duty = DossierRow, DutyRow
        late = func.count().filter(past_its_limit(now))
        mine = [row.ended_at.is_(None), row.procedure == procedure, row.version == version, *scope.of_dossiers()]
        query = (
            select(duty.step, func.count(), late, func.min(duty.opened_at))
            .join(row, row.code == duty.dossier)
            .where(duty.closed_at.is_(None), *mine)
            .group_by(duty.step)
        )
        with self._store.reading() as connection:
            return [OpenStep(*found) for found in connection.execute(query)]

    def measured(self, latest: Latest) -> int:
        """Return how many finished dossiers are measured."""
        query = select(func.count()).select_from(_codes(latest).subquery())
        with self._store.reading() as connection:
            return int(connection.scalar(query) or 0)

    def step_times(self, latest: Latest) -> list[StepTime]:
        """Return how long each step waited and was worked on; a quantile is a time that was really measured."""
        share = TimeShareRow
        handling, waiting = func.sum(share.seconds_handling), func.sum(share.seconds_waiting)
        each = (
            select(share.step, handling.label("handling"), waiting.label("waiting"))
            .where(share.dossier.in_(_codes(latest)))
            .group_by(share.dossier, share.step)
            .subquery()
        )
        place = {
            name: func.row_number().over(partition_by=each.c.step, order_by=each.c[name]).label(f"{name}_place")
            for name in ("handling", "waiting")
        }
        number = func.count().over(partition_by=each.c.step).label("dossiers")
        ranked = select(each, *place.values(), number).subquery()
        query = select(ranked.c.step, func.max(ranked.c.dossiers).label("dossiers"), *_quantiles(ranked))
        with self._store.reading() as connection:
            found = connection.execute(query.group_by(ranked.c.step))
            return [StepTime.model_validate(row) for row in found]

    def step_visits(self, latest: Latest) -> list[StepVisits]:
        """Return how the visits to each step kept its own limit, and how many came back."""
        duty = DutyRow
        counts = {
            "visits": func.count(),
            "judged": func.count().filter(duty.kept.is_not(None)),
            "late": func.count().filter(duty.kept == Verdict.LATE.value),
            "again": func.count().filter(duty.visit > 1),
        }
        query = (
            select(duty.step, *(count.label(name) for name, count in counts.items()))
            .where(duty.dossier.in_(_codes(latest)), duty.closed_at.is_not(None))
            .group_by(duty.step)
        )
        with self._store.reading() as connection:
            return [StepVisits.model_validate(row) for row in connection.execute(query)]


def _codes(latest: Latest) -> Select[str]:
    """Return the codes that are measured, read from the end of an index."""
    row = DossierRow
    chosen: list[ColumnElement[bool]] = [row.procedure == latest.procedure, row.version == latest.version]
    chosen += [row.finished_at >= latest.since, *latest.scope.of_dossiers()]
    return select(row.code).where(*chosen).order_by(row.finished_at.desc()).limit(MEASURED)


def _quantiles(ranked: Any) -> list[Any]:
    """Return median and ninth decile of both times: the first value whose place reaches that part of all."""
    columns = []
    for name in ("handling", "waiting"):
        value, place = ranked.c[name], ranked.c[f"{name}_place"]
        columns += [
            func.min(value).filter(place * 2 >= ranked.c.dossiers).label(f"{name}_median"),
            func.min(value).filter(place * 10 >= ranked.c.dossiers * 9).label(f"{name}_p90"),
        ]
    return columns
