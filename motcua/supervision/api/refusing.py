"""Every refusal leaves a line: who was refused what, where, by which rule; never what was sent, nor a raw address.

What somebody sends may tell of a person, and so may the address they ask for, and the name of a field they thought up.
"""

import re
from http import HTTPStatus

import structlog
from fastapi import Request

from motcua.errors import MotcuaError
from motcua.supervision.access.asker import asker_of
from motcua.supervision.api.faults import SentNameError
from motcua.worktime.document_fields import UnknownFieldError

BASE = "/api/v1"
"""Where the API is; its routes do not say it themselves."""
HIDDEN = "…"
"""Stands for a name that whoever sent it may have thought up."""
NAMED_BY_SENDERS = ("applicant", "content", "data", "decision", "steps")
"""Fields below which the sender chooses the names."""
THOUGHT_UP = (SentNameError, UnknownFieldError)
"""Errors about a field whose name the sender has thought up."""
PLAIN = re.compile(r"[A-Za-z0-9_-]{1,40}")

log = structlog.get_logger(__name__)


def note_refusal(request: Request, status: int, kind: str, error: MotcuaError | None = None) -> None:
    """Log a refusal; what is no refusal, a defect or a part that is away, is logged elsewhere."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    log.warning(
        "request_refused",
        who=asker_of(request),
        kind=kind,
        status=status,
        method=request.method,
        route=route_of(request),
        field=field_of(error) if error else None,
        rule=error.rule if error else None,
    )


def route_of(request: Request) -> str | None:
    """Return the template of the route that was asked, `/api/v1/dossiers/{code}`; None where there is none."""
    template: str | None = getattr(request.scope.get("route"), "path", None)
    prefix = BASE if request.url.path.startswith(f"{BASE}/") else ""
    return template if template is None or template.startswith(prefix) else prefix + template


def field_of(error: MotcuaError) -> str | None:
    """Return the field an error is about, as far as the house named it."""
    if error.field is None:
        return None
    within = error.within if isinstance(error, THOUGHT_UP) else error.field.split(".")
    named = [part if PLAIN.fullmatch(part) else HIDDEN for part in within]
    opens = next((place for place, part in enumerate(named) if part in NAMED_BY_SENDERS), len(named))
    hides = isinstance(error, THOUGHT_UP) or opens + 1 < len(named)
    return ".".join([*named[: opens + 1], *([HIDDEN] if hides else [])])
