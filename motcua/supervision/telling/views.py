"""A dossier as it is shown: every name in both languages, every moment with its zone."""

from datetime import date
from typing import Literal

from motcua.dossiers.parts import Data, Model, Moment
from motcua.supervision.telling.views_of_calls import CallView

Promise = Literal["none", "in_time", "due_today", "will_be_late", "overdue", "clock_stopped", "finished", "ended"]
"""Computed, never stored. `will_be_late`: what follows the open steps needs more time than is left."""


class Said(Model):
    """The same words in both languages."""

    vi: str
    en: str


class Named(Said):
    """A thing with its id and its name."""

    id: str


class StateView(Said):
    """Where the dossier stands, with the national portal's code (R60)."""

    id: str
    portal: int


class HolderView(Model):
    """Who can move the dossier now."""

    agency: Named | None = None
    officer: str | None = None
    since: Moment | None = None


class ClockView(Model):
    """The promise: the date on the slip, the date in force, and what they rest on."""

    promise: Promise
    due_original: Moment | None = None
    due: Moment | None = None
    """In force now; none while the clock stands."""
    allow: str | None = None
    since: Moment | None = None
    left: str | None = None
    """What is left while the clock stands."""
    act_by: Moment | None = None
    """The last moment at which moving on still keeps the promise."""
    propose_by: Moment | None = None
    """The last moment at which a new date may be proposed, with an apology (R48); none where it has passed, or the one
    re-appointment is used or proposed (R50)."""
    late_minutes: int = 0
    """Working time past the due date, on the deciding agency's calendar."""
    calendar: str | None = None


class DutyView(Model):
    """Open work."""

    step: Named
    visit: int
    kind: str
    agency: Named
    officer: str | None = None
    waiting_for: Named
    since: Moment
    allow: str | None = None
    due: Moment | None = None
    late: bool = False
    left: str | None = None
    system: str | None = None
    trouble: str | None = None
    silence_at: Moment | None = None
    leg: str | None = None
    """Code of the dossier that carries it in the other agency (R44)."""
    outcomes: tuple[Named, ...] = ()
    """How the step can end."""


class LegView(Model):
    """One leg of a linked dossier, as its parent was told of it."""

    step: Named
    visit: int
    code: str
    agency: Named
    state: Named | None = None
    """None until it first reported: it is at work."""
    due: Moment | None = None
    late: bool = False
    finished_at: Moment | None = None
    result: Named | None = None
    outcome: Named | None = None
    """How the linked step ended with it; None while it is waited for."""
    reason: str | None = None
    handed_over_at: Moment | None = None


class PauseView(Model):
    """A time for which the official clock stood."""

    ground: Named
    ref: str
    since: Moment
    until: Moment | None = None
    basis: str | None = None


class EpisodeView(Model):
    """A limit that is broken."""

    subject: Named
    threshold: Moment
    holder: Named
    own: bool
    told: Named | None = None
    """Who was told last; none before the first escalation."""
    next_at: Moment | None = None
    acknowledged_by: str | None = None


class SupplementView(Model):
    """What the applicant is asked for."""

    number: int
    items: tuple[str, ...]
    reason: str
    since: Moment
    lapses_at: Moment | None = None


class EventView(Said):
    """One fact of the story."""

    seq: int
    kind: str
    at: Moment
    recorded_at: Moment
    by: Named
    officer: str | None = None
    on_behalf_of: str | None = None
    reason: str | None = None


class ProofLine(Said):
    """One line of the addition that gives a date."""

    kind: str
    day: date | None = None
    moment: Moment | None = None
    source: str | None = None


class Proof(Model):
    """Why the official date is what it is, line by line."""

    due: Moment
    lines: tuple[ProofLine, ...]
    warnings: tuple[Said, ...] = ()


class DossierView(Model):
    """A dossier with its whole story."""

    code: str
    procedure: Named
    version: str
    field: Said
    channel: str
    territory: str
    one_stop: Named
    competent: Named
    applicant_kind: str
    previous: str | None = None
    parent: str | None = None
    """Code of the dossier this one is a leg of (R44)."""
    data: Data = {}
    documents: tuple[str, ...] = ()
    state: StateView
    waiting_for: Named | None = None
    holder: HolderView
    opened_at: Moment
    received_at: Moment | None = None
    finished_at: Moment | None = None
    ended_at: Moment | None = None
    decide_by: Moment | None = None
    result: Named | None = None
    clock: ClockView
    phase: Named | None = None
    phase_due: Moment | None = None
    duties: tuple[DutyView, ...] = ()
    calls: tuple[CallView, ...] = ()
    """What department systems were asked and have not answered."""
    legs: tuple[LegView, ...] = ()
    supplement: SupplementView | None = None
    episodes: tuple[EpisodeView, ...] = ()
    pauses: tuple[PauseView, ...] = ()
    next: Said | None = None
    """What happens next by itself, and when."""
    next_at: Moment | None = None
    timeline: tuple[EventView, ...] = ()
    why_due: Proof | None = None
    seq: int
    head: str
    """Hash of the last fact in the dossier's chain."""

    @property
    def promise(self) -> Promise:
        """Return how the promise stands."""
        return self.clock.promise
