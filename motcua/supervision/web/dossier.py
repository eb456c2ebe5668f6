"""`/dossiers/{code}`: one page to end an argument."""

from fastapi import APIRouter
from starlette.responses import Response

from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import off_loop
from motcua.supervision.telling.dossier import dossier_view
from motcua.supervision.web.sheet import Sheet, TheSheet

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])


@router.get("/dossiers/{code}")
async def dossier(code: str, sheet: TheSheet) -> Response:
    """Return the page of a dossier."""
    return await off_loop(_page, sheet, dossier_code(code))


def _page(sheet: Sheet, code: str) -> Response:
    must_see(sheet.viewer, code, sheet.register)
    view = dossier_view(code, sheet.register, sheet.ground, sheet.now)
    return sheet.page("dossier.html", view=view)
