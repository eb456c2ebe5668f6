"""How each department's system is reached: read from a YAML file, refused unless complete and unambiguous."""

from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import Discriminator, Field, Tag, ValidationError, model_validator

from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.elsewhere import ELSEWHERE, ElsewhereProfile
from motcua.departments.mapping import OF_WITHDRAWAL, DialectMapping, Meaning
from motcua.departments.operations import Ask, Health, Poll, Withdraw
from motcua.departments.system import Name as Name
from motcua.departments.system import SystemProfile
from motcua.errors import InvalidInputError
from motcua.exchange.address import UrlPath
from motcua.exchange.authentication import OURS, HeaderName, HeaderValue, Part
from motcua.exchange.reaching import TimeLimits as TimeLimits

SECRETS: Final = frozenset({"authorization", "proxy-authorization", "cookie"})
"""Headers whose very purpose is a secret."""


class DepartmentProfile(SystemProfile):
    """One department's system that speaks JSON, by the contract or in its own dialect."""

    kind: Literal["json"] = "json"
    ask_path: UrlPath = "/requests"
    """Where requests are put by POST, unless `ask` says more."""
    ask: Ask | None = None
    poll: Poll | None = None
    """Where it can be looked up how a request stands; without it one asks again under the same key."""
    withdraw: Withdraw | None = None
    """Where a request is called off; None: this system takes nothing back."""
    health: Health | None = None
    headers: dict[HeaderName, HeaderValue] = {}
    """Sent with every request; never secrets, which belong in `auth`."""
    key_header: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$")] = "Idempotency-Key"
    """The header that carries the request's key."""
    sign: bool | None = None
    """Whether requests are signed; unsaid: where there is a secret. Callbacks are believed only with one."""
    mapping: DialectMapping | None = None
    """Their names and codes, where they do not speak the contract."""

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        given = self.model_fields_set
        for verb in ("ask", "health"):
            if getattr(self, verb) is not None and f"{verb}_path" in given:
                raise ValueError(f"{verb} and {verb}_path say the same thing twice")
        if "poll_every" in given and self.poll is None:
            raise ValueError("poll_every says how often, but no poll says where")
        if self.sign and self.secret_env is None:
            raise ValueError("sign needs secret_env: the variable that holds the secret")
        return self

    @model_validator(mode="after")
    def _headers_meet_nobody_else_s(self) -> Self:
        if self.key_header.lower() in OURS - {"idempotency-key"}:
            raise ValueError(f"key_header: the header {self.key_header} is part of the exchange itself")
        own = self.auth.header.lower() if self.auth.kind == "api_key" else None
        if own == self.key_header.lower():
            raise ValueError(f"key_header and auth both set the header {self.key_header}")
        for name in self.headers:
            if name.lower() in {self.key_header.lower(), own, *SECRETS}:
                raise ValueError(f"the header {name} is set by auth or key_header; a secret never stands in a profile")
        return self

    @model_validator(mode="after")
    def _maps_what_it_offers(self) -> Self:
        meanings = self.mapping.answer.meanings if self.mapping and self.mapping.answer else frozenset()
        if Meaning.UNKNOWN in meanings and self.poll is None:
            raise ValueError("a case means unknown, but no poll says where one looks")
        if meanings & OF_WITHDRAWAL and self.withdraw is None:
            raise ValueError("a case speaks of withdrawal, but no withdraw says where one asks for it")
        return self

    @property
    def polls(self) -> bool:
        """Whether the system says where a request stands without being asked it again."""
        return self.poll is not None

    @property
    def withdraws(self) -> bool:
        """Whether a request can be called off."""
        return self.withdraw is not None

    @property
    def asking(self) -> Ask:
        """How requests are put."""
        return self.ask or Ask(path=self.ask_path)

    @property
    def looking(self) -> Health:
        """How it is found out whether the system is there."""
        return self.health or Health(path=self.health_path)


def _kind(profile: Any) -> Any:
    """Return which way a profile speaks; what says nothing of it speaks JSON, unless its agency asks (`via`)."""
    if isinstance(profile, ElsewhereProfile) or (isinstance(profile, dict) and "via" in profile):
        return ELSEWHERE
    if isinstance(profile, SystemProfile):
        return getattr(profile, "kind", None)
    return profile.get("kind", "json") if isinstance(profile, dict) else "json"


AnyProfile = Annotated[
    Annotated[DepartmentProfile, Tag("json")] | Annotated[EdxmlProfile, Tag("edxml")], Discriminator(_kind)
]
"""A profile of one of the kinds there are, of a system that is asked from here."""
Described = Annotated[
    Annotated[DepartmentProfile, Tag("json")]
    | Annotated[EdxmlProfile, Tag("edxml")]
    | Annotated[ElsewhereProfile, Tag(ELSEWHERE)],
    Discriminator(_kind),
]
"""What a file may say of a system: how it is asked, or which agency asks it."""


class Profiles(Part):
    """The whole file."""

    departments: tuple[Described, ...]

    @model_validator(mode="after")
    def _each_system_once(self) -> Self:
        systems = [profile.system for profile in self.departments]
        twice = sorted({system for system in systems if systems.count(system) > 1})
        if twice:
            raise ValueError(f"described twice: {', '.join(twice)}")
        return self


def load_profiles(path: Path) -> dict[str, DepartmentProfile | EdxmlProfile]:
    """Return the profiles of the systems that are asked from here, in the file's order.

    Raises:
        InvalidInputError: The file cannot be read, is not YAML, repeats a key, or a profile is incomplete; the field
            names the place (`departments.0.base_url`).
    """
    found = _read(path).departments
    return {profile.system: profile for profile in found if not isinstance(profile, ElsewhereProfile)}


def load_endpoints(path: Path) -> dict[str, str]:
    """Return the Nexus endpoints of the systems that other agencies ask for us, by system.

    Raises:
        InvalidInputError: As for `load_profiles`.
    """
    found = _read(path).departments
    return {profile.system: profile.via.nexus for profile in found if isinstance(profile, ElsewhereProfile)}


def _read(path: Path) -> Profiles:
    try:
        return Profiles.model_validate(read_yaml(path))
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_input=False, include_url=False)]
        raise _unusable(path, "; ".join(f"{place}: {what}" for place, what in faults), faults[0][0]) from None


def read_yaml(path: Path) -> Any:
    """Return what a YAML file says.

    Raises:
        InvalidInputError: It cannot be read, is not YAML, or repeats a key.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_OnceLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unusable(path, str(error), None) from error


class _OnceLoader(yaml.SafeLoader):
    """YAML without objects and without repeated keys, of which plain YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def _fault(fault: Any) -> tuple[str, str]:
    # The kind of a profile is no place in the file.
    place = [str(part) for number, part in enumerate(fault["loc"]) if number != 2]
    return ".".join(place) or "departments", fault["msg"].removeprefix("Value error, ")


def _unusable(path: Path, why: str, field: str | None) -> InvalidInputError:
    return InvalidInputError(
        f"The department profiles in {path.name} cannot be used: {why}.",
        vi=f"Không dùng được tệp cấu hình hệ thống chuyên ngành {path.name}.",
        field=field,
    )
