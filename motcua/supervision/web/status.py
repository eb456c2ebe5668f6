"""`/status`: where a dossier is, for whoever holds one of the papers its applicant was given."""

import structlog
from fastapi import APIRouter
from starlette.responses import Response

from motcua.errors import MotcuaError
from motcua.letters.forms import TO_APPLICANTS
from motcua.supervision.access.door import open_to_all
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import off_loop
from motcua.supervision.api.problems import status_of
from motcua.supervision.genuine import genuine
from motcua.supervision.telling.public import public_status
from motcua.supervision.web.public_sheet import PublicSheet, ThePublicSheet

log = structlog.get_logger(__name__)
router = APIRouter(dependencies=[open_to_all("Applicants have no account: they show what is on a paper.")])
NOTHING = {"code": "", "check": ""}


@router.get("/status")
async def asks(sheet: ThePublicSheet) -> Response:
    """Return the form."""
    return sheet.page("status.html", again={}, asked=NOTHING, error=None, told=None)


@router.post("/status")
async def told(sheet: ThePublicSheet) -> Response:
    """Return where the dossier stands, or that no such paper was issued."""
    return await off_loop(_told, sheet, await sheet.asked())


def _told(sheet: PublicSheet, asked: dict[str, str]) -> Response:
    office = sheet.office
    try:
        code = dossier_code(asked["code"].upper())
        genuine(code, asked["check"], office.register, TO_APPLICANTS)
        status = public_status(code, office.register, office.ground, sheet.now)
    except MotcuaError as refusal:
        log.info("status_refused", error=refusal.kind)
        answer = status_of(refusal)
        return sheet.page("status.html", status=answer, again=asked, asked=asked, error=refusal, told=None)
    log.info("status_shown", dossier=code)
    return sheet.page("status.html", again=asked, asked=asked, error=None, told=status)
