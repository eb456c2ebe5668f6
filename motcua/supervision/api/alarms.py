"""Alarms over HTTP: what operators have to hear of, and who has seen it."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query

from motcua.dossiers.parts import Actor, Model
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.alarms import AlarmList, AlarmView, alarm_list, alarm_view

log = structlog.get_logger(__name__)
router = APIRouter(tags=["alarms"], route_class=JsonRoute)

LARGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


class SeenBy(Model):
    """Who has seen it."""

    by: Actor


@router.get("/alarms")
async def alarms(
    office: TheOffice,
    every: Annotated[bool, Query(description="Also those that were seen, or have gone by themselves.")] = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> AlarmList:
    """Return what operators have to hear of, the latest first."""
    zone = office.ground.calendars["vn"].tz
    return await off_loop(lambda: alarm_list(office.register, zone, every=every, limit=limit, before=cursor))


@router.post("/alarms/{number}/seen")
async def seen(number: Number, said: SeenBy, office: TheOffice) -> AlarmView:
    """Note that somebody has seen an alarm, so that nobody is reminded of it; the first time stays."""
    who = "/".join(part for part in (said.by.agency, said.by.officer) if part)
    alarm = await off_loop(office.register.alarm_seen, number, who, datetime.now(UTC))
    log.info("alarm_seen", alarm=number, kind=alarm.kind.value, by=alarm.seen_by)
    return alarm_view(alarm, office.ground.calendars["vn"].tz)
