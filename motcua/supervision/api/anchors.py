"""Anchors over HTTP: what is given away, and the proof of a dossier's chain against it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from motcua.dossiers.anchoring import Anchor
from motcua.register.anchor_files import AnchorFolder
from motcua.register.anchor_proof import ChainProof
from motcua.supervision.access.door import TheAccess, TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.anchors import AnchorList, anchor_list

router = APIRouter(tags=["integrity"])
LARGEST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


@router.get("/anchors", dependencies=[needs(Permission.READ_AUDIT)])
async def anchors(
    office: TheOffice,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> AnchorList:
    """Return the daily anchors, the latest first."""
    zone = office.ground.calendars["vn"].tz
    return await off_loop(lambda: anchor_list(office.register, zone, limit=limit, before=cursor))


@router.get("/anchors/{number}", dependencies=[needs(Permission.READ_AUDIT)])
async def anchor(number: Number, office: TheOffice) -> Anchor:
    """Return one anchor, as its file says it."""
    return await off_loop(office.register.anchor, number)


@router.get("/dossiers/{code}/anchor", dependencies=[needs(Permission.READ_DOSSIERS)])
async def proof(
    code: str,
    office: TheOffice,
    viewer: TheViewer,
    access: TheAccess,
    day: Annotated[date | None, Query(description="The anchor of this day, or the last before.")] = None,
) -> ChainProof:
    """Return the proof of a dossier's chain against its anchor; whoever holds the statement can check it alone."""
    known = dossier_code(code)
    await off_loop(must_see, viewer, known, office.register)
    return await off_loop(office.register.prove, known, AnchorFolder(access.settings.anchors_folder), day)
