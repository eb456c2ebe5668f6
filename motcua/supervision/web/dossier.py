"""`/dossiers/{code}`: one page to end an argument."""

from datetime import datetime
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Query
from pydantic import JsonValue
from starlette.responses import Response

from motcua.errors import InvalidInputError, MotcuaError
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.office import off_loop
from motcua.supervision.papers import issued_letters
from motcua.supervision.telling.calls import call_list
from motcua.supervision.telling.dossier import dossier_view, dossier_view_at
from motcua.supervision.telling.lateness import overdue_view, time_view
from motcua.supervision.telling.letters import letters_view
from motcua.supervision.telling.notices import notice_views
from motcua.supervision.web.acts import Turned, panel_of, written_at
from motcua.supervision.web.decisions import system_name
from motcua.supervision.web.ribbon import ribbon_of
from motcua.supervision.web.route import route_of
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.worktime.allowance import Allowance
from motcua.worktime.words import allowance_words

log = structlog.get_logger(__name__)
router = APIRouter()
Moment = datetime | Literal[""]


@router.get("/dossiers/{code}", dependencies=[needs(Permission.READ_DOSSIERS)])
async def dossier(
    code: str,
    sheet: TheSheet,
    as_of: Moment = "",
    done: Annotated[str, Query(max_length=120)] = "",
    opened: bool = False,
) -> Response:
    """Return the page of a dossier, now or as it stood at a moment; after an act it says what was written."""
    at = _moment(as_of, sheet) if as_of else None
    return await off_loop(dossier_page, sheet, dossier_code(code), as_of=at, done=done, opened=opened)


@router.post("/dossiers/{code}/applicant", dependencies=[needs(Permission.READ_PERSONAL)])
async def applicant(code: str, sheet: TheSheet) -> Response:
    """Return the page with the applicant's data, read for a purpose; the reading is noted."""
    form = await sheet.form()
    purpose = str(form.get("purpose") or "").strip()[:500]
    return await off_loop(_revealed, sheet, dossier_code(code), purpose)


def _revealed(sheet: Sheet, code: str, purpose: str) -> Response:
    must_see(sheet.viewer, code, sheet.register)
    data = sheet.register.applicant(code, sheet.viewer.signature, purpose, at=sheet.now)
    log.info("applicant_read", dossier=code, who=sheet.viewer.signature)
    return dossier_page(sheet, code, revealed=data)


def _moment(as_of: datetime, sheet: Sheet) -> datetime:
    """Return the moment a form names: without a zone it is the zone pages are read in."""
    at = as_of if as_of.tzinfo else as_of.replace(tzinfo=sheet.voice.zone)
    if not 2000 <= at.year < 2100 or at > sheet.now:
        raise InvalidInputError(
            "A dossier is looked at as of a past moment.",
            vi="Chỉ xem được hồ sơ tại một thời điểm đã qua.",
            field="as_of",
            hint="Give a moment between its opening and now.",
            hint_vi="Chọn thời điểm từ khi mở hồ sơ đến nay.",
        )
    return at


def dossier_page(
    sheet: Sheet,
    code: str,
    *,
    as_of: datetime | None = None,
    revealed: dict[str, JsonValue] | None = None,
    done: str = "",
    opened: bool = False,
    turned: Turned | None = None,
    status: int = 200,
) -> Response:
    """Return the page of a dossier.

    Args:
        sheet: Who reads it.
        code: The dossier.
        as_of: As it stood then; None: now.
        revealed: The applicant's data, where they were read for a purpose.
        done: The key of the act that was just done; empty: none.
        opened: Whether the reader has just opened it.
        turned: The form that was just sent and not done.
        status: HTTP status.
    """
    must_see(sheet.viewer, code, sheet.register)
    register, ground = sheet.register, sheet.ground
    at = as_of or sheet.now
    view = dossier_view_at(code, register, ground, as_of) if as_of else dossier_view(code, register, ground, at)
    calendar = ground.calendar_of(view.competent.id)
    return sheet.page(
        "dossier.html",
        status=status,
        view=view,
        at=at,
        as_of=as_of,
        revealed=revealed,
        done=written_at(sheet, code, done) if done else None,
        opened=opened and as_of is None,
        turned=turned,
        ribbon=ribbon_of(view, at, calendar),
        system_name=system_name,
        allowance=lambda text: allowance_words(Allowance.parse(text)),
        may_reveal=sheet.viewer.may(Permission.READ_PERSONAL),
        **_beside(sheet, code, as_of),
    )


def _beside(sheet: Sheet, code: str, as_of: datetime | None) -> dict[str, Any]:
    """Return what stands beside the standing; of a past moment only what it was, not what came of it."""
    if as_of is not None:
        nothing = dict.fromkeys(("visits", "rows", "letters", "calls", "files", "notices"), ())
        return {**nothing, "broken": None, "acts": None}
    register, ground = sheet.register, sheet.ground
    visits = time_view(code, register, ground, sheet.now).visits
    return {
        "visits": visits,
        "rows": route_of(visits),
        "letters": _letters(sheet, code),
        "calls": call_list(code, register, sheet.voice.zone).calls,
        "files": overdue_view(code, register, ground, sheet.now).episodes,
        "notices": notice_views(register.notices(code), ground, sheet.office.channels),
        "broken": register.verify(code),
        "acts": panel_of(sheet, code),
    }


def _letters(sheet: Sheet, code: str) -> tuple[Any, ...] | None:
    """Return the letters of a dossier; None where they cannot be had now: the rest of the page stands."""
    try:
        return letters_view(code, issued_letters(code, sheet.register, sheet.ground)).letters
    except MotcuaError as cannot:
        log.warning("letters_not_shown", dossier=code, error=cannot.kind)
        return None
