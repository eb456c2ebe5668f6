"""Clocks that stand while a department system is away, over HTTP: decided, previewed, confirmed as any campaign."""

from fastapi import APIRouter

from motcua.dossiers.parts import Actor, Model
from motcua.supervision.access.acting import must_be_author, must_see_everything
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.campaigns import desk_of
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice
from motcua.supervision.outage_desk import Decided, preview_running, preview_standing
from motcua.supervision.telling.campaigns import CampaignView, campaign_view

router = APIRouter(
    prefix="/outages",
    tags=["campaigns"],
    route_class=JsonRoute,
    dependencies=[needs(Permission.PREPARE_REPAIRS)],
)


class DecidingClocks(Model):
    """A decision about the clocks of what waits on a system that is away, and who enters it."""

    by: Actor
    decision: Decided


@router.post("/{system}/standings", status_code=202)
async def stand(system: str, deciding: DecidingClocks, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Have it previewed which clocks would stand; nothing stands before the campaign is confirmed."""
    must_be_author(viewer, deciding.by, Permission.PREPARE_REPAIRS)
    must_see_everything(viewer)
    return campaign_view(await preview_standing(desk_of(office), system, deciding.decision, deciding.by))


@router.post("/{system}/runs", status_code=202)
async def run(system: str, deciding: DecidingClocks, office: TheOffice, viewer: TheViewer) -> CampaignView:
    """Have it previewed that clocks run again before the system is back; once it is, they do by themselves."""
    must_be_author(viewer, deciding.by, Permission.PREPARE_REPAIRS)
    must_see_everything(viewer)
    return campaign_view(await preview_running(desk_of(office), system, deciding.decision, deciding.by))
