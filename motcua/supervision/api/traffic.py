"""What every request passes: a limit on its size, and a log line that never says who the applicant is."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from motcua.exchange.payload import MAX_BODY
from motcua.supervision.api.faults import TooLargeError
from motcua.supervision.reading import LARGEST

log = structlog.get_logger(__name__)

QUIET = ("/healthz", "/readyz")
CALLBACKS = "/api/v1/callbacks/"
"""Where department systems say what they may also answer at once: as much of it."""


class RequestLog:
    """Writes a line per request, with its path but neither its query nor its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note its status and duration."""
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            milliseconds = round((time.monotonic() - started) * 1000, 1)
            log.info("request", method=scope["method"], path=scope["path"], status=status, milliseconds=milliseconds)


class BodyLimit:
    """Stops reading a body that grows beyond the largest request there can be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted."""
        read, most = 0, MAX_BODY if scope.get("path", "").startswith(CALLBACKS) else LARGEST

        async def counting() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise TooLargeError(
                    f"The body has more than {most} bytes.",
                    vi=f"Nội dung vượt quá {most} byte.",
                    field="body",
                    hint="Documents are not sent here: give their ids.",
                    hint_vi="Không gửi giấy tờ tại đây: chỉ ghi mã giấy tờ.",
                )
            return message

        await self._app(scope, counting, send)
