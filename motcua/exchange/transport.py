"""One bounded exchange over HTTP: one host, checked addresses, no redirects, limited time, limited size."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import httpcore2
import httpx2

from motcua.exchange.address import Address
from motcua.exchange.connecting import GuardedBackend, Resolver, look_up
from motcua.exchange.credentials import Credentials, NoCredentials
from motcua.exchange.errors import ExchangeError, LateError, UnreachableError, UntrustedError
from motcua.exchange.payload import MAX_BODY
from motcua.exchange.trust import trusting

CONNECTIONS: Final = 20
"""Open at once per partner and process; the rate is limited by whoever asks."""

ALWAYS: Final = {
    "Accept": "application/json",
    # A compressed answer could be a thousand times what was counted on the wire.
    "Accept-Encoding": "identity",
    "User-Agent": "motcua",
}


@dataclass(frozen=True)
class Limits:
    """How long one exchange may take; whatever exceeds it counts as late."""

    connect: timedelta = timedelta(seconds=5)
    read: timedelta = timedelta(seconds=20)
    """Between two pieces of the answer."""
    total: timedelta = timedelta(seconds=30)
    """From the first byte sent to the last byte read, with the fetching of a token."""


@dataclass(frozen=True)
class Partner:
    """Another system as a transport needs to know it."""

    address: Address
    """The only host ever spoken to."""
    limits: Limits = Limits()
    most: int = MAX_BODY
    """Bytes that are read of an answer."""
    private: bool = False
    """Whether it may be inside: at a private or loopback address."""
    trust: ssl.SSLContext = field(default_factory=trusting, repr=False)


@dataclass(frozen=True)
class Received:
    """What came back, unread."""

    status: int
    headers: httpx2.Headers
    body: bytes
    """At most one byte over the partner's `most`, which is how a larger one is known."""

    @property
    def compressed(self) -> bool:
        """Whether the body is not what it says, although nothing of the kind was asked for."""
        return self.headers.get("Content-Encoding", "identity").strip().lower() != "identity"


class Transport:
    """The pooled connections to one partner.

    Args:
        partner: Where it is and what is put up with.
        credentials: What it knows us by.
        resolver: How its name is looked up.
    """

    def __init__(
        self, partner: Partner, credentials: Credentials | None = None, *, resolver: Resolver = look_up
    ) -> None:
        self._partner = partner
        self._credentials = credentials or NoCredentials()
        limits = partner.limits
        read = limits.read.total_seconds()
        self._extensions = {"timeout": {"connect": limits.connect.total_seconds(), "read": read, "write": read}}
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=partner.trust,
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS // 2,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(partner.address, private=partner.private, resolver=resolver),
        )

    async def exchange(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Received:
        """Send one request to the partner and return what came back, whatever its status; it is never followed.

        A 401 is answered once with new credentials, where these can be had.

        Args:
            method: An HTTP method, in capitals.
            path: Below the base address, from its slash on, percent-encoded; it may carry a query.
            body: What is sent, or None for nothing.
            headers: Besides those of every exchange, which they may replace.

        Raises:
            ExchangeError: No connection, a broken one, a time limit exceeded, an address or certificate refused, no
                token; `again` tells whether asking again can help by itself.
        """
        try:
            async with asyncio.timeout(self._partner.limits.total.total_seconds()):
                return await self._authenticated(method, path, body, headers or {})
        except (TimeoutError, httpcore2.TimeoutException) as late:
            raise LateError("did not answer in time", vi="không trả lời kịp thời gian") from late
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as broken:
            raise _broken(broken) from broken

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
        await self._credentials.close()

    async def _authenticated(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Received:
        proof = await self._credentials.headers()
        received = await self._exchange(method, path, body, ALWAYS | headers | proof)
        if received.status == 401 and self._credentials.renewable(proof):
            proof = await self._credentials.headers()
            received = await self._exchange(method, path, body, ALWAYS | headers | proof)
        return received

    async def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Received:
        address = self._partner.address
        # Put together from its parts: nothing in a path can name another host.
        url = httpcore2.URL(
            scheme=address.scheme,
            host=address.host,
            port=address.port,
            target=(address.path + path or "/").encode("ascii"),
        )
        sent = [(b"Host", address.authority.encode()), *((n.encode(), v.encode()) for n, v in headers.items())]
        async with self._pool.stream(method, url, headers=sent, content=body, extensions=self._extensions) as response:
            return Received(response.status, httpx2.Headers(response.headers), await self._bounded(response))

    async def _bounded(self, response: httpcore2.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_stream():
            body += piece
            if len(body) > self._partner.most:
                break
        return bytes(body[: self._partner.most + 1])


def _broken(error: Exception) -> ExchangeError:
    """Return what a failed connection was: not to be trusted, or not to be had."""
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return UntrustedError(
            "and we could not prove to each other who we are",
            vi="và hệ thống này không xác thực được nhau",
            hint="Check the certificates of both sides: name, dates, authority (ca_file), and our own.",
            hint_vi="Kiểm tra chứng thư hai bên: tên, thời hạn, nơi cấp (ca_file), và chứng thư của hệ thống này.",
        )
    what = type(error).__name__
    return UnreachableError(f"cannot be reached ({what})", vi=f"chưa liên hệ được ({what})")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
