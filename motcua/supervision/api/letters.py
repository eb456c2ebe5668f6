"""Letters over HTTP: the list of a dossier's letters, and each as a PDF."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from motcua.dossiers.parts import Name
from motcua.letters.issuing import form_called
from motcua.letters.printing import Language
from motcua.supervision.access.acting import actor_named, must_be_author
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.papers import issue, issued_letters, printed
from motcua.supervision.telling.letters import LettersView, letters_view

router = APIRouter(prefix="/dossiers", tags=["letters"], dependencies=[needs(Permission.READ_DOSSIERS)])

PDF = "application/pdf"
AS_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {}}, "description": "The letter as PDF/A-2b."}}


@router.get("/{code}/letters")
async def letters(code: str, office: TheOffice, viewer: TheViewer) -> LettersView:
    """Return the letters of a dossier, in the order of what issued them; what is due is issued now."""
    one = dossier_code(code)
    await off_loop(must_see, viewer, one, office.register)
    return letters_view(one, await off_loop(issued_letters, one, office.register, office.ground))


@router.get("/{code}/letters/{form}.pdf", response_class=Response, responses=AS_PDF)
async def letter(
    code: str,
    form: str,
    office: TheOffice,
    viewer: TheViewer,
    lang: Language = "vi",
    seq: Annotated[
        int | None, Query(ge=1, le=1_000_000, description="The fact that issued it; none: the last.")
    ] = None,
    by: Annotated[
        Name | None,
        Query(description="AGENCY or AGENCY/OFFICER that prints it: with the applicant's data; who asks is noted."),
    ] = None,
) -> Response:
    """Return a letter as a PDF, issued now if it was not before."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    if by is not None:
        must_be_author(viewer, actor_named(by, "by"), Permission.READ_PERSONAL)
    name, pdf = await off_loop(_printed, office, dossier_code(code), form, lang, seq, by, viewer.signature)
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(pdf, media_type=PDF, headers=headers)


def _printed(
    office: Office, code: str, form: str, lang: Language, seq: int | None, by: str | None, reader: str
) -> tuple[str, bytes]:
    issued = issue(code, form_called(form), office.register, office.ground, seq)
    pdf = printed(issued, office.register, office.ground, lang, by, reader=reader)
    return f"{code}-{form}-{issued.letter.seq}.{lang}.pdf", pdf
