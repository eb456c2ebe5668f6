"""Counting and listing what a head has to know in the morning."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

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
        ours = (ROW.ended_at.is_(None), *scope.of_dossiers())
        runs = and_(ROW.late_at.is_not(None), ROW.late_at > now)
        begin, end = (_midnight(each, calendar) for each in (day, day + timedelta(days=1)))
        today = and_(runs, ROW.due_current > begin, ROW.due_current <= end)
        late, stood = and_(runs, ROW.act_by <= max(until, local)), STOOD_SINCE
        long = and_(ROW.paused, stood <= now - STANDS_LONG)
        with self._store.reading() as connection:

            def part(which: ColumnElement[bool], since: Any, *order: Any) -> MorningPart:
                return _part(connection, (*ours, which), since, order, calendar)

            counts = {"open": None, "overdue": ROW.late_at <= now, "passed": and_(runs, ROW.act_by <= now)}
            return MorningSheet(
                day=day,
                agency=agency,
                made_at=local.replace(microsecond=0),
                until=until,
                **_counted(connection, ours, counts),
                due_today=part(today, ROW.waiting_since, ROW.act_by.nulls_last(), ROW.code),
                will_be_late=part(late, ROW.waiting_since, ROW.act_by, ROW.code),
                blocked=part(_blocked(scope), ROW.waiting_since, ROW.waiting_since.nulls_last(), ROW.code),
                paused=part(long, stood, stood, ROW.code),
                position=head.position,
                head=head.hash,
            )


def _blocked(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that others have to move: of a whole register, partners and systems."""
    system, partner = ROW.waiting_for == Waiting.SYSTEM.value, ROW.waiting_for == Waiting.PARTNER.value
    if scope.agencies is None:
        return or_(system, partner)
    with_others = ROW.holder_agency.not_in(sorted(scope.agencies))
    return or_(system, and_(or_(partner, ROW.waiting_for == Waiting.OFFICER.value), with_others))


def _counted(
    connection: Connection, ours: Sequence[ColumnElement[bool]], counts: dict[str, ColumnElement[bool] | None]
) -> dict[str, int]:
    columns = [func.count() if case is None else func.count().filter(case) for case in counts.values()]
    return dict(zip(counts, connection.execute(select(*columns).where(*ours)).one(), strict=True))


def _part(
    connection: Connection, which: Sequence[ColumnElement[bool]], since: Any, order: Sequence[Any], on: WorkCalendar
) -> MorningPart:
    columns = (*LINE, since.label("since"), func.count().over().label("total"))  # counted and listed in one pass
    listed = connection.execute(select(*columns).where(*which).order_by(*order).limit(LISTED)).all()
    systems = _systems(connection, [row.code for row in listed if row.waiting_for == Waiting.SYSTEM.value])
    return MorningPart(
        total=listed[0].total if listed else 0, lines=tuple(_line(row, systems.get(row.code), on) for row in listed)
    )


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
