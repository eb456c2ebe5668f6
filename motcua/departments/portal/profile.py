"""How the national portal is reached and what it calls things: one YAML file, refused unless it is complete."""

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from motcua.agencies.agency import AgencyCode
from motcua.departments.portal.answers import MEANINGS, Meaning
from motcua.departments.profile import DepartmentProfile, Name, read_yaml
from motcua.errors import InvalidInputError
from motcua.exchange.address import Address, UrlPath
from motcua.exchange.authentication import EnvName, Part
from motcua.exchange.payload import Line
from motcua.exchange.reaching import Duration, Reached

FieldCode = Annotated[str, Field(pattern=r"^[A-Y][0-9]{2}-[0-9A-Z]{1,20}$")]
"""MaLinhVuc: level-1 code, hyphen, the field: `G03-GD10` (Circular 01/2018, art. 20)."""
NationalCode = Annotated[str, Field(pattern=r"^\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2})?$")]
SYSTEM = "portal"
"""The portal's name among the systems: outages and refused messages stand under it."""


class Pauses(Part):
    """How long a message waits before it is sent again: doubled from the first to the longest, without end."""

    first: Duration = timedelta(seconds=5)
    longest: Duration = timedelta(minutes=5)
    unreadable: Annotated[int, Field(ge=1, le=20)] = 5
    """How often an answer that cannot be understood is met with another try, before a person looks at it."""

    def after(self, failures: int) -> timedelta:
        """Return the pause after so many failures in a row, at least 1."""
        doubled: timedelta = self.first * 2 ** min(failures - 1, 20)
        return min(doubled, self.longest)


class Comparing(Part):
    """The daily comparison of the portal's state with ours."""

    at: time = time(2, 30)
    """Vietnamese local time of day."""
    ended_within: Duration = timedelta(days=30)
    """Dossiers that ended longer ago are left alone."""
    per_second: Annotated[float, Field(gt=0, le=100)] = 5


class PortalProfile(Reached):
    """The national portal as one installation speaks to it."""

    name: Name = Name(vi="Cổng Dịch vụ công quốc gia", en="National Public Service Portal")
    auth_path: UrlPath = "/auth"
    service_path: UrlPath = "/service"
    username_env: EnvName
    password_env: EnvName
    dstcode: Line | None = None
    """Header by which the national exchange finds the portal."""
    unit: AgencyCode | None = None
    """`madonvi` of every message, where the account stands for one body; None: the agency that received the dossier."""
    agencies: dict[str, AgencyCode] = {}
    """Code the portal knows an agency by, by our id; others keep the code of the directory."""
    procedures: dict[str, NationalCode] = {}
    """National code of a procedure, by ours, where that is a local one."""
    fields: dict[str, FieldCode] = {}
    """MaLinhVuc by the field's Vietnamese name."""
    procedure_suffix: bool = False
    """Whether MaTTHC bears the publishing authority: `1.004269.000.00.00.H07`."""
    status_as: Literal["string", "number"] = "string"
    rename: dict[str, Annotated[str, Field(pattern=r"^[A-Za-z]{1,60}$")]] = {}
    """Fields this version of the portal calls otherwise: `HinhThuc: KenhThucHien`."""
    meanings: dict[str, Meaning] = {}
    """What further error codes of this version mean."""
    per_second: Annotated[float, Field(gt=0, le=1000)] = 10
    """Most messages a second, all workers together."""
    at_once: Annotated[int, Field(ge=1, le=50)] = 4
    """Dossiers that are told of at the same time; the messages of one follow each other."""
    pauses: Pauses = Pauses()
    longest_lag: Duration = timedelta(minutes=15)
    """How long after the event the portal may still not know it, before somebody is called."""
    urgent_within: Duration = timedelta(hours=4)
    """From how long before the old date a status 5 or 6 or a new date goes before everything else (R36)."""
    comparing: Comparing = Comparing()

    @model_validator(mode="after")
    def _password_encrypted(self) -> Self:
        if not Address.read(self.base_url).encrypted and not self.private:
            raise ValueError("the password would travel unencrypted: use https, or say `private: true`")
        return self

    def credentials(self, environment: Mapping[str, str]) -> tuple[str, str]:
        """Return user name and password from the variables the profile names.

        Raises:
            InvalidInputError: One of them is not set.
        """
        return self._variable(environment, "username_env"), self._variable(environment, "password_env")

    def meaning(self, code: str) -> Meaning | None:
        """Return what an error code means; None for one nobody knows."""
        return self.meanings.get(code) or MEANINGS.get(code)

    def named(self) -> DepartmentProfile:
        """Return it as errors name a system."""
        return DepartmentProfile(system=SYSTEM, name=self.name, base_url=self.base_url, private=self.private)

    def _variable(self, environment: Mapping[str, str], field: str) -> str:
        variable: str = getattr(self, field)
        if value := environment.get(variable, ""):
            return value
        raise InvalidInputError(
            f"The environment variable {variable} is not set.",
            vi=f"Chưa đặt biến môi trường {variable}.",
            field=f"portal.{field}",
            hint="Set it to what the portal's operator gave you.",
            hint_vi="Đặt giá trị do đơn vị vận hành Cổng cấp.",
        )


def load_portal(path: Path) -> PortalProfile:
    """Return the profile a YAML file describes.

    Raises:
        InvalidInputError: It cannot be read, repeats a key, or is incomplete; the field names the place.
    """
    try:
        return PortalProfile.model_validate(read_yaml(path))
    except ValidationError as unfit:
        fault = unfit.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"]) or "portal"
        what = fault["msg"].removeprefix("Value error, ")
        raise InvalidInputError(
            f"The portal's profile in {path.name} cannot be used: {where}: {what}.",
            vi=f"Không dùng được tệp cấu hình Cổng {path.name}.",
            field=where,
        ) from None
