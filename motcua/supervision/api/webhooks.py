"""Subscribers over HTTP: how far each is behind, its ledger, replays, and sending dead deliveries again."""

from datetime import UTC, datetime
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Path, Query
from pydantic import Field

from motcua.dossiers.parts import Actor, Model
from motcua.register.webhook_lines import DeliveryState
from motcua.supervision.access.acting import must_be_author, must_see_everything
from motcua.supervision.access.door import TheViewer, needs, open_to_all
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.subscribing import begin_replay, described, unknown
from motcua.supervision.telling.webhooks import (
    Ledger,
    ReplayView,
    SubscriberList,
    ledger,
    replay_view,
    subscriber_list,
)
from motcua.webhooks.cloudevent import data_schema
from motcua.worktime.words import Words

log = structlog.get_logger(__name__)
router = APIRouter(tags=["webhooks"], route_class=JsonRoute)

LARGEST = 2**63 - 1
Name = Annotated[str, Path(max_length=60)]
READING = [needs(Permission.READ_OPERATIONS)]
OPERATING = [needs(Permission.OPERATE)]

AGAIN = Words(
    "Chỉ người được xem toàn bộ hồ sơ mới cho gửi lại tin cho hệ thống nhận tin.",
    "What was sent to a subscriber is sent again by those alone who may see the whole register.",
)
RESEND = Words(
    "tin của từng hồ sơ thì gửi lại bằng lần sửa `resend`.",
    "what one dossier gave up is sent again by a repair `resend`.",
)


class ReplayWanted(Model):
    """Which stretch of the stream is wanted again."""

    by: Actor
    begin: Annotated[int | str, Field(alias="from")]
    """Position of the first event, or a moment with its zone."""
    end: Annotated[int | str | None, Field(alias="to")] = None
    """Position of the last event, or a moment; left out: all that there is by now."""


class AgainWanted(Model):
    """Which dead deliveries are to be sent again."""

    by: Actor
    ids: Annotated[tuple[Annotated[int, Field(ge=1, le=LARGEST)], ...], Field(max_length=1000)] | None = None
    """Their numbers; left out: all of this subscriber's."""


class SentAgain(Model):
    """How many deliveries are sent again."""

    deliveries: int


@router.get("/events/schema", dependencies=[open_to_all("Describes what events say, and says nothing of any dossier.")])
async def schema() -> dict[str, Any]:
    """Return the JSON schema of the data in events."""
    return data_schema()


@router.get("/webhooks", dependencies=READING)
async def subscribers(office: TheOffice) -> SubscriberList:
    """Return every subscriber and how far it is behind."""
    return await off_loop(subscriber_list, office.register, office.subscribers, datetime.now(UTC))


@router.get("/webhooks/{name}", dependencies=READING)
async def of_subscriber(
    name: Name,
    office: TheOffice,
    viewer: TheViewer,
    state: DeliveryState | None = None,
    dossier: Annotated[str | None, Query(max_length=80)] = None,
    limit: Annotated[int, Query(ge=1, le=999)] = 50,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Ledger:
    """Return one subscriber's ledger, the latest delivery first."""
    zone, now, scope = office.ground.calendars["vn"].tz, datetime.now(UTC), viewer.scope
    subscriber = await off_loop(_known, office, name)
    return await off_loop(
        lambda: ledger(
            office.register,
            subscriber,
            name,
            zone,
            now,
            state=state,
            dossier=dossier,
            limit=limit,
            before=cursor,
            scope=scope,
        )
    )


@router.post("/webhooks/{name}/replays", dependencies=OPERATING)
async def replay(name: Name, wanted: ReplayWanted, office: TheOffice, viewer: TheViewer) -> ReplayView:
    """Have a stretch of the stream sent once more, under the same event ids; asked twice before it began, it is one."""
    must_be_author(viewer, wanted.by, Permission.OPERATE)
    must_see_everything(viewer, AGAIN, RESEND)
    who = "/".join(part for part in (wanted.by.agency, wanted.by.officer) if part)
    described(office.subscribers, name)
    asked = await off_loop(begin_replay, office.register, name, wanted.begin, wanted.end, who)
    log.info("replay_asked", subscriber=name, replay=asked.replay, after=asked.after, until=asked.until, by=who)
    return replay_view(asked, office.ground.calendars["vn"].tz)


@router.post("/webhooks/{name}/again", dependencies=OPERATING)
async def again(name: Name, wanted: AgainWanted, office: TheOffice, viewer: TheViewer) -> SentAgain:
    """Have dead deliveries sent again, all or some; any other is left as it is."""
    must_be_author(viewer, wanted.by, Permission.OPERATE)
    must_see_everything(viewer, AGAIN, RESEND)
    described(office.subscribers, name)
    number = await off_loop(office.register.webhook_again, name, datetime.now(UTC), wanted.ids)
    log.info("webhooks_again", subscriber=name, deliveries=number, agency=wanted.by.agency, officer=wanted.by.officer)
    return SentAgain(deliveries=number)


def _known(office: Office, name: str) -> Any:
    """Return a subscriber that is described, or None for one that only was."""
    subscriber = office.subscribers.named(name)
    if subscriber is None and name not in office.register.known_subscribers():
        raise unknown(name)
    return subscriber
