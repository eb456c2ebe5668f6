"""Changes over many dossiers over HTTP: previewed first, confirmed then, followed dossier by dossier."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator

from activities.repair_kinds import REPAIR
from motcua.dossiers.parts import Actor, Model, Words
from motcua.errors import NotFoundError
from motcua.register.campaign_records import Group, Item, ItemState
from motcua.supervision.access.acting import must_be_author, must_see_everything
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.repairing import PREFIX
from motcua.supervision.telling.campaigns import (
    CampaignView,
    campaign_of,
    campaign_seen,
    campaign_view,
    every_item,
    items_as_csv,
)


def no_repair(id: str) -> str:
    """Return the id of a campaign that is no repair: those are looked at, and confirmed, by rules of their own."""
    if id.startswith(PREFIX):
        raise NotFoundError(
            f"There is no campaign {id}.",
            vi=f"Không có đợt thay đổi {id}.",
            field="id",
            hint="See it under /repairs.",
            hint_vi="Xem tại /repairs.",
        )
    return id


CampaignId = Annotated[str, AfterValidator(no_repair)]
router = APIRouter(
    prefix="/campaigns",
    tags=["campaigns"],
    route_class=JsonRoute,
    dependencies=[needs(Permission.READ_REPAIRS, Permission.PREPARE_REPAIRS)],
)


class Rehearsal(Model):
    """A request to rehearse the move of a procedure's open dossiers to another version."""

    by: Actor
    procedure: str
    version: str
    deadlines: Literal["keep", "recompute"] = "keep"
    steps: dict[str, str] = {}
    """Names of old steps in the new version, where they differ; an empty name leaves a step behind."""
    reason: Words | None = None


class Confirmation(Model):
    """What is to be done with a previewed campaign, or with a group of its dossiers."""

    by: Actor
    group: Group = Group()
    treatment: Literal["now", "next_step", "keep"] = "now"


class Someone(Model):
    """Who asks."""

    by: Actor


class CampaignList(Model):
    """Campaigns, the latest first."""

    campaigns: tuple[CampaignView, ...]


class ItemPage(Model):
    """Some dossiers of a campaign, and where the next page begins."""

    items: tuple[Item, ...]
    after: str | None = None


def desk_of(office: Office) -> CampaignDesk:
    """Return where campaigns are started."""
    return CampaignDesk(office.client, office.register, office.ground, office.task_queue)


@router.get("")
def campaigns(
    office: TheOffice, viewer: TheViewer, kind: Annotated[str | None, Query(max_length=40)] = None
) -> CampaignList:
    """List campaigns that touch dossiers you may see, the latest first."""
    found = office.register.campaigns(kind=kind, but=REPAIR, scope=viewer.scope)
    if not viewer.scope.whole:
        found = [campaign_seen(office.register, each.id, viewer.scope) for each in found]
    return CampaignList(campaigns=tuple(campaign_view(each) for each in found))


@router.post("/rehearsals", status_code=202, dependencies=[needs(Permission.PREPARE_REPAIRS)])
async def rehearse(asked: Rehearsal, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Rehearse a move over all open dossiers of a procedure; nothing is moved before it is confirmed."""
    must_be_author(viewer, asked.by, Permission.PREPARE_REPAIRS)
    must_see_everything(viewer)
    campaign = await desk_of(office).rehearse_move(
        asked.procedure,
        asked.version,
        asked.by,
        deadlines=asked.deadlines,
        steps=asked.steps,
        reason=asked.reason,
    )
    return campaign_view(campaign)


@router.get("/{id}")
async def show(id: CampaignId, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Return a campaign with its groups, as far as it has come; numbers are of dossiers you may see."""
    return await off_loop(campaign_of, office.register, id, viewer.scope)


@router.post("/{id}/confirmations", status_code=202, dependencies=[needs(Permission.CONFIRM_REPAIRS)])
async def confirm(id: CampaignId, confirmed: Confirmation, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Have what was previewed done, or a group of it; the answer means that it has begun."""
    must_be_author(viewer, confirmed.by, Permission.CONFIRM_REPAIRS)
    must_see_everything(viewer)
    whole = confirmed.group == Group()
    campaign = await desk_of(office).confirm(
        id, confirmed.by, group=None if whole else confirmed.group, treatment=confirmed.treatment
    )
    return campaign_view(campaign)


@router.post("/{id}/retries", status_code=202, dependencies=[needs(Permission.CONFIRM_REPAIRS)])
async def try_again(id: CampaignId, someone: Someone, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Carry out once more what could not be reached."""
    must_be_author(viewer, someone.by, Permission.CONFIRM_REPAIRS)
    must_see_everything(viewer)
    return campaign_view(await desk_of(office).try_again(id, someone.by))


@router.get("/{id}/items")
async def items(
    id: CampaignId,
    office: TheOffice,
    viewer: TheViewer,
    state: ItemState | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: Annotated[str | None, Query(max_length=80)] = None,
) -> ItemPage:
    """Return what came of each dossier, or would; only dossiers you may see."""
    await off_loop(campaign_seen, office.register, id, viewer.scope)
    page = await off_loop(office.register.items, id, scope=viewer.scope, state=state, after=after, limit=limit)
    return ItemPage(items=tuple(page), after=page[-1].dossier if len(page) == limit else None)


@router.get("/{id}/items.csv", response_class=Response)
async def items_csv(id: CampaignId, office: TheOffice, viewer: TheViewer) -> Response:
    """Return every dossier of a campaign that you may see as a table for a spreadsheet."""
    await off_loop(campaign_seen, office.register, id, viewer.scope)
    text = await off_loop(lambda: items_as_csv(every_item(office.register, id, viewer.scope)))
    return Response(text, media_type="text/csv; charset=utf-8")
