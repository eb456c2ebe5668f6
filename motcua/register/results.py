"""How finished work kept its promise lately, by procedure and deciding agency; one pass over the report's index."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select

from motcua.dossiers.attribution import Holder
from motcua.register.overview import Finished, Span
from motcua.register.reading import Record
from motcua.register.rows import Verdict
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, DutyRow, TimeShareRow
from motcua.register.topic import Topic


class Verdicts(NamedTuple):
    """How an agency finished one procedure in a time, legs of linked dossiers among it (R45)."""

    procedure: str
    agency: str
    early: int
    on_time: int
    late: int

    @property
    def judged(self) -> int:
        """Return how many were finished that had a limit."""
        return self.early + self.on_time + self.late


class TimeOf(Record):
    """Working seconds one kind of holder had in finished dossiers of some agencies."""

    holder: Holder
    dossiers: int
    late_dossiers: int
    """Those in which some of it was late."""
    seconds: int
    seconds_stood: int
    seconds_late: int


class StepKept(Record):
    """How visits of agencies to one step, ended in a time, kept their own limit."""

    procedure: str
    step: str
    own: bool
    """Whether in dossiers they decide or received; otherwise as a partner of others."""
    visits: int
    late: int


class Results(Topic):
    """Reads what was finished."""

    def verdicts(self, since: datetime, until: datetime, scope: Scope = WHOLE) -> list[Verdicts]:
        """Return how every procedure was finished by every deciding agency in a time."""
        row = DossierRow
        counts = [func.count().filter(row.verdict == each.value) for each in Verdict]
        query = (
            select(row.procedure, row.competent, *counts)
            .where(*_finished(since, until), *scope.of_dossiers())
            .group_by(row.procedure, row.competent)
        )
        with self._store.reading() as connection:
            return [Verdicts._make(found) for found in connection.execute(query)]

    def finished_by(self, agencies: Collection[str], spans: Sequence[Span], scope: Scope = WHOLE) -> list[Finished]:
        """Return what agencies finished with a limit in each of some times, in one pass."""
        row = DossierRow
        columns: list[Any] = []
        for span in spans:
            within = and_(row.closed_at >= span.begin, row.closed_at < span.end)
            late = and_(within, row.verdict == Verdict.LATE.value)
            columns += [func.count().filter(within), func.count().filter(late)]
        if not columns:
            return []
        chosen = [*_finished(spans[0].begin, spans[-1].end), row.competent.in_(sorted(agencies))]
        with self._store.reading() as connection:
            found = connection.execute(select(*columns).where(*chosen, *scope.of_dossiers())).one()
        return [Finished(span, found[2 * n], found[2 * n + 1]) for n, span in enumerate(spans)]

    def time_of(
        self, agencies: Collection[str], since: datetime, until: datetime, scope: Scope = WHOLE
    ) -> list[TimeOf]:
        """Return whose working time the dossiers took that agencies finished; the most late time first."""
        row, share = DossierRow, TimeShareRow
        seconds = func.sum(share.seconds_waiting + share.seconds_handling)
        counts = {
            "dossiers": func.count(share.dossier.distinct()),
            "late_dossiers": func.count(share.dossier.distinct()).filter(share.seconds_late > 0),
            "seconds": seconds,
            "seconds_stood": func.sum(share.seconds_stood),
            "seconds_late": func.sum(share.seconds_late),
        }
        query = (
            select(share.holder, *(count.label(name) for name, count in counts.items()))
            .join(row, row.code == share.dossier)
            .where(*_finished(since, until), row.competent.in_(sorted(agencies)), *scope.of_dossiers())
            .group_by(share.holder)
            .order_by(func.sum(share.seconds_late).desc(), seconds.desc())
        )
        with self._store.reading() as connection:
            return [TimeOf.model_validate(found) for found in connection.execute(query)]

    def steps_kept_by(
        self, agencies: Collection[str], since: datetime, scope: Scope = WHOLE, limit: int = 12
    ) -> list[StepKept]:
        """Return how visits of agencies that ended since a moment kept their own limit; the most late ones first."""
        row, duty = DossierRow, DutyRow
        own = case((duty.agency.in_((row.competent, row.one_stop)), 1), else_=0).label("own")
        late = func.count().filter(duty.kept == Verdict.LATE.value).label("late")
        query = (
            select(row.procedure, duty.step, own, func.count().label("visits"), late)
            .join(row, row.code == duty.dossier)
            .where(duty.closed_at >= since, duty.agency.in_(sorted(agencies)), duty.kept.is_not(None))
            .where(*scope.of_dossiers(DossierRow, duty.agency))
            .group_by(row.procedure, duty.step, own)
            .order_by(late.desc(), func.count().desc(), row.procedure, duty.step)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [StepKept.model_validate(found) for found in connection.execute(query)]


def _finished(since: datetime, until: datetime) -> list[ColumnElement[bool]]:
    row = DossierRow
    return [row.closed_at >= since, row.closed_at < until, row.verdict.is_not(None)]
