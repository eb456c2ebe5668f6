"""Agencies and what follows them: each exists from a date, perhaps to a date, and perhaps has successors (R69–R73)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from motcua.agencies.codes import checked_agency_code
from motcua.errors import InvalidInputError

NATION = "VN"
"""The territory that holds all others."""

Territory = Annotated[str, Field(pattern=r"^(VN|\d{2,3}|\d{5})$")]
"""Code of a commune (`28777`), of a former district (`829`), of a province (`86`), or `VN`."""


def _agency_code(code: str) -> str:
    try:
        return checked_agency_code(code)
    except InvalidInputError as problem:
        raise ValueError(str(problem)) from None


AgencyCode = Annotated[str, AfterValidator(_agency_code)]
"""A national identifier of either generation (R19)."""


class Model(BaseModel):
    """A closed, immutable part of the directory."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(Model):
    """The name of an agency or a desk, in both languages."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Level(StrEnum):
    """The tier of government an agency belongs to; districts ended on 1 July 2025."""

    NATION = "nation"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Agency(Model):
    """One agency during the time it exists. A change of name or territory is a new agency that succeeds this one."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,79}$")
    name: Name
    kind: str = Field(pattern=r"^[a-z][a-z_]*$")
    """What it is: `one_stop`, `committee`, `department`, `police`, `tax`, `insurance`, `ministry`, …"""
    level: Level
    territory: Territory
    """What it is competent for."""
    parent: str | None = None
    codes: tuple[AgencyCode, ...] = ()
    """Its identifiers, the one that dossier codes begin with first; never given to another agency again."""
    seats: tuple[str, ...] = ()
    """The roles it holds in procedures: `one_stop`, `tax`, `land_office`, …"""
    calendar: tuple[str, ...] = ("vn",)
    """Calendar it works by; of several, each is laid over the one before."""
    valid_from: date
    valid_to: date | None = None
    """Its last day, which ends at 24:00 (R72)."""
    desks: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Agency":
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.id} would end before it begins")
        return self

    def active(self, on: date) -> bool:
        """Whether it exists on a local date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Succession(Model):
    """One agency takes the work of another over, wholly or for a part of it."""

    from_id: str
    to_id: str
    on: date
    """First day of the successor's power."""
    scope: str = Field(default="all", pattern=r"^(all|territory:(\d{2,3}|\d{5})|seat:[a-z][a-z0-9_]*)$")
    """`all`, `territory:CODE` where an agency is split by place, or `seat:ROLE` where it is split by field."""
    basis: str = Field(min_length=1)
    """The law or decision."""

    def covers(self, territory: str | None, seat: str | None) -> bool:
        """Whether this succession speaks of a place and a role; unknown ones are covered by `all` only."""
        return self.scope in ("all", f"territory:{territory}", f"seat:{seat}")
