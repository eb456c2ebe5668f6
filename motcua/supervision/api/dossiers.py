"""Dossiers over HTTP: open one, act on it, read it."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from activities.messages import Receipt
from motcua.dossiers.parts import Key
from motcua.supervision.access.acting import must_be_author, must_be_authors
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.admission import Action, act_of, admitted, dossier_code
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.counter import Opening
from motcua.supervision.offers.doing import done_for
from motcua.supervision.offers.offering import offers
from motcua.supervision.offers.situation import Situation
from motcua.supervision.telling.dossier import dossier_view
from motcua.supervision.telling.offers import OffersView, offer_view
from motcua.supervision.telling.views import DossierView

router = APIRouter(prefix="/dossiers", tags=["dossiers"], route_class=JsonRoute)

ACTING = (Permission.ACT, Permission.ACT_FOR_APPLICANT, Permission.SPEAK_FOR_SYSTEMS)

SAME: dict[int | str, dict[str, Any]] = {
    200: {"model": Receipt, "description": "The key was used before for this opening: the same dossier."}
}


@router.post("", status_code=201, responses=SAME, dependencies=[needs(Permission.OPEN_DOSSIERS)])
async def open_dossier(
    opening: Opening, office: TheOffice, viewer: TheViewer, request: Request, response: Response
) -> Receipt:
    """Open a dossier, once per key; the answer means that it is written."""
    must_be_author(viewer, opening.by, Permission.OPEN_DOSSIERS)
    must_be_authors(viewer, opening.past)
    receipt = await office.counter.open(admitted(opening))
    response.headers["Location"] = request.app.url_path_for("show", code=receipt.code)
    if receipt.repeated:
        response.status_code = 200
    return receipt


@router.post("/{code}/actions", dependencies=[needs(*ACTING)])
async def act(
    code: str,
    action: Action,
    office: TheOffice,
    viewer: TheViewer,
    idempotency_key: Annotated[Key | None, Header()] = None,
) -> Receipt:
    """Do something to a dossier, once per key; the answer means that it is written."""
    return await done_for(viewer, dossier_code(code), act_of(action, idempotency_key), office)


@router.get("/{code}/actions", dependencies=[needs(*ACTING)])
async def actions(code: str, office: TheOffice, viewer: TheViewer) -> OffersView:
    """Return what the asker can do to a dossier now, and what a rule refuses at present, with the rule."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    return await off_loop(_offers, dossier_code(code), office, viewer)


def _offers(code: str, office: Office, viewer: Viewer) -> OffersView:
    dossier = office.register.dossier(code)
    found = offers(viewer, Situation(dossier, office.ground, datetime.now(UTC), viewer.officer))
    return OffersView(code=code, seq=dossier.seq, offers=tuple(offer_view(each) for each in found))


@router.get(
    "/{code}",
    response_model=DossierView,
    responses={304: {"description": "Nothing has happened since."}},
    dependencies=[needs(Permission.READ_DOSSIERS)],
)
async def show(
    code: str,
    office: TheOffice,
    viewer: TheViewer,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> DossierView | Response:
    """Return a dossier as it stands, with its whole story and the proof of its date."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    now = datetime.now(UTC)
    view = await off_loop(dossier_view, dossier_code(code), office.register, office.ground, now)
    tag = f'"{view.seq}-{view.head[:16]}-{view.promise}-{_calls(view)}"'
    if if_none_match and tag in (each.strip() for each in if_none_match.split(",")):
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return view


def _calls(view: DossierView) -> str:
    """Return what tells apart how its calls stand: an outage changes no fact of the dossier, but what is shown."""
    stands = "".join(f"{call.key}{call.state}{call.attempts}{call.away_since}" for call in view.calls)
    return hashlib.sha256(stands.encode()).hexdigest()[:8]
