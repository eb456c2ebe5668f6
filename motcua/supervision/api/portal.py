"""The national portal over HTTP: what it was told, what is in the way, and where it differs from us."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query

from motcua.dossiers.parts import Actor, Model
from motcua.register.portal_lines import PortalFilter, PortalState
from motcua.register.scope import Scope
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.portal_comparison import start_comparison
from motcua.supervision.telling.portal import DriftList, PortalList, drift_list, portal_list

log = structlog.get_logger(__name__)
router = APIRouter(
    prefix="/portal", tags=["portal"], route_class=JsonRoute, dependencies=[needs(Permission.READ_OPERATIONS)]
)

LARGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


class Said(Model):
    """Who says so."""

    by: Actor


class SentAgain(Model):
    """How many messages are sent again."""

    messages: int


class Begun(Model):
    """A comparison that is under way."""

    workflow: str


@router.get("/messages")
async def messages(
    office: TheOffice,
    viewer: TheViewer,
    state: PortalState | None = None,
    code: Annotated[str | None, Query(max_length=80, description="Only those of one dossier.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> PortalList:
    """Return what the portal was told or waits to be told, the latest first."""
    wanted = PortalFilter(state=state, dossier=dossier_code(code) if code else None, scope=viewer.scope)
    page = await off_loop(office.register.portal_page, wanted, limit=limit, after=cursor)
    counts = await off_loop(office.register.portal_counts, viewer.scope) if cursor is None else None
    behind = await off_loop(office.register.portal_behind_since) if cursor is None else None
    return portal_list(page, counts, behind, office.ground.calendars["vn"].tz)


@router.post("/messages/{number}/again", dependencies=[needs(Permission.OPERATE)])
async def again(number: Number, said: Said, office: TheOffice, viewer: TheViewer) -> SentAgain:
    """Have a message sent again that was given up; any other is left as it is."""
    must_be_author(viewer, said.by, Permission.OPERATE)
    return await _again([number], said, office, viewer.scope)


@router.post("/messages/again", dependencies=[needs(Permission.OPERATE)])
async def all_again(said: Said, office: TheOffice, viewer: TheViewer) -> SentAgain:
    """Have every message sent again that was given up."""
    must_be_author(viewer, said.by, Permission.OPERATE)
    return await _again(None, said, office, viewer.scope)


@router.get("/drift")
async def drift(
    office: TheOffice,
    viewer: TheViewer,
    comparison: Annotated[int | None, Query(ge=1, le=LARGEST, description="Only what this one found.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> DriftList:
    """Return the latest comparisons, and where the portal differed."""
    runs = await off_loop(office.register.comparisons)
    register, scope = office.register, viewer.scope
    found = await off_loop(lambda: register.portal_drift(comparison=comparison, limit=limit, scope=scope))
    return drift_list(runs, found, office.ground.calendars["vn"].tz)


@router.post("/comparisons", dependencies=[needs(Permission.OPERATE)], status_code=202)
async def compare(said: Said, office: TheOffice, viewer: TheViewer) -> Begun:
    """Have the portal compared with us now; what differs is told anew."""
    must_be_author(viewer, said.by, Permission.OPERATE)
    handle = await start_comparison(office.client, office.task_queue)
    return Begun(workflow=handle.id)


async def _again(ids: list[int] | None, said: Said, office: TheOffice, scope: Scope) -> SentAgain:
    number = await off_loop(office.register.portal_send_again, ids, datetime.now(UTC), scope)
    log.info("portal_messages_sent_again", messages=number, agency=said.by.agency, officer=said.by.officer)
    return SentAgain(messages=number)
