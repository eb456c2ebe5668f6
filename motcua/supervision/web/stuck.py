"""`/stuck`: find, understand and select what needs somebody."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from motcua.dossiers.parts import Waiting
from motcua.register.stuck_groups import Urgency
from motcua.register.stuck_order import Sort
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.stuck.answering import answer, understood
from motcua.supervision.stuck.question import Question, Text, fields_of, systems_of
from motcua.supervision.stuck.views import ViewView, own_views, resolved, view_of
from motcua.supervision.telling.stuck import agency_name, procedure_name
from motcua.supervision.telling.views_of_stuck import StuckList
from motcua.supervision.web.ahead import ahead
from motcua.supervision.web.decisions import system_name
from motcua.supervision.web.keeping import Kept
from motcua.supervision.web.repairs import KINDS
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.supervision.web.urgency import groups

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
LATE_BY = ("1wd", "5wd", "10wd")
"""What can be chosen as lateness: working days past the moment from which a dossier is late."""
STANDINGS = ("only_late", "will_be_late", "at_risk", "stopped")
"""How a promise may have to stand."""
PAGE = 50
_HELD: Kept[frozenset[str]] = Kept(60.0)
"""Agencies that hold something, by scope."""


class Asked(Question):
    """The question as the page's address has it."""

    view: Text | None = None
    """Id of a saved view, which is then asked instead."""
    cursor: str | None = Field(default=None, max_length=400)
    lang: str | None = None
    theme: str | None = None
    """Language and theme are the reader's own choice: the sheet has looked at them."""


@router.get("/stuck")
async def stuck(sheet: TheSheet, asked: Annotated[Asked, Query()]) -> Response:
    """Return a page of the list; every filter stands in the address."""
    question = await off_loop(_understood, sheet, asked)
    return await ahead(sheet, "stuck.html", _made(sheet, question, asked))


def _understood(sheet: Sheet, asked: Asked) -> Question:
    """Return the question, once everything in it that may be refused has been looked at."""
    question = resolved(asked, asked.view, sheet.register)
    scope = sheet.viewer.scope
    understood(question, sheet.register, sheet.ground, scope=scope, now=sheet.now, cursor=asked.cursor)
    return question


async def _made(sheet: Sheet, question: Question, asked: Asked) -> Response:
    told = await off_loop(_told, sheet, question, asked.cursor)
    told = await sheet.office.engine.joined(told)
    return await off_loop(_page, sheet, question, told, asked)


def _told(sheet: Sheet, question: Question, cursor: str | None, limit: int = PAGE) -> StuckList:
    scope, now = sheet.viewer.scope, sheet.now
    return answer(question, sheet.register, sheet.ground, scope=scope, now=now, limit=limit, cursor=cursor)


def _page(sheet: Sheet, question: Question, told: StuckList, asked: Asked) -> Response:
    given = {"view": asked.view} if asked.view else question.fields
    in_queue = question.sort is Sort.RANK
    return sheet.page(
        "stuck.html",
        told=told,
        groups=groups(told.dossiers, sheet.now, sheet.calendar, in_queue=in_queue),
        unread=sum(row.technical is None for row in told.dossiers),
        asked=question,
        given=given,
        counts_by_reason=_counts(sheet, question, told),
        following=_address(given | {"cursor": told.next}) if told.next else None,
        first=_address(given) if asked.cursor else None,
        sorted_by=lambda sort: _address(question.fields | {"sort": sort}),
        api=_address(given, "/api/v1/stuck"),
        repairs=KINDS if sheet.viewer.may(Permission.PREPARE_REPAIRS) else (),
        **_choices(sheet, question),
        **_views(sheet, asked.view),
    )


def _choices(sheet: Sheet, question: Question) -> dict[str, Any]:
    """Return what can be chosen in the form."""
    ground = sheet.ground
    return {
        "reasons": tuple(Waiting),
        "standings": STANDINGS,
        "lates": LATE_BY,
        "sorts": tuple(Sort),
        "urgencies": tuple(Urgency),
        "agencies": _agencies(sheet, question),
        "procedures": [(code, procedure_name(code, ground)) for code in sorted(ground.catalogue.codes())],
        "fields": fields_of(ground),
        "systems": [(system, system_name(system)) for system in systems_of(ground)],
    }


def _views(sheet: Sheet, id: str | None) -> dict[str, Any]:
    """Return the reader's own views, and the one that is shown, whoever saved it."""
    zone = sheet.voice.zone
    own: tuple[ViewView, ...] = tuple(own_views(sheet.register, sheet.viewer, zone))
    shown = view_of(sheet.register.saved_view(id), sheet.viewer, zone) if id else None
    return {"views": own, "shown": shown}


def _counts(sheet: Sheet, question: Question, told: StuckList) -> dict[str, int]:
    """Return the numbers beside the reasons: of everything the other filters let through."""
    if question.reason is not None or told.total is None:
        told = _told(sheet, question.model_copy(update={"reason": None}), None, 1)
    return {each.id: each.dossiers for each in told.counts}


def _agencies(sheet: Sheet, question: Question) -> list[tuple[str, Any]]:
    """Return the agencies that hold something the viewer may see, and the one that is asked for, by name."""
    scope, register = sheet.viewer.scope, sheet.register
    held = _HELD.of((register, scope), lambda _now: register.holders(scope)).value
    chosen = held | {question.agency} if question.agency else held
    named = ((agency, agency_name(agency, sheet.ground)) for agency in chosen)
    return sorted(named, key=lambda each: sheet.voice.say(each[1]))


def _address(given: dict[str, str], path: str = "/stuck") -> str:
    return f"{path}?{urlencode(given)}" if given else path
