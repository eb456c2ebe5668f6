"""All pages as one router, and the files they load."""

from fastapi import APIRouter, FastAPI
from starlette.routing import Mount

from motcua.supervision.web import (
    acting,
    agencies,
    dossier,
    find,
    inbox,
    intake,
    intake_forms,
    integrity,
    morning,
    overview,
    procedures,
    repair_forms,
    repairs,
    reports,
    status,
    stuck,
    stuck_views,
    verify,
)
from motcua.supervision.web.files import STATIC, static_files

PARTS = (overview, inbox, morning, stuck, stuck_views, dossier, acting, integrity, find, agencies, procedures)
COUNTER = (intake, intake_forms)
ORDERS = (repair_forms, repairs, reports)
OPEN_PARTS = (status, verify)
"""Pages for everybody."""


def add_pages(app: FastAPI) -> None:
    """Put the pages into an app."""
    pages = APIRouter(include_in_schema=False)
    for part in (*PARTS, *COUNTER, *ORDERS, *OPEN_PARTS):
        pages.include_router(part.router)
    app.include_router(pages)
    app.router.routes.append(Mount(STATIC, app=static_files))
