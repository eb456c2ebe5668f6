"""Where a partner is: a web address as it may be configured, taken apart once."""

from dataclasses import dataclass
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from motcua.errors import InvalidInputError

PORTS: Final = {"http": 80, "https": 443}


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("must be an http or https address")
    if parts.username or parts.password:
        raise ValueError("must not carry a user name or password")
    return url


def _base(url: str) -> str:
    if "?" in url or "#" in url:
        raise ValueError("must not carry a query or a fragment")
    if "%" in url:
        raise ValueError("must be written without percent signs")
    return _plain(url).rstrip("/")


def _plain(url: str) -> str:
    """Refuse what a person and a machine would read differently: another alphabet, a backslash, a space."""
    if not (url.isascii() and url.isprintable()) or "\\" in url or " " in url:
        raise ValueError("must be plain ASCII (a name in another alphabet in its xn-- form)")
    urlsplit(url).port  # noqa: B018 - raises ValueError where it is no port
    return url


def _page(url: str) -> str:
    if "#" in url:
        raise ValueError("must not carry a fragment")
    return _plain(url)


WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
"""An http or https address without credentials in it."""

BaseAddress = Annotated[WebAddress, AfterValidator(_base)]
"""A web address below which paths are asked: no query, no fragment, plain ASCII, no slash at its end."""

PageAddress = Annotated[WebAddress, AfterValidator(_page)]
"""The web address of one page, kept to the letter, perhaps with a query."""

UrlPath = Annotated[str, Field(pattern=r"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$")]
"""A path below the base address; nothing in it can lead to another host or climb out."""


@dataclass(frozen=True)
class Address:
    """A base address taken apart."""

    scheme: str
    host: str
    """In small letters; an IPv6 address without its brackets."""
    port: int
    path: str
    """Without a slash at its end; empty for the root."""

    @classmethod
    def read(cls, url: str) -> Self:
        """Return a base address taken apart.

        Raises:
            InvalidInputError: It is no http or https address, carries credentials, a query or a fragment, or is not
                plain ASCII. The address itself is not repeated, since it may hold a secret.
        """
        try:
            parts = urlsplit(_base(_web_address(url)))
            port = parts.port or PORTS[parts.scheme]
        except ValueError as error:
            raise InvalidInputError(f"The address {error}.", vi="Địa chỉ không hợp lệ.") from None
        return cls(parts.scheme, parts.hostname or "", port, parts.path)

    @classmethod
    def read_page(cls, url: str) -> tuple[Self, str]:
        """Return the web address of one page as a host's address and what is asked there (path and query).

        Raises:
            InvalidInputError: As `read`, but a query may be there.
        """
        try:
            parts = urlsplit(_page(_web_address(url)))
            port = parts.port or PORTS[parts.scheme]
        except ValueError as error:
            raise InvalidInputError(f"The address {error}.", vi="Địa chỉ không hợp lệ.") from None
        page = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, parts.hostname or "", port, ""), page

    @property
    def encrypted(self) -> bool:
        """Whether what is said there cannot be read on the way."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """Return the Host header: the name, and the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"
