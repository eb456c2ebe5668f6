"""What can be wrong with a request before anybody has looked at what it asks."""

import re
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json

from motcua.errors import InvalidInputError

SEE_DOCS = {"hint": "See /api/v1/docs.", "hint_vi": "Xem /api/v1/docs."}
PLACES = ("body", "query", "path", "header")
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class NotJsonError(InvalidInputError):
    """The body is not JSON."""

    kind = "not-json"


class TooLargeError(InvalidInputError):
    """The body is larger than anything that is read."""

    kind = "too-large"


class SentNameError(InvalidInputError):
    """A fault in a field whose name whoever sent it has thought up: it is told to them, and not logged."""

    def __init__(self, message: str, *, within: Sequence[str] = (), **words: str) -> None:
        super().__init__(message, **words)
        self.within = tuple(within)
        """The names around it that are the house's."""


class JsonRoute(APIRoute):
    """A route whose body, if it has one, is well-formed JSON that every store can keep."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the check before it."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            if request.method in ("POST", "PUT", "PATCH"):
                well_formed(await request.body())
            return await handle(request)

        return checked


def well_formed(body: bytes) -> None:
    """Return if the body is JSON in UTF-8 without NUL characters.

    Raises:
        NotJsonError: It is not.
    """
    try:
        from_json(body, allow_inf_nan=False)
    except ValueError as wrong:
        raise NotJsonError(
            f"The body is not JSON: {wrong}.",
            vi="Nội dung không phải JSON.",
            field="body",
            hint="Send one JSON object in UTF-8 with content-type application/json.",
            hint_vi="Gửi một đối tượng JSON, mã UTF-8, content-type application/json.",
        ) from None
    if NUL.search(body):
        raise NotJsonError(
            "The body holds a NUL character, which no register keeps.", vi="Nội dung chứa ký tự NUL.", field="body"
        )


def from_faults(faults: Sequence[Any]) -> InvalidInputError:
    """Return what does not fit as one refusal; the first fault names the field, the others are counted."""
    first = faults[0]
    place = [str(part) for part in first["loc"] if part not in PLACES]
    field = ".".join(place) or "body"
    more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    if first["type"] == "timezone_aware":
        return InvalidInputError(
            f"A moment without a zone says nothing{more}.",
            vi="Thời điểm phải kèm múi giờ.",
            field=field,
            rule="R11",
            hint="Write 2026-11-23T09:00:00+07:00.",
            hint_vi="Ghi 2026-11-23T09:00:00+07:00.",
        )
    words = {"field": field, "vi": f"Dữ liệu không hợp lệ tại {field}{more}."} | SEE_DOCS
    if first["type"] == "extra_forbidden":
        return SentNameError(f"{first['msg']}{more}.", within=place[:-1], **words)
    return InvalidInputError(f"{first['msg']}{more}.", **words)
