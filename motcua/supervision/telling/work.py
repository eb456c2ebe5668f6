"""The open work of a dossier, what stops it and what is broken, as shown."""

from datetime import datetime

from motcua.dossiers.dossier import Dossier, held_by
from motcua.dossiers.names import OUTCOMES, words_of
from motcua.dossiers.parts import Duty
from motcua.dossiers.parts_of_lateness import Episode
from motcua.procedures.definition import StepKind
from motcua.supervision.telling.labels import GROUNDS, LEVELS, REASONS, named
from motcua.supervision.telling.names_and_moments import local, thing
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.views import DutyView, EpisodeView, HolderView, Named, PauseView, SupplementView


def holder_view(dossier: Dossier, names: Naming) -> HolderView:
    """Return who can move the dossier now."""
    agency, officer, since = held_by(dossier)
    told = thing(agency, names.agency(agency)) if agency else None
    return HolderView(agency=told, officer=officer, since=local(since, names))


def duty_view(duty: Duty, names: Naming, now: datetime) -> DutyView:
    """Return open work as it is shown."""
    clock = duty.clock
    return DutyView(
        step=thing(duty.step, names.step(duty.step)),
        visit=duty.visit,
        kind=duty.kind.value,
        agency=thing(duty.agency, names.agency(duty.agency)),
        officer=duty.officer,
        waiting_for=thing(duty.holder, REASONS[duty.holder]),
        since=duty.since.astimezone(names.zone),
        allow=str(clock.allow) if clock else None,
        due=local(clock.due, names) if clock and duty.left is None else None,
        late=clock is not None and duty.left is None and now > clock.due,
        left=str(duty.left) if duty.left else None,
        system=duty.system,
        trouble=duty.trouble,
        silence_at=local(duty.silence_at, names),
        leg=duty.leg,
        outcomes=_outcomes(duty, names),
    )


def _outcomes(duty: Duty, names: Naming) -> tuple[Named, ...]:
    step = names.procedure.by_id.get(duty.step)
    declared = {o.name: words_of(o.label) for o in step.outcomes} if step else {}
    usual = ("agreed", "agreed_with_conditions", "disagreed") if duty.kind is StepKind.CONSULT else ("done",)
    return tuple(thing(name, words) for name, words in ({n: OUTCOMES[n] for n in usual} | declared).items())


def supplement_view(dossier: Dossier, names: Naming) -> SupplementView | None:
    """Return what the applicant is asked for, if anything."""
    asked = dossier.supplement
    if asked is None:
        return None
    return SupplementView(
        number=asked.number,
        items=tuple(names.document(item).vi for item in asked.items),
        reason=asked.reason,
        since=asked.since.astimezone(names.zone),
        lapses_at=local(asked.lapses_at, names),
    )


def episode_view(episode: Episode, told: str | None, names: Naming) -> EpisodeView:
    """Return a broken limit with who was told of it last."""
    by = episode.acknowledged_by
    return EpisodeView(
        subject=thing(episode.subject, names.subject(episode.subject)),
        threshold=episode.threshold.astimezone(names.zone),
        holder=thing(episode.holder, names.agency(episode.holder)),
        own=episode.own,
        told=thing(told, named(LEVELS, told)) if told else None,
        next_at=local(episode.next_at, names),
        acknowledged_by=by.agency if by else None,
    )


def pauses_view(dossier: Dossier, names: Naming) -> tuple[PauseView, ...]:
    """Return every time the official clock stood, in order; with the end of the dossier it stands no longer."""
    return tuple(
        PauseView(
            ground=thing(pause.ground, GROUNDS[pause.ground]),
            ref=pause.ref,
            since=pause.since.astimezone(names.zone),
            until=local(pause.until or dossier.ended_at, names),
            basis=pause.basis,
        )
        for pause in dossier.pauses
    )
