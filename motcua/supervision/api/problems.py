"""What the API says when it refuses: problem+json (RFC 9457), in English and Vietnamese, for every error."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from activities.reaching import is_away
from motcua.errors import (
    CalendarError,
    ConflictError,
    DefinitionError,
    ForbiddenError,
    InvalidInputError,
    MotcuaError,
    NotFoundError,
    NotSignedInError,
    RefusedError,
    TooManyRequestsError,
    UnavailableError,
)
from motcua.exchange.errors import SignatureRefusedError
from motcua.supervision.access.addresses import address_of_sign_in
from motcua.supervision.access.door import look_who_asked
from motcua.supervision.api.faults import NotJsonError, TooLargeError, from_faults
from motcua.supervision.api.refusing import note_refusal

PROBLEM = "application/problem+json"
RETRY_AFTER = 2
"""Seconds after which asking again makes sense when a part is away."""

STATUSES: tuple[tuple[type[MotcuaError], int], ...] = (
    (NotJsonError, 400),
    (SignatureRefusedError, 401),
    (NotSignedInError, 401),
    (ForbiddenError, 403),
    (TooManyRequestsError, 429),
    (TooLargeError, 413),
    (NotFoundError, 404),
    (RefusedError, 409),
    (ConflictError, 409),
    (InvalidInputError, 422),
    (CalendarError, 422),
    (DefinitionError, 422),
    (UnavailableError, 503),
    (MotcuaError, 422),
)
"""The first class an error belongs to gives its status."""

log = structlog.get_logger(__name__)


class Problem(BaseModel):
    """Why a request was not done. Members that say nothing are left out."""

    type: str
    """`urn:motcua:` and the stable kind of the error."""
    title: str
    status: int
    detail: str
    detail_vi: str
    field: str | None = None
    """The input that is wrong, as the caller wrote it."""
    rule: str | None = None
    """The rule of law or of the house that refuses."""
    hint: str | None = None
    """What to do next."""
    hint_vi: str | None = None
    instance: str
    """The path asked for."""


AsPage = Callable[[Request, Problem, Mapping[str, str]], Response | None]
"""Turns a problem into a page for a browser that asked for one; None: a program asked."""


def _no_pages(request: Request, told: Problem, headers: Mapping[str, str]) -> Response | None:  # noqa: ARG001
    return None


def status_of(error: MotcuaError) -> int:
    """Return the HTTP status of an error of the house."""
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def problem(request: Request, error: MotcuaError) -> Response:
    """Return an error of the house as a response."""
    status = status_of(error)
    note_refusal(request, status, error.kind, error)
    told = Problem(
        type=f"urn:motcua:{error.kind}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=error.message,
        detail_vi=error.message_vi,
        field=error.field,
        rule=error.rule,
        hint=error.hint,
        hint_vi=error.hint_vi,
        instance=request.url.path,
    )
    return _response(request, told, _headers(error, status))


def _headers(error: MotcuaError, status: int) -> dict[str, str]:
    if isinstance(error, TooManyRequestsError):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, NotSignedInError):
        return {"WWW-Authenticate": 'Bearer realm="motcua"'}
    return {"Retry-After": str(RETRY_AFTER)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def _response(request: Request, told: Problem, headers: Mapping[str, str] | None = None) -> Response:
    as_page: AsPage = request.app.state.as_page
    if page := as_page(request, told, headers or {}):
        return page
    body = told.model_dump(exclude_none=True)
    return JSONResponse(body, told.status, headers=dict(headers or {}), media_type=PROBLEM)


async def _of_the_house(request: Request, error: Exception) -> Response:
    if not isinstance(error, MotcuaError):
        raise error
    if isinstance(error, NotSignedInError) and (elsewhere := _to_sign_in(request)):
        note_refusal(request, status_of(error), error.kind, error)
        return elsewhere
    if isinstance(error, NotJsonError | TooLargeError):
        await look_who_asked(request)
    return problem(request, error)


def _to_sign_in(request: Request) -> Response | None:
    """Return the way to the sign-in for a browser that asked for a page; programs are told with a problem."""
    if request.url.path.startswith("/api/"):
        return None
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": address_of_sign_in(request)})
    if "text/html" not in request.headers.get("Accept", ""):
        return None
    return RedirectResponse(address_of_sign_in(request), 303)


async def _of_validation(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return problem(request, from_faults(error.errors()))


async def _of_overflow(request: Request, error: Exception) -> Response:
    """A moment so far away that it cannot be told in another zone; nothing else here overflows."""
    log.warning("moment_out_of_reach", path=request.url.path, error=str(error))
    refusal = CalendarError(
        "A moment lies outside what any calendar knows.",
        vi="Thời điểm nằm ngoài phạm vi của mọi lịch.",
        rule="R75",
        hint="Give dates of our time.",
        hint_vi="Dùng ngày tháng của thời nay.",
    )
    return problem(request, refusal)


async def _of_http(request: Request, error: Exception) -> Response:
    """Unknown routes and methods."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    note_refusal(request, status.value, f"http-{status.value}")
    told = Problem(
        type=f"urn:motcua:http-{status.value}",
        title=status.phrase,
        status=status.value,
        detail=f"{request.method} {request.url.path}: {status.phrase.lower()}.",
        detail_vi=f"{request.method} {request.url.path}: không có hoặc không dùng được.",
        hint="See /api/v1/docs.",
        hint_vi="Xem /api/v1/docs.",
        instance=request.url.path,
    )
    return _response(request, told, error.headers)


async def _of_the_engine(request: Request, error: Exception) -> Response:
    """The workflow engine is away, whoever asked it; anything else of this kind is a defect."""
    return problem(request, _nobody_answers()) if is_away(error) else await _of_a_defect(request, error)


def _nobody_answers() -> UnavailableError:
    return UnavailableError(
        "The workflow engine does not answer.",
        vi="Hệ thống điều phối quy trình không trả lời.",
        hint="Ask again: nothing is done twice under the same key.",
        hint_vi="Gửi lại yêu cầu: cùng một khoá thì việc chỉ được thực hiện một lần.",
    )


async def _of_a_defect(request: Request, error: Exception) -> Response:
    """A defect: loud in the log, silent about itself towards the caller."""
    log.error("request_failed", path=request.url.path, error=type(error).__name__, exc_info=error)
    told = Problem(
        type="urn:motcua:defect",
        title="Internal Server Error",
        status=500,
        detail="Something is wrong on our side; it has been recorded.",
        detail_vi="Hệ thống gặp lỗi; lỗi đã được ghi nhận.",
        instance=request.url.path,
    )
    return _response(request, told)


async def answered(request: Request, error: Exception) -> Response:
    """Return what is answered to an error, as it is wherever one is raised in an app."""
    handlers = request.app.exception_handlers
    response: Response = await next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)(request, error)
    return response


def answer_with_problems(app: FastAPI, as_page: AsPage = _no_pages) -> None:
    """Let every error of an app be answered as problem+json, or as a page where a browser asked for one."""
    app.state.as_page = as_page
    app.add_exception_handler(MotcuaError, _of_the_house)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(OverflowError, _of_overflow)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RPCError, _of_the_engine)
    app.add_exception_handler(RuntimeError, _of_the_engine)
    app.add_exception_handler(Exception, _of_a_defect)
