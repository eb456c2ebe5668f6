"""A department's system behind HTTP, after the contract in docs/departments.md or in its own dialect."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Final, TypeVar

import structlog

from motcua.departments.contract import Contract
from motcua.departments.dialect import Dialect, Said, Via
from motcua.departments.mapped import Mapped
from motcua.departments.operations import Operation
from motcua.departments.port import Accepted, Answer, Progress, Request, Unknown, Withdrawn
from motcua.departments.profile import DepartmentProfile
from motcua.departments.reading import unreadable
from motcua.departments.statuses import away, unavailable
from motcua.errors import InvalidInputError, MotcuaError
from motcua.exchange.errors import ExchangeError, SignatureRefusedError
from motcua.exchange.opening import open_transport
from motcua.exchange.payload import MAX_BODY
from motcua.exchange.signing import SigningKey
from motcua.exchange.transport import Received

DEPARTMENT_ANSWERED: Final = "department_answered"
DEPARTMENT_ACCEPTED: Final = "department_accepted"
DEPARTMENT_POLLED: Final = "department_polled"
DEPARTMENT_WITHDREW: Final = "department_withdrew"
DEPARTMENT_FAILED: Final = "department_failed"

log = structlog.get_logger(__name__)

Reply = TypeVar("Reply", bound=Answer | Accepted | Progress | Unknown | Withdrawn)


class HttpDepartment:
    """Asks one department's system; holds one pool of connections to it.

    Args:
        profile: Where the system is, how it speaks, and how long one try may take.
        secret: The shared signing secret (`whsec_…`), or None to send requests unsigned and believe no callback.
        environment: The variables that hold the secrets of `profile.auth`.

    Raises:
        InvalidInputError: A secret is missing or malformed, or a file of certificates cannot be used.
    """

    def __init__(
        self, profile: DepartmentProfile, secret: str | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self.profile = profile
        self._signing_key = SigningKey(secret) if secret is not None else None
        self._transport = open_transport(profile, environment or {}, place=f"{profile.system}.auth")
        mapping = profile.mapping
        self._dialect: Dialect = Mapped(profile, mapping) if mapping is not None else Contract(profile)

    async def ask(self, request: Request) -> Answer | Accepted:
        """Put a request to the system; see `Department.ask` for what may be raised."""
        return await self._told(request, lambda: self._ask(request))

    async def poll(self, request: Request) -> Answer | Accepted | Progress | Unknown:
        """Look where a request stands; where the system offers no looking, it is asked again under the same key."""
        poll = self.profile.poll
        if poll is None:
            return await self.ask(request)
        return await self._told(request, lambda: self._poll(request, poll))

    async def withdraw(self, request: Request, reason: str) -> Withdrawn:
        """Call a request off; see `Department.withdraw` for what may be raised."""
        withdraw = self.profile.withdraw
        if withdraw is None:
            return Withdrawn(key=request.key, outcome="not_offered")
        return await self._told(request, lambda: self._withdraw(request, withdraw, reason))

    def understand(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer | Progress:
        """Return what the system says in a callback; see `Department.understand` for what may be raised."""
        if self._signing_key is None:
            raise SignatureRefusedError(
                "No secret is shared with this system, so nothing it says of its own accord can be believed.",
                vi="Không có khoá ký chung với hệ thống này.",
                field="secret_env",
            )
        self._signing_key.check(headers, body, now)
        return self._dialect.called_back(Said("callback", 200, body))

    async def health(self) -> None:
        """Return if the system's health page answers 2xx; otherwise raise DepartmentUnavailableError."""
        looking = self.profile.looking
        received = await self._exchange(looking.method, looking.path, None, dict(self.profile.headers))
        if not 200 <= received.status < 300:
            raise unavailable(self.profile, received.status, received.headers.get("Retry-After"))

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _ask(self, request: Request) -> Answer | Accepted:
        body = self._dialect.written(request)
        return self._dialect.asked(await self._put("ask", self.profile.asking, request, body), request.key)

    async def _poll(self, request: Request, poll: Operation) -> Answer | Accepted | Progress | Unknown:
        return self._dialect.polled(await self._put("poll", poll, request, None), request.key)

    async def _withdraw(self, request: Request, withdraw: Operation, reason: str) -> Withdrawn:
        body = self._dialect.withdrawal(request, reason)
        return self._dialect.withdrew(await self._put("withdraw", withdraw, request, body), request.key)

    async def _put(self, via: Via, operation: Operation, request: Request, body: bytes | None) -> Said:
        """Send one verb and return what was said, once it is something that may be read."""
        self._check(request, body)
        headers = self._headers(request.key, body)
        received = await self._exchange(operation.method, operation.target(request), body, headers)
        if received.status < 300 and received.compressed:
            raise unreadable(received.body, "is compressed although none was asked for")
        return Said(via, received.status, received.body, received.headers.get("Retry-After"))

    def _headers(self, key: str, body: bytes | None) -> dict[str, str]:
        headers = {**self.profile.headers, self.profile.key_header: key}
        headers |= {"Content-Type": "application/json"} if body is not None else {}
        if self._signing_key is not None and self.profile.sign is not False:
            headers |= self._signing_key.headers(key, body or b"", datetime.now(UTC))
        return headers

    def _check(self, request: Request, body: bytes | None) -> None:
        if request.system != self.profile.system:
            raise InvalidInputError(
                f"This adapter speaks to {self.profile.system}, not to {request.system}.",
                vi=f"Yêu cầu gửi nhầm hệ thống: {request.system}.",
                field="system",
            )
        if body is not None and len(body) > MAX_BODY:
            raise InvalidInputError(
                f"The request is larger than {MAX_BODY} bytes.", vi="Yêu cầu vượt quá dung lượng.", field="subject"
            )

    async def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Received:
        try:
            return await self._transport.exchange(method, path, body, headers)
        except ExchangeError as failed:
            raise away(self.profile, failed) from failed

    async def _told(self, request: Request, speak: Callable[[], Awaitable[Reply]]) -> Reply:
        """Log what came of speaking: keys and durations, never contents."""
        started = time.monotonic()
        try:
            reply = await speak()
        except MotcuaError as error:
            log.warning(DEPARTMENT_FAILED, error=error.kind, **self._keys(request, started))
            raise
        log.info(_EVENTS.get(type(reply), DEPARTMENT_POLLED), **self._keys(request, started))
        return reply

    def _keys(self, request: Request, started: float) -> dict[str, object]:
        milliseconds = round((time.monotonic() - started) * 1000)
        return {"system": self.profile.system, "once_key": request.key, "milliseconds": milliseconds}


_EVENTS: Final[dict[type, str]] = {
    Answer: DEPARTMENT_ANSWERED,
    Accepted: DEPARTMENT_ACCEPTED,
    Withdrawn: DEPARTMENT_WITHDREW,
}
