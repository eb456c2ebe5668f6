"""What is measured of procedures: of all of them for the list, and step by step of one version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.dossiers.ground import Ground
from motcua.register.procedure_measures import Latest, OpenProcedure, OpenStep, OpenVersion, StepTime, StepVisits
from motcua.register.register import Register
from motcua.register.results import Verdicts
from motcua.register.scope import Scope
from motcua.reports.commending import LateProcedure, Wide, late_procedures
from motcua.reports.figures import Figures
from motcua.reports.structure import Structure
from motcua.supervision.web.days import span_of
from motcua.supervision.web.keeping import Dated, Kept
from motcua.worktime.calendar import WorkCalendar

LATELY = timedelta(days=90)
"""How far back finished dossiers are judged by agency."""
MEASURED = timedelta(days=365)
"""How far back steps are measured; the latest dossiers count."""
WIDE = Wide()
FEW = 5
"""Visits with fewer of which a step is neither shaded nor named as where it jams."""


class ByAgency(NamedTuple):
    """How one agency finished a procedure lately."""

    agency: str
    judged: int
    late: int

    @property
    def rate(self) -> float:
        """Return the late share."""
        return self.late / self.judged


@dataclass(frozen=True)
class Lately:
    """How procedures stand, and how they were finished lately by whom."""

    open: Mapping[str, OpenProcedure]
    by_agency: Mapping[str, tuple[ByAgency, ...]]
    wide: Mapping[str, LateProcedure]
    """Those that are late whoever handles them."""
    since: datetime

    def rate(self, procedure: str) -> float | None:
        """Return the on-time share of a procedure."""
        done = self.by_agency.get(procedure, ())
        judged = sum(each.judged for each in done)
        return 1 - sum(each.late for each in done) / judged if judged else None

    def judged(self, procedure: str) -> int:
        """Return how many of a procedure were finished with a limit."""
        return sum(each.judged for each in self.by_agency.get(procedure, ()))


@dataclass(frozen=True)
class StepFigures:
    """What is known of one step."""

    open: OpenStep | None
    time: StepTime | None
    visits: StepVisits | None

    @property
    def late_share(self) -> float | None:
        """Return the share of ended visits that were past the step's own limit; None where none had one."""
        return self.visits.late / self.visits.judged if self.visits and self.visits.judged else None


@dataclass(frozen=True)
class Measured:
    """What is measured of one version."""

    dossiers: int
    steps: Mapping[str, StepFigures]
    versions: Mapping[str, OpenVersion]

    def step(self, step: str) -> StepFigures:
        """Return what is known of a step."""
        return self.steps.get(step, NOTHING)


NOTHING = StepFigures(None, None, None)
_LATELY: Kept[Lately] = Kept(60.0)
_MEASURED: Kept[Measured] = Kept(60.0)


def lately(register: Register, ground: Ground, calendar: WorkCalendar, scope: Scope) -> Dated[Lately]:
    """Return how all procedures stand within a scope, and their moment."""
    return _LATELY.of((register, scope, calendar), lambda now: _lately(register, ground, calendar, scope, now))


def measured(register: Register, procedure: str, version: str, scope: Scope) -> Dated[Measured]:
    """Return what is measured of a version within a scope, and its moment."""
    key = (register, scope, procedure, version)
    return _MEASURED.of(key, lambda now: _measured(register, Latest(procedure, version, now - MEASURED, scope), now))


def _lately(register: Register, ground: Ground, calendar: WorkCalendar, scope: Scope, now: datetime) -> Lately:
    today = now.astimezone(calendar.tz).date()
    since = span_of(today - LATELY, calendar).begin
    structure, found = Structure(ground.directory, today), list(register.verdicts(since, now, scope))
    done: dict[tuple[str, str], list[Verdicts]] = {}
    for each in found:
        done.setdefault((each.procedure, structure.holder(each.agency)), []).append(each)
    by_agency: dict[str, list[ByAgency]] = {}
    for (procedure, agency), lines in done.items():
        counts = sum(each.judged for each in lines), sum(each.late for each in lines)
        by_agency.setdefault(procedure, []).append(ByAgency(agency, *counts))
    figures = ((each.procedure, structure.holder(each.agency), _figures(each)) for each in found)
    return Lately(
        open={each.procedure: each for each in register.open_procedures(now, scope)},
        by_agency={code: tuple(sorted(each, key=_worst_first)) for code, each in by_agency.items()},
        wide={each.procedure: each for each in late_procedures(figures, WIDE)},
        since=since,
    )


def _worst_first(each: ByAgency) -> tuple[int, int]:
    return -each.late, -each.judged


def _figures(each: Verdicts) -> Figures:
    return Figures(early=each.early, on_time=each.on_time, late=each.late)


def _measured(register: Register, latest: Latest, now: datetime) -> Measured:
    procedure, version, scope = latest.procedure, latest.version, latest.scope
    times = {each.step: each for each in register.step_times(latest)}
    visits = {each.step: each for each in register.step_visits(latest)}
    waiting = {each.step: each for each in register.open_steps(procedure, version, now, scope)}
    steps = times.keys() | visits.keys() | waiting.keys()
    return Measured(
        dossiers=register.measured(latest),
        steps={step: StepFigures(waiting.get(step), times.get(step), visits.get(step)) for step in steps},
        versions={each.version: each for each in register.open_versions(procedure, now, scope)},
    )
