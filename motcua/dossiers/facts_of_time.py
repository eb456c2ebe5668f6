"""What happened to the clocks, and what the law did when they ran out."""

from typing import Literal

from motcua.dossiers.fact import Base
from motcua.dossiers.parts import Ground, Moment, Name, OfficialClock, Threshold
from motcua.dossiers.parts_of_lateness import Cause
from motcua.worktime.allowance import Allowance


class ClockSet(Base):
    """The official clock runs from now towards this date."""

    kind: Literal["clock_set"] = "clock_set"
    why: Literal[
        "receipt",
        "resumed",
        "restarted",
        "new_limit",
        "phase",
        "promised",
        "reappointed",
        "calendar",
        "case",
        "moved",
        "corrected",
        "stated",
        "restored",
    ]
    clock: OfficialClock
    left: Allowance | None = None
    """What is left of it, where it stands and goes on standing; None: it runs."""


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
    """A ground to stop the official clock arose; `left` where it is the one that stopped it.

    An outage of a department system may be a ground from an earlier moment than the one that stopped the clock until
    then: `left` is what was left at that moment.
    """

    kind: Literal["paused"] = "paused"
    ground: Ground
    ref: str
    basis: str | None = None
    left: Allowance | None = None
    system: Name | None = None
    """The department system that is away, and the decision by which the clock stands for it."""
    decision: str | None = None


class Resumed(Base):
    """A ground to stop the official clock ended."""

    kind: Literal["resumed"] = "resumed"
    ground: Ground
    ref: str
    left: Allowance | None = None
    """What is left from now on, where this end gives the time anew while another ground still stops the clock."""
    decision: str | None = None
    """The decision that ended it, where it did not end by itself."""
    basis: str | None = None


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
    agencies: tuple[Name, ...] = ()
    """In which agencies that role heard of it; empty in facts of earlier versions."""
    next_at: Moment | None = None
    passed_on: bool = False
    """Whether somebody passed it on, before the chain would have."""
    reason: str | None = None
    """Why they did, and what they ask of the next level."""


class Reminded(Base):
    """The end of the chain was told once more that nobody answers."""

    kind: Literal["reminded"] = "reminded"
    subject: str
    to: str
    agencies: tuple[Name, ...] = ()
    """In which agencies that role heard of it; empty in facts of earlier versions."""
    number: int
    next_at: Moment | None = None


class ClimbMoved(Base):
    """An episode rested while its clock stood, and climbs on from another moment."""

    kind: Literal["climb_moved"] = "climb_moved"
    subject: str
    next_at: Moment


class Explained(Base):
    """What made a subject late was stated."""

    kind: Literal["explained"] = "explained"
    subject: str
    cause: Cause
    explanation: str


class DateProposed(Base):
    """The responsible agency proposes the re-appointment (R49)."""

    kind: Literal["date_proposed"] = "date_proposed"
    new_due: Moment
    reason: str
    approver: Name | None = None
    basis: str | None = None


class DateApproved(Base):
    """The proposal was approved for the responsible agency."""

    kind: Literal["date_approved"] = "date_approved"
    approver: Name


class DateDeclined(Base):
    """The proposal was not approved; the date stays."""

    kind: Literal["date_declined"] = "date_declined"
    reason: str | None = None


class Reappointed(Base):
    """The one-stop applied the new date and apologised: the apology and re-appointment slip is issued (R48–R50)."""

    kind: Literal["reappointed"] = "reappointed"
    number: int = 1
    reason: str
    old_due: Moment
    new_due: Moment
    approver: Name | None = None
    basis: str | None = None
    late_notice: bool = False
    """Whether it was applied after the last safe moment, though proposed in time (R48)."""


class Apologised(Base):
    """An apology that moves no date (R51)."""

    kind: Literal["apologised"] = "apologised"
    reason: str
    late: bool = False
    """Whether it came after the last safe moment: xin lỗi muộn."""
    expected: Moment | None = None


class Replanned(Base):
    """A calendar decision moved dates of this dossier (R10); its clock and its duties have facts of their own."""

    kind: Literal["replanned"] = "replanned"
    decision: str
    reason: str | None = None
    """Why it was decided, as the decision says it; `reason_en` where it says it in English too."""
    reason_en: str | None = None
    calendar: str
    """Id and version of the calendar the dates are now computed on."""
    decide_by: Moment | None = None
    lapses_at: Moment | None = None
    phase_due: Moment | None = None
    warnings: tuple[Threshold, ...] | None = None
    """Those still to come, where they moved and the promised date did not."""
    kept: tuple[str, ...] = ()
    """Subjects whose new date would lie in the past, and which therefore keep the old one."""


class VersionMoved(Base):
    """The dossier goes on under another version of its procedure."""

    kind: Literal["version_moved"] = "version_moved"
    version: str
    before: str
    deadlines: Literal["keep", "recompute"] = "keep"
    steps: dict[str, str] = {}
    dates: tuple[str, ...] = ()
    """Subjects that keep a date which the new version would count otherwise: from now on it is a date, not a count."""


class MovePlanned(Base):
    """It will go on under another version when its next step begins."""

    kind: Literal["move_planned"] = "move_planned"
    version: str
    deadlines: Literal["keep", "recompute"] = "keep"
    steps: dict[str, str] = {}


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
