"""The file of every overdue episode of a life, from its facts: who was told when, what was answered, what was lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from motcua.dossiers import facts as f
from motcua.dossiers.attribution import Holder, Stretch, attributed, worked_seconds
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.escalation import chain_of, rung
from motcua.dossiers.evolve import Happened, walk_through
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor, Model, Moment, Name
from motcua.dossiers.parts_of_lateness import Cause
from motcua.dossiers.standing import DOSSIER
from motcua.dossiers.warning import SAME_PROMISE


class WarningGiven(Model):
    """A warning that was given before."""

    threshold: str
    """`50%`, `2wd`; `due` for the closing time of the due date."""
    at: Moment


class Told(Model):
    """Somebody heard of it."""

    at: Moment
    how: Literal["opened", "escalated", "passed_on", "reminded"]
    role: str
    agencies: tuple[Name, ...]
    by: Actor
    reason: str | None = None


class Answer(Model):
    """Somebody answered for it, or stated what made it late."""

    at: Moment
    by: Actor
    text: str
    cause: Cause | None = None
    """None where it was answered for without naming a cause."""


class Apology(Model):
    """What the applicant was told."""

    at: Moment
    by: Actor
    reason: str
    late: bool = False
    new_due: Moment | None = None
    """The new date, where the apology was the one re-appointment."""
    expected: Moment | None = None


class EpisodeFile(Model):
    """One breach, whole."""

    subject: str
    threshold: Moment
    """The legal moment that passed."""
    holder: Name
    own: bool
    """Whether that was the deciding agency's own time, or a partner's."""
    warnings: tuple[WarningGiven, ...] = ()
    told: tuple[Told, ...] = ()
    acknowledged: Answer | None = None
    explanations: tuple[Answer, ...] = ()
    apologies: tuple[Apology, ...] = ()
    next_at: Moment | None = None
    """When somebody hears of it next."""
    closed_at: Moment | None = None
    annulled: bool = False
    lost_minutes: int | None = None
    """Working minutes lost, without those for which the clock stood; None while it is open."""
    lost_by: dict[Holder, int] = {}
    """Whose working minutes those were, of the promise; seconds that make no whole minute are left out."""


@dataclass
class _Open:
    """An episode while its facts are read."""

    said: dict[str, Any]
    told: list[Told] = field(default_factory=list)
    explanations: list[Answer] = field(default_factory=list)
    apologies: list[Apology] = field(default_factory=list)

    def whole(self) -> EpisodeFile:
        heard: dict[str, Any] = {"told": tuple(self.told), "explanations": tuple(self.explanations)}
        return EpisodeFile.model_validate(self.said | heard | {"apologies": tuple(self.apologies)})


class _Reader:
    """Reads a life and keeps a file for each breach."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.files: list[_Open] = []
        self.latest: dict[str, _Open] = {}
        self.warnings: list[WarningGiven] = []
        self.apologies: list[Apology] = []

    def read(self, step: Happened, reason: str | None) -> None:
        fact, at, by, before, after = step
        match fact:
            case f.ClockSet() if fact.why not in SAME_PROMISE:
                self.warnings = []
            case f.Warned():
                self.warnings.append(WarningGiven(threshold=fact.threshold, at=at))
            case f.FellDue():
                self.warnings.append(WarningGiven(threshold="due", at=at))
            case f.OverdueOpened():
                self._open(after, fact, at, by)
            case f.Escalated() | f.Reminded():
                self._tell(before or after, fact, at, by, reason)
            case f.Acknowledged():
                self.latest[fact.subject].said["acknowledged"] = Answer(at=at, by=by, text=fact.explanation)
            case f.Explained():
                answer = Answer(at=at, by=by, text=fact.explanation, cause=fact.cause)
                self.latest[fact.subject].explanations.append(answer)
            case f.Reappointed() | f.Apologised():
                self._apologise(after, fact, at, by)
            case f.OverdueClosed():
                closing = {"closed_at": at, "annulled": fact.annulled, "lost_minutes": fact.lost_minutes}
                self.latest[fact.subject].said |= closing

    def _open(self, dossier: Dossier, fact: f.OverdueOpened, at: datetime, by: Actor) -> None:
        said = {"subject": fact.subject, "threshold": at, "holder": fact.holder, "own": fact.own}
        opened = self.latest[fact.subject] = _Open(said)
        if fact.subject == DOSSIER:
            said["warnings"] = tuple(self.warnings)
            opened.apologies = list(self.apologies)
        procedure = self.ground.procedure(dossier.procedure, dossier.version)
        first = chain_of(dossier, procedure, fact.subject)[0]
        opened.told.append(self._told(dossier, "opened", first, fact.holder, at, by))
        self.files.append(opened)

    def _tell(
        self, dossier: Dossier, fact: f.Escalated | f.Reminded, at: datetime, by: Actor, reason: str | None
    ) -> None:
        opened = self.latest[fact.subject]
        passed = isinstance(fact, f.Escalated) and fact.passed_on
        how = "passed_on" if passed else fact.kind
        told = self._told(dossier, how, fact.to, opened.said["holder"], at, by, fact.agencies)
        opened.told.append(told.model_copy(update={"reason": reason}) if passed else told)

    def _told(
        self, dossier: Dossier, how: str, role: str, holder: str, at: datetime, by: Actor, named: tuple[str, ...] = ()
    ) -> Told:
        agencies = named or rung(dossier, self.ground, role, holder, at).agencies
        return Told.model_validate({"at": at, "how": how, "role": role, "agencies": agencies, "by": by})

    def _apologise(self, dossier: Dossier, fact: f.Reappointed | f.Apologised, at: datetime, by: Actor) -> None:
        if isinstance(fact, f.Reappointed):
            apology = Apology(at=at, by=by, reason=fact.reason, late=fact.late_notice, new_due=fact.new_due)
        else:
            apology = Apology(at=at, by=by, reason=fact.reason, late=fact.late, expected=fact.expected)
        self.apologies.append(apology)
        if dossier.episode(DOSSIER) is not None:
            self.latest[DOSSIER].apologies.append(apology)


def episode_files(transitions: Sequence[Transition], ground: Ground, now: datetime) -> tuple[EpisodeFile, ...]:
    """Return the file of each overdue episode of a life, in the order they began; empty for a life without any."""
    reader = _Reader(ground)
    dossier: Dossier | None = None
    for transition, step in walk_through(transitions):
        reader.read(step, transition.reason)
        dossier = step.after
    if dossier is None or not reader.files:
        return ()
    for episode in dossier.episodes:
        reader.latest[episode.subject].said["next_at"] = episode.next_at
    files = [opened.whole() for opened in reader.files]
    stretches = list(attributed(transitions, now))
    return tuple(_with_shares(file, stretches, dossier, ground, now) for file in files)


def _with_shares(
    file: EpisodeFile, stretches: Sequence[Stretch], dossier: Dossier, ground: Ground, now: datetime
) -> EpisodeFile:
    """Say whose the lost time was; for the promise alone, since a step's is its agency's."""
    if file.subject != DOSSIER or file.annulled:
        return file
    calendar, end = ground.calendar_of(dossier.competent), file.closed_at or now
    seconds: dict[Holder, int] = {}
    for stretch in stretches:
        since, until = max(stretch.since, file.threshold), min(stretch.until, end.replace(microsecond=0))
        if stretch.late and since < until:
            worked = worked_seconds(since, until, calendar)
            seconds[stretch.holder] = seconds.get(stretch.holder, 0) + worked
    return file.model_copy(update={"lost_by": {holder: each // 60 for holder, each in seconds.items() if each >= 60}})
