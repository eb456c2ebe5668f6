"""`/repairs`: what was repaired; the page of each, to confirm it, follow it dossier by dossier, undo it."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from activities.repair_kinds import may_have_asked
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.errors import InvalidInputError
from motcua.register.campaign_records import Campaign, CampaignState, ItemState
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.api.repairs import confirmed, repairs_desk
from motcua.supervision.repairing import RepairDesk, is_under_way
from motcua.supervision.telling.repairs import repair_item, repair_view
from motcua.supervision.telling.sentences_of_repair import title_of
from motcua.supervision.web.sheet import Sheet, TheSheet

router = APIRouter(dependencies=[needs(Permission.READ_REPAIRS, Permission.PREPARE_REPAIRS)])
ICONS = {
    RepairKind.RETRY: "system",
    RepairKind.RESEND: "letter",
    RepairKind.SKIP: "x",
    RepairKind.GO_TO: "hand",
    RepairKind.REASSIGN: "officer",
    RepairKind.CORRECT_DATE: "today",
    RepairKind.REOPEN: "flag",
    RepairKind.WITHDRAW: "applicant",
    RepairKind.REHOME: "move",
}
KINDS = tuple((kind, title_of(kind), icon) for kind, icon in ICONS.items())
STEPS = {CampaignState.PLANNING: 2, CampaignState.DRAFT: 3, CampaignState.RUNNING: 4, CampaignState.DONE: 5}
"""Which of the five steps a repair is at: chosen, previewed, confirmed, carried out, done."""
PAGE = 100


@router.get("/repairs")
async def repairs(sheet: TheSheet, code: Annotated[list[str] | None, Query(max_length=200)] = None) -> Response:
    """Return the list of repairs, and the kinds there are; `code` names dossiers that were selected elsewhere."""
    found = await off_loop(desk_of(sheet).repairs)
    codes = [each for each in code or () if each.isprintable()]
    return sheet.page(
        "repairs.html",
        repairs=[repair_view(each) for each in found],
        kinds=KINDS,
        chosen=len(codes),
        carried="".join(f"&{urlencode({'code': each})}" for each in codes),
        may_ask=sheet.viewer.may(Permission.PREPARE_REPAIRS),
    )


@router.get("/repairs/{id}")
async def repair(id: str, sheet: TheSheet, after: Annotated[str, Query(max_length=80)] = "") -> Response:
    """Return the page of one repair: preview, progress, result of each dossier."""
    campaign = await desk_of(sheet).repair(id)
    items = await off_loop(sheet.register.items, id, scope=sheet.viewer.scope, after=after or None, limit=PAGE)
    view = repair_view(campaign)
    return sheet.page(
        "repair.html",
        it=view,
        number={count.state.value: count.dossiers for count in view.counts},
        items=[repair_item(item) for item in items],
        following=f"/repairs/{quote(id)}?after={quote(items[-1].dossier)}" if len(items) == PAGE else None,
        step=STEPS.get(campaign.state),
        under_way=is_under_way(campaign),
        waits_for_second=campaign.state is CampaignState.DRAFT and bool(campaign.needs_second),
        may_confirm=_may_confirm(sheet, campaign),
        may_undo=campaign.state is CampaignState.DONE and sheet.viewer.may(Permission.PREPARE_REPAIRS),
        may_try_again=_is_left_over(campaign) and sheet.viewer.may(Permission.CONFIRM_REPAIRS),
    )


def _is_left_over(campaign: Campaign) -> bool:
    """Whether something could not be reached, or was planned once more and nothing carries it out."""
    counts = campaign.counts
    return ItemState.FAILED in counts or (campaign.state is CampaignState.DONE and ItemState.PLANNED in counts)


def _may_confirm(sheet: Sheet, campaign: Campaign) -> bool:
    """Whether whoever reads may confirm: it waits for that, there is something to do, and they are not the asker."""
    may = sheet.viewer.may
    if campaign.state is not CampaignState.DRAFT or not campaign.counts.get(ItemState.PLANNED):
        return False
    second = sheet.viewer.is_person and may(Permission.APPROVE_REPAIRS)
    if campaign.needs_second and (may_have_asked(campaign, sheet.viewer.actor) or not second):
        return False
    return may(Permission.CONFIRM_REPAIRS)


@router.post("/repairs/{id}/confirmation", dependencies=[needs(Permission.CONFIRM_REPAIRS)])
async def confirm(id: str, sheet: TheSheet) -> Response:
    """Have what was previewed done."""
    await confirmed(id, sheet.viewer.actor, desk_of(sheet), sheet.viewer)
    return to(id)


@router.post("/repairs/{id}/retry", dependencies=[needs(Permission.CONFIRM_REPAIRS)])
async def try_again(id: str, sheet: TheSheet) -> Response:
    """Repair once more what could not be reached."""
    await desk_of(sheet).try_again(id, sheet.viewer.actor)
    return to(id)


@router.post("/repairs/{id}/undoing", dependencies=[needs(Permission.PREPARE_REPAIRS)])
async def undo(id: str, sheet: TheSheet) -> Response:
    """Have it previewed what restores what the repair changed, and lead to that preview."""
    reason = str((await sheet.form()).get("reason") or "").strip()[:2000]
    if not reason:
        raise no_reason()
    return to((await desk_of(sheet).undo(id, sheet.viewer.actor, reason)).id)


def desk_of(sheet: Sheet) -> RepairDesk:
    """Return where the repairs of whoever reads are asked for."""
    return repairs_desk(sheet.office, sheet.viewer)


def to(id: str) -> Response:
    """Lead to the page of a repair."""
    return RedirectResponse(f"/repairs/{quote(id)}", status_code=303)


def no_reason() -> InvalidInputError:
    """Return the refusal of what says no reason."""
    return InvalidInputError(
        "A repair needs its reason.",
        vi="Phải nêu lý do sửa.",
        field="reason",
        hint="It stays in each dossier's story.",
        hint_vi="Lý do được lưu trong diễn biến của từng hồ sơ.",
    )
