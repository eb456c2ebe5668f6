"""The verbs a system offers over HTTP: a method, a path, and what is sent."""

import re
from typing import Annotated, Final, Literal
from urllib.parse import quote

from pydantic import AfterValidator, Field

from motcua.departments.expressions import WithdrawalExpression
from motcua.departments.port import Request
from motcua.errors import InvalidInputError
from motcua.exchange.authentication import Part

PLACES: Final = ("system", "key", "dossier", "procedure", "step", "visit", "agency")
"""Fields of a request that a path may carry."""

_PLACE = re.compile(r"\{([^{}]*)\}")


def _known_places(path: str) -> str:
    for name in _PLACE.findall(path):
        if name not in PLACES:
            raise ValueError(f"{{{name}}} is no field of a request that a path may carry: {', '.join(PLACES)}")
    return path


_SEGMENT = r"(?:[A-Za-z0-9_~-]|\{[^{}]*\})(?:[A-Za-z0-9._~-]|\{[^{}]*\})*"
_QUERY = r"[A-Za-z0-9._~-]+=(?:[A-Za-z0-9._~-]|\{[^{}]*\})*"

PathTemplate = Annotated[
    str,
    Field(max_length=500, pattern=rf"^(/{_SEGMENT})+(\?{_QUERY}(&{_QUERY})*)?$"),
    AfterValidator(_known_places),
]
"""A path below the base address, with `{key}` and the like in it; it cannot lead to another host or climb out."""


class Operation(Part):
    """How one verb is put."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: PathTemplate

    def target(self, request: Request) -> str:
        """Return the path for a request, every field percent-encoded.

        Raises:
            InvalidInputError: A field is `.` or `..`, which would climb out of the path.
        """
        return _PLACE.sub(lambda place: _encoded(request, place[1]), self.path)


class Ask(Operation):
    """Putting a request."""

    method: Literal["POST", "PUT"] = "POST"


class Poll(Operation):
    """Looking where a request stands."""

    method: Literal["GET", "POST"] = "GET"


class Withdraw(Operation):
    """Calling a request off."""

    method: Literal["DELETE", "POST", "PUT", "PATCH"] = "DELETE"
    body: dict[str, WithdrawalExpression] = {}
    """Names in their body, and expressions over `request` and `reason`; without one nothing is sent but the path."""


class Health(Part):
    """Asking whether the system is there: 2xx says so."""

    method: Literal["GET", "HEAD"] = "GET"
    path: Annotated[str, Field(max_length=500, pattern=r"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$")] = "/health"


def _encoded(request: Request, name: str) -> str:
    value = str(getattr(request, name))
    if value in (".", ".."):
        raise InvalidInputError(f"{value!r} cannot stand in a path.", vi="Giá trị không dùng được.", field=name)
    return quote(value, safe="")
