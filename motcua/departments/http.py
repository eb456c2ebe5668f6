"""A department's system behind HTTP, after the contract in docs/departments.md."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import structlog

from motcua.departments.port import Accepted, Answer, Progress, Request, Unknown, Withdrawn
from motcua.departments.profile import DepartmentProfile
from motcua.departments.reading import read, unreadable
from motcua.departments.statuses import away, failure, unavailable
from motcua.errors import InvalidInputError, MotcuaError
from motcua.exchange.errors import ExchangeError, SignatureRefusedError
from motcua.exchange.opening import open_transport
from motcua.exchange.payload import MAX_BODY
from motcua.exchange.signing import SigningKey
from motcua.exchange.transport import Received

DEPARTMENT_ANSWERED: Final = "department_answered"
DEPARTMENT_ACCEPTED: Final = "department_accepted"
DEPARTMENT_FAILED: Final = "department_failed"

log = structlog.get_logger(__name__)


class HttpDepartment:
    """Asks one department's system; holds one pool of connections to it.

    Args:
        profile: Where the system is and how long one try may take.
        secret: The shared signing secret (`whsec_…`), or None to send requests unsigned.
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

    async def ask(self, request: Request) -> Answer | Accepted:
        """Put a request to the system; see `Department.ask` for what may be raised."""
        started = time.monotonic()
        try:
            reply = await self._ask(request)
        except MotcuaError as error:
            log.warning(DEPARTMENT_FAILED, error=error.kind, **self._keys(request, started))
            raise
        event = DEPARTMENT_ANSWERED if isinstance(reply, Answer) else DEPARTMENT_ACCEPTED
        log.info(event, **self._keys(request, started))
        return reply

    async def poll(self, request: Request) -> Answer | Accepted | Progress | Unknown:
        """Look where a request stands: this system is asked again under the same key, which does nothing twice."""
        return await self.ask(request)

    async def withdraw(self, request: Request, reason: str) -> Withdrawn:  # noqa: ARG002
        """Call a request off; this contract offers no way to."""
        return Withdrawn(key=request.key, outcome="not_offered")

    def understand(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer | Progress:
        """Return the answer in a callback; see `Department.understand`."""
        if self._signing_key is None:
            raise SignatureRefusedError(
                "No secret is shared with this system, so nothing it says of its own accord can be believed.",
                vi="Không có khoá ký chung với hệ thống này.",
                field="secret_env",
            )
        self._signing_key.check(headers, body, now)
        return read(Answer, body)

    async def health(self) -> None:
        """Return if the system's health page answers 2xx; otherwise raise DepartmentUnavailableError."""
        received = await self._exchange("GET", self.profile.health_path)
        if not 200 <= received.status < 300:
            raise unavailable(self.profile, received.status, received.headers.get("Retry-After"))

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _ask(self, request: Request) -> Answer | Accepted:
        body = self._body(request)
        headers = {"Content-Type": "application/json", "Idempotency-Key": request.key}
        if self._signing_key is not None:
            headers |= self._signing_key.headers(request.key, body, datetime.now(UTC))
        received = await self._exchange("POST", self.profile.ask_path, body, headers)
        return self._understood(request.key, received)

    async def _exchange(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Received:
        try:
            return await self._transport.exchange(method, path, body, headers)
        except ExchangeError as failed:
            raise away(self.profile, failed) from failed

    def _body(self, request: Request) -> bytes:
        if request.system != self.profile.system:
            raise InvalidInputError(
                f"This adapter speaks to {self.profile.system}, not to {request.system}.",
                vi=f"Yêu cầu gửi nhầm hệ thống: {request.system}.",
                field="system",
            )
        body = request.model_dump_json().encode()
        if len(body) > MAX_BODY:
            raise InvalidInputError(
                f"The request is larger than {MAX_BODY} bytes.", vi="Yêu cầu vượt quá dung lượng.", field="subject"
            )
        return body

    def _understood(self, key: str, received: Received) -> Answer | Accepted:
        if received.status >= 300:
            raise failure(self.profile, received.status, received.headers.get("Retry-After"))
        if received.status not in (200, 202):
            raise unreadable(received.body, f"has the status {received.status}, which the contract does not know")
        if received.compressed:
            raise unreadable(received.body, "is compressed although none was asked for")
        if received.status == 202:
            return read(Accepted, received.body, key=key)
        return read(Answer, received.body, key=key)

    def _keys(self, request: Request, started: float) -> dict[str, object]:
        milliseconds = round((time.monotonic() - started) * 1000)
        return {"system": self.profile.system, "once_key": request.key, "milliseconds": milliseconds}
