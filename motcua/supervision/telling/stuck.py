"""The supervisor's queue, told: who has to move each dossier, since when, what is lost, what happens next."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from motcua.dossiers.ground import Ground
from motcua.dossiers.names import Names, words_of
from motcua.dossiers.parts import Waiting
from motcua.dossiers.portal_words import STATES
from motcua.errors import InvalidInputError, MotcuaError
from motcua.register.stuck import StuckDossier, StuckPage
from motcua.register.stuck_counts import Count
from motcua.register.stuck_groups import urgency_of
from motcua.supervision.telling.ahead import happening
from motcua.supervision.telling.calls import away_words, call_view
from motcua.supervision.telling.labels import ACTORS, REASONS
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.views import Said
from motcua.supervision.telling.views_of_stuck import CountView, StuckList, StuckView, WorkingTime
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import add_working, elapsed
from motcua.worktime.words import Words


def stuck_list(page: StuckPage, ground: Ground, now: datetime, *, first: bool) -> StuckList:
    """Return a page of the register's queue in words."""
    ends = end_of_today(ground, now)
    reasons = (Count(each.reason, each.dossiers, each.late) for each in page.counts.reasons)
    return StuckList(
        at=now.astimezone(ground.calendars["vn"].tz),
        total=page.total if first else None,
        more=page.counts.more,
        counts=_counted(reasons, lambda reason, _: REASONS[Waiting(reason)], ground),
        by_agency=_counted(page.counts.agencies, agency_name, ground),
        by_procedure=_counted(page.counts.procedures, procedure_name, ground),
        dossiers=tuple(_told(row, ground, now, ends) for row in page.dossiers),
        next=page.after,
    )


def _counted(counts: Iterable[Count], name: Callable[[str, Ground], Words], ground: Ground) -> tuple[CountView, ...]:
    named = ((each, name(each.id, ground)) for each in counts)
    return tuple(
        CountView(id=each.id, vi=words.vi, en=words.en, dossiers=each.dossiers, late=each.late) for each, words in named
    )


def end_of_today(ground: Ground, now: datetime) -> datetime:
    """Return the last moment of the day it is by the country's clock."""
    calendar = ground.calendars["vn"]
    return datetime.combine(calendar.local(now).date(), time.max, calendar.tz)


def past_by(text: str, now: datetime, calendar: WorkCalendar) -> timedelta:
    """Return how long before `now` that much working time ago was: `1wd` or `4wh`, as a filter of lateness.

    Raises:
        InvalidInputError: It is not a length of working time.
    """
    allowance = Allowance.parse(text, name="late_by")
    if allowance.unit not in (Unit.WORKING_DAY, Unit.WORKING_HOUR) or allowance.value < 0:
        raise InvalidInputError(
            f"{text} is no length of working time.",
            vi=f"{text} không phải là thời gian làm việc.",
            field="late_by",
            hint="Write 1wd or 4wh.",
            hint_vi="Ghi 1wd hoặc 4wh.",
        )
    per_unit = calendar.hours_per_day if allowance.unit is Unit.WORKING_DAY else 1
    return now - add_working(now, -timedelta(hours=float(allowance.value * per_unit)), calendar)


def working_time(length: timedelta) -> WorkingTime:
    """Return a length of working time in both forms."""
    minutes = max(0, int(length.total_seconds() // 60))
    iso = f"PT{minutes // 60}H" + (f"{minutes % 60}M" if minutes % 60 else "")
    return WorkingTime(iso=iso, hours=round(minutes / 60, 2))


def _told(row: StuckDossier, ground: Ground, now: datetime, ends: datetime) -> StuckView:
    zone = ground.calendars["vn"].tz
    calendar = _calendar(row.agency, ground)
    call = call_view(row.call, zone, {row.outage.system: row.outage} if row.outage else {}) if row.call else None
    waits = away_words([call], now) if call and row.reason is Waiting.SYSTEM else None
    next_at = row.next_alarm_at.astimezone(zone) if row.next_alarm_at else None
    ahead = happening(row.next_alarm, next_at) if row.next_alarm and next_at else None
    return StuckView(
        code=row.code,
        parent=row.parent,
        procedure=thing(row.procedure, procedure_name(row.procedure, ground)),
        field=row.field,
        territory=row.territory,
        state=thing(row.state, STATES[row.state]),
        group=urgency_of(row, now, ends),
        reason=thing(row.reason, waits or REASONS[row.reason]),
        holder=thing(row.agency, agency_name(row.agency, ground)) if row.agency else None,
        officer=row.officer,
        step=thing(row.step, step_name(row.step, row.procedure, row.version, ground)) if row.step else None,
        since=row.since.astimezone(zone) if row.since else None,
        working_time_lost=working_time(elapsed(row.since, now, calendar)) if row.since else None,
        due=row.due.astimezone(zone) if row.due else None,
        due_original=row.due_original.astimezone(zone) if row.due_original else None,
        late=row.late,
        late_by=working_time(elapsed(row.due, now, calendar)) if row.late and row.due else None,
        at_risk=row.at_risk,
        act_by=row.act_by.astimezone(zone) if row.act_by else None,
        trouble=row.trouble,
        call=call,
        next=Said(vi=ahead.vi, en=ahead.en) if ahead else None,
        next_at=next_at,
        open_duties=row.open_duties,
    )


def procedure_name(code: str, ground: Ground) -> Words:
    """Return the name of the latest version of a procedure; one that is gone is its own name."""
    versions = ground.catalogue.versions(code)
    return words_of(versions[-1].name) if versions else Words(code, code)


def field_name(field: str, ground: Ground) -> Words:
    """Return the name of a field by its Vietnamese one, which dossiers bear; one that is gone is its own name."""
    named = (each.field.en for each in ground.catalogue if each.field.vi == field)
    return Words(field, next(named, field))


def step_name(step: str, procedure: str, version: str, ground: Ground) -> Words:
    """Return the name of a step in a dossier's own version; one that is gone is its own name."""
    if not ground.catalogue.has(procedure, version):
        return Words(step, step)
    return Names(ground, ground.catalogue.get(procedure, version)).step(step)


def agency_name(agency: str, ground: Ground) -> Words:
    """Return an agency's name; an id nobody knows is its own name."""
    return ACTORS.get(agency) or Names(ground, None).agency(agency)


def _calendar(agency: str | None, ground: Ground) -> WorkCalendar:
    try:
        return ground.calendar_of(agency) if agency else ground.calendars["vn"]
    except MotcuaError:
        return ground.calendars["vn"]
