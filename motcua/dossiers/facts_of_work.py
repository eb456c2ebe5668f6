"""What happened to the duties: opened, closed, paused, answered, kept silent."""

from typing import Literal

from motcua.dossiers.fact import Base
from motcua.dossiers.parts import Data, Moment, Name, State, Waiting
from motcua.procedures.definition import Ending, Silence, StepKind
from motcua.worktime.allowance import Allowance


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
    giver: Name | None = None
    """Who gave it out of its hands, where it goes over on paper and its clock waits for receipt (R27)."""
    hand_over_by: Moment | None = None


class DutyReceived(Base):
    """The agency has the work in its hands: its clock starts (R27)."""

    kind: Literal["duty_received"] = "duty_received"
    step: str
    since: Moment | None = None
    allow: Allowance | None = None
    due: Moment | None = None
    silence_at: Moment | None = None
    late: bool = False
    """Whether it came after the hand-over was due."""


class HandOverLate(Base):
    """Work was not received by the time its hand-over was due; from here on it is in transit (R25, R27)."""

    kind: Literal["hand_over_late"] = "hand_over_late"
    step: str
    giver: Name


class OpinionAsked(Base):
    """A body off the route is consulted; a duty of the same name follows (R37)."""

    kind: Literal["opinion_asked"] = "opinion_asked"
    step: str
    agency: Name
    content: str
    allow: Allowance


class LegOpened(Base):
    """Another agency carries a linked step as a dossier of its own (R44)."""

    kind: Literal["leg_opened"] = "leg_opened"
    step: str
    visit: int = 1
    code: str
    procedure: str
    agency: Name
    due: Moment | None = None


class LegReported(Base):
    """A leg said where it stands; its result, where it has one, is at the receiving one-stop."""

    kind: Literal["leg_reported"] = "leg_reported"
    step: str
    visit: int = 1
    code: str
    state: State
    due: Moment | None = None
    finished_at: Moment | None = None
    result: Ending | None = None
    reason: str | None = None


class FaultNoted(Base):
    """What should have happened by itself could not be decided; the engine's operators have to mend it (R75)."""

    kind: Literal["fault_noted"] = "fault_noted"
    what: str
    detail: str


class FaultCleared(Base):
    """What could not be decided has been."""

    kind: Literal["fault_cleared"] = "fault_cleared"


class DutyReplanned(Base):
    """A calendar decision moved a duty's own date (R10)."""

    kind: Literal["duty_replanned"] = "duty_replanned"
    step: str
    due: Moment | None = None
    """None where its clock has not begun: its papers are on their way."""
    silence_at: Moment | None = None
    hand_over_by: Moment | None = None


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
    fixed: bool = False
    """Whether its date is later than its limit alone would give."""
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
