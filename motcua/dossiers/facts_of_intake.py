"""What happened at the counter: opened, submitted, received or not."""

from typing import Literal

from motcua.dossiers.fact import Base
from motcua.dossiers.parts import Data, Moment, Name
from motcua.procedures.fields import Channel
from motcua.worktime.allowance import Allowance


class Opened(Base):
    """The dossier exists and has its code, for ever."""

    kind: Literal["opened"] = "opened"
    code: str
    procedure: str
    version: str
    channel: Channel
    territory: str
    one_stop: Name
    competent: Name
    data: Data = {}
    documents: tuple[str, ...] = ()
    applicant_kind: str = "citizen"
    previous: str | None = None
    corrects: str | None = None
    parent: str | None = None
    leg: str | None = None
    limit: Allowance | None = None
    not_after: Moment | None = None
    originals: tuple[str, ...] = ()
    """Documents handed in as originals, which go back before the dossier closes (R56)."""


class Submitted(Base):
    """It came in online; the one-stop has its intake time to accept it (R15)."""

    kind: Literal["submitted"] = "submitted"
    decide_by: Moment


class Received(Base):
    """It was full and valid, and was received: the day the official clock is counted from (R16)."""

    kind: Literal["received"] = "received"


class NotAccepted(Base):
    """It was not received."""

    kind: Literal["not_accepted"] = "not_accepted"
    reason: str


class SupplementAsked(Base):
    """The applicant was asked to complete the dossier."""

    kind: Literal["supplement_asked"] = "supplement_asked"
    number: int
    items: tuple[str, ...]
    reason: str
    step: str | None = None
    basis: str | None = None
    approver: Name | None = None
    lapses_at: Moment | None = None
    late_notice: bool = False
    """Whether the notice went out after its own limit (R28)."""


class SupplementGiven(Base):
    """The applicant completed it."""

    kind: Literal["supplement_given"] = "supplement_given"
    documents: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()


class SupplementLapsed(Base):
    """The applicant did not answer in time (R32)."""

    kind: Literal["supplement_lapsed"] = "supplement_lapsed"
