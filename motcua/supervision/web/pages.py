"""All pages as one router, and the files they load."""

from fastapi import APIRouter, FastAPI
from starlette.routing import Mount

from motcua.supervision.web import (
    agencies,
    dossier,
    find,
    morning,
    overview,
    procedures,
    repair_forms,
    repairs,
    reports,
    stuck,
    stuck_views,
)
from motcua.supervision.web.files import STATIC, static_files

PARTS = (overview, morning, stuck, stuck_views, dossier, find, agencies, procedures, repair_forms, repairs, reports)


def add_pages(app: FastAPI) -> None:
    """Put the pages into an app."""
    pages = APIRouter(include_in_schema=False)
    for part in PARTS:
        pages.include_router(part.router)
    app.include_router(pages)
    app.router.routes.append(Mount(STATIC, app=static_files))
