"""What repairs did: each says which repair it was, on what basis, and who confirmed it."""

from typing import Literal

from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.fact import Base
from motcua.dossiers.parts import Actor, Moment, Name, OfficialClock, Waiting


class Repaired(Base):
    """A repair was made; what it changed follows. Who asked and why is said by the act."""

    kind: Literal["repaired"] = "repaired"
    repair: str
    what: RepairKind
    basis: str | None = None
    confirmed_by: Actor | None = None
    """The second person, where the repair needed one."""
    sent: tuple[str, ...] = ()
    """What is sent again."""


class Unassigned(Base):
    """No officer is in charge of a step any more."""

    kind: Literal["unassigned"] = "unassigned"
    step: str


class DateCorrected(Base):
    """The promised date had been stated wrongly; the clock that follows has the right one."""

    kind: Literal["date_corrected"] = "date_corrected"
    old_due: Moment
    new_due: Moment
    basis: str
    before: OfficialClock
    """The clock it replaces."""


class AgencySucceeded(Base):
    """An agency that received or decides the dossier has ended; its successor stands in its place (R69)."""

    kind: Literal["agency_succeeded"] = "agency_succeeded"
    agency: Name
    successor: Name
    roles: tuple[Literal["one_stop", "competent"], ...]


class DutyRehomed(Base):
    """The agency that held a step has ended; the step went to another, with the date it has."""

    kind: Literal["duty_rehomed"] = "duty_rehomed"
    step: str
    before: Name
    agency: Name
    holder: Waiting
    officer: Name | None = None
