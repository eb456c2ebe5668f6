"""How the facts of lateness change the dossier: warnings, episodes, proposals, apologies, dates decisions moved."""

from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.folding import changed, changed_by, with_duty
from motcua.dossiers.parts import Actor, Moment
from motcua.dossiers.parts_of_lateness import Breach, Episode, Proposal


@changed_by.register
def _(fact: f.Warned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    if dossier.clock is None:
        return dossier
    left = tuple(t for t in dossier.clock.warnings if t.name != fact.threshold)
    return changed(dossier, clock=dossier.clock.model_copy(update={"warnings": left}))


@changed_by.register
def _(_fact: f.FellDue, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, fell_due=True)


@changed_by.register
def _(fact: f.OverdueOpened, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    episode = Episode(subject=fact.subject, threshold=at, holder=fact.holder, own=fact.own, next_at=fact.next_at)
    return changed(dossier, episodes=(*dossier.episodes, episode))


@changed_by.register
def _(fact: f.Escalated, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_episode(dossier, fact.subject, level=fact.level, next_at=fact.next_at)


@changed_by.register
def _(fact: f.Acknowledged, dossier: Dossier, _at: Moment, by: Actor) -> Dossier:
    return with_episode(dossier, fact.subject, acknowledged_by=by, next_at=None)


@changed_by.register
def _(fact: f.OverdueClosed, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    closed = dossier.episode(fact.subject)
    breaches = dossier.breaches
    if closed is not None and not fact.annulled:
        breaches = {**breaches, fact.subject: Breach(threshold=closed.threshold, holder=closed.holder)}
    return changed(dossier, episodes=tuple(e for e in dossier.episodes if e is not closed), breaches=breaches)


@changed_by.register
def _(fact: f.Reminded, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_episode(dossier, fact.subject, reminders=fact.number, next_at=fact.next_at)


@changed_by.register
def _(fact: f.ClimbMoved, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_episode(dossier, fact.subject, next_at=fact.next_at)


@changed_by.register
def _(fact: f.Explained, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_episode(dossier, fact.subject, explained=True)


@changed_by.register
def _(fact: f.DateProposed, dossier: Dossier, at: Moment, by: Actor) -> Dossier:
    said = fact.model_dump(include={"new_due", "reason", "approver", "basis"})
    return changed(dossier, proposal=Proposal(**said, at=at, by=by))


@changed_by.register
def _(fact: f.DateApproved, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    if dossier.proposal is None:
        return dossier
    return changed(dossier, proposal=dossier.proposal.model_copy(update={"approver": fact.approver}))


@changed_by.register
def _(_fact: f.DateDeclined, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, proposal=None)


@changed_by.register
def _(fact: f.Reappointed, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, proposal=None, reappointed=fact.number, apologised_at=at)


@changed_by.register
def _(_fact: f.Apologised, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, apologised_at=at)


@changed_by.register
def _(fact: f.Replanned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    values: dict[str, Any] = {}
    if fact.decide_by is not None:
        values["decide_by"] = fact.decide_by
    if fact.lapses_at is not None and dossier.supplement is not None:
        values["supplement"] = dossier.supplement.model_copy(update={"lapses_at": fact.lapses_at})
    if fact.phase_due is not None and dossier.phase_clock is not None:
        values["phase_clock"] = dossier.phase_clock.model_copy(update={"due": fact.phase_due})
    if fact.warnings is not None and dossier.clock is not None:
        values["clock"] = dossier.clock.model_copy(update={"warnings": fact.warnings})
    return changed(dossier, **values)


@changed_by.register
def _(fact: f.DutyReplanned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    duty = dossier.duty(fact.step)
    if duty is None:
        return dossier
    values: dict[str, Any] = {"silence_at": fact.silence_at, "hand_over_by": fact.hand_over_by or duty.hand_over_by}
    if fact.due is not None and duty.clock is not None:
        values["clock"] = duty.clock.model_copy(update={"due": fact.due})
    return with_duty(dossier, fact.step, **values)


def with_episode(dossier: Dossier, subject: str, **values: Any) -> Dossier:
    """Return the dossier with an open overdue episode changed."""
    episodes = tuple(e.model_copy(update=values) if e.subject == subject else e for e in dossier.episodes)
    return changed(dossier, episodes=episodes)
