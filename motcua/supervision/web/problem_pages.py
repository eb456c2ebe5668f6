"""Refusals as pages, for browsers that asked for one: what happened, and what to do about it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.office import Office
from motcua.supervision.api.problems import Problem
from motcua.supervision.web.choices import choices_of
from motcua.supervision.web.files import STATIC
from motcua.supervision.web.frame import frame_of
from motcua.supervision.web.sheet import calendar_of
from motcua.supervision.web.templating import rendered
from motcua.supervision.web.voice import Voice

KINDS = {401: "unknown", 403: "forbidden", 404: "missing", 405: "missing", 409: "conflict", 413: "refused"}
KINDS |= {429: "too_many", 500: "defect", 503: "away"}


def wants_page(request: Request) -> bool:
    """Whether a browser asked for a page."""
    path = request.url.path
    own = path.startswith(("/api/", f"{STATIC}/")) or "HX-Request" in request.headers
    return not own and "text/html" in request.headers.get("Accept", "")


def problem_page(request: Request, told: Problem, headers: Mapping[str, str]) -> Response | None:
    """Return a problem as a page, or None where a program asked."""
    if not wants_page(request):
        return None
    office: Office = request.app.state.office
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    choices, now, calendar = choices_of(request), datetime.now(UTC), calendar_of(office.ground, viewer)
    frame = frame_of(request, choices, now, calendar, viewer, {})
    values = {"problem": told, "kind": KINDS.get(told.status, "refused"), "again": headers.get("Retry-After")}
    body = rendered("problem.html", Voice(choices.lang, calendar.tz), frame | values)
    return HTMLResponse(body, told.status, dict(headers))
