"""Connections that go to exactly the network address that was looked up and found permitted."""

import asyncio
import socket
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

import httpcore2

from motcua.exchange.address import Address
from motcua.exchange.errors import AddressRefusedError
from motcua.exchange.networks import permitted


class Resolver(Protocol):
    """Looks a host name up."""

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Return the network addresses of a name, best first; raise OSError where it has none."""
        ...


async def look_up(host: str, port: int) -> list[str]:
    """Return the network addresses of a name as this machine resolves it, best first."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to one partner and nobody else.

    The name is looked up once for each connection, and the connection goes to an address that was looked at: there is
    no second look-up in which a name server could give another answer. TLS and the Host header keep the name.

    Args:
        address: The one partner.
        private: Whether it may be inside (see `networks.permitted`).
        resolver: How names are looked up.
    """

    def __init__(self, address: Address, *, private: bool, resolver: Resolver = look_up) -> None:
        self._address = address
        self._private = private
        self._resolver = resolver
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Return a connection to the first permitted address that takes one.

        Raises:
            AddressRefusedError: Another host than the partner's is asked for, or its name leads nowhere permitted.
            httpcore2.ConnectError: The name has no address, or none of them takes a connection.
            httpcore2.ConnectTimeout: It took too long.
        """
        if (host.lower(), port) != (self._address.host, self._address.port):
            raise _refused("is not the one that is configured", "không phải hệ thống đã cấu hình")
        patience = _Patience(timeout)
        addresses = await self._permitted(patience)
        last: Exception = httpcore2.ConnectError("no address")
        for number, address in enumerate(addresses):
            try:
                return await self._sockets.connect_tcp(
                    address,
                    port,
                    # Each gets its share: a dead first address does not use up the patience for a living second.
                    timeout=patience.share(len(addresses) - number),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                last = failed
        raise last

    async def _permitted(self, patience: "_Patience") -> list[str]:
        try:
            async with asyncio.timeout(patience.share(1)):
                found = await self._resolver(self._address.host, self._address.port)
        except TimeoutError as slow:
            raise httpcore2.ConnectTimeout("the name was not resolved in time") from slow
        except (OSError, UnicodeError) as unknown:
            raise httpcore2.ConnectError("the name is not known") from unknown
        allowed = [address for address in found if permitted(address, private=self._private)]
        if not allowed and found:
            raise _refused("has an address that may not be spoken to", "có địa chỉ mạng không được phép kết nối")
        return allowed

    async def sleep(self, seconds: float) -> None:
        """Wait, as the pool asks between two tries."""
        await asyncio.sleep(seconds)


class _Patience:
    """What is left of a time limit in seconds."""

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds

    def share(self, among: int) -> float | None:
        return None if self._until is None else max(self._until - time.monotonic(), 0.001) / among


def _refused(what: str, vi: str) -> AddressRefusedError:
    return AddressRefusedError(
        what,
        vi=vi,
        hint="Only a system whose profile says `private: true` may be inside; link-local never.",
        hint_vi="Chỉ hệ thống có `private: true` mới được dùng địa chỉ nội bộ; không bao giờ dùng link-local.",
    )
