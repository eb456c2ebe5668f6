"""The figures of the overview, counted once for all who see the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.dossiers.parts import Waiting
from motcua.register.alarms import AlarmKind
from motcua.register.ontime import OnTimeLine
from motcua.register.outages import Outage
from motcua.register.overview import DueDay, Finished, Holding, Span, Standing
from motcua.register.overview_of_work import Load, PartnersLate, SystemLoad
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.supervision.web.days import days_ahead, month_of, span_of, working_day
from motcua.supervision.web.keeping import Dated, Kept
from motcua.worktime.calendar import WorkCalendar

WEEKS = 12
AHEAD = 6
"""Working days that are looked ahead, after today."""


@dataclass(frozen=True)
class Connections:
    """How other systems answer."""

    outages: Mapping[str, Outage]
    loads: tuple[SystemLoad, ...]
    portal_since: datetime | None
    """When the oldest message was written that the portal does not have."""
    portal_waiting: int
    portal_dead: int
    webhooks_waiting: int
    webhooks_dead: int
    alarms: Mapping[AlarmKind, int]


@dataclass(frozen=True)
class Figures:
    """Everything that is counted for the overview."""

    at: datetime
    standing: tuple[Standing, ...]
    holding: tuple[Holding, ...]
    ahead: tuple[DueDay, ...]
    loads: tuple[Load, ...]
    partners: PartnersLate
    month: OnTimeLine
    month_begins: datetime
    weeks: tuple[Finished, ...]
    connections: Connections

    def total(self, figure: str, *reasons: Waiting) -> int:
        """Return a figure over all that waits, or over what waits for these."""
        return sum(getattr(each, figure) for each in self.standing if not reasons or each.reason in reasons)


_FIGURES: Kept[Figures] = Kept(10.0)


def figures_of(register: Register, calendar: WorkCalendar, scope: Scope) -> Dated[Figures]:
    """Return the figures within a scope, and their moment."""
    return _FIGURES.of((register, scope, calendar), lambda now: _counted(register, calendar, scope, now))


def _counted(register: Register, calendar: WorkCalendar, scope: Scope, now: datetime) -> Figures:
    local = now.astimezone(calendar.tz)
    today = span_of(local.date(), calendar)
    month = month_of(now, calendar)
    days = [span_of(day, calendar) for day in days_ahead(local.date(), AHEAD, calendar)]
    (line,) = register.on_time(month, now, scope=scope)
    standing, holding = register.standing(now, today, scope)
    return Figures(
        at=now,
        standing=tuple(standing),
        holding=tuple(holding),
        ahead=tuple(register.due_days(days, now, today, scope)),
        loads=tuple(register.loads(edges_of(now, calendar), now, scope)),
        partners=register.partners_late(now, scope),
        month=line,
        month_begins=month,
        weeks=tuple(register.finished_in(weeks_before(now, calendar), scope)),
        connections=connections_of(register, scope),
    )


def edges_of(now: datetime, calendar: WorkCalendar) -> list[datetime]:
    """Return the ends of the columns of work: over 10 days late, 6 to 10, 3 to 5, 1 to 2, today, 1 to 2 left."""
    today = now.astimezone(calendar.tz).date()
    back = [span_of(working_day(today, -days, calendar), calendar).begin for days in (10, 5, 2)]
    day = span_of(today, calendar)
    return [*back, day.begin, day.end, span_of(working_day(today, 2, calendar), calendar).end]


def weeks_before(now: datetime, calendar: WorkCalendar) -> list[Span]:
    """Return the last weeks from Monday to Monday, the running one up to now."""
    today = now.astimezone(calendar.tz).date()
    monday = today - timedelta(days=today.weekday())
    begins = [span_of(monday - timedelta(weeks=n), calendar).begin for n in range(WEEKS - 1, -1, -1)]
    return [Span(begin, end) for begin, end in zip(begins, [*begins[1:], now], strict=True) if begin < end]


def connections_of(register: Register, scope: Scope) -> Connections:
    """Return how other systems answer."""
    portal_waiting, portal_dead = register.portal_unsent(scope)
    webhooks_waiting, webhooks_dead = register.webhooks_open()
    return Connections(
        outages=register.open_outages(),
        loads=tuple(register.system_loads(scope)),
        portal_since=register.portal_behind_since(),
        portal_waiting=portal_waiting,
        portal_dead=portal_dead,
        webhooks_waiting=webhooks_waiting,
        webhooks_dead=webhooks_dead,
        alarms=register.alarm_kinds(scope),
    )
