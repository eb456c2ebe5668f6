"""The dossier as it stands: the fold of its facts."""

from datetime import datetime

from motcua.dossiers.parts import (
    AskedOpinion,
    Clock,
    Data,
    Done,
    Duty,
    Fault,
    Ground,
    Model,
    Moment,
    Moving,
    Name,
    OfficialClock,
    Pause,
    State,
    Supplement,
    Waiting,
)
from motcua.dossiers.parts_of_lateness import Breach, Episode, Proposal
from motcua.procedures.definition import Ending
from motcua.worktime.allowance import Allowance

KEYS_KEPT = 64
"""How many act keys travel with the dossier; the register remembers all of them."""

HEAD_OF_NOTHING = "0" * 64
SKIPPED = "skipped"
"""How a step ended that was not done, since its condition did not hold."""


class Dossier(Model):
    """One procedure dossier: who holds it, which clocks run, what was done."""

    code: str
    procedure: str
    version: str
    channel: str
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
    """The duty of the parent that this dossier carries, as `step/visit` (R44)."""
    limit: Allowance | None = None
    not_after: Moment | None = None
    originals: tuple[str, ...] = ()
    """Originals taken in and not given back yet (R56)."""
    state: State = State.SUBMITTED
    state_before: State | None = None
    """What a withdrawal request interrupted."""
    opened_at: Moment
    submitted_at: Moment | None = None
    """Since when a submission waits for the decision on receiving it."""
    decide_by: Moment | None = None
    """Intake decision of an online submission (R15)."""
    received_at: Moment | None = None
    clock: OfficialClock | None = None
    """None before receipt, and for good where the procedure has no statutory total."""
    left: Allowance | None = None
    """What was left of the official clock when it was paused; None while it runs."""
    counted_from: Moment | None = None
    """From when the limit that applies is counted: receipt, or the supplement that gave the time anew."""
    counted_under: str | None = None
    """The version whose limit the promise keeps, where the dossier has moved to another since (R21)."""
    due_original: Moment | None = None
    """The date on the slip; it stays visible whatever happens to the current one (R52)."""
    phase: str | None = None
    phase_clock: Clock | None = None
    phase_counted_under: str | None = None
    """The version whose limit the running phase keeps, where the dossier has moved to another since (R21)."""
    pauses: tuple[Pause, ...] = ()
    duties: tuple[Duty, ...] = ()
    done: dict[str, Done] = {}
    visits: dict[str, int] = {}
    supplement: Supplement | None = None
    supplements: int = 0
    """How often the applicant was asked to complete it, before receipt and after."""
    episodes: tuple[Episode, ...] = ()
    breaches: dict[str, Breach] = {}
    """What was late and is so no longer, by subject; the latest of each."""
    fell_due: bool = False
    proposal: Proposal | None = None
    """A new date that waits for approval, or for the one-stop to apply it (R49)."""
    reappointed: int = 0
    apologised_at: Moment | None = None
    fee_settled: bool = False
    """Whether the fees due at the result were paid or waived (R57)."""
    asked: dict[str, AskedOpinion] = {}
    """Consultations off the route, by the name of their duty."""
    moving: Moving | None = None
    fault: Fault | None = None
    """What the engine could not decide; the dossier waits for its operators (R75)."""
    result: Ending | None = None
    finished_at: Moment | None = None
    ended_at: Moment | None = None
    last_at: Moment
    """The latest legal moment recorded."""
    seq: int = 0
    head: str = HEAD_OF_NOTHING
    """Hash of the last fact in the dossier's chain."""
    keys: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether the dossier has ended."""
        return self.state.closed

    @property
    def paused(self) -> bool:
        """Whether a ground stops the official clock."""
        return any(pause.until is None for pause in self.pauses)

    @property
    def supplements_after_receipt(self) -> int:
        """How often a supplement was asked for since receipt: guidance at intake is not counted (R33)."""
        return sum(pause.ground is Ground.SUPPLEMENT for pause in self.pauses)

    @property
    def suspended(self) -> bool:
        """Whether all work rests: the applicant completes the dossier, or wants it back."""
        return self.supplement is not None or self.state is State.WITHDRAWAL

    @property
    def due(self) -> Moment | None:
        """Return the promised date; None where there is none, or while the clock stands."""
        return self.clock.due if self.clock and not self.paused else None

    def is_late(self, now: datetime) -> bool:
        """Return whether the promise is broken at `now`: never while paused or finished (R36, R46)."""
        if self.clock is None or self.paused or self.finished_at is not None or self.closed:
            return False
        return now >= self.clock.late_from

    def duty(self, step: str) -> Duty | None:
        """Return the open duty of a step, if there is one."""
        return next((duty for duty in self.duties if duty.step == step), None)

    def episode(self, subject: str) -> Episode | None:
        """Return the open overdue episode of a subject, if there is one."""
        return next((episode for episode in self.episodes if episode.subject == subject), None)


PRECEDENCE = (
    Waiting.FAULT,
    Waiting.OFFICER,
    Waiting.PARTNER,
    Waiting.SYSTEM,
    Waiting.PAYMENT,
    Waiting.APPLICANT,
    Waiting.MOMENT,
)
"""Where several duties are open, the dossier waits for the first of these: whoever can move it soonest."""


def waiting_for(dossier: Dossier) -> Waiting | None:
    """Return the one thing an open dossier waits for; None once it has ended."""
    if dossier.closed:
        return None
    if dossier.fault:
        return Waiting.FAULT
    if dossier.state in (State.SUBMITTED, State.WITHDRAWAL):
        return Waiting.OFFICER
    if dossier.supplement:
        return Waiting.APPLICANT
    holders = {duty.holder for duty in dossier.duties}
    return next((reason for reason in PRECEDENCE if reason in holders), Waiting.NOBODY)


def held_duty(dossier: Dossier) -> Duty | None:
    """Return the duty an open dossier waits for: the longest open of those that come first; None where it is no duty.

    That is so while the engine is at fault, and while the applicant completes the dossier or wants it back.
    """
    reason = waiting_for(dossier)
    if dossier.suspended or reason is Waiting.FAULT:
        return None
    return min((duty for duty in dossier.duties if duty.holder is reason), key=lambda duty: duty.since, default=None)


def held_by(dossier: Dossier) -> tuple[Name | None, str | None, Moment | None]:
    """Return the agency and officer an open dossier waits on, and since when."""
    if dossier.closed:
        return None, None, None
    if dossier.fault:
        return dossier.competent, None, dossier.fault.since
    if dossier.state in (State.SUBMITTED, State.WITHDRAWAL):
        return dossier.one_stop, None, dossier.last_at if dossier.state is State.WITHDRAWAL else dossier.opened_at
    if dossier.supplement:
        return "applicant", None, dossier.supplement.since
    duty = held_duty(dossier)
    return (duty.agency, duty.officer, duty.since) if duty else (None, None, dossier.last_at)
