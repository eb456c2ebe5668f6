"""The file of each overdue episode, and the ledger of a dossier's time, as they are shown."""

from typing import Literal

from motcua.dossiers.parts import Model, Moment
from motcua.supervision.telling.notices import NoticeView
from motcua.supervision.telling.views import Named


class WarningView(Model):
    """A warning given before the date passed."""

    threshold: str
    at: Moment


class ToldView(Model):
    """Somebody heard of it."""

    at: Moment
    how: Literal["opened", "escalated", "passed_on", "reminded"]
    role: Named
    agencies: tuple[Named, ...]
    by: Named
    officer: str | None = None
    reason: str | None = None


class AnswerView(Model):
    """Somebody answered for it, or stated what made it late."""

    at: Moment
    by: Named
    officer: str | None = None
    cause: Named | None = None
    text: str


class ApologyView(Model):
    """What the applicant was told."""

    at: Moment
    by: Named
    reason: str
    late: bool
    new_due: Moment | None = None
    expected: Moment | None = None


class LostView(Model):
    """Working minutes lost by one kind of holder."""

    holder: Named
    minutes: int


class EpisodeFileView(Model):
    """One breach, whole."""

    subject: Named
    threshold: Moment
    holder: Named
    own: bool
    """Whether it was the deciding agency's own time, or a partner's."""
    warnings: tuple[WarningView, ...] = ()
    told: tuple[ToldView, ...] = ()
    acknowledged: AnswerView | None = None
    explanations: tuple[AnswerView, ...] = ()
    apologies: tuple[ApologyView, ...] = ()
    next_at: Moment | None = None
    """When somebody hears of it next."""
    notices: tuple[NoticeView, ...] = ()
    """What was sent to officers and heads because of it, warnings before it among them, and who has seen it."""
    closed_at: Moment | None = None
    annulled: bool = False
    lost_minutes: int | None = None
    lost_by: tuple[LostView, ...] = ()


class OverdueView(Model):
    """Every overdue episode of a dossier."""

    code: str
    episodes: tuple[EpisodeFileView, ...] = ()


class ShareView(Model):
    """Working time of one holder at one step, in whole seconds."""

    holder: Named
    agency: Named
    step: Named
    seconds: int
    seconds_waiting: int
    """Before anybody took it in hand."""
    seconds_handling: int
    seconds_stood: int
    """Of it while the official clock stood."""
    seconds_late: int
    """Of it after the promise was broken."""


class VisitView(Model):
    """One visit of the work to an agency, against its own limit."""

    step: Named
    visit: int
    agency: Named
    own: bool
    opened_at: Moment
    closed_at: Moment | None = None
    outcome: Named | None = None
    due: Moment | None = None
    allowed: str | None = None
    used: str | None = None
    kept: Named | None = None
    score: int | None = None
    """2 early, 1 on time, 0 late (Circular 01/2018 art. 13.2)."""
    lag_ms: int | None = None
    """What the electronic hand-over took: the system's time, not an officer's (R26)."""


class TimeView(Model):
    """Whose working time a dossier took."""

    code: str
    since: Moment | None = None
    until: Moment | None = None
    open: bool
    seconds: int
    """All working time from receipt; the shares add up to it."""
    shares: tuple[ShareView, ...] = ()
    visits: tuple[VisitView, ...] = ()
    lag_ms: int = 0
