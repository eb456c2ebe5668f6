"""The on-time report, told: each line with its name, its figures and whether they add up."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Model, Moment
from motcua.errors import InvalidInputError
from motcua.register.ontime import GroupBy, OnTimeLine, Promise
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.supervision.telling.stuck import agency_name, procedure_name
from motcua.supervision.telling.views import Said
from motcua.worktime.words import Words

FIGURES = (
    *("carried_over", "received", "finished", "early", "on_time", "late", "without_limit", "stopped"),
    *("in_process", "in_process_in_time", "in_process_late", "agrees", "on_time_completed", "on_time_all"),
)
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
ALL = Words("Tất cả", "all")


class ReportLine(Said):
    """One line of the report: `carried_over + received = finished + stopped + in_process`."""

    id: str | None = None
    carried_over: int
    received: int
    finished: int
    early: int
    on_time: int
    late: int
    without_limit: int
    stopped: int
    in_process: int
    in_process_in_time: int
    in_process_late: int
    agrees: bool
    """Whether what came in is what went out and what is there."""
    on_time_completed: float | None = None
    """Share of finished dossiers that were not late."""
    on_time_all: float | None = None
    """Share of finished and open dossiers that are not late."""


class Report(Model):
    """The on-time report of a period."""

    since: Moment
    until: Moment
    """The end of the period, itself not part of it; never later than now."""
    group_by: GroupBy | None = None
    promise: Promise
    lines: tuple[ReportLine, ...]
    total: ReportLine


def on_time_report(
    register: Register,
    ground: Ground,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    group_by: GroupBy | None = None,
    promise: Promise = Promise.CURRENT,
    scope: Scope = WHOLE,
) -> Report:
    """Return the report of the days from `since` to `until`, both included; by default the year up to now."""
    begin, end = period_of(ground, now, since, until)
    total = register.on_time(begin, end, promise=promise, scope=scope)
    lines = register.on_time(begin, end, group_by=group_by, promise=promise, scope=scope) if group_by else []
    return Report(
        since=begin,
        until=end,
        group_by=group_by,
        promise=promise,
        lines=tuple(_lines(lines, group_by, ground)),
        total=_line(total[0], ALL),
    )


def period_of(ground: Ground, now: datetime, since: date | None, until: date | None) -> tuple[datetime, datetime]:
    """Return when the days of a report begin and end; the end is not part of it, and never later than now.

    Raises:
        InvalidInputError: A day is none that is reported on.
    """
    for name, day in (("since", since), ("until", until)):
        if day is not None and not FIRST <= day <= LAST:
            raise _outside(name, day)
    zone = ground.calendars["vn"].tz
    today = now.astimezone(zone).date()
    begin = datetime.combine(since or date(today.year, 1, 1), time(), zone)
    end = datetime.combine((until or today) + timedelta(days=1), time(), zone)
    return begin, max(min(end, now.astimezone(zone)), begin + timedelta(microseconds=1)) if end > begin else end


def _outside(field: str, day: date) -> InvalidInputError:
    return InvalidInputError(
        f"{day.isoformat()} is no day of a report.",
        vi=f"Ngày {day:%d/%m/%Y} không thuộc kỳ báo cáo nào.",
        field=field,
        hint=f"Give a day from {FIRST} to {LAST}.",
        hint_vi=f"Chọn ngày từ {FIRST:%d/%m/%Y} đến {LAST:%d/%m/%Y}.",
    )


def _lines(lines: Iterable[OnTimeLine], group_by: GroupBy | None, ground: Ground) -> Iterable[ReportLine]:
    for line in lines:
        group = line.group or ""
        if group_by is GroupBy.PROCEDURE:
            yield _line(line, procedure_name(group, ground))
        elif group_by is GroupBy.AGENCY:
            yield _line(line, agency_name(group, ground))
        else:
            yield _line(line, Words(group, group))


def _line(line: OnTimeLine, name: Words) -> ReportLine:
    said = {figure: getattr(line, figure) for figure in FIGURES}
    return ReportLine(id=line.group, vi=name.vi, en=name.en, **said)
