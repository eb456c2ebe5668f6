"""The API as one application."""

from typing import Any

from fastapi import FastAPI

from motcua.supervision.access import me, sign_in
from motcua.supervision.access.headers import SecurityHeaders
from motcua.supervision.access.house import Access
from motcua.supervision.api import (
    alarms,
    anchors,
    applicants,
    calendars,
    callbacks,
    campaigns,
    dossiers,
    due,
    exchange,
    health,
    lateness,
    letters,
    morning,
    notices,
    portal,
    procedures,
    reference,
    repairs,
    report_files,
    report_orders,
    reports,
    standing_clocks,
    stuck,
    views,
    webhooks,
)
from motcua.supervision.api.office import Office
from motcua.supervision.api.problems import Problem, answer_with_problems
from motcua.supervision.api.refusing import BASE
from motcua.supervision.api.traffic import BodyLimit, RequestLog
from motcua.supervision.web.pages import add_pages
from motcua.supervision.web.problem_pages import problem_page

REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "Refused; nothing was written."},
    503: {"model": Problem, "description": "A part is away: send the same request again."},
}


def build_app(office: Office, access: Access) -> FastAPI:
    """Return the API of an office and its pages behind one door; the API is described at `/api/v1/docs`."""
    app = FastAPI(
        title="motcua",
        version="1",
        summary="Một Cửa: dossiers through agencies, on time.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.office = office
    app.state.access = access
    answer_with_problems(app, problem_page)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, access=access)
    app.include_router(health.router)
    app.include_router(sign_in.router)
    app.include_router(me.router, prefix=BASE, responses=REFUSALS)
    app.include_router(reference.router, prefix=BASE)
    for part in (
        dossiers,
        applicants,
        lateness,
        letters,
        notices,
        portal,
        alarms,
        anchors,
        morning,
        stuck,
        views,
        procedures,
        reports,
        report_orders,
        report_files,
        due,
        exchange,
        campaigns,
        repairs,
        calendars,
        standing_clocks,
        callbacks,
        webhooks,
    ):
        app.include_router(part.router, prefix=BASE, responses=REFUSALS)
    add_pages(app)
    return app
