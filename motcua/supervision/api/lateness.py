"""Lateness over HTTP: the file of every overdue episode of a dossier, and whose working time it took."""

from datetime import UTC, datetime

from fastapi import APIRouter

from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.lateness import overdue_view, time_view
from motcua.supervision.telling.views_of_lateness import OverdueView, TimeView

router = APIRouter(prefix="/dossiers", tags=["lateness"], dependencies=[needs(Permission.READ_DOSSIERS)])


@router.get("/{code}/overdue")
async def overdue(code: str, office: TheOffice, viewer: TheViewer) -> OverdueView:
    """Return every overdue episode of a dossier: warned, told, answered, explained, apologised, closed."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    return await off_loop(overdue_view, dossier_code(code), office.register, office.ground, datetime.now(UTC))


@router.get("/{code}/time")
async def time(code: str, office: TheOffice, viewer: TheViewer) -> TimeView:
    """Return whose working time a dossier took, and what each agency used of its own limit."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    return await off_loop(time_view, dossier_code(code), office.register, office.ground, datetime.now(UTC))
