"""`/inbox`: what an officer has to do next, and what the agency has to hand to somebody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from starlette.responses import Response

from motcua.dossiers.parts import State
from motcua.dossiers.portal_words import STATES
from motcua.register.inbox import SEVERAL, Box, Desk, Work
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.office import off_loop
from motcua.supervision.telling.stuck import procedure_name, step_name
from motcua.supervision.web.days import span_of, working_day
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.supervision.web.urgency import promise
from motcua.worktime.due import elapsed
from motcua.worktime.words import Words

router = APIRouter(dependencies=[needs(Permission.ACT)])
GROUPS = ("passed", "today", "next_day", "later", "free", "rests")
WIDE = 60.0
"""How wide the time a step has is drawn; what is beyond it is drawn at most as wide again."""
DECIDED = {
    State.SUBMITTED: Words("Quyết định tiếp nhận", "Decide on receiving it"),
    State.WITHDRAWAL: Words("Giải quyết yêu cầu rút", "Settle the withdrawal"),
}
"""What the one-stop has to do with the dossier itself."""


class Bar(NamedTuple):
    """The time a step has, as it is drawn."""

    used: float
    over: float
    left: timedelta
    """Working time that is left, or by which it is passed."""

    @property
    def late(self) -> bool:
        """Whether the step's own limit has passed."""
        return self.over > 0


class Row(NamedTuple):
    """A piece of work as it is shown."""

    it: Work
    step: Words
    procedure: Words
    promise: str
    bar: Bar | None


class Group(NamedTuple):
    """Work that presses alike."""

    name: str
    rows: tuple[Row, ...]


class Standing(NamedTuple):
    """How a promise stands, as the words of the list need it."""

    due: datetime | None
    due_original: datetime | None
    late: bool
    at_risk: bool
    act_by: datetime | None


def desk_of(viewer: Viewer) -> Desk:
    """Return whose inbox a viewer reads."""
    return Desk(viewer.agency, viewer.officer, viewer.scope)


@router.get("/inbox")
async def inbox(sheet: TheSheet, box: Box | None = None, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """Return the inbox; without a box the officer's own, or the agency's where nothing is hers."""
    return await off_loop(_page, sheet, box, page)


def _page(sheet: Sheet, box: Box | None, page: int) -> Response:
    desk, now = desk_of(sheet.viewer), sheet.now
    counts = sheet.register.inbox_counts(desk)
    shown = box or (Box.MINE if counts.mine else Box.UNIT)
    work = sheet.register.inbox(desk, shown, page)
    tonight = span_of(sheet.today, sheet.calendar).end
    return sheet.page(
        "inbox.html",
        box=shown,
        boxes=tuple(Box),
        box_counts=counts,
        pressing=sheet.register.inbox_pressing(desk, shown, now, tonight),
        groups=list(_groups(sheet, work)),
        number=page,
        more=page * SEVERAL < counts.of(shown),
        next_day=working_day(sheet.today, 1, sheet.calendar),
        STATES=STATES,
    )


def _groups(sheet: Sheet, work: list[Work]) -> Iterator[Group]:
    rows = [_row(sheet, each) for each in work]
    tomorrow = working_day(sheet.today, 1, sheet.calendar)
    named = [(_group(row.it, sheet, tomorrow), row) for row in rows]
    for name in GROUPS:
        if found := tuple(row for group, row in named if group == name):
            yield Group(name, found)


def _group(it: Work, sheet: Sheet, tomorrow: date) -> str:
    if it.rests:
        return "rests"
    if it.before is None:
        return "free"
    if it.before <= sheet.now:
        return "passed"
    day = it.before.astimezone(sheet.calendar.tz).date()
    return "today" if day <= sheet.today else "next_day" if day <= tomorrow else "later"


def _row(sheet: Sheet, it: Work) -> Row:
    return Row(it, _step(sheet, it), procedure_name(it.procedure, sheet.ground), _promise(it, sheet), _bar(it, sheet))


def _step(sheet: Sheet, it: Work) -> Words:
    if it.step is None:
        return DECIDED.get(it.state, STATES[it.state])
    return step_name(it.step, it.procedure, it.version, sheet.ground)


def _promise(it: Work, sheet: Sheet) -> str:
    if it.finished_at is not None:
        return "finished"
    late = it.late_at is not None and it.late_at <= sheet.now
    at_risk = not late and it.due is not None and it.act_by is not None and it.act_by <= sheet.now
    return promise(Standing(it.due, it.due_original, late, at_risk, it.act_by), sheet.now, sheet.calendar)


def _bar(it: Work, sheet: Sheet) -> Bar | None:
    """Return how the step's own time is drawn; None where it has none."""
    if it.step_due is None or it.rests:
        return None
    calendar, now = sheet.calendar, sheet.now
    whole = max(elapsed(it.since, it.step_due, calendar), timedelta(minutes=1))
    if now > it.step_due:
        over = elapsed(it.step_due, now, calendar)
        return Bar(WIDE, max(1.0, round(min(WIDE, WIDE * (over / whole)), 1)), over)
    used = elapsed(it.since, now, calendar)
    return Bar(round(min(WIDE, WIDE * (used / whole)), 1), 0.0, elapsed(now, it.step_due, calendar))
