"""An agency's inbox: the open work it holds, in the order in which it has to be done."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, false, func, null, or_, select, union_all

from motcua.dossiers.parts import State, Waiting
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope
from motcua.register.tables import DossierRow, DutyRow
from motcua.register.topic import Topic

SEVERAL = 50
"""Pieces of work on a page."""
ELSEWHERE = (Waiting.SYSTEM, Waiting.PAYMENT, Waiting.MOMENT)
"""Whom open work may wait for that nobody at the desk can hurry."""
AT_THE_DESK = (State.SUBMITTED, State.WITHDRAWAL)
"""States in which the one-stop has to decide on the dossier itself."""


class Box(StrEnum):
    """Whose work is shown."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    UNIT = "unit"


class Work(Record):
    """A piece of open work: a duty, or a dossier on which the one-stop has to decide."""

    code: str
    procedure: str
    version: str
    state: State
    step: str | None
    """None: the dossier itself has to be decided on."""
    visit: int | None
    officer: str | None
    since: datetime
    step_due: datetime | None
    """When its own limit ends; None where it has none, or stands."""
    rests: bool
    """Whether its clock stands, or it waits for a system, a payment or a moment."""
    trouble: str | None
    due: datetime | None
    """The promised date; None where there is none, or while the clock stands."""
    due_original: datetime | None
    late_at: datetime | None
    act_by: datetime | None
    before: datetime | None
    """When it has to be done: the earlier of its own limit and the last moment that keeps the promise; a moment that
    has passed where the limit of intake has."""
    finished_at: datetime | None


class Desk(NamedTuple):
    """Whose inbox it is."""

    agency: str
    officer: str | None
    scope: Scope = WHOLE
    """What they may see: fields and clearance count for their own work too."""


class BoxCounts(NamedTuple):
    """How much work there is."""

    mine: int
    unassigned: int
    unit: int

    def of(self, box: Box) -> int:
        """Return how much there is in a box."""
        return int(getattr(self, box.value))


class Pressing(NamedTuple):
    """How much of a box presses."""

    passed: int
    """The moment to act has passed."""
    today: int
    """It comes before the day ends."""


class Inbox(Topic):
    """Answers what somebody has to do next."""

    def inbox(self, desk: Desk, box: Box, page: int = 1) -> list[Work]:
        """Return a page of a box: what has to be done first comes first, what rests last.

        Args:
            desk: Whose inbox it is.
            box: Which of it.
            page: From 1.
        """
        work = _work(desk).subquery()
        query = select(work).where(*_in(box, desk, work.c.officer))
        order = (work.c.rests, work.c.before.is_(None), work.c.before, work.c.since, work.c.code, work.c.step)
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(*order).limit(SEVERAL).offset((page - 1) * SEVERAL)).all()
        return [Work.model_validate(row) for row in rows]

    def inbox_counts(self, desk: Desk) -> BoxCounts:
        """Return how much work an agency holds, and whose it is."""
        work = _work(desk).subquery()
        mine = work.c.officer == desk.officer if desk.officer else false()
        query = select(
            func.count().filter(mine), func.count().filter(work.c.officer.is_(None)), func.count()
        ).select_from(work)
        with self._store.reading() as connection:
            return BoxCounts(*connection.execute(query).one())

    def inbox_pressing(self, desk: Desk, box: Box, now: datetime, tonight: datetime) -> Pressing:
        """Return how much of a box should have been done by now, and how much by the end of the day."""
        work = _work(desk).subquery()
        moves = and_(~work.c.rests, work.c.before.is_not(None))
        passed, today = work.c.before <= now, and_(work.c.before > now, work.c.before < tonight)
        query = select(func.count().filter(moves, passed), func.count().filter(moves, today)).select_from(work)
        with self._store.reading() as connection:
            return Pressing(*connection.execute(query.where(*_in(box, desk, work.c.officer))).one())


def _in(box: Box, desk: Desk, officer: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    if box is Box.UNASSIGNED:
        return (officer.is_(None),)
    if box is Box.MINE:
        return (officer == desk.officer,) if desk.officer else (false(),)
    return ()


def _work(desk: Desk) -> Any:
    """Return all open work of an agency as one query: its duties, and what waits for its decision without one."""
    return union_all(_duties(desk), _decisions(desk))


def _duties(desk: Desk) -> Select[*tuple[Any, ...]]:
    row, duty = DossierRow, DutyRow
    rests = or_(duty.paused, duty.holder.in_([each.value for each in ELSEWHERE]) & duty.trouble.is_(None))
    step_due = case((~duty.paused, duty.due_at))
    return (
        select(
            *_of_dossier(),
            duty.step.label("step"),
            duty.visit.label("visit"),
            duty.officer.label("officer"),
            duty.opened_at.label("since"),
            step_due.label("step_due"),
            rests.label("rests"),
            duty.trouble.label("trouble"),
            _earlier(step_due, row.act_by).label("before"),
        )
        .join(row, row.code == duty.dossier)
        .where(duty.closed_at.is_(None), duty.agency == desk.agency, row.ended_at.is_(None))
        .where(*desk.scope.of_dossiers(row, duty.agency))
    )


def _decisions(desk: Desk) -> Select[*tuple[Any, ...]]:
    row = DossierRow
    states = [state.value for state in AT_THE_DESK]
    by_then = case((row.next_alarm == "intake", row.next_alarm_at))
    at_once = case((row.next_alarm == "intake", row.next_alarm_at), (row.state == State.SUBMITTED.value, row.opened_at))
    return select(
        *_of_dossier(),
        null().label("step"),
        null().label("visit"),
        null().label("officer"),
        func.coalesce(row.waiting_since, row.opened_at).label("since"),
        by_then.label("step_due"),
        false().label("rests"),
        null().label("trouble"),
        at_once.label("before"),
    ).where(
        row.holder_agency == desk.agency,
        row.ended_at.is_(None),
        row.state.in_(states),
        *desk.scope.of_dossiers(),
    )


def _of_dossier() -> tuple[Any, ...]:
    row = DossierRow
    return (
        row.code.label("code"),
        row.procedure.label("procedure"),
        row.version.label("version"),
        row.state.label("state"),
        case((~row.paused, row.due_current)).label("due"),
        row.due_original.label("due_original"),
        row.late_at.label("late_at"),
        row.act_by.label("act_by"),
        row.finished_at.label("finished_at"),
    )


def _earlier(one: ColumnElement[Any], other: Any) -> ColumnElement[Any]:
    """Return the earlier of two moments, of which either may be missing."""
    return case((one.is_(None), other), (other.is_(None), one), (one < other, one), else_=other)
