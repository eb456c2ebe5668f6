"""How facts of hand-overs, legs, opinions off the route and moves to other versions change the dossier."""

from collections.abc import Collection, Mapping
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.folding import changed, changed_by, with_duty
from motcua.dossiers.parts import Actor, AskedOpinion, Clock, CountedBy, Duty, Fault, Moment, Moving, Waiting
from motcua.dossiers.standing import DOSSIER, SUPPLEMENT
from motcua.procedures.definition import StepKind


@changed_by.register
def _(fact: f.DutyReceived, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    clock = None
    if fact.allow is not None and fact.due is not None:
        clock = Clock(allow=fact.allow, since=fact.since or at, due=fact.due)
    return with_duty(dossier, fact.step, since=at, clock=clock, silence_at=fact.silence_at, hand_over_by=None)


@changed_by.register
def _(fact: f.HandOverLate, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, hand_over_late=True)


@changed_by.register
def _(fact: f.OpinionAsked, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    asked = AskedOpinion(agency=fact.agency, content=fact.content, allow=fact.allow)
    return changed(dossier, asked={**dossier.asked, fact.step: asked})


@changed_by.register
def _(fact: f.LegOpened, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, leg=fact.code, leg_due=fact.due)


@changed_by.register
def _(fact: f.LegReported, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return with_duty(dossier, fact.step, leg_state=fact.state, leg_due=fact.due)


@changed_by.register
def _(fact: f.MovePlanned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, moving=Moving(version=fact.version, deadlines=fact.deadlines, steps=fact.steps))


@changed_by.register
def _(fact: f.VersionMoved, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    after = changed(
        dossier,
        version=fact.version,
        moving=None,
        counted_under=_kept(dossier.clock, dossier.counted_under, fact),
        phase_counted_under=_kept(dossier.phase_clock, dossier.phase_counted_under, fact),
        duties=tuple(d.model_copy(update={"counted_by": _kept_limit(d, fact)}) for d in dossier.duties),
    )
    return _with_kept_dates(_renamed(after, fact.steps) if fact.steps else after, fact.dates)


def _kept(clock: Clock | None, known: str | None, fact: f.VersionMoved) -> str | None:
    """Return the version whose limit a clock keeps in a move; None where that is the version it is moved to."""
    version = known or fact.before
    return None if clock is None or fact.deadlines == "recompute" or version == fact.version else version


def _kept_limit(duty: Duty, fact: f.VersionMoved) -> CountedBy | None:
    """Return the step whose limit a duty's clock keeps in a move; None where that is what it is moved to."""
    limit = duty.counted_by or CountedBy(version=fact.before, step=duty.step)
    back = CountedBy(version=fact.version, step=fact.steps.get(duty.step, duty.step))
    return None if duty.clock is None or fact.deadlines == "recompute" or limit == back else limit


def _renamed(dossier: Dossier, new: Mapping[str, str]) -> Dossier:
    """Call steps by their new names wherever the dossier speaks of them."""
    supplement = dossier.supplement
    if supplement is not None and supplement.step is not None:
        supplement = supplement.model_copy(update={"step": new.get(supplement.step, supplement.step)})
    return changed(
        dossier,
        duties=tuple(d.model_copy(update={"step": new.get(d.step, d.step)}) for d in dossier.duties),
        done={new.get(step, step): how for step, how in dossier.done.items()},
        visits={new.get(step, step): visit for step, visit in dossier.visits.items()},
        pauses=tuple(p.model_copy(update={"ref": _ref(p.ref, new)}) for p in dossier.pauses),
        episodes=tuple(e.model_copy(update={"subject": _ref(e.subject, new)}) for e in dossier.episodes),
        breaches={_ref(subject, new): breach for subject, breach in dossier.breaches.items()},
        supplement=supplement,
    )


def _ref(ref: str, new: Mapping[str, str]) -> str:
    """Return `step/visit` with the step's new name; other references have none."""
    step, slash, visit = ref.partition("/")
    return f"{new[step]}/{visit}" if slash and visit.isdigit() and step in new else ref


def _with_kept_dates(dossier: Dossier, dates: Collection[str]) -> Dossier:
    """Note which dates no longer follow from a count."""
    values: dict[str, Any] = {}
    if DOSSIER in dates and dossier.clock is not None:
        values["clock"] = dossier.clock.model_copy(update={"fixed": True})
    if SUPPLEMENT in dates and dossier.supplement is not None:
        values["supplement"] = dossier.supplement.model_copy(update={"fixed": True})
    for duty in dossier.duties:
        if duty.step in dates and duty.clock is not None:
            dossier = with_duty(dossier, duty.step, clock=duty.clock.model_copy(update={"fixed": True}))
    return changed(dossier, **values)


@changed_by.register
def _(fact: f.FaultNoted, dossier: Dossier, at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, fault=Fault(what=fact.what, detail=fact.detail, since=at))


@changed_by.register
def _(_fact: f.FaultCleared, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, fault=None)


@changed_by.register
def _(fact: f.OriginalsReturned, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return changed(dossier, originals=tuple(o for o in dossier.originals if o not in fact.documents))


@changed_by.register
def _(_fact: f.FeePaid, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return _settled(dossier)


@changed_by.register
def _(_fact: f.FeeExempted, dossier: Dossier, _at: Moment, _by: Actor) -> Dossier:
    return _settled(dossier)


def _settled(dossier: Dossier) -> Dossier:
    """Nothing is owed any more: whoever hands the result over, or collects it, is waited for."""
    duties = tuple(
        duty.model_copy(
            update={"holder": Waiting.OFFICER if duty.clock and duty.clock.allow.value else Waiting.APPLICANT}
        )
        if duty.kind is StepKind.RETURN and duty.holder is Waiting.PAYMENT
        else duty
        for duty in dossier.duties
    )
    return changed(dossier, fee_settled=True, duties=duties)
