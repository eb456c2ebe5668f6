"""`/find`: a dossier by its code, or by the number of a paper that was issued on it."""

import re
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from motcua.agencies.codes import DossierCode
from motcua.errors import InvalidInputError
from motcua.letters.forms import MARKS, Form
from motcua.register.numbered import PaperNumber
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.web.sheet import Sheet, TheSheet

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
NUMBER = re.compile(r"(?P<number>\d{1,7})\s*/\s*(?P<mark>[A-ZĐ]{2,6})(?:\s*/\s*(?P<year>20\d\d))?")


@router.get("/find")
async def find(sheet: TheSheet, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Lead to the dossier somebody looks for, or say that there is none."""
    asked = q.strip()
    if code := _code(asked):
        return RedirectResponse(f"/dossiers/{code}", 303)
    return await off_loop(_by_number, sheet, asked)


def _by_number(sheet: Sheet, asked: str) -> Response:
    wanted = _number(asked, sheet)
    agencies = [agency.id for agency in sheet.ground.directory.agencies]
    found = sheet.register.numbered(wanted, agencies, sheet.viewer.scope) if wanted else []
    if len(found) == 1:
        return RedirectResponse(f"/dossiers/{found[0].dossier}", 303)
    return sheet.page("find.html", asked=asked, found=found, mark=MARKS)


def _code(asked: str) -> str | None:
    try:
        return DossierCode.parse(asked.upper()).format()
    except InvalidInputError:
        return None


def _number(asked: str, sheet: Sheet) -> PaperNumber | None:
    said = NUMBER.fullmatch(asked.upper())
    forms = [form.value for form in Form if said and MARKS.get(form) == said["mark"]]
    if said is None or not forms:
        return None
    year = int(said["year"]) if said["year"] else sheet.now.astimezone(sheet.voice.zone).year
    return PaperNumber(forms=tuple(forms), year=year, number=int(said["number"]))
