"""What can be asked of a dossier. A command says who, for whom and why in the act that carries it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from motcua.dossiers.commands_of_ends import (
    AskWithdrawal,
    ExemptFee,
    PayFee,
    RefuseOnMerits,
    ReturnOriginals,
    ReturnToLead,
    SettleWithdrawal,
    Stop,
)
from motcua.dossiers.commands_of_engine import (
    DepartmentAnswered,
    EndLeg,
    HearLeg,
    MissLeg,
    Move,
    NoteFault,
    NoteLeg,
    Replan,
    Ring,
    RunAfterOutage,
    StandForOutage,
)
from motcua.dossiers.commands_of_lateness import (
    Acknowledge,
    Apologise,
    ApplyDate,
    ApproveDate,
    Explain,
    PassOn,
    ProposeDate,
)
from motcua.dossiers.commands_of_repair import Mend
from motcua.dossiers.parts import Actor, ApplicantKind, Data, Key, Model, Moment, Name, Tagged, Words
from motcua.procedures.fields import Channel
from motcua.worktime.allowance import Allowance

__all__ = [
    "Accept",
    "Acknowledge",
    "Act",
    "Apologise",
    "ApplyDate",
    "ApproveDate",
    "AskAgain",
    "AskOpinion",
    "AskSupplement",
    "AskWithdrawal",
    "Assign",
    "Command",
    "Complete",
    "Deed",
    "DepartmentAnswered",
    "EndLeg",
    "EngineDeed",
    "ExemptFee",
    "Explain",
    "GiveSupplement",
    "HearLeg",
    "Life",
    "MissLeg",
    "Move",
    "NoteFault",
    "NoteLeg",
    "Open",
    "Opine",
    "PassOn",
    "PayFee",
    "ProposeDate",
    "Receive",
    "RefuseIntake",
    "RefuseOnMerits",
    "Replan",
    "ReturnOriginals",
    "ReturnToLead",
    "Ring",
    "RunAfterOutage",
    "SendBack",
    "SettleWithdrawal",
    "StandForOutage",
    "Stop",
]


class Open(Tagged):
    """Hand a dossier in. Online it is submitted first and received when the one-stop accepts it (R15, R16)."""

    kind: Literal["open"] = "open"
    code: str
    procedure: str
    version: str
    channel: Channel = "direct"
    territory: str
    """Commune, province or `VN`: where the matter lies, which decides the competent agencies."""
    received_by: Name | None = None
    """The one-stop that took it in, where that is not the territory's own."""
    accept: bool | None = None
    """Whether it is full and valid already; None: yes at the counter and by post, not yet online."""
    postmarked: date | None = None
    data: Data = {}
    documents: tuple[str, ...] = ()
    applicant_kind: ApplicantKind = "citizen"
    previous: str | None = None
    """Code of the dossier this one continues."""
    corrects: str | None = None
    """Code of the dossier whose wrong result this one corrects, at the agency's cost (R59)."""
    parent: str | None = None
    """Code of the dossier this one is a leg of (R44)."""
    leg: str | None = None
    """The parent's duty this one carries, as `step/visit`."""
    limit: Allowance | None = None
    """What the parent's step grants; given by the engine for legs only."""
    not_after: Moment | None = None
    """The parent's promised date: no leg is due later (R44)."""
    promised: Moment | None = None
    """The date on the slip of a dossier already in flight; it is kept even where today's rules say otherwise."""


class Accept(Tagged):
    """Receive a submitted dossier as full and valid: the official clock starts (R16)."""

    kind: Literal["accept"] = "accept"


class RefuseIntake(Tagged):
    """Do not receive a submitted dossier, for the reason given."""

    kind: Literal["refuse_intake"] = "refuse_intake"


class Complete(Tagged):
    """End a duty: done, or with one of the outcomes its step declares."""

    kind: Literal["complete"] = "complete"
    step: str
    outcome: str = "done"
    data: Data = {}
    reference: str | None = None
    """Number of the document that proves it: a receipt, a notice, a decision."""


class SendBack(Tagged):
    """Return the work to an earlier step for rework; the official clock goes on."""

    kind: Literal["send_back"] = "send_back"
    step: str
    to: str


class Opine(Tagged):
    """Give the opinion a consulted body was asked for."""

    kind: Literal["opine"] = "opine"
    step: str
    opinion: Literal["agreed", "agreed_with_conditions", "disagreed"]
    reference: str | None = None


class AskSupplement(Tagged):
    """Ask the applicant to complete the dossier, once and in full (R23, R28, R33)."""

    kind: Literal["ask_supplement"] = "ask_supplement"
    items: tuple[Words, ...] = Field(min_length=1, max_length=50)
    """Ids of documents of the published list; anything else needs `basis`."""
    basis: Words | None = None
    approver: Name | None = None


class GiveSupplement(Tagged):
    """The applicant handed in what was asked for; counted from the moment it arrived."""

    kind: Literal["give_supplement"] = "give_supplement"
    documents: tuple[str, ...] = ()
    """Ids of documents of the published list, or items as they were asked for."""


class Assign(Tagged):
    """Give a duty to an officer of the agency that holds it."""

    kind: Literal["assign"] = "assign"
    step: str
    officer: Name


class Receive(Tagged):
    """Take in work that was handed over on paper: its clock starts (R27)."""

    kind: Literal["receive"] = "receive"
    step: str


class AskOpinion(Tagged):
    """Consult a body that is not on the route: with content and deadline, or not at all (R37)."""

    kind: Literal["ask_opinion"] = "ask_opinion"
    agency: Name
    content: Words | None = None
    within: Allowance | None = None


class AskAgain(Tagged):
    """Ask the department system of a duty once more, after trouble."""

    kind: Literal["ask_again"] = "ask_again"
    step: str


Deed = (
    Accept
    | RefuseIntake
    | Complete
    | SendBack
    | Opine
    | AskSupplement
    | GiveSupplement
    | Assign
    | RefuseOnMerits
    | AskWithdrawal
    | SettleWithdrawal
    | Stop
    | Acknowledge
    | AskAgain
    | PassOn
    | Explain
    | ProposeDate
    | ApproveDate
    | ApplyDate
    | Apologise
    | Receive
    | AskOpinion
    | PayFee
    | ExemptFee
    | ReturnOriginals
    | ReturnToLead
)
"""What officers, agencies and applicants may do to a dossier that exists."""

EngineDeed = (
    DepartmentAnswered
    | NoteLeg
    | MissLeg
    | HearLeg
    | EndLeg
    | Replan
    | Move
    | StandForOutage
    | RunAfterOutage
    | NoteFault
    | Ring
    | Mend
)
"""What the engine does to a dossier for systems, legs, campaigns, repairs and time; never taken from callers."""

Command = Deed | Open | EngineDeed


class Act(Model):
    """One command with the person behind it."""

    key: Key | None = None
    """The caller's name for this act; a second act with the same key is the first one."""
    by: Actor
    at: Moment | None = None
    """When it was done, as the receiving counter recorded it; None: when it is decided."""
    reason: Words | None = None
    do: Annotated[Command, Field(discriminator="kind")]


class Life(Model):
    """What a dossier is opened with: the opening, and what happened to it before it came to us."""

    opening: Act
    past: tuple[Act, ...] = ()
    """Acts already done elsewhere, each with its moment, oldest first."""
    alone: bool = False
    """Whether it is opened only while no other open dossier continues the one before it; the register decides (R32)."""
