"""The figures of one agency's page, or of an agency with everything below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.dossiers.attribution import Holder
from motcua.register.agency_waits import Blocker, Decided, SystemWait
from motcua.register.agency_work import Aged, AgencyLoad, OfficerLoad, Urgent
from motcua.register.outages import Outage
from motcua.register.overview import Finished, Span
from motcua.register.register import Register
from motcua.register.results import StepKept, TimeOf
from motcua.register.scope import Scope
from motcua.supervision.web.days import month_of, span_of, working_day
from motcua.supervision.web.keeping import Dated, Kept
from motcua.supervision.web.overview_figures import weeks_before
from motcua.worktime.calendar import WorkCalendar

AGES = (0, 1, 2, 3, 5, 8, 12)
"""Bounds of how long work has lain: so many working days before today, today first."""


@dataclass(frozen=True)
class Reach:
    """Which agencies a page is about."""

    working: frozenset[str]
    """Whose open work it is."""
    deciding: frozenset[str]
    """Whose dossiers they are: those of agencies they stand in the place of too (R73)."""
    closely: bool = True
    """Whether officers and steps are looked at: of one agency, not of everything below one."""


@dataclass(frozen=True)
class AgencyFigures:
    """Everything that is counted for it."""

    at: datetime
    month_begins: datetime
    loads: tuple[AgencyLoad, ...]
    urgencies: tuple[Urgent, ...]
    decided: tuple[Decided, ...]
    blockers: tuple[Blocker, ...]
    systems: tuple[SystemWait, ...]
    outages: Mapping[str, Outage]
    officers: tuple[OfficerLoad, ...]
    ages: tuple[Aged, ...]
    month: Finished
    weeks: tuple[Finished, ...]
    times: tuple[TimeOf, ...]
    steps: tuple[StepKept, ...]

    @property
    def holds(self) -> int:
        """Return how many dossiers are held."""
        return sum(each.dossiers for each in self.urgencies)

    def held(self, urgency: str) -> int:
        """Return how many of them are so pressing."""
        return next(each.dossiers for each in self.urgencies if each.urgency == urgency)

    def duties(self, figure: str) -> int:
        """Return a figure over all open work."""
        return sum(getattr(each, figure) for each in self.loads)

    def deciding(self, figure: str, *, own: bool | None = None) -> int:
        """Return a figure over open dossiers that are decided: held by themselves, by others, or all."""
        return sum(getattr(each, figure) for each in self.decided if own is None or each.own is own)

    @property
    def rate(self) -> float | None:
        """Return the on-time rate of the month."""
        return 1 - self.month.late / self.month.finished if self.month.finished else None

    def seconds_late(self, *holders: Holder) -> int:
        """Return the late working time of the month's dossiers that some had."""
        return sum(each.seconds_late for each in self.times if each.holder in holders)


_FIGURES: Kept[AgencyFigures] = Kept(15.0)


def agency_figures(register: Register, reach: Reach, calendar: WorkCalendar, scope: Scope) -> Dated[AgencyFigures]:
    """Return the figures within a scope, and their moment."""
    key = (register, scope, reach, calendar)
    return _FIGURES.of(key, lambda now: _counted(register, reach, calendar, scope, now))


def _counted(register: Register, reach: Reach, calendar: WorkCalendar, scope: Scope, now: datetime) -> AgencyFigures:
    day = now.astimezone(calendar.tz).date()
    today, month, monday = span_of(day, calendar), month_of(now, calendar), _monday(day, calendar)
    working, deciding = reach.working, reach.deciding
    (done,) = register.finished_by(deciding, [Span(month, now)], scope)
    systems = register.systems_waited_on(working, now, scope)
    return AgencyFigures(
        at=now,
        month_begins=month,
        loads=tuple(register.agency_loads(now, scope, working)),
        urgencies=tuple(register.held_by_urgency(working, now, today, scope)),
        decided=tuple(register.decided_by_reason(deciding, now, scope)),
        blockers=tuple(register.blocked_by(deciding | working, now, scope)),
        systems=tuple(systems),
        outages=register.open_outages() if systems else {},
        officers=tuple(register.officer_loads(working, now, today, monday, scope)) if reach.closely else (),
        ages=tuple(register.work_by_age(working, ages_at(day, calendar), now, scope)),
        month=done,
        weeks=tuple(register.finished_by(deciding, weeks_before(now, calendar), scope)),
        times=tuple(register.time_of(deciding, month, now, scope)),
        steps=tuple(register.steps_kept_by(working, month, scope)) if reach.closely else (),
    )


def _monday(day: date, calendar: WorkCalendar) -> datetime:
    return span_of(day - timedelta(days=day.weekday()), calendar).begin


def ages_at(day: date, calendar: WorkCalendar) -> list[datetime]:
    """Return the beginnings of the days that ages are counted from."""
    days = [day if not back else working_day(day, -back, calendar) for back in AGES]
    return [span_of(each, calendar).begin for each in days]
