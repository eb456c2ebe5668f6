"""`/`: what will go wrong today, and where it jams."""

from fastapi import APIRouter
from starlette.responses import Response

from motcua.register.stuck import StuckFilter
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.web.sheet import Sheet, TheSheet

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])


@router.get("/")
async def overview(sheet: TheSheet) -> Response:
    """Return the overview."""
    return await off_loop(_page, sheet)


def _page(sheet: Sheet) -> Response:
    found = sheet.register.stuck(StuckFilter(scope=sheet.viewer.scope), now=sheet.now, limit=1)
    return sheet.page(
        "overview.html", reasons=found.counts, total=found.total, late=sum(each.late for each in found.counts)
    )
