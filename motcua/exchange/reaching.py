"""How another system is reached, as it is written in a file; whoever describes one adds what is its own."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from motcua.exchange.address import Address, BaseAddress
from motcua.exchange.authentication import Authentication, NoAuthentication, Part, secrets_encrypted
from motcua.exchange.networks import is_address, is_inside, permitted
from motcua.exchange.transport import Limits


def _with_unit(value: Any) -> Any:
    if isinstance(value, int | float):
        raise ValueError("a duration needs its unit: PT30S is thirty seconds, PT4H four hours")
    return value


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta():
        raise ValueError("must be longer than nothing")
    return value


Duration = Annotated[timedelta, BeforeValidator(_with_unit), AfterValidator(_positive)]
"""Clock time, not working time, in ISO 8601 (`PT30S`)."""


class TimeLimits(Part):
    """How long one try may take; whatever exceeds it counts as unavailable."""

    connect: Duration = timedelta(seconds=5)
    read: Duration = timedelta(seconds=20)
    """Between two pieces of the answer."""
    total: Duration = timedelta(seconds=30)
    """From the first byte sent to the last byte read, with the fetching of a token."""

    @property
    def limits(self) -> Limits:
        """Return them as a transport takes them."""
        return Limits(self.connect, self.read, self.total)


class Reached(Part):
    """Another system's address, and what is put up with and trusted there."""

    base_url: BaseAddress
    """The only host ever spoken to for this system, besides its authorization server."""
    private: bool = False
    """Whether it may be at a private or loopback address; otherwise a name that leads there is refused."""
    ca_file: Path | None = None
    """The one certificate authority believed (PEM), in place of the machine's."""
    auth: Authentication = NoAuthentication()
    timeout: TimeLimits = TimeLimits()

    @model_validator(mode="after")
    def _reachable_as_written(self) -> Self:
        address = Address.read(self.base_url)
        if is_address(address.host) and not permitted(address.host, private=self.private):
            meant = ": say `private: true` if that is meant" if is_inside(address.host) else ""
            raise ValueError(f"base_url is an address that may not be spoken to{meant}")
        if self.ca_file is not None and not address.encrypted:
            raise ValueError("ca_file says whom to believe over TLS, but base_url is plain http")
        secrets_encrypted(self.auth, self.base_url, private=self.private)
        return self
