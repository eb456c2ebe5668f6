"""The frame of a page is sent ahead, while what the page tells is still being counted.

A browser shows it at once, and reads styles and scripts meanwhile. By then the status has been said: so a page is sent
this way only after everything in the request that may be refused has been looked at. What fails later (a part of the
installation is away, a defect) is told within the page, in the words of its own page.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import structlog
from markupsafe import Markup
from starlette.responses import Response, StreamingResponse

from motcua.supervision.api.office import off_loop
from motcua.supervision.api.problems import answered
from motcua.supervision.web.choices import keep_choices
from motcua.supervision.web.problem_pages import wants_page
from motcua.supervision.web.sheet import VARY, Sheet
from motcua.supervision.web.templating import rendered

TOP = "top.html"
MARK = b'<main id="main" tabindex="-1">'
"""The end of what is sent ahead."""

HEADERS = {"Vary": VARY, "X-Accel-Buffering": "no"}
"""A proxy in front passes on what it has."""

log = structlog.get_logger(__name__)


async def ahead(sheet: Sheet, template: str, making: Coroutine[Any, Any, Response], **named: Any) -> Response:
    """Return a page whose frame is sent before the page is made; a part, or what a program asks for, is sent whole.

    Args:
        sheet: What it is written on.
        template: The page's template; its title is said ahead.
        making: Makes the whole page.
        named: What the title needs.
    """
    if sheet.part is not None or not wants_page(sheet.request):
        return await making
    made = asyncio.ensure_future(making)
    made.add_done_callback(_seen)
    top = await off_loop(_top, sheet, template, named)
    response = StreamingResponse(_pieces(sheet, top, made), media_type="text/html", headers=HEADERS)
    keep_choices(sheet.request, response, secure=sheet.secure)
    return response


def _top(sheet: Sheet, template: str, named: dict[str, Any]) -> bytes:
    frame = sheet.frame | {"ahead": True}
    said = rendered(template, sheet.voice, frame | named, "title")
    title = Markup(said)  # a template has escaped it
    return rendered(TOP, sheet.voice, frame | {"page_title": title}).encode()


def _seen(made: "asyncio.Future[Response]") -> None:
    """Look at how it ended, also where the browser has gone and nobody else does."""
    if not made.cancelled():
        made.exception()


async def _pieces(sheet: Sheet, top: bytes, made: "asyncio.Future[Response]") -> AsyncIterator[bytes]:
    try:
        yield top
        yield (await _rest(sheet, made)).partition(MARK)[2]
    finally:
        made.cancel()  # nobody waits for it any more where the browser has gone


async def _rest(sheet: Sheet, made: "asyncio.Future[Response]") -> bytes:
    try:
        return bytes((await made).body)
    except Exception as error:
        refusal = await answered(sheet.request, error)
        log.warning("page_ended_with_a_problem", path=sheet.request.url.path, status=refusal.status_code)
        return bytes(refusal.body)
