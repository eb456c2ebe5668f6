"""What happened to a dossier. Facts are never changed; the dossier is their fold, and so are its dates (R74)."""

from typing import Annotated, Literal

from pydantic import Field

from motcua.dossiers.commands import Channel
from motcua.dossiers.parts import Actor, Data, Ground, Model, Moment, Name, OfficialClock, Tagged, Waiting
from motcua.procedures.definition import Ending, Silence, StepKind
from motcua.worktime.allowance import Allowance


class Base(Tagged):
    """What every fact says of itself."""

    at: Moment | None = None
    """The legal moment; None: the moment of the act that caused it."""
    by: Actor | None = None
    """Who did it; None: the actor of the act."""


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


class ClockSet(Base):
    """The official clock runs from now towards this date."""

    kind: Literal["clock_set"] = "clock_set"
    why: Literal["receipt", "resumed", "restarted", "new_limit", "phase", "promised"]
    clock: OfficialClock


class PhaseStarted(Base):
    """A phase with its own limit began."""

    kind: Literal["phase_started"] = "phase_started"
    phase: str
    allow: Allowance
    due: Moment


class PhaseEnded(Base):
    """The work of a phase is complete."""

    kind: Literal["phase_ended"] = "phase_ended"
    phase: str


class Paused(Base):
    """A ground to stop the official clock arose; `left` where it is the one that stopped it."""

    kind: Literal["paused"] = "paused"
    ground: Ground
    ref: str
    basis: str | None = None
    left: Allowance | None = None


class Resumed(Base):
    """A ground to stop the official clock ended."""

    kind: Literal["resumed"] = "resumed"
    ground: Ground
    ref: str
    left: Allowance | None = None
    """What is left from now on, where this end gives the time anew while another ground still stops the clock."""


class DutyOpened(Base):
    """An agency holds a step."""

    kind: Literal["duty_opened"] = "duty_opened"
    step: str
    visit: int = 1
    step_kind: StepKind
    agency: Name
    holder: Waiting = Waiting.OFFICER
    since: Moment | None = None
    """What its clock is counted from, where that is not the moment it opened."""
    allow: Allowance | None = None
    due: Moment | None = None
    silence: Silence | None = None
    silence_at: Moment | None = None
    system: Name | None = None


class DutyClosed(Base):
    """A step ended."""

    kind: Literal["duty_closed"] = "duty_closed"
    step: str
    visit: int = 1
    outcome: str = "done"
    late: bool = False
    """Whether it ended after its own due moment."""
    reason: str | None = None
    reference: str | None = None


class DutyPaused(Base):
    """A duty's own clock stands."""

    kind: Literal["duty_paused"] = "duty_paused"
    step: str
    left: Allowance


class DutyResumed(Base):
    """A duty's own clock runs again, or from the start."""

    kind: Literal["duty_resumed"] = "duty_resumed"
    step: str
    since: Moment
    allow: Allowance
    due: Moment
    silence_at: Moment | None = None


class StepSkipped(Base):
    """A step's condition does not hold in this dossier."""

    kind: Literal["step_skipped"] = "step_skipped"
    step: str


class Reopened(Base):
    """Steps done before are to be done again, because the work was sent back."""

    kind: Literal["reopened"] = "reopened"
    steps: tuple[str, ...]


class DataSet(Base):
    """Declared data became known or changed."""

    kind: Literal["data_set"] = "data_set"
    data: Data


class Assigned(Base):
    """An officer was put in charge of a duty."""

    kind: Literal["assigned"] = "assigned"
    step: str
    officer: Name


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


class SupplementLapsed(Base):
    """The applicant did not answer in time (R32)."""

    kind: Literal["supplement_lapsed"] = "supplement_lapsed"


class SilenceKept(Base):
    """A consulted body did not answer in time, and what the law makes of it."""

    kind: Literal["silence_kept"] = "silence_kept"
    step: str
    means: Silence
    basis: str | None = None


class OpinionLate(Base):
    """An opinion came after its step had ended: kept and shown, overwriting nothing (R42)."""

    kind: Literal["opinion_late"] = "opinion_late"
    step: str
    opinion: str
    reference: str | None = None


class DepartmentTrouble(Base):
    """A department system's answer could not be used; nothing was done with it."""

    kind: Literal["department_trouble"] = "department_trouble"
    step: str
    visit: int = 1
    detail: str


class DepartmentAskedAgain(Base):
    """Somebody had the department system asked once more."""

    kind: Literal["department_asked_again"] = "department_asked_again"
    step: str


class Warned(Base):
    """A threshold of the warning plan was reached."""

    kind: Literal["warned"] = "warned"
    threshold: str


class FellDue(Base):
    """The closing hour of the due date came and the dossier was not finished."""

    kind: Literal["fell_due"] = "fell_due"


class OverdueOpened(Base):
    """A limit was broken: an overdue episode begins."""

    kind: Literal["overdue_opened"] = "overdue_opened"
    subject: str
    holder: Name
    own: bool = True
    next_at: Moment | None = None


class Escalated(Base):
    """Nobody answered for an episode: it was carried one level up."""

    kind: Literal["escalated"] = "escalated"
    subject: str
    level: int
    to: str
    next_at: Moment | None = None


class Acknowledged(Base):
    """Somebody answers for an episode."""

    kind: Literal["acknowledged"] = "acknowledged"
    subject: str
    explanation: str


class OverdueClosed(Base):
    """An episode ended; `annulled` where an act recorded in time arrived after the alarm."""

    kind: Literal["overdue_closed"] = "overdue_closed"
    subject: str
    lost_minutes: int
    annulled: bool = False


class ResultReady(Base):
    """The work on the merits is finished; this date decides on-time, not the collection (R55)."""

    kind: Literal["result_ready"] = "result_ready"
    result: Ending
    basis: str | None = None


class Returned(Base):
    """The result was handed over."""

    kind: Literal["returned"] = "returned"


class WithdrawalAsked(Base):
    """The applicant asked for the dossier back."""

    kind: Literal["withdrawal_asked"] = "withdrawal_asked"


class WithdrawalSettled(Base):
    """The withdrawal was granted, or the work goes on."""

    kind: Literal["withdrawal_settled"] = "withdrawal_settled"
    granted: bool


class Stopped(Base):
    """Processing stopped without a result."""

    kind: Literal["stopped"] = "stopped"
    reason: str
    basis: str | None = None


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
