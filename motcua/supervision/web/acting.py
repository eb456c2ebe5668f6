"""`POST /dossiers/{code}/actions`: somebody acts from the page of a dossier; sent twice, it is done once."""

from collections.abc import Sequence

import structlog
from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from motcua.dossiers.commands import Act
from motcua.dossiers.decide import decided
from motcua.dossiers.evolve import fold
from motcua.dossiers.facts import Transition
from motcua.dossiers.outages import stands_for
from motcua.errors import ConflictError, MotcuaError, RefusedError
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.dossiers import ACTING
from motcua.supervision.api.office import off_loop
from motcua.supervision.api.problems import status_of
from motcua.supervision.offers.answering import act_of_form, key_of
from motcua.supervision.offers.doing import done_for
from motcua.supervision.offers.offering import offer_of
from motcua.supervision.telling.stuck import agency_name
from motcua.supervision.web.acts import Sent, sent_of, situation_of, turned
from motcua.supervision.web.dossier import dossier_page
from motcua.supervision.web.sheet import Sheet, TheSheet

log = structlog.get_logger(__name__)
router = APIRouter()


@router.get("/dossiers/{code}/actions", dependencies=[needs(Permission.READ_DOSSIERS)])
async def back(code: str, sheet: TheSheet) -> Response:
    """Lead from the address under which an act was refused to the dossier; a choice of language stays."""
    query = sheet.request.url.query
    return RedirectResponse(f"/dossiers/{dossier_code(code)}" + (f"?{query}" if query else ""), 303)


@router.post("/dossiers/{code}/actions", dependencies=[needs(*ACTING)])
async def act(code: str, sheet: TheSheet) -> Response:
    """Do what a form says, and lead back to the dossier; refused, the page comes again with what was typed."""
    code = dossier_code(code)
    await off_loop(must_see, sheet.viewer, code, sheet.register)
    sent = sent_of(await sheet.form())
    try:
        meant = await off_loop(_meant, sheet, code, sent)
        if meant is not None:
            await done_for(sheet.viewer, code, meant, sheet.office)
    except MotcuaError as refusal:
        return await off_loop(_not_done, sheet, code, sent, refusal)
    return _done(sheet, code, sent)


def _done(sheet: Sheet, code: str, sent: Sent) -> Response:
    return RedirectResponse(f"/dossiers/{code}?done={_key(sheet, code, sent)}", 303)


def _key(sheet: Sheet, code: str, sent: Sent) -> str:
    return key_of(sheet.viewer, code, sent.seq, sent.offer, sent.answers)


def _meant(sheet: Sheet, code: str, sent: Sent) -> Act | None:
    """Return the act a form means, which the core would do now; None where it was done already.

    Raises:
        ConflictError: The dossier has moved on since the form was written.
        RefusedError: It cannot be done, or not by this viewer.
    """
    key, story = _key(sheet, code, sent), sheet.register.transitions(code)
    if _known(story, key):
        return None
    dossier = fold(story)
    if dossier.seq != sent.seq:
        raise _moved_on(sheet, story[-1])
    offer = offer_of(sheet.viewer, situation_of(sheet, dossier), sent.offer)
    if offer is None:
        raise _not_offered()
    if offer.refusal is not None:
        raise offer.refusal
    act = act_of_form(offer, sent.answers, key)
    over = sheet.register.ends_of_outages(away) if (away := stands_for(dossier)) else {}
    decided(dossier, act, sheet.now, sheet.ground, over)
    return act


def _known(story: Sequence[Transition], key: str) -> bool:
    return any(each.key == key for each in story)


def _not_done(sheet: Sheet, code: str, sent: Sent, refusal: MotcuaError) -> Response:
    """Return the page with the refusal; where the act was written meanwhile after all, lead back as after any."""
    if _known(sheet.register.transitions(code), _key(sheet, code, sent)):
        return _done(sheet, code, sent)
    log.info("act_turned_back", dossier=code, who=sheet.viewer.signature, act=sent.kind[:40], error=refusal.kind)
    return dossier_page(sheet, code, turned=turned(sent, refusal), status=status_of(refusal))


def _moved_on(sheet: Sheet, last: Transition) -> ConflictError:
    who, zone = agency_name(last.by.agency, sheet.ground), sheet.voice.zone
    at = last.recorded_at.astimezone(zone)
    return ConflictError(
        f"The dossier has moved on since you opened it: {who.en}, {at:%Y-%m-%d %H:%M}. Yours was not done.",
        vi=f"Hồ sơ đã đổi từ khi bạn mở: {who.vi}, {at:%H:%M ngày %d/%m/%Y}. Việc của bạn chưa được ghi.",
        rule="R74",
        hint="Look at what is new, then send it again if it is still meant.",
        hint_vi="Xem phần mới rồi gửi lại nếu còn cần.",
    )


def _not_offered() -> RefusedError:
    return RefusedError(
        "This cannot be done to the dossier as it stands, or not by you.",
        vi="Không làm được việc này với hồ sơ ở trạng thái hiện tại, hoặc không thuộc thẩm quyền của bạn.",
        field="offer",
        hint="What can be done is listed on the page.",
        hint_vi="Các việc làm được có trong trang hồ sơ.",
    )
