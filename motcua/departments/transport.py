"""One bounded exchange over HTTP: one host, no redirects, limited time, limited size."""

import asyncio
from dataclasses import dataclass
from typing import Final

import httpx2

from motcua.departments.errors import DepartmentUnavailableError
from motcua.departments.payload import MAX_BODY
from motcua.departments.profile import DepartmentProfile

CONNECTIONS: Final = httpx2.Limits(max_connections=20, max_keepalive_connections=10)
"""Per department system and adapter; the rate is limited by whoever asks."""


@dataclass(frozen=True)
class Received:
    """What came back, unread."""

    status: int
    headers: httpx2.Headers
    body: bytes
    """At most one byte over `MAX_BODY`, which is how a larger one is known."""


class Transport:
    """The pooled connections to one department's system."""

    def __init__(self, profile: DepartmentProfile) -> None:
        self._profile = profile
        limits = profile.timeout
        self._client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(limits.read.total_seconds(), connect=limits.connect.total_seconds()),
            limits=CONNECTIONS,
            follow_redirects=False,
            # The environment could name a proxy or a netrc file: another host would then see the request.
            trust_env=False,
            # A compressed answer could be a thousand times what was counted on the wire.
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    async def exchange(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Received:
        """Send one request to the configured host and return what came back, whatever its status.

        Raises:
            DepartmentUnavailableError: No connection, a broken one, or a time limit exceeded.
        """
        try:
            async with asyncio.timeout(self._profile.timeout.total.total_seconds()):
                return await self._exchange(method, path, body, headers)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise self._unavailable("did not answer in time", error) from error
        except httpx2.TransportError as error:
            raise self._unavailable("cannot be reached", error) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None) -> Received:
        url = self._profile.base_url + path
        async with self._client.stream(method, url, content=body, headers=headers) as response:
            return Received(response.status_code, response.headers, await _bounded(response))

    def _unavailable(self, what: str, error: Exception) -> DepartmentUnavailableError:
        return DepartmentUnavailableError(
            f"The system {self._profile.name.en} {what} ({type(error).__name__}).",
            vi=f"Chưa liên hệ được hệ thống {self._profile.name.vi}; sẽ tự động gửi lại.",
            system=self._profile.system,
        )


async def _bounded(response: httpx2.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MAX_BODY:
            break
    return bytes(body[: MAX_BODY + 1])
