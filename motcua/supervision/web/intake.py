"""`/intake`: what the reader's one-stop receives today; choosing one leads to the form that opens a dossier."""

from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from motcua.procedures.definition import Procedure
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.receiving import receivable
from motcua.supervision.stuck.finding import folded
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.worktime.words import allowance_words

router = APIRouter(dependencies=[needs(Permission.OPEN_DOSSIERS)])
PAGE = 50
"""Procedures on a page of the list."""


@router.get("/intake")
async def choose(
    sheet: TheSheet,
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Return the procedures the reader's agency receives today, by field and name."""
    return await off_loop(_list, sheet, q.strip(), page)


def _list(sheet: Sheet, q: str, page: int) -> Response:
    every = list(receivable(sheet.viewer, sheet.ground, sheet.today))
    found = _found(sheet, every, q)
    said = {"q": q} if q else {}
    following = {"page": str(page + 1)} if page * PAGE < len(found) else None
    return sheet.page(
        "intake.html",
        q=q,
        every=len(every),
        found=len(found),
        fields=_by_field(sheet, found[(page - 1) * PAGE : page * PAGE]),
        following=f"/intake?{urlencode(said | following)}" if following else None,
        first=f"/intake?{urlencode(said)}" if page > 1 else None,
        allowance=allowance_words,
    )


def _found(sheet: Sheet, every: list[Procedure], q: str) -> list[Procedure]:
    """Return the procedures in which every word that is looked for occurs, by field and name."""
    say, words = sheet.voice.say, folded(q).split()
    told = ((each, folded(f"{each.code} {each.name.vi} {each.name.en} {each.field.vi}")) for each in every)
    found = [each for each, text in told if all(word in text for word in words)]
    return sorted(found, key=lambda each: (folded(say(each.field)), folded(say(each.name)), each.code))


def _by_field(sheet: Sheet, found: list[Procedure]) -> list[tuple[str, list[Procedure]]]:
    return [(name, list(each)) for name, each in groupby(found, key=lambda each: sheet.voice.say(each.field))]
