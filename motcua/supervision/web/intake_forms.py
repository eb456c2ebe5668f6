"""`/intake/{procedure}`: the form by which a one-stop opens a dossier; refused, it comes again with what was typed."""

from typing import Annotated, NamedTuple

import structlog
from fastapi import APIRouter, Path
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from activities.messages import Receipt
from motcua.dossiers.names import words_of
from motcua.errors import ConflictError, MotcuaError
from motcua.procedures.definition import Procedure
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.admission import admitted
from motcua.supervision.api.office import off_loop
from motcua.supervision.api.problems import status_of
from motcua.supervision.counter import Opening
from motcua.supervision.offers.answering import typed
from motcua.supervision.offers.of_opening import Intake, intake, opening_of
from motcua.supervision.offers.offer import Option
from motcua.supervision.receiving import must_receive, names_of_places, places
from motcua.supervision.web.acts import Sent, Turned, turned
from motcua.supervision.web.intake_again import key_of_form, must_say_the_same, new_key, sent_before
from motcua.supervision.web.seats import seat_names
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.worktime.words import allowance_words

log = structlog.get_logger(__name__)
router = APIRouter(dependencies=[needs(Permission.OPEN_DOSSIERS)])
Code = Annotated[str, Path(max_length=80)]


class Blank(NamedTuple):
    """A form nobody has filled in."""

    procedure: Procedure
    form: Intake


@router.get("/intake/{procedure}")
async def blank(procedure: Code, sheet: TheSheet) -> Response:
    """Return the form of a procedure."""
    return await off_loop(_page, sheet, await off_loop(_blank, sheet, procedure), new_key())


@router.post("/intake/{procedure}")
async def hand_in(procedure: Code, sheet: TheSheet) -> Response:
    """Open a dossier, and lead to its page; refused, the form comes again with the reason at its field."""
    empty = await off_loop(_blank, sheet, procedure)
    form = await sheet.form()
    key, sent = key_of_form(str(form.get("key") or "")), _sent(form, empty)
    try:
        opening = opening_of(empty.form.it, sheet.viewer.actor, sent.answers, key)
        receipt = await _opened(sheet, opening)
    except MotcuaError as refusal:
        return await off_loop(_not_opened, sheet, empty, key, turned(sent, refusal))
    return RedirectResponse(f"/dossiers/{receipt.code}?opened=true", 303)


async def _opened(sheet: Sheet, opening: Opening) -> Receipt:
    """Open a dossier as the API does.

    Raises:
        ConflictError: The form was sent before with something else on it.
        MotcuaError: It cannot be opened; nothing was written.
    """
    must_be_author(sheet.viewer, opening.by, Permission.OPEN_DOSSIERS)
    await off_loop(must_say_the_same, sheet.viewer, opening, sheet.register)
    try:
        return await sheet.office.counter.open(admitted(opening))
    except ConflictError:
        code = await off_loop(sheet.register.code_for, opening.by.agency, opening.key)
        raise sent_before(code or "–") from None


def _blank(sheet: Sheet, code: str) -> Blank:
    """Return the form of the version in force today.

    Raises:
        NotFoundError: There is no such procedure, or no version is in force.
        ForbiddenError: The reader's agency does not receive it.
    """
    procedure = sheet.ground.catalogue.version_for(code, sheet.today)
    must_receive(sheet.viewer, procedure, sheet.ground.directory, sheet.today)
    own = sheet.ground.directory.get(sheet.viewer.agency).territory
    return Blank(procedure, intake(procedure, sheet.viewer.actor, _places(sheet, procedure), own))


def _places(sheet: Sheet, procedure: Procedure) -> tuple[Option, ...]:
    names = names_of_places(sheet.ground.directory, sheet.today)
    found = places(procedure, sheet.viewer.agency, sheet.ground, sheet.today)
    return tuple(Option(place, words_of(names[place].name)) for place in found)


def _sent(form: FormData, empty: Blank) -> Sent:
    asked = {each.name for each in empty.form.it.inputs}
    return Sent("open", 0, {name: texts for name, texts in typed(form.multi_items()).items() if name in asked})


def _not_opened(sheet: Sheet, empty: Blank, key: str, turned: Turned) -> Response:
    """Return the form as it was sent; one that has opened a dossier already comes back as a new one."""
    log.info(
        "opening_turned_back",
        procedure=empty.procedure.code,
        who=sheet.viewer.signature,
        error=turned.error.kind,
        field=turned.error.field,
    )
    if not isinstance(turned.error, ConflictError):
        return _page(sheet, empty, key, turned)
    before = sheet.register.code_for(sheet.viewer.agency, key)
    if before is None or not sheet.register.has(before):  # allotted, and may yet be opened: no second one beside it
        return _page(sheet, empty, key, turned)
    return _page(sheet, empty, new_key(), turned, before)


def _page(sheet: Sheet, empty: Blank, key: str, turned: Turned | None = None, before: str | None = None) -> Response:
    """Return the form; `before` is the dossier it has opened already."""
    procedure = empty.procedure
    return sheet.page(
        "intake_form.html",
        status=status_of(turned.error) if turned else 200,
        before=before,
        it=procedure,
        form=empty.form,
        key=key,
        turned=turned,
        wrong=empty.form.it.asks(turned.error.field) if turned else None,
        seats=seat_names(procedure, sheet.ground, sheet.today, sheet.viewer.agency),
        allowance=allowance_words,
    )
