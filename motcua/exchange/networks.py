"""Which network addresses may be spoken to, however they are written."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

IpAddress = IPv4Address | IPv6Address

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are an IPv4 address."""
_TRANSLATED_HERE: Final = IPv6Network("64:ff9b:1::/48")
"""NAT64 of one's own network (RFC 8215): whatever it leads to is inside."""
_COMPATIBLE: Final = IPv6Network("::/96")
"""IPv4-compatible addresses (RFC 4291, no longer used): the last 32 bits are an IPv4 address."""
_INSIDE: Final = tuple(
    ip_network(net)
    for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "::1/128")
)
"""Private networks (RFC 1918, 4193), those of a provider (RFC 6598), and this machine."""
_NEVER: Final = tuple(ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "3fff::/20"))
"""Special or withdrawn networks that the standard library of some Python versions calls global."""


def permitted(address: IpAddress | str, *, private: bool = False) -> bool:
    """Return whether an address may be spoken to.

    An IPv6 address that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) is judged by both. Where
    `private` is said, private and loopback addresses may be; link-local (where clouds hand out their keys), multicast,
    reserved and unspecified ones never.

    Args:
        address: The address; a text that is none is not permitted. A zone (`%eth0`) is never permitted.
        private: Whether the partner is configured to be inside.
    """
    try:
        given = ip_address(address) if isinstance(address, str) else address
    except ValueError:
        return False
    if isinstance(given, IPv6Address) and given.scope_id is not None:
        return False
    return all(_one_permitted(form, private) for form in _forms(given))


def is_address(text: str) -> bool:
    """Return whether a text is a network address and no name."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_inside(address: str) -> bool:
    """Return whether a text is a private or loopback address itself; a name is not, whatever it leads to."""
    return not permitted(address) and permitted(address, private=True)


def _one_permitted(address: IpAddress, private: bool) -> bool:
    if any(address in network for network in _INSIDE):
        return private
    if any(address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _forms(address: IpAddress) -> Iterator[IpAddress]:
    """Yield what has to be permitted for an address: itself, or what it carries, or both."""
    if isinstance(address, IPv4Address):
        yield address
        return
    carried = _carried(address)
    yield from carried
    # ::1 lies among the compatible ones, and is this machine; a mapped address is nothing but what it carries.
    if address.ipv4_mapped is None and address not in _TRANSLATED and not (address in _COMPATIBLE and carried):
        yield address


def _carried(address: IPv6Address) -> list[IPv4Address]:
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 0xFFFF):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address in _TRANSLATED_HERE:
        return [IPv4Address("0.0.0.0")]
    if address.sixtofour is not None:
        return [address.sixtofour]
    return list(address.teredo) if address.teredo is not None else []
