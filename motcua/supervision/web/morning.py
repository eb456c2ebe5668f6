"""`/morning`: what a head has to know when a working day begins, as it was sent."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from motcua.dossiers.parts import Waiting
from motcua.errors import NotFoundError
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.telling.mornings import MorningView, morning_view
from motcua.supervision.telling.stuck import procedure_name
from motcua.supervision.web.decisions import system_name
from motcua.supervision.web.morning_links import links
from motcua.supervision.web.sheet import Sheet, TheSheet

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
ICONS = {"due_today": "today", "will_be_late": "will", "blocked": "partner", "paused": "hold"}


@router.get("/morning")
async def morning(sheet: TheSheet, day: Annotated[date | Literal[""], Query()] = "") -> Response:
    """Return the sheet of a day."""
    return await off_loop(_page, sheet, day or None)


def _page(sheet: Sheet, day: date | None) -> Response:
    view, why = _view(sheet, day)
    told = view.sheet if view else None
    shown = told.day if told else day or sheet.today
    paper = {"day": f"{shown:%Y-%m-%d}", "lang": sheet.choices.lang}
    return sheet.page(
        "morning.html",
        view=view,
        why=why,
        told=told,
        shown=shown,
        days=sorted({*sheet.register.mornings_of(sheet.viewer.subject), shown}, reverse=True),
        paper=f"/api/v1/morning.pdf?{urlencode(paper)}",
        links=links(shown, sheet.viewer.scope),
        icons=ICONS,
        procedure=lambda code: procedure_name(code, sheet.ground),
        system_name=system_name,
        APPLICANT=Waiting.APPLICANT,
    )


def _view(sheet: Sheet, day: date | None) -> tuple[MorningView | None, NotFoundError | None]:
    """Return the sheet, or why there is none: that is an answer here, not a fault."""
    try:
        return morning_view(sheet.viewer, day, sheet.register, sheet.ground, sheet.now), None
    except NotFoundError as none:
        return None, none
