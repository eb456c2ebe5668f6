"""Repairs over HTTP: previewed first, confirmed then, followed dossier by dossier, undone where that is possible."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from activities.repair_kinds import REPAIR
from motcua.dossiers.parts import Actor, Model, Words
from motcua.errors import ForbiddenError
from motcua.register.campaign_records import Campaign, ItemState
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.campaigns import desk_of
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.repair_requests import RepairRequest
from motcua.supervision.repairing import RepairDesk
from motcua.supervision.telling.campaigns import every_item, items_as_csv
from motcua.supervision.telling.repairs import (
    RepairItems,
    RepairList,
    RepairOfDossier,
    RepairsOfDossier,
    RepairView,
    repair_item,
    repair_view,
)

router = APIRouter(
    tags=["repairs"],
    route_class=JsonRoute,
    dependencies=[needs(Permission.READ_REPAIRS, Permission.PREPARE_REPAIRS)],
)
MOST = 1000


class Someone(Model):
    """Who says so."""

    by: Actor


class Undoing(Model):
    """Who has a repair undone, and why."""

    by: Actor
    reason: Words


def _must_be_themselves(viewer: Viewer, by: Actor, permission: Permission) -> None:
    """Refuse whoever speaks for another agency than their own: two names of one person are not two persons.

    A key of the whole register, such as the machine's own, names any agency: it asks, and a person confirms.

    Raises:
        ForbiddenError: They may not speak as this actor; it names the field.
    """
    must_be_author(viewer, by, permission)
    if by.agency != viewer.agency and (viewer.is_person or not viewer.scope.whole):
        raise ForbiddenError(
            f"A repair is asked for and confirmed for your own agency, {viewer.agency}.",
            vi=f"Bạn đề nghị và xác nhận sửa hồ sơ với tư cách cơ quan của mình, {viewer.agency}.",
            field="by.agency",
            hint="Name the agency of your account or key: a second person is told by agency and staff number.",
            hint_vi="Ghi cơ quan của tài khoản hoặc khoá: người thứ hai được xác định bằng cơ quan và mã cán bộ.",
        )


def _must_be_second(viewer: Viewer) -> None:
    """Refuse whoever cannot be the second person of a large repair: a key can name anybody, and vouches for nobody.

    Raises:
        ForbiddenError: They lack the permission, or are no person.
    """
    viewer.must(Permission.APPROVE_REPAIRS)
    if not viewer.is_person:
        raise ForbiddenError(
            "A repair of so many dossiers is confirmed by a person who signed in, not by a key.",
            vi="Lần sửa nhiều hồ sơ phải do một người đã đăng nhập xác nhận, không phải bằng khóa của hệ thống.",
            field="by",
            rule="R74",
            hint="Let a second supervisor sign in, look at the preview and confirm it.",
            hint_vi="Đề nghị một người giám sát khác đăng nhập, xem trước và xác nhận.",
        )


async def confirmed(id: str, by: Actor, desk: RepairDesk, viewer: Viewer) -> Campaign:
    """Have what was previewed done; above a size by a second person, who signed in.

    Raises:
        ForbiddenError: It needs a second person, and the viewer is a key.
    """
    if (await desk.repair(id)).needs_second:
        _must_be_second(viewer)
    return await desk.confirm(id, by)


def repairs_desk(office: Office, viewer: Viewer) -> RepairDesk:
    """Return where a viewer's repairs are asked for."""
    return RepairDesk(desk_of(office), viewer.scope, None if viewer.is_person else viewer.subject)


@router.get("/repairs")
async def repairs(office: TheOffice, viewer: TheViewer, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> RepairList:
    """List repairs of dossiers you may see, the latest first."""
    found = await off_loop(repairs_desk(office, viewer).repairs, limit=limit)
    return RepairList(repairs=tuple(repair_view(each) for each in found))


@router.post("/repairs", status_code=202, dependencies=[needs(Permission.PREPARE_REPAIRS)])
async def preview(asked: RepairRequest, office: TheOffice, viewer: TheViewer) -> RepairView:
    """Have a repair previewed, for one dossier or for thousands; nothing is changed before it is confirmed."""
    _must_be_themselves(viewer, asked.by, Permission.PREPARE_REPAIRS)
    return repair_view(await repairs_desk(office, viewer).preview(asked))


@router.get("/repairs/{id}")
async def show(id: str, office: TheOffice, viewer: TheViewer) -> RepairView:
    """Return a repair with its groups, as far as it has come."""
    campaign = await repairs_desk(office, viewer).repair(id)
    return repair_view(campaign, await off_loop(office.register.groups, id, viewer.scope))


@router.post("/repairs/{id}/confirmations", status_code=202, dependencies=[needs(Permission.CONFIRM_REPAIRS)])
async def confirm(id: str, said: Someone, office: TheOffice, viewer: TheViewer) -> RepairView:
    """Have what was previewed done; above a size by another person than the one who asked."""
    _must_be_themselves(viewer, said.by, Permission.CONFIRM_REPAIRS)
    return repair_view(await confirmed(id, said.by, repairs_desk(office, viewer), viewer))


@router.post("/repairs/{id}/retries", status_code=202, dependencies=[needs(Permission.CONFIRM_REPAIRS)])
async def try_again(id: str, said: Someone, office: TheOffice, viewer: TheViewer) -> RepairView:
    """Repair once more what could not be reached."""
    _must_be_themselves(viewer, said.by, Permission.CONFIRM_REPAIRS)
    return repair_view(await repairs_desk(office, viewer).try_again(id, said.by))


@router.post("/repairs/{id}/undoings", status_code=202, dependencies=[needs(Permission.PREPARE_REPAIRS)])
async def undo(id: str, said: Undoing, office: TheOffice, viewer: TheViewer) -> RepairView:
    """Have it previewed what restores what a repair changed: a repair of its own."""
    _must_be_themselves(viewer, said.by, Permission.PREPARE_REPAIRS)
    return repair_view(await repairs_desk(office, viewer).undo(id, said.by, said.reason))


@router.get("/repairs/{id}/items")
async def items(
    id: str,
    office: TheOffice,
    viewer: TheViewer,
    state: ItemState | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 200,
    after: Annotated[str | None, Query(max_length=80)] = None,
) -> RepairItems:
    """Return what would come of each dossier, or came of it; only dossiers you may see."""
    await repairs_desk(office, viewer).repair(id)
    page = await off_loop(office.register.items, id, scope=viewer.scope, state=state, after=after, limit=limit)
    return RepairItems(
        items=tuple(repair_item(each) for each in page), after=page[-1].dossier if len(page) == limit else None
    )


@router.get("/repairs/{id}/items.csv", response_class=Response)
async def items_csv(id: str, office: TheOffice, viewer: TheViewer) -> Response:
    """Return every dossier of a repair as a table for a spreadsheet."""
    await repairs_desk(office, viewer).repair(id)
    text = await off_loop(lambda: items_as_csv(every_item(office.register, id, viewer.scope)))
    return Response(text, media_type="text/csv; charset=utf-8")


@router.get("/dossiers/{code}/repairs")
async def of_dossier(code: str, office: TheOffice, viewer: TheViewer) -> RepairsOfDossier:
    """Return the repairs a dossier was in, and what came of each there."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    found = await off_loop(office.register.repairs_of, dossier_code(code), kind=REPAIR)
    told = tuple(RepairOfDossier(repair=id, item=repair_item(item)) for id, item in found)
    return RepairsOfDossier(code=dossier_code(code), repairs=told)
