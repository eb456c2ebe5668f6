"""The morning sheet over HTTP: what its reader was told on a day, as JSON or on paper."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from motcua.reports.morning import morning_pdf
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.telling.mornings import MorningView, morning_view

router = APIRouter(tags=["supervision"], dependencies=[needs(Permission.READ_DOSSIERS)])
Day = Annotated[date | None, Query(description="The day; none: today.")]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The sheet."}}


@router.get("/morning")
async def morning(office: TheOffice, viewer: TheViewer, day: Day = None) -> MorningView:
    """Return what is due today, what will be late unless it is moved, what others hold up, what stands too long."""
    return await off_loop(_view, office, viewer, day)


@router.get("/morning.pdf", response_class=Response, responses=PDF)
async def morning_paper(
    office: TheOffice, viewer: TheViewer, day: Day = None, lang: Literal["vi", "en"] = "vi"
) -> Response:
    """Return the same on paper."""
    made = (await off_loop(_view, office, viewer, day)).sheet
    content = await off_loop(morning_pdf, made, office.ground, lang)
    name = f'inline; filename="ban-tin-sang-{made.day:%Y%m%d}.{lang}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _view(office: Office, viewer: Viewer, day: date | None) -> MorningView:
    return morning_view(viewer, day, office.register, office.ground, datetime.now(UTC))
