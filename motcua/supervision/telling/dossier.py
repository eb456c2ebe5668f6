"""One dossier, folded from the register and told whole."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from motcua.dossiers.alarms import Alarm, next_alarm
from motcua.dossiers.dossier import Dossier, waiting_for
from motcua.dossiers.evolve import fold
from motcua.dossiers.facts import Escalated, Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.names import words_of
from motcua.dossiers.parts import Waiting
from motcua.dossiers.portal_words import STATES
from motcua.dossiers.promise import act_by
from motcua.dossiers.reappointment import propose_by
from motcua.errors import NotFoundError
from motcua.register.register import Register
from motcua.supervision.telling.ahead import what_happens
from motcua.supervision.telling.calls import away_words, open_calls
from motcua.supervision.telling.labels import ENDINGS, REASONS
from motcua.supervision.telling.legs import legs_view
from motcua.supervision.telling.names_and_moments import local, thing
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences import tell
from motcua.supervision.telling.standing import late_minutes, promise_of
from motcua.supervision.telling.views import ClockView, DossierView, EventView, Said, StateView
from motcua.supervision.telling.views_of_calls import CallView
from motcua.supervision.telling.why_due import why_due
from motcua.supervision.telling.work import duty_view, episode_view, holder_view, pauses_view, supplement_view


def dossier_view(code: str, register: Register, ground: Ground, now: datetime) -> DossierView:
    """Return a dossier as it stands at `now`.

    Raises:
        NotFoundError: There is none with that code.
    """
    story = register.transitions(code)
    dossier = fold(story)
    names = Naming(ground, ground.procedure(dossier.procedure, dossier.version), dossier.asked)
    return _view(dossier, story, names, now, open_calls(code, register, names.zone))


def dossier_view_at(code: str, register: Register, ground: Ground, at: datetime) -> DossierView:
    """Return a dossier as it stood at a past moment, by the legal moments of what had happened.

    Raises:
        NotFoundError: There is none with that code, or it was not opened yet.
    """
    story = list(takewhile(lambda each: each.at <= at, register.transitions(code)))
    if not story:
        raise NotFoundError(
            f"Dossier {code} was not opened yet.",
            vi=f"Lúc đó chưa có hồ sơ {code}.",
            field="as_of",
            hint="Give a moment after it was opened.",
            hint_vi="Chọn thời điểm sau khi hồ sơ được mở.",
        )
    dossier = fold(story)
    names = Naming(ground, ground.procedure(dossier.procedure, dossier.version), dossier.asked)
    return _view(dossier, story, names, at, ())


def _view(
    dossier: Dossier, story: Sequence[Transition], names: Naming, now: datetime, calls: tuple[CallView, ...]
) -> DossierView:
    reason, alarm, told = waiting_for(dossier), next_alarm(dossier), _told(story)
    away = away_words(calls, now) if reason is Waiting.SYSTEM else None
    return DossierView(
        **_identity(dossier, names),
        **_moments(dossier, names),
        state=_state(dossier),
        waiting_for=thing(reason, away or REASONS[reason]) if reason else None,
        holder=holder_view(dossier, names),
        result=thing(dossier.result, ENDINGS[dossier.result]) if dossier.result else None,
        clock=_clock(dossier, names, now),
        phase=thing(dossier.phase, names.phase(dossier.phase)) if dossier.phase else None,
        phase_due=local(dossier.phase_clock.due, names) if dossier.phase_clock else None,
        duties=tuple(duty_view(duty, names, now) for duty in dossier.duties),
        calls=calls,
        legs=legs_view(dossier, story, names, now),
        supplement=supplement_view(dossier, names),
        episodes=tuple(episode_view(episode, told.get(episode.subject), names) for episode in dossier.episodes),
        pauses=pauses_view(dossier, names),
        next=_ahead(alarm, names),
        next_at=local(alarm.at, names) if alarm else None,
        timeline=_timeline(story, names),
        why_due=why_due(dossier, story, names),
    )


def _told(story: Sequence[Transition]) -> dict[str, str]:
    """Return who heard last of each overdue subject."""
    facts = (fact for transition in story for fact in transition.facts)
    return {fact.subject: fact.to for fact in facts if isinstance(fact, Escalated)}


def _identity(dossier: Dossier, names: Naming) -> dict[str, Any]:
    title, field = words_of(names.procedure.name), words_of(names.procedure.field)
    plain = (
        "code",
        "version",
        "channel",
        "territory",
        "applicant_kind",
        "previous",
        "parent",
        "data",
        "documents",
        "seq",
        "head",
    )
    return {name: getattr(dossier, name) for name in plain} | {
        "procedure": thing(dossier.procedure, title),
        "field": Said(vi=field.vi, en=field.en),
        "one_stop": thing(dossier.one_stop, names.agency(dossier.one_stop)),
        "competent": thing(dossier.competent, names.agency(dossier.competent)),
    }


def _moments(dossier: Dossier, names: Naming) -> dict[str, Any]:
    moments = ("opened_at", "received_at", "finished_at", "ended_at", "decide_by")
    return {name: local(getattr(dossier, name), names) for name in moments}


def _state(dossier: Dossier) -> StateView:
    words = STATES[dossier.state]
    return StateView(id=dossier.state.value, portal=dossier.state.portal_code, vi=words.vi, en=words.en)


def _clock(dossier: Dossier, names: Naming, now: datetime) -> ClockView:
    clock, last = dossier.clock, act_by(dossier, names.ground)
    proposed = propose_by(dossier, names.ground)
    return ClockView(
        promise=promise_of(dossier, last, now, names.ground),
        due_original=local(dossier.due_original, names),
        due=local(dossier.due, names),
        allow=str(clock.allow) if clock else None,
        since=local(clock.since, names) if clock else None,
        left=str(dossier.left) if dossier.left and not dossier.closed else None,
        act_by=local(last, names),
        propose_by=local(proposed, names) if proposed and proposed >= now else None,
        late_minutes=late_minutes(dossier, now, names.ground),
        calendar=clock.calendar if clock else None,
    )


def _ahead(alarm: Alarm | None, names: Naming) -> Said | None:
    if alarm is None:
        return None
    words = what_happens(alarm, names)
    return Said(vi=words.vi, en=words.en)


def _timeline(story: Sequence[Transition], names: Naming) -> tuple[EventView, ...]:
    facts = [(fact, transition) for transition in story for fact in transition.facts]
    return tuple(_event(seq, fact, transition, names) for seq, (fact, transition) in enumerate(facts, start=1))


def _event(seq: int, fact: Any, transition: Transition, names: Naming) -> EventView:
    by, said = fact.by or transition.by, tell(fact, names)
    return EventView(
        seq=seq,
        kind=fact.kind,
        at=(fact.at or transition.at).astimezone(names.zone),
        recorded_at=transition.recorded_at.astimezone(names.zone),
        by=thing(by.agency, names.agency(by.agency)),
        officer=by.officer,
        on_behalf_of=by.on_behalf_of,
        reason=transition.reason,
        vi=said.vi,
        en=said.en,
    )
