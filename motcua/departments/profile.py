"""How each department's system is reached: read from a YAML file, refused unless complete and unambiguous."""

from collections.abc import Hashable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError, model_validator

from motcua.departments.payload import SystemId
from motcua.errors import InvalidInputError
from motcua.exchange.address import UrlPath
from motcua.exchange.authentication import EnvName, Part
from motcua.exchange.payload import Line
from motcua.exchange.reaching import Duration, Reached
from motcua.exchange.reaching import TimeLimits as TimeLimits
from motcua.exchange.signing import SigningKey


class Name(Part):
    """The system's name, as people in Vietnam and other readers know it."""

    vi: Line
    en: Line


class DepartmentProfile(Reached):
    """One department's system."""

    system: SystemId
    name: Name
    ask_path: UrlPath = "/requests"
    health_path: UrlPath = "/health"
    secret_env: EnvName | None = None
    """Environment variable holding the shared signing secret; None: requests go unsigned, callbacks are refused."""
    answer_within: Duration = timedelta(hours=4)
    """Patience after "accepted, will answer later" before asking again under the same key."""

    def secret(self, environment: Mapping[str, str]) -> str | None:
        """Return the shared secret, or None where the profile names none.

        Raises:
            InvalidInputError: The profile names a variable that is not set or holds no proper secret.
        """
        if self.secret_env is None:
            return None
        secret = environment.get(self.secret_env, "")
        if not secret:
            raise InvalidInputError(
                f"The environment variable {self.secret_env} is not set.",
                vi=f"Chưa đặt biến môi trường {self.secret_env}.",
                field=f"{self.system}.secret_env",
                hint="Set it to the secret shared with this system.",
            )
        SigningKey(secret)
        return secret


class Profiles(Part):
    """The whole file."""

    departments: tuple[DepartmentProfile, ...]

    @model_validator(mode="after")
    def _each_system_once(self) -> Self:
        systems = [profile.system for profile in self.departments]
        twice = sorted({system for system in systems if systems.count(system) > 1})
        if twice:
            raise ValueError(f"described twice: {', '.join(twice)}")
        return self


def load_profiles(path: Path) -> dict[str, DepartmentProfile]:
    """Return the profiles of a YAML file by system, in the file's order.

    Raises:
        InvalidInputError: The file cannot be read, is not YAML, repeats a key, or a profile is incomplete; the field
            names the place (`departments.0.base_url`).
    """
    try:
        profiles = Profiles.model_validate(read_yaml(path))
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_input=False, include_url=False)]
        raise _unusable(path, "; ".join(f"{where}: {what}" for where, what in faults), faults[0][0]) from None
    return {profile.system: profile for profile in profiles.departments}


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
    return ".".join(str(part) for part in fault["loc"]) or "departments", fault["msg"].removeprefix("Value error, ")


def _unusable(path: Path, why: str, field: str | None) -> InvalidInputError:
    return InvalidInputError(
        f"The department profiles in {path.name} cannot be used: {why}.",
        vi=f"Không dùng được tệp cấu hình hệ thống chuyên ngành {path.name}.",
        field=field,
    )
