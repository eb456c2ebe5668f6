"""How each fact changes the dossier. Nothing is decided here, and no calendar is needed."""

from functools import singledispatch
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import SKIPPED, Dossier
from motcua.dossiers.parts import (
    Actor,
    Clock,
    Done,
    Duty,
    Ground,
    Moment,
    OfficialClock,
    Pause,
    State,
    Supplement,
)
from motcua.procedures.definition import Silence

BEGINNINGS = ("receipt", "promised", "restarted", "new_limit", "phase")
"""Clocks whose limit is counted from the moment they are set."""
GIVEN_ANEW = ("restarted", "new_limit")
"""Clocks set by a supplement that gives all the time anew: phase and open steps have theirs in full too (R29, R31)."""
SAID = ("promised", "reappointed", "stated")
"""Clocks that run to a date that somebody named: it follows from no count (R10)."""


def changed(dossier: Dossier, **values: Any) -> Dossier:
    """Return the dossier with some values replaced; they come from facts, which were validated."""
    return dossier.model_copy(update=values)


def opened(fact: f.Opened, at: Moment) -> Dossier:
    identity = fact.model_dump(exclude={"kind", "at", "by"})
    return Dossier(**identity, opened_at=at, last_at=at)


@singledispatch
def changed_by(_fact: Any, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    """Facts that are only history: they change nothing that is looked at later."""
    return dossier


@changed_by.register
def _(fact: f.Submitted, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state=State.SUBMITTED, submitted_at=at, decide_by=fact.decide_by)


@changed_by.register
def _(_fact: f.Received, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state=State.RECEIVED, received_at=at, decide_by=None, supplement=None)


@changed_by.register
def _(_fact: f.NotAccepted, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state=State.NOT_ACCEPTED, ended_at=at, decide_by=None, supplement=None)


@changed_by.register
def _(fact: f.ClockSet, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    original, fell_due = dossier.due_original or fact.clock.due, fact.clock.due < at
    begins = at if fact.why in BEGINNINGS else dossier.counted_from
    values = {"clock": _said_or_counted(fact, dossier), "left": fact.left, "fell_due": fell_due, "counted_from": begins}
    values |= {"counted_under": None} if fact.why in BEGINNINGS else {}
    after = _by_this_version(dossier) if fact.why in GIVEN_ANEW else dossier
    return changed(after, due_original=original, **values)


def _by_this_version(dossier: Dossier) -> Dossier:
    """Note that no clock keeps the limit of an earlier version any more."""
    duties = tuple(duty.model_copy(update={"counted_by": None}) for duty in dossier.duties)
    return changed(dossier, counted_under=None, phase_counted_under=None, duties=duties)


def _said_or_counted(fact: f.ClockSet, dossier: Dossier) -> OfficialClock:
    """Return the clock, noted whether its date was said rather than counted; a calendar decision leaves that."""
    was = dossier.clock is not None and dossier.clock.fixed
    fixed = fact.why in SAID or (fact.why == "calendar" and was)
    return fact.clock.model_copy(update={"fixed": True}) if fixed else fact.clock


@changed_by.register
def _(fact: f.PhaseStarted, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    clock = Clock(allow=fact.allow, since=at, due=fact.due)
    kept = dossier.phase_counted_under if fact.phase == dossier.phase else None
    return changed(dossier, phase=fact.phase, phase_clock=clock, phase_counted_under=kept)


@changed_by.register
def _(_fact: f.PhaseEnded, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, phase_clock=None)


@changed_by.register
def _(fact: f.Paused, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    pause = Pause(ground=fact.ground, ref=fact.ref, since=at, basis=fact.basis, system=fact.system)
    awaits = fact.ground is Ground.FINANCE and not dossier.suspended
    state = State.AWAITING_PAYMENT if awaits else dossier.state
    after = changed(dossier, pauses=(*dossier.pauses, pause), left=fact.left or dossier.left, state=state)
    return changed(after, duties=_with_outages(after, after.duties)) if fact.system else after


@changed_by.register
def _(fact: f.Resumed, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    pauses = tuple(
        pause.model_copy(update={"until": at}) if pause.ref == fact.ref and pause.until is None else pause
        for pause in dossier.pauses
    )
    begins = dossier.counted_from if fact.left is None else at
    dossier = dossier if fact.left is None else _by_this_version(dossier)
    after = changed(dossier, pauses=pauses, left=fact.left or dossier.left, counted_from=begins)
    if fact.ground is Ground.OUTAGE:
        after = changed(after, duties=_with_outages(after, after.duties))
    return changed(after, state=_at_work(after)) if dossier.state is State.AWAITING_PAYMENT else after


@changed_by.register
def _(fact: f.DutyOpened, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    clock = None
    if fact.allow is not None and fact.due is not None:
        clock = Clock(allow=fact.allow, since=fact.since or at, due=fact.due)
    duty = Duty(
        step=fact.step,
        visit=fact.visit,
        kind=fact.step_kind,
        agency=fact.agency,
        holder=fact.holder,
        since=at,
        clock=clock,
        system=fact.system,
        silence=fact.silence or Silence.ESCALATE,
        silence_at=fact.silence_at,
        giver=fact.giver,
        hand_over_by=fact.hand_over_by,
    )
    state = dossier.state
    if state is State.RECEIVED and len(dossier.visits) > 0:
        state = State.IN_PROCESS
    visits = {**dossier.visits, fact.step: fact.visit}
    opened = _with_outages(dossier, (duty,)) if fact.system else (duty,)
    return changed(dossier, duties=(*dossier.duties, *opened), visits=visits, state=state)


@changed_by.register
def _(fact: f.DutyClosed, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    done = {**dossier.done, fact.step: Done(outcome=fact.outcome, visit=fact.visit, at=at)}
    return changed(dossier, duties=tuple(d for d in dossier.duties if d.step != fact.step), done=done)


@changed_by.register
def _(fact: f.DutyPaused, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, left=fact.left)


@changed_by.register
def _(fact: f.DutyResumed, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    clock = Clock(allow=fact.allow, since=fact.since, due=fact.due, fixed=fact.fixed)
    return with_duty(dossier, fact.step, left=None, clock=clock, silence_at=fact.silence_at)


@changed_by.register
def _(fact: f.StepSkipped, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    visit = dossier.visits.get(fact.step, 0)
    return changed(dossier, done={**dossier.done, fact.step: Done(outcome=SKIPPED, visit=visit, at=at)})


@changed_by.register
def _(fact: f.Reopened, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    done = {step: how for step, how in dossier.done.items() if step not in fact.steps}
    return changed(dossier, done=done)


@changed_by.register
def _(fact: f.DataSet, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, data={**dossier.data, **fact.data})


@changed_by.register
def _(fact: f.Assigned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, officer=fact.officer)


@changed_by.register
def _(fact: f.SupplementAsked, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    supplement = Supplement(
        number=fact.number,
        items=fact.items,
        reason=fact.reason,
        since=at,
        step=fact.step,
        lapses_at=fact.lapses_at,
    )
    state = State.SUPPLEMENT if dossier.received_at else State.SUPPLEMENT_BEFORE_RECEIPT
    return changed(dossier, supplement=supplement, supplements=fact.number, state=state, state_before=dossier.state)


@changed_by.register
def _(fact: f.SupplementGiven, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    documents = tuple(dict.fromkeys((*dossier.documents, *fact.documents)))
    originals = tuple(dict.fromkeys((*dossier.originals, *fact.originals)))
    return _without_supplement(changed(dossier, documents=documents, originals=originals))


@changed_by.register
def _(fact: f.SilenceKept, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, silence_at=None)


@changed_by.register
def _(_fact: f.SupplementLapsed, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return _without_supplement(dossier)


@changed_by.register
def _(fact: f.DepartmentTrouble, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    after = with_duty(dossier, fact.step, trouble=fact.detail)
    return changed(after, duties=_with_outages(after, after.duties))


@changed_by.register
def _(fact: f.DepartmentAskedAgain, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    after = with_duty(dossier, fact.step, trouble=None, asked_again_at=at)
    return changed(after, duties=_with_outages(after, after.duties))


@changed_by.register
def _(fact: f.ResultReady, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state=State.RESULT_READY, result=fact.result, finished_at=at, supplement=None)


@changed_by.register
def _(_fact: f.Returned, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state=State.RETURNED, ended_at=at)


@changed_by.register
def _(_fact: f.WithdrawalAsked, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state_before=dossier.state, state=State.WITHDRAWAL)


@changed_by.register
def _(_fact: f.WithdrawalSettled, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    before = dossier.state_before or State.IN_PROCESS
    state = _at_work(dossier) if before in (State.IN_PROCESS, State.AWAITING_PAYMENT) else before
    return changed(dossier, state=state, state_before=None)


@changed_by.register
def _(_fact: f.Stopped, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, state=State.STOPPED, ended_at=at, supplement=None)


def _at_work(dossier: Dossier) -> State:
    """Return the state of a dossier that is worked on: it may wait for a payment."""
    unpaid = any(pause.until is None and pause.ground is Ground.FINANCE for pause in dossier.pauses)
    return State.AWAITING_PAYMENT if unpaid else State.IN_PROCESS


def _without_supplement(dossier: Dossier) -> Dossier:
    """End a supplement request; one that ends while the applicant wants the dossier back is only remembered."""
    state = _at_work(dossier) if dossier.received_at else State.SUBMITTED
    if dossier.state is State.WITHDRAWAL:
        return changed(dossier, supplement=None, state_before=state)
    return changed(dossier, supplement=None, state=state)


def _with_outages(dossier: Dossier, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """Return duties, noted for which outage the clock of each stands: they are those that wait on that system."""
    away = {pause.system: pause.ref for pause in dossier.pauses if pause.system and pause.until is None}
    noted = ((duty, away.get(duty.system) if duty.system and duty.trouble is None else None) for duty in duties)
    return tuple(d if d.stands_for == ref else d.model_copy(update={"stands_for": ref}) for d, ref in noted)


def with_duty(dossier: Dossier, step: str, **values: Any) -> Dossier:
    """Return the dossier with the open duty of a step changed."""
    duties = tuple(d.model_copy(update=values) if d.step == step else d for d in dossier.duties)
    return changed(dossier, duties=duties)
