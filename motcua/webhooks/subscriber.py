"""Subscribers as an installation describes them: one YAML file, refused unless complete and unambiguous."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from motcua.agencies.documents import Document, read_file
from motcua.errors import DefinitionError, InvalidInputError
from motcua.exchange.address import Address, PageAddress
from motcua.exchange.authentication import Authentication, EnvName, NoAuthentication, Part
from motcua.exchange.reaching import Duration, Reached, TimeLimits
from motcua.exchange.signing import SigningKey
from motcua.webhooks.cloudevent import EventData
from motcua.webhooks.kinds import kind_named

SubscriberName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def _start(value: object) -> object:
    if value in ("now", "beginning") or isinstance(value, datetime):
        return value
    try:
        return _MOMENT.validate_python(value)
    except ValidationError:
        raise ValueError("must be `now`, `beginning`, or a moment with its zone (2026-11-01T00:00:00+07:00)") from None


_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)
StartFrom = Annotated[Literal["now", "beginning"] | AwareDatetime, BeforeValidator(_start)]
"""From where the stream is followed."""


class Wanted(Part):
    """Which events a subscriber gets; what is left out restricts nothing, and all that is given must hold."""

    types: tuple[Annotated[str, AfterValidator(kind_named)], ...] = ()
    """Kinds of facts, or types of events."""
    agencies: tuple[Text, ...] = ()
    """Ids of agencies: those that decide the dossier, received it, did it, or hold it."""
    procedures: tuple[Text, ...] = ()
    """Codes of procedures."""
    fields: tuple[Text, ...] = ()
    """Fields of procedures, in Vietnamese."""

    def takes(self, data: EventData) -> bool:
        """Return whether an event is among them."""
        concerned = {data.competent, data.one_stop, data.by, data.held_by}
        return (
            (not self.types or data.kind in self.types)
            and (not self.agencies or not concerned.isdisjoint(self.agencies))
            and (not self.procedures or data.procedure in self.procedures)
            and (not self.fields or data.field in self.fields)
        )


class Subscriber(Part):
    """One system that hears what happens to dossiers."""

    name: SubscriberName
    """Its name for good: the ledger and the place in the stream stand under it."""
    url: PageAddress
    """Where events are posted; nothing is ever sent anywhere else."""
    secret_env: EnvName
    """Environment variable that holds the signing secret (`whsec_…`), shared with this subscriber alone."""
    wants: Wanted = Wanted()
    start: StartFrom = "now"
    """From where it follows the stream when it is first seen: `now`, `beginning`, or a moment with its zone."""
    private: bool = False
    """Whether it may be at a private or loopback address."""
    ca_file: Path | None = None
    """The one certificate authority believed (PEM), in place of the machine's."""
    auth: Authentication = NoAuthentication()
    """What it knows us by besides the signature."""
    timeout: TimeLimits = TimeLimits(total=timedelta(seconds=20))
    rate: float = Field(default=20, gt=0, le=1000)
    """Most events a second."""
    at_once: int = Field(default=4, ge=1, le=16)
    """Events under way at a time, each of another dossier."""
    patience: Duration = timedelta(days=7)
    """How long one event is tried until it is given up."""

    @model_validator(mode="after")
    def _reachable_as_written(self) -> Self:
        if not self.private and not Address.read_page(self.url)[0].encrypted:
            raise ValueError("url is plain http: use https, or say `private: true` if it is inside")
        try:
            self.reached  # noqa: B018 - what cannot be reached is refused here
        except ValidationError as unfit:
            said = unfit.errors(include_url=False, include_input=False)[0]["msg"]
            raise ValueError(said.removeprefix("Value error, ").replace("base_url", "url")) from None
        return self

    @property
    def reached(self) -> Reached:
        """Return how its host is reached."""
        address = Address.read_page(self.url)[0]
        return Reached(
            base_url=f"{address.scheme}://{address.authority}",
            private=self.private,
            ca_file=self.ca_file,
            auth=self.auth,
            timeout=self.timeout,
        )

    @property
    def page(self) -> str:
        """Return what is asked for at its host."""
        return Address.read_page(self.url)[1]

    def signing(self, environment: Mapping[str, str]) -> SigningKey:
        """Return the key its events are signed with.

        Raises:
            InvalidInputError: The variable is not set, or holds no proper secret.
        """
        secret = environment.get(self.secret_env, "")
        if not secret:
            raise InvalidInputError(
                f"The environment variable {self.secret_env} is not set.",
                vi=f"Chưa đặt biến môi trường {self.secret_env}.",
                field=f"{self.name}.secret_env",
                hint="Make a secret with: echo whsec_$(openssl rand -base64 32)",
                hint_vi="Tạo khoá bí mật bằng: echo whsec_$(openssl rand -base64 32)",
            )
        return SigningKey(secret)


class Subscribers(Part):
    """The whole file."""

    source: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+.-]*:\S+$", max_length=200)] | None = None
    """The installation's own name in events, a URI; the address of its API where none is given."""
    subscribers: tuple[Subscriber, ...] = ()

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        names = [subscriber.name for subscriber in self.subscribers]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"described twice: {', '.join(twice)}")
        return self

    def named(self, name: str) -> Subscriber | None:
        """Return a subscriber by its name, or None."""
        return next((subscriber for subscriber in self.subscribers if subscriber.name == name), None)


def load_subscribers(path: Path) -> Subscribers:
    """Return what a YAML file says of subscribers.

    Raises:
        NotFoundError: There is no such file.
        DefinitionError: It is not what it should be; the error names line and field, and no address.
    """
    document = read_file(path)
    if document.faults:
        fault = document.faults[0]
        raise DefinitionError(fault.en, vi=fault.vi, field=f"{path}:{fault.mark.line}")
    try:
        return Subscribers.model_validate(document.data or {})
    except ValidationError as problem:
        raise _refused(document, problem) from None


def _refused(document: Document, problem: ValidationError) -> DefinitionError:
    first = problem.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "subscribers"
    return DefinitionError(
        f"{where}: {first['msg'].removeprefix('Value error, ')}",
        vi=f"{where}: không hợp lệ",
        field=f"{document.location.file}:{document.location.at(*first['loc']).line}",
        hint="See docs/events.md.",
        hint_vi="Xem docs/events.md.",
    )
