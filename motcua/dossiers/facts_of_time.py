"""What happened to the clocks, and what the law did when they ran out."""

from typing import Literal

from motcua.dossiers.fact import Base
from motcua.dossiers.parts import Ground, Moment, Name, OfficialClock
from motcua.worktime.allowance import Allowance


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
