"""`/verify`: whether a printed paper is ours, and whether another has taken its place."""

import structlog
from fastapi import APIRouter
from starlette.responses import Response

from motcua.errors import MotcuaError
from motcua.letters.forms import TO_APPLICANTS
from motcua.supervision.access.door import open_to_all
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import off_loop
from motcua.supervision.api.problems import status_of
from motcua.supervision.genuine import genuine, later_of
from motcua.supervision.web.public_sheet import PublicSheet, ThePublicSheet

log = structlog.get_logger(__name__)
router = APIRouter(dependencies=[open_to_all("Whoever is shown a paper may ask whether it is genuine.")])
NOTHING = {"code": "", "check": ""}


@router.get("/verify")
async def asks(sheet: ThePublicSheet) -> Response:
    """Return the form."""
    return sheet.page("verify.html", again={}, asked=NOTHING, error=None, paper=None, later=(), opens=False)


@router.post("/verify")
async def told(sheet: ThePublicSheet) -> Response:
    """Return what the paper is, or that no such paper was issued."""
    return await off_loop(_told, sheet, await sheet.asked())


def _told(sheet: PublicSheet, asked: dict[str, str]) -> Response:
    register = sheet.office.register
    try:
        paper = genuine(dossier_code(asked["code"].upper()), asked["check"], register)
        later = later_of(paper, register)
    except MotcuaError as refusal:
        log.info("paper_not_confirmed", error=refusal.kind)
        values = {"error": refusal, "paper": None, "later": (), "opens": False}
        return sheet.page("verify.html", status=status_of(refusal), again=asked, asked=asked, **values)
    log.info("paper_confirmed", dossier=paper.row.dossier, form=paper.row.form)
    opens = paper.letter.form in TO_APPLICANTS
    return sheet.page("verify.html", again=asked, asked=asked, error=None, paper=paper, later=later, opens=opens)
