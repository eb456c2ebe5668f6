"""Counting and listing what a head has to know in the morning, in one pass over what the head sees."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Connection, Select, and_, case, func, literal, or_, select, true, union_all

from motcua.dossiers.morning import LISTED, STANDS_LONG, MorningLine, MorningPart, MorningSheet, until_of
from motcua.dossiers.parts import Waiting
from motcua.register.report_evidence import ReportEvidence
from motcua.register.scope import Scope
from motcua.register.tables import DossierRow, DutyRow, PromiseRow
from motcua.worktime.calendar import WorkCalendar

ROW = DossierRow
STOOD_SINCE = func.coalesce(
    select(func.max(PromiseRow.until))
    .where(PromiseRow.dossier == ROW.code, PromiseRow.paused.is_(False))
    .scalar_subquery(),
    ROW.received_at,
    ROW.opened_at,
)
"""Since when a standing clock has stood: the end of the last promise that ran."""
LINE = (ROW.code, ROW.procedure, ROW.waiting_for, ROW.holder_agency, ROW.due_current, ROW.act_by, ROW.paused)
COUNTED = ("open", "overdue", "passed")


class Morning(ReportEvidence):
    """Makes morning sheets."""

    def morning_of(self, agency: str, scope: Scope, now: datetime, calendar: WorkCalendar) -> MorningSheet:
        """Return the sheet of the head of an agency, as of a moment of a working day.

        Args:
            agency: Whose head it is for.
            scope: What the head may see.
            now: The moment lateness is judged at; its local day is the sheet's.
            calendar: The agency's working time.

        Raises:
            CalendarError: It is no working day, or outside the calendar's years.
        """
        local = calendar.local(now)
        day, until, head = local.date(), until_of(local.date(), calendar), self.head()
        seen = _seen(scope, now, day, max(until, local), calendar)
        parts = _parts(seen, now)
        with self._store.reading() as connection:
            found = connection.execute(_one_pass(seen, parts)).all()
            systems = _systems(connection, [row.code for row in found if row.waiting_for == Waiting.SYSTEM.value])
        counts, listed = found[0]._mapping, _listed(found, systems, calendar)
        said: dict[str, Any] = {name: counts[name] for name in COUNTED}
        said |= {name: MorningPart(total=counts[_total(name)], lines=tuple(listed[name])) for name in parts}
        return MorningSheet(
            day=day,
            agency=agency,
            made_at=local.replace(microsecond=0),
            until=until,
            **said,
            position=head.position,
            head=head.hash,
        )


class _Part(NamedTuple):
    """Which dossiers stand in a part, since when they wait, and the moment by which they press: the earliest first."""

    which: ColumnElement[bool]
    since: ColumnElement[datetime]
    presses: ColumnElement[datetime]


def _seen(scope: Scope, now: datetime, day: date, until: datetime, calendar: WorkCalendar) -> CTE:
    """Return the open dossiers of a scope with all that is asked of them; it is read often, and kept once found."""
    runs = and_(ROW.late_at.is_not(None), ROW.late_at > now)
    begin, end = (_midnight(each, calendar) for each in (day, day + timedelta(days=1)))
    said = {
        "overdue": ROW.late_at <= now,
        "passed": and_(runs, ROW.act_by <= now),
        "today": and_(runs, ROW.due_current > begin, ROW.due_current <= end),
        "late": and_(runs, ROW.act_by <= until),
        "blocked": _blocked(scope),
        "stood": case((ROW.paused, STOOD_SINCE)),
    }
    columns = (ROW.code, ROW.act_by, ROW.waiting_since, *(what.label(name) for name, what in said.items()))
    return select(*columns).where(ROW.ended_at.is_(None), *scope.of_dossiers()).cte("seen")


def _parts(seen: CTE, now: datetime) -> dict[str, _Part]:
    c = seen.c
    return {
        "due_today": _Part(c.today, c.waiting_since, c.act_by),
        "will_be_late": _Part(c.late, c.waiting_since, c.act_by),
        "blocked": _Part(c.blocked, c.waiting_since, c.waiting_since),
        "paused": _Part(c.stood <= now - STANDS_LONG, c.stood, c.stood),
    }


def _one_pass(seen: CTE, parts: dict[str, _Part]) -> Select[Any]:
    """Return the counts with the lines of all parts; where nothing is listed, the counts alone on one line."""
    totals = (func.count().filter(part.which).label(_total(name)) for name, part in parts.items())
    overdue, passed = (func.count().filter(seen.c[name]).label(name) for name in ("overdue", "passed"))
    counted = select(func.count().label("open"), overdue, passed, *totals).select_from(seen).subquery()
    listed = union_all(*(_most_pressing(seen, name, part) for name, part in parts.items())).subquery()
    rows = counted.outerjoin(listed, true()).outerjoin(ROW, ROW.code == listed.c.code)
    query = select(counted, listed.c.part, listed.c.since, *LINE).select_from(rows)
    return query.order_by(listed.c.part, listed.c.presses.nulls_last(), listed.c.code)


def _most_pressing(seen: CTE, name: str, part: _Part) -> Select[Any]:
    columns = literal(name).label("part"), seen.c.code, part.since.label("since"), part.presses.label("presses")
    query = select(*columns).where(part.which).order_by(part.presses.nulls_last(), seen.c.code).limit(LISTED)
    return select(query.subquery())


def _total(part: str) -> str:
    return f"n_{part}"


def _listed(found: Sequence[Any], systems: Mapping[str, str], on: WorkCalendar) -> dict[str, list[MorningLine]]:
    """Return the lines of each part, in their order."""
    lines: dict[str, list[MorningLine]] = defaultdict(list)
    for row in found:
        if row.part is not None:
            lines[row.part].append(_line(row, systems.get(row.code), on))
    return lines


def _blocked(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that others have to move: of a whole register, partners and systems."""
    system, partner = ROW.waiting_for == Waiting.SYSTEM.value, ROW.waiting_for == Waiting.PARTNER.value
    if scope.agencies is None:
        return or_(system, partner)
    with_others = ROW.holder_agency.not_in(sorted(scope.agencies))
    return or_(system, and_(or_(partner, ROW.waiting_for == Waiting.OFFICER.value), with_others))


def _systems(connection: Connection, codes: list[str]) -> dict[str, str]:
    """Return the department system each dossier waits for."""
    row = DutyRow
    if not codes:
        return {}
    query = select(row.dossier, row.system).where(
        row.dossier.in_(codes), row.closed_at.is_(None), row.system.is_not(None)
    )
    return {found.dossier: found.system for found in connection.execute(query.order_by(row.opened_at.desc()))}


def _line(row: Any, system: str | None, calendar: WorkCalendar) -> MorningLine:
    def local(at: datetime | None) -> datetime | None:
        return None if at is None else at.astimezone(calendar.tz)

    return MorningLine(
        code=row.code,
        procedure=row.procedure,
        waits_for=Waiting(row.waiting_for),
        holder=row.holder_agency,
        system=system,
        since=local(row.since),
        due=None if row.paused else local(row.due_current),
        act_by=None if row.paused else local(row.act_by),
    )


def _midnight(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, time(), calendar.tz)
