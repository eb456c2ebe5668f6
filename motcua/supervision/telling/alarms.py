"""Alarms as operators are shown them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.dossiers.parts import Model, Moment
from motcua.notices.sentences_to_operators import KINDS
from motcua.register.alarms import Alarm, AlarmKind
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.views import Named, Said
from motcua.worktime.words import Words


class AlarmView(Model):
    """One thing an operator has to hear of."""

    id: int
    kind: Named
    ref: str
    """What it is about: a call's key, an outage's system, a message's number."""
    system: str | None
    code: str | None
    """The dossier it holds up, where it is one."""
    agency: str | None
    detail: Said
    raised_at: Moment
    last_at: Moment
    times: int
    told_at: Moment | None
    """When operators were last told; null: nobody has been reached yet."""
    seen_at: Moment | None
    seen_by: str | None
    cleared_at: Moment | None
    """When its cause went away by itself."""


class AlarmCount(Named):
    """How many alarms of a kind want somebody."""

    alarms: int


class AlarmList(Model):
    """A page of alarms, the latest first."""

    alarms: tuple[AlarmView, ...]
    counts: tuple[AlarmCount, ...]
    """Of all that want somebody, by kind."""
    untold: int
    """Of these, those no operator has been reached for."""
    next_cursor: str | None = None


def alarm_list(
    register: Register,
    zone: ZoneInfo,
    *,
    every: bool,
    limit: int,
    before: int | None = None,
    scope: Scope = WHOLE,
) -> AlarmList:
    """Return a page of alarms: those that want somebody, or every one."""
    found = register.alarms(every=every, limit=limit + 1, before=before, scope=scope)
    page = found[:limit]
    return AlarmList(
        alarms=tuple(alarm_view(alarm, zone) for alarm in page),
        counts=tuple(_count(kind, number) for kind, number in register.alarm_kinds(scope).items()),
        untold=register.alarm_counts(scope).untold,
        next_cursor=str(page[-1].id) if len(found) > limit else None,
    )


def alarm_view(alarm: Alarm, zone: ZoneInfo) -> AlarmView:
    """Return an alarm as it is shown."""
    shown = alarm.model_dump(exclude={"kind", "dossier", "detail", "detail_vi"})
    shown |= {name: at.astimezone(zone) for name, at in shown.items() if isinstance(at, datetime)}
    detail = Said(vi=alarm.detail_vi or alarm.detail, en=alarm.detail)
    return AlarmView(**shown, kind=thing(alarm.kind.value, KINDS[alarm.kind]), code=alarm.dossier, detail=detail)


def bulletin(kinds: dict[AlarmKind, int]) -> Words | None:
    """Return the line that stands above what supervisors look at; None where nothing wants an operator."""
    if not kinds:
        return None
    number = sum(kinds.values())
    vi, en = (_each(kinds, language) for language in ("vi", "en"))
    alarms = "alarm" if number == 1 else "alarms"
    return Words(f"⚠ {number} cảnh báo vận hành: {vi} (motcua alarms)", f"⚠ {number} {alarms}: {en} (motcua alarms)")


def _each(kinds: dict[AlarmKind, int], language: str) -> str:
    return ", ".join(f"{getattr(KINDS[kind], language)} {number}" for kind, number in kinds.items())


def _count(kind: AlarmKind, number: int) -> AlarmCount:
    return AlarmCount(**thing(kind.value, KINDS[kind]).model_dump(), alarms=number)
