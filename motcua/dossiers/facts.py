"""All facts there are. Facts are never changed; the dossier is their fold, and so are its dates (R74)."""

from typing import Annotated

from pydantic import Field

from motcua.dossiers.facts_of_ends import (
    FeeExempted,
    FeePaid,
    OriginalsReturned,
    ResultReady,
    Returned,
    Stopped,
    WithdrawalAsked,
    WithdrawalSettled,
)
from motcua.dossiers.facts_of_intake import (
    NotAccepted,
    Opened,
    Received,
    Submitted,
    SupplementAsked,
    SupplementGiven,
    SupplementLapsed,
)
from motcua.dossiers.facts_of_repair import (
    AgencySucceeded,
    DateCorrected,
    DutyRehomed,
    Repaired,
    Unassigned,
)
from motcua.dossiers.facts_of_time import (
    Acknowledged,
    Apologised,
    ClimbMoved,
    ClockSet,
    DateApproved,
    DateDeclined,
    DateProposed,
    Escalated,
    Explained,
    FellDue,
    MovePlanned,
    OverdueClosed,
    OverdueOpened,
    Paused,
    PhaseEnded,
    PhaseStarted,
    Reappointed,
    Reminded,
    Replanned,
    Resumed,
    VersionMoved,
    Warned,
)
from motcua.dossiers.facts_of_work import (
    Assigned,
    DataSet,
    DepartmentAskedAgain,
    DepartmentTrouble,
    DutyClosed,
    DutyOpened,
    DutyPaused,
    DutyReceived,
    DutyReplanned,
    DutyResumed,
    FaultCleared,
    FaultNoted,
    HandOverLate,
    LegOpened,
    LegReported,
    OpinionAsked,
    OpinionLate,
    Reopened,
    SilenceKept,
    StepSkipped,
)
from motcua.dossiers.parts import Actor, Model, Moment

__all__ = [
    "Acknowledged",
    "AgencySucceeded",
    "AnyFact",
    "Apologised",
    "Assigned",
    "ClimbMoved",
    "ClockSet",
    "DataSet",
    "DateApproved",
    "DateCorrected",
    "DateDeclined",
    "DateProposed",
    "DepartmentAskedAgain",
    "DepartmentTrouble",
    "DutyClosed",
    "DutyOpened",
    "DutyPaused",
    "DutyReceived",
    "DutyRehomed",
    "DutyReplanned",
    "DutyResumed",
    "Escalated",
    "Explained",
    "Fact",
    "FaultCleared",
    "FaultNoted",
    "FeeExempted",
    "FeePaid",
    "FellDue",
    "HandOverLate",
    "LegOpened",
    "LegReported",
    "MovePlanned",
    "NotAccepted",
    "Opened",
    "OpinionAsked",
    "OpinionLate",
    "OriginalsReturned",
    "OverdueClosed",
    "OverdueOpened",
    "Paused",
    "PhaseEnded",
    "PhaseStarted",
    "Reappointed",
    "Received",
    "Reminded",
    "Reopened",
    "Repaired",
    "Replanned",
    "ResultReady",
    "Resumed",
    "Returned",
    "SilenceKept",
    "StepSkipped",
    "Stopped",
    "Submitted",
    "SupplementAsked",
    "SupplementGiven",
    "SupplementLapsed",
    "Transition",
    "Unassigned",
    "VersionMoved",
    "Warned",
    "WithdrawalAsked",
    "WithdrawalSettled",
]

AnyFact = (
    Opened
    | Submitted
    | Received
    | NotAccepted
    | ClockSet
    | PhaseStarted
    | PhaseEnded
    | Paused
    | Resumed
    | DutyOpened
    | DutyClosed
    | DutyPaused
    | DutyResumed
    | StepSkipped
    | Reopened
    | DataSet
    | Assigned
    | SupplementAsked
    | SupplementGiven
    | SupplementLapsed
    | SilenceKept
    | OpinionLate
    | DepartmentTrouble
    | DepartmentAskedAgain
    | Warned
    | FellDue
    | OverdueOpened
    | Escalated
    | Acknowledged
    | OverdueClosed
    | ResultReady
    | Returned
    | WithdrawalAsked
    | WithdrawalSettled
    | Stopped
    | DutyReceived
    | HandOverLate
    | OpinionAsked
    | LegOpened
    | LegReported
    | DutyReplanned
    | Reminded
    | ClimbMoved
    | Explained
    | DateProposed
    | DateApproved
    | DateDeclined
    | Reappointed
    | Apologised
    | Replanned
    | VersionMoved
    | MovePlanned
    | OriginalsReturned
    | FeePaid
    | FeeExempted
    | FaultNoted
    | FaultCleared
    | Repaired
    | Unassigned
    | DateCorrected
    | AgencySucceeded
    | DutyRehomed
)
Fact = Annotated[AnyFact, Field(discriminator="kind")]


class Transition(Model):
    """The facts of one act, as recorded: decided once, folded ever after."""

    key: str
    """Name of the act within its dossier; a repetition has the same."""
    by: Actor
    at: Moment
    """The legal moment of the act."""
    recorded_at: Moment
    """When it was written down."""
    reason: str | None = None
    facts: tuple[Fact, ...]
