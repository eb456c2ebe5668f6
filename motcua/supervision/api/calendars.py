"""Calendars over HTTP: what is in force, what was decided, and a further decision previewed."""

from datetime import date

from fastapi import APIRouter
from pydantic import JsonValue

from motcua.dossiers.parts import Actor, Model, Moment, Words
from motcua.supervision.access.acting import must_be_author, must_see_everything
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.campaigns import desk_of
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.campaigns import CampaignView, campaign_view
from motcua.worktime.decisions import in_force

router = APIRouter(
    prefix="/calendars", tags=["campaigns"], route_class=JsonRoute, dependencies=[needs(Permission.READ_CATALOGUE)]
)


class DecisionLine(Model):
    """A decision that changed a calendar."""

    id: str
    scope: str
    number: str
    decided_on: date
    entered_at: Moment
    by: Actor
    in_force: bool
    content: dict[str, JsonValue]


class CalendarLine(Model):
    """A calendar as it is now."""

    id: str
    version: str
    zone: str
    first_year: int
    last_year: int


class Calendars(Model):
    """Calendars in force, and every decision that changed one."""

    calendars: tuple[CalendarLine, ...]
    decisions: tuple[DecisionLine, ...]


class Deciding(Model):
    """A request to preview a calendar decision."""

    by: Actor
    decision: dict[str, JsonValue]
    """`scope`, `number`, `decided_on`, `reason`, `source`, `days_off`, `make_up`, `revokes`."""
    reason: Words | None = None


@router.get("")
async def calendars(office: TheOffice) -> Calendars:
    """Return the calendars in force, and every decision entered."""
    entered = await off_loop(office.register.entered_decisions)
    everyone = [each.decision for each in entered]
    counts = {decision.id for each in everyone for decision in in_force(everyone, each.scope)}
    lines = tuple(
        DecisionLine(
            id=each.id,
            scope=each.scope,
            number=each.number,
            decided_on=each.decided_on,
            entered_at=each.entered_at,
            by=each.by,
            in_force=each.id in counts,
            content=each.content,
        )
        for each in entered
    )
    return Calendars(
        calendars=tuple(
            CalendarLine(id=c.id, version=c.version, zone=c.zone, first_year=c.first_year, last_year=c.last_year)
            for c in office.ground.as_it_is().calendars.values()
        ),
        decisions=lines,
    )


@router.post("/decisions", status_code=202, dependencies=[needs(Permission.PREPARE_REPAIRS)])
async def preview(deciding: Deciding, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Have a decision previewed over all open dossiers; nothing is entered before the campaign is confirmed."""
    must_be_author(viewer, deciding.by, Permission.PREPARE_REPAIRS)
    must_see_everything(viewer)
    campaign = await desk_of(office).preview_decision(deciding.decision, deciding.by, reason=deciding.reason)
    return campaign_view(campaign)
