"""Saving, renaming and deleting the questions of `/stuck`."""

import structlog
from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import from_faults
from motcua.supervision.api.office import off_loop
from motcua.supervision.stuck.question import Question
from motcua.supervision.stuck.views import NamedView, NewView, save
from motcua.supervision.web.sheet import TheSheet

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/stuck/views", dependencies=[needs(Permission.READ_DOSSIERS)])
SEEN = 303


@router.post("")
async def keep(sheet: TheSheet) -> Response:
    """Save the question that is shown and lead to it."""
    form = await sheet.form()
    try:
        question = Question.model_validate_json(str(form.get("question") or "{}"))
        new = NewView(name=str(form.get("name") or ""), question=question)
    except ValidationError as unfit:
        raise from_faults(unfit.errors(include_context=False, include_url=False)) from None
    saved = await off_loop(save, new, sheet.register, sheet.viewer, sheet.now, sheet.voice.zone)
    log.info("view_saved", view=saved.id, by=saved.by)
    return RedirectResponse(saved.page, SEEN)


@router.post("/{id}/name")
async def rename(id: str, sheet: TheSheet) -> Response:
    """Give a view another name and lead back to it."""
    form = await sheet.form()
    try:
        named = NamedView(name=str(form.get("name") or ""))
    except ValidationError as unfit:
        raise from_faults(unfit.errors(include_context=False, include_url=False)) from None
    owner = sheet.viewer.subject
    view = await off_loop(sheet.register.rename_view, id, named.name, owner=owner, now=sheet.now)
    return RedirectResponse(f"/stuck?view={view.id}", SEEN)


@router.post("/{id}/deletion")
async def delete(id: str, sheet: TheSheet) -> Response:
    """Delete a view and lead to the whole list."""
    await off_loop(sheet.register.delete_view, id, owner=sheet.viewer.subject)
    log.info("view_deleted", view=id, by=sheet.viewer.signature)
    return RedirectResponse("/stuck", SEEN)
