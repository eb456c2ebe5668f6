"""Saved views over HTTP: questions to the stuck list under a name, shared by their link."""

from datetime import UTC, datetime, tzinfo
from typing import Annotated

import structlog
from fastapi import APIRouter, Path

from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.stuck.views import NamedView, NewView, ViewList, ViewView, own_views, save, view_of

log = structlog.get_logger(__name__)
router = APIRouter(
    prefix="/views", tags=["supervision"], route_class=JsonRoute, dependencies=[needs(Permission.READ_DOSSIERS)]
)
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


@router.get("")
async def mine(office: TheOffice, viewer: TheViewer) -> ViewList:
    """Return the views that whoever asks has saved, by name."""
    return ViewList(views=tuple(await off_loop(lambda: list(own_views(office.register, viewer, _zone(office))))))


@router.post("", status_code=201)
async def keep(new: NewView, office: TheOffice, viewer: TheViewer) -> ViewView:
    """Save a question under a name; it is checked when it is asked, since what it names may come and go."""
    saved = await off_loop(save, new, office.register, viewer, datetime.now(UTC), _zone(office))
    log.info("view_saved", view=saved.id, by=saved.by)
    return saved


@router.get("/{id}")
async def shown(id: Id, office: TheOffice, viewer: TheViewer) -> ViewView:
    """Return a view, whoever saved it: `GET /stuck?view=ID` asks it, within the reader's own scope."""
    return view_of(await off_loop(office.register.saved_view, id), viewer, _zone(office))


@router.patch("/{id}")
async def rename(id: Id, named: NamedView, office: TheOffice, viewer: TheViewer) -> ViewView:
    """Give a view of one's own another name; links to it stay good."""
    owner, now = viewer.subject, datetime.now(UTC)
    view = await off_loop(office.register.rename_view, id, named.name, owner=owner, now=now)
    return view_of(view, viewer, _zone(office))


@router.delete("/{id}", status_code=204)
async def delete(id: Id, office: TheOffice, viewer: TheViewer) -> None:
    """Delete a view of one's own; links to it then lead nowhere."""
    await off_loop(office.register.delete_view, id, owner=viewer.subject)
    log.info("view_deleted", view=id, by=viewer.signature)


def _zone(office: Office) -> tzinfo:
    return office.ground.calendars["vn"].tz
