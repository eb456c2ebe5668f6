"""What passes between the house and department systems, over HTTP: calls, outages, what was not believed."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query

from motcua.dossiers.parts import Actor, Model
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.calls import CallList, call_list
from motcua.supervision.telling.exchange import (
    OutageList,
    RefusedList,
    RefusedView,
    outage_list,
    refused_list,
    refused_view,
)

log = structlog.get_logger(__name__)
router = APIRouter(tags=["department systems"], route_class=JsonRoute)

LARGEST = 2**63 - 1
READS, OPERATES = needs(Permission.READ_OPERATIONS), needs(Permission.OPERATE)
Number = Annotated[int, Path(ge=1, le=LARGEST)]
System = Annotated[str, Path(max_length=80)]
OneSystem = Annotated[str | None, Query(max_length=80)]


class Said(Model):
    """Who says so."""

    by: Actor


@router.get("/exchange/outages", dependencies=[READS])
async def outages(
    office: TheOffice, viewer: TheViewer, system: OneSystem = None, limit: Annotated[int, Query(ge=1, le=1000)] = 50
) -> OutageList:
    """Return outages of department systems, those that last first: since when, how many dossiers wait, which."""
    zone, register, scope = office.ground.calendars["vn"].tz, office.register, viewer.scope
    return await off_loop(lambda: outage_list(register, zone, system=system, limit=limit, scope=scope))


@router.post("/exchange/outages/{system}/try", dependencies=[OPERATES])
async def try_now(system: System, said: Said, office: TheOffice, viewer: TheViewer) -> OutageList:
    """Have a system that is away tried at once; it is tried by itself each minute as well."""
    must_be_author(viewer, said.by, Permission.OPERATE)
    await off_loop(office.register.try_now, system, datetime.now(UTC))
    log.info("outage_tried", system=system, agency=said.by.agency, officer=said.by.officer)
    zone, register, scope = office.ground.calendars["vn"].tz, office.register, viewer.scope
    return await off_loop(lambda: outage_list(register, zone, system=system, limit=1, scope=scope))


@router.get("/exchange/refused", dependencies=[READS])
async def refused(
    office: TheOffice,
    every: Annotated[bool, Query(description="Also those somebody has seen.")] = False,
    system: OneSystem = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> RefusedList:
    """Return what other systems said and was not acted upon, by digest, the latest first."""
    zone, register = office.ground.calendars["vn"].tz, office.register
    return await off_loop(lambda: refused_list(register, zone, every=every, system=system, limit=limit, before=cursor))


@router.post("/exchange/refused/{number}/seen", dependencies=[OPERATES])
async def seen(number: Number, said: Said, office: TheOffice, viewer: TheViewer) -> RefusedView:
    """Note that somebody has looked at a refused message; the first time stays."""
    must_be_author(viewer, said.by, Permission.OPERATE)
    who = "/".join(part for part in (said.by.agency, said.by.officer) if part)
    message = await off_loop(office.register.message_seen, number, who, datetime.now(UTC))
    return refused_view(message, office.ground.calendars["vn"].tz)


@router.get("/dossiers/{code}/calls", dependencies=[needs(Permission.READ_DOSSIERS)])
async def calls(code: str, office: TheOffice, viewer: TheViewer) -> CallList:
    """Return everything that was asked of department systems for a dossier, with every exchange."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    return await off_loop(call_list, dossier_code(code), office.register, office.ground.calendars["vn"].tz)
