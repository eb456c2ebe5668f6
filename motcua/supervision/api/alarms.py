"""Alarms over HTTP: what operators have to hear of, and who has seen it."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query

from motcua.dossiers.parts import Actor, Model
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.alarms import AlarmList, AlarmView, alarm_list, alarm_view

log = structlog.get_logger(__name__)
router = APIRouter(tags=["alarms"], route_class=JsonRoute, dependencies=[needs(Permission.READ_OPERATIONS)])

LARGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


class SeenBy(Model):
    """Who has seen it."""

    by: Actor


@router.get("/alarms")
async def alarms(
    office: TheOffice,
    viewer: TheViewer,
    every: Annotated[bool, Query(description="Also those that were seen, or have gone by themselves.")] = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> AlarmList:
    """Return what operators have to hear of, the latest first."""
    zone = office.ground.calendars["vn"].tz
    register, scope = office.register, viewer.scope
    return await off_loop(lambda: alarm_list(register, zone, every=every, limit=limit, before=cursor, scope=scope))


@router.post("/alarms/{number}/seen", dependencies=[needs(Permission.OPERATE)])
async def seen(number: Number, said: SeenBy, office: TheOffice, viewer: TheViewer) -> AlarmView:
    """Note that somebody has seen an alarm, so that nobody is reminded of it; the first time stays."""
    must_be_author(viewer, said.by, Permission.OPERATE)
    who = "/".join(part for part in (said.by.agency, said.by.officer) if part)
    alarm = await off_loop(office.register.alarm_seen, number, who, datetime.now(UTC))
    log.info("alarm_seen", alarm=number, kind=alarm.kind.value, by=alarm.seen_by)
    return alarm_view(alarm, office.ground.calendars["vn"].tz)
