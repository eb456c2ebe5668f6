"""The calendar service: a due date and its proof, for anybody who has to give one."""

from datetime import time

from fastapi import APIRouter
from pydantic import Field

from motcua.dossiers.parts import Model, Moment
from motcua.errors import InvalidInputError, NotFoundError
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice
from motcua.supervision.telling.views import ProofLine, Said
from motcua.supervision.telling.why_due import proof_line
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import Convention, opening_after
from motcua.worktime.explain import explain_phases
from motcua.worktime.refusals import cut_off_with_zone

router = APIRouter(tags=["working time"], route_class=JsonRoute, dependencies=[needs(Permission.READ_CATALOGUE)])


class DueQuestion(Model):
    """From when, how much, on whose calendar."""

    received: Moment
    allow: str | tuple[str, ...] = Field(examples=["5wd", ["4wd", "4wd"]], max_length=20)
    """`5wd`, `0.5wd`, `8wh`, `30cd`, `2month`, `12h`; several are phases."""
    calendar: str = "vn"
    convention: Convention = "official"
    """`official`: to closing time. `step`: to the minute."""
    cut_off: time | None = None
    """Receipt after this local time counts as the next working day (R17); `15:00`, never with a zone."""


class DueAnswer(Model):
    """The date and the addition that gives it."""

    due: Moment
    allow: tuple[str, ...]
    received: Moment
    calendar: str
    version: str
    lines: tuple[ProofLine, ...]
    warnings: tuple[Said, ...] = ()


@router.post("/due")
def due(question: DueQuestion, office: TheOffice) -> DueAnswer:
    """Compute a due date and say why it is that date."""
    calendar = _calendar(question.calendar, office.ground.calendars)
    texts = (question.allow,) if isinstance(question.allow, str) else question.allow
    if not texts:
        raise InvalidInputError(
            "No time is given.", vi="Chưa cho thời hạn.", field="allow", hint="Write 5wd.", hint_vi="Ghi 5wd."
        )
    allowances = [Allowance.parse(text, name="allow") for text in texts]
    start = calendar.local(question.received)
    phases = explain_phases(_counted_from(question, calendar), allowances, calendar, question.convention)
    warnings = dict.fromkeys(warning for phase in phases for warning in phase.warnings)
    return DueAnswer(
        due=phases[-1].due,
        allow=tuple(str(phase.allowance) for phase in phases),
        received=start,
        calendar=calendar.id,
        version=calendar.version,
        lines=tuple(proof_line(line) for phase in phases for line in phase.lines),
        warnings=tuple(Said(vi=w.vi, en=w.en) for w in warnings),
    )


def _calendar(name: str, calendars: dict[str, WorkCalendar]) -> WorkCalendar:
    if name in calendars:
        return calendars[name]
    raise NotFoundError(
        f"There is no calendar {name!r}.",
        vi=f"Không có lịch {name!r}.",
        field="calendar",
        hint=f"Known: {', '.join(sorted(calendars))}.",
        hint_vi=f"Các lịch hiện có: {', '.join(sorted(calendars))}.",
    )


def _counted_from(question: DueQuestion, calendar: WorkCalendar) -> Moment:
    """Return from when the time runs: receipt after the cut-off of a working day counts as the next one."""
    start = calendar.local(question.received)
    if question.cut_off is not None and question.cut_off.tzinfo is not None:
        raise cut_off_with_zone(question.cut_off, "cut_off")
    late = question.cut_off is not None and calendar.is_working_day(start.date()) and start.time() > question.cut_off
    return opening_after(start, calendar) if late else start
