"""That nothing was touched: `/dossiers/{code}/chain`, fact by fact, and `/integrity`, of what was written last."""

from datetime import datetime
from typing import Annotated, NamedTuple

import structlog
from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from motcua.agencies.codes import DossierCode
from motcua.errors import InvalidInputError, MotcuaError
from motcua.register.proof import Link
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import off_loop
from motcua.supervision.telling.dossier import dossier_view
from motcua.supervision.telling.views import EventView
from motcua.supervision.web.sheet import Sheet, TheSheet

log = structlog.get_logger(__name__)
router = APIRouter()
LAST = 25
"""Dossiers whose chains are verified on the page."""
SHOWN = 500
"""Facts shown on one page of a chain; all are verified."""


class Shown(NamedTuple):
    """A fact in the chain as it is shown."""

    link: Link
    told: EventView | None
    """What it says; None where it can no longer be read."""
    broken: bool
    """Whether it is the first that is not as it was written."""


class Checked(NamedTuple):
    """A dossier whose chain was verified now."""

    code: str
    facts: int
    head: str
    recorded_at: datetime
    broken: int | None


@router.get("/dossiers/{code}/chain", dependencies=[needs(Permission.READ_DOSSIERS)])
async def chain(code: str, sheet: TheSheet, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """Return a dossier's chain of facts, verified while it is read."""
    return await off_loop(_chain, sheet, dossier_code(code), page)


def _chain(sheet: Sheet, code: str, page: int) -> Response:
    must_see(sheet.viewer, code, sheet.register)
    links, broken = sheet.register.chain(code), sheet.register.verify(code)
    if broken is not None:
        log.error("chain_broken", dossier=code, seq=broken)
    strays = dict(sheet.register.strays_among([code])).get(code, ())
    if strays:
        log.error("standing_differs", dossier=code, columns=len(strays))
    told = _told(sheet, code)
    first = (page - 1) * SHOWN
    return sheet.page(
        "chain.html",
        code=code,
        shown=[Shown(link, told.get(link.seq), link.seq == broken) for link in links[first : first + SHOWN]],
        facts=len(links),
        head=links[-1].hash,
        broken=broken,
        strays=strays,
        number=page,
        more=first + SHOWN < len(links),
    )


def _told(sheet: Sheet, code: str) -> dict[int, EventView]:
    """Return what the facts say, by their sequence; nothing where a touched one can no longer be read."""
    try:
        view = dossier_view(code, sheet.register, sheet.ground, sheet.now)
    except (MotcuaError, ValueError) as unreadable:
        log.warning("facts_unreadable", dossier=code, error=type(unreadable).__name__)
        return {}
    return {each.seq: each for each in view.timeline}


@router.get("/integrity", dependencies=[needs(Permission.READ_AUDIT)])
async def integrity(sheet: TheSheet, q: Annotated[str, Query(max_length=80)] = "") -> Response:
    """Return the chains of what was recorded last, verified now; a code leads to its own."""
    asked = q.strip()
    if code := _code(asked):
        return RedirectResponse(f"/dossiers/{code}/chain", 303)
    return await off_loop(_last, sheet, asked)


def _last(sheet: Sheet, asked: str) -> Response:
    checked = [_checked(sheet, code) for code in sheet.register.written_last(LAST, sheet.viewer.scope)]
    broken = [each for each in checked if each.broken is not None]
    for each in broken:
        log.error("chain_broken", dossier=each.code, seq=each.broken)
    return sheet.page("integrity.html", asked=asked, checked=checked, broken=broken)


def _checked(sheet: Sheet, code: str) -> Checked:
    links = sheet.register.chain(code)
    broken = sheet.register.verify(code)
    return Checked(code, len(links), links[-1].hash, links[-1].recorded_at, broken)


def _code(asked: str) -> str | None:
    try:
        return DossierCode.parse(asked.upper()).format() if asked else None
    except InvalidInputError:
        return None
