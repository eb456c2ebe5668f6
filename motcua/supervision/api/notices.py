"""Notices over HTTP: what people were told, what is in the way, and who has seen it."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query

from motcua.dossiers.parts import Actor, Model
from motcua.register.notice_lines import NoticeFilter
from motcua.register.notice_rows import NoticeState
from motcua.register.reading import unknown
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.telling.notices import DossierNotices, NoticeList, NoticeView, notice_list, notice_views

log = structlog.get_logger(__name__)
router = APIRouter(tags=["notices"], route_class=JsonRoute, dependencies=[needs(Permission.READ_NOTICES)])

LARGEST = 2**63 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


class Said(Model):
    """Who says so."""

    by: Actor


class SentAgain(Model):
    """How many notices are tried again."""

    notices: int


@router.get("/notices")
async def notices(
    office: TheOffice,
    viewer: TheViewer,
    state: NoticeState | None = None,
    agency: Annotated[str | None, Query(max_length=80, description="Whose people were told.")] = None,
    audience: Annotated[
        str | None, Query(max_length=40, description="applicant, officer, unit_head, one_stop_head, chair, …")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    cursor: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> NoticeList:
    """Return what people were told or wait to be told, the latest first."""
    wanted = NoticeFilter(state=state, agency=agency, audience=audience, scope=viewer.scope)
    page = await off_loop(office.register.notice_page, wanted, limit=limit, after=cursor)
    counts = await off_loop(office.register.notice_counts, viewer.scope) if cursor is None else None
    return notice_list(page, counts, office.ground, office.channels)


@router.get("/dossiers/{code}/notices")
async def of_dossier(code: str, office: TheOffice, viewer: TheViewer) -> DossierNotices:
    """Return everything that was to be told because of a dossier, in order."""
    await off_loop(must_see, viewer, dossier_code(code), office.register)
    return await off_loop(_of_dossier, dossier_code(code), office)


@router.post("/notices/{number}/seen", dependencies=[needs(Permission.HANDLE_NOTICES)])
async def seen(number: Number, said: Said, office: TheOffice, viewer: TheViewer) -> NoticeView:
    """Note that whom a notice was sent to has seen it; the first time stays."""
    must_be_author(viewer, said.by, Permission.HANDLE_NOTICES)
    line = await off_loop(office.register.mark_seen, number, said.by.agency, said.by.officer, datetime.now(UTC))
    return notice_views([line], office.ground, office.channels)[0]


@router.post("/notices/{number}/again", dependencies=[needs(Permission.HANDLE_NOTICES)])
async def again(number: Number, said: Said, office: TheOffice, viewer: TheViewer) -> SentAgain:
    """Have a notice tried again that failed or had no address; any other is left as it is."""
    must_be_author(viewer, said.by, Permission.HANDLE_NOTICES)
    await off_loop(must_see, viewer, await off_loop(office.register.dossier_of_notice, number), office.register)
    tried = await off_loop(office.register.send_again, [number])
    log.info("notice_sent_again", notice=number, agency=said.by.agency, officer=said.by.officer, notices=tried)
    return SentAgain(notices=tried)


def _of_dossier(code: str, office: Office) -> DossierNotices:
    if not office.register.has(code):
        raise unknown(code)
    return DossierNotices(
        code=code, notices=notice_views(office.register.notices(code), office.ground, office.channels)
    )
