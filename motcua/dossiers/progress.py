"""How the work moves through the steps: opening duties, ending them, and the end of the work."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import duty_clock, end_pause, pause, pause_duty, silence_at, start_phase
from motcua.dossiers.crossing import take_effect
from motcua.dossiers.episodes import DOSSIER, close_episode
from motcua.dossiers.handover import giver_of, hand_over_by
from motcua.dossiers.parts import Duty, Ground, Waiting
from motcua.dossiers.resuming import resume_duties, run_on
from motcua.dossiers.settling import owes_fee
from motcua.dossiers.standing import PHASE, own_clock_stands, stands_with_promise
from motcua.procedures.conditions import holds
from motcua.procedures.definition import APPLICANT, ClockRule, Ending, Silence, Step, StepKind

GRANTED, REFUSED = Ending.GRANTED, Ending.REFUSED


def go_on(case: Case) -> None:
    """Open every step whose predecessors are done, end phases and the work itself where nothing is left."""
    take_effect(case)
    while step := _next_ready(case):
        _take_up(case, step)
    run_on(case)


def _next_ready(case: Case) -> Step | None:
    """Return the next step to take up; results are handed over when no other work is ready any more."""
    dossier = case.dossier
    waiting = [s for s in case.procedure.steps if s.id not in dossier.done and not dossier.duty(s.id)]
    if dossier.result is REFUSED:
        return None if _refusal_handed_over(case) else next((s for s in waiting if s.kind is StepKind.RETURN), None)
    ready = [s for s in waiting if all(before in dossier.done for before in s.after)]
    return min(ready, key=lambda s: s.kind is StepKind.RETURN, default=None)


def _refusal_handed_over(case: Case) -> bool:
    """Whether a refusal is, or was, at a counter: however many parts would have been returned, it is returned once."""
    dossier, since = case.dossier, case.dossier.finished_at
    returns = [s.id for s in case.procedure.steps if s.kind is StepKind.RETURN]
    over = [dossier.done[s] for s in returns if s in dossier.done]
    handed = any(since and how.at >= since and how.outcome != "ended" for how in over)
    return handed or any(duty.step in returns for duty in dossier.duties)


def _take_up(case: Case, step: Step) -> None:
    if step.when is not None and not holds(step.when, case.procedure.data, case.values):
        pass_over(case, step)
        return
    if step.kind is StepKind.RETURN and case.dossier.result is None and not _work_left(case):
        result_ready(case, GRANTED)
    if step.kind is StepKind.RETURN and case.dossier.parent is not None:
        case.say(f.StepSkipped(step=step.id))  # the result of a leg goes to the one-stop of its parent (R44)
        return
    if step.phase and step.phase != case.dossier.phase and not _begun(case, step.phase):
        start_phase(case, case.procedure.phase_by_id[step.phase])
    open_duty(case, case.step(step.id))


def pass_over(case: Case, step: Step) -> None:
    """State that a step that was not taken up is left out."""
    case.say(f.StepSkipped(step=step.id))
    _end_phase(case, step)


def _work_left(case: Case) -> bool:
    """Whether a step on the merits is still open besides those the official clock does not count."""
    on_route = (d for d in case.dossier.duties if d.step not in case.dossier.asked)
    return any(d.kind is not StepKind.RETURN and _counts(case, d) for d in on_route)


def _counts(case: Case, duty: Duty) -> bool:
    return duty.holder is not Waiting.PAYMENT and case.step(duty.step).clock is ClockRule.RUN


def _begun(case: Case, phase: str) -> bool:
    """Whether a phase began before: rework in it starts no clock anew."""
    return any(step.phase == phase and step.id in case.dossier.visits for step in case.procedure.steps)


def open_duty(case: Case, step: Step) -> None:
    """Give a step to the agency that holds its seat today, with its own clock."""
    agency = _agency(case, step)
    giver = giver_of(case, step, agency)
    clock = duty_clock(case, step, agency) if giver is None else None
    silence = silence_at(step, max(clock.due, case.at) if clock else None, case.calendar_for(agency))
    values: dict[str, object] = {"step": step.id, "step_kind": step.kind, "agency": agency}
    visit = case.dossier.visits.get(step.id, 0) + 1
    if visit > 1:
        values["visit"] = visit
    if (holder := _holder(case, step, agency)) is not Waiting.OFFICER:
        values["holder"] = holder
    if clock is not None:
        values |= {"allow": clock.allow, "due": clock.due}
        if clock.since != case.at:
            values["since"] = clock.since
    if silence is not None:
        values |= {"silence": step.on_silence, "silence_at": silence}
    if step.system:
        values["system"] = step.system
    if giver is not None:
        values |= {"giver": giver, "hand_over_by": hand_over_by(case, giver)}
        values |= {"silence": step.on_silence} if step.on_silence is not Silence.ESCALATE else {}
    case.say(f.DutyOpened.model_validate(values))
    if own_clock_stands(case.dossier, step):
        pause_duty(case, case.duty_or_refuse(step.id))
    _stop_clocks_for(case, step, f"{step.id}/{visit}")


def _agency(case: Case, step: Step) -> str:
    if step.for_applicant:
        return APPLICANT
    if step.seat == case.procedure.one_stop:
        return case.dossier.one_stop
    if step.seat == case.procedure.lead:
        return case.dossier.competent
    on = case.calendar.local(case.at).date()
    return case.ground.agency_for(step.seat, case.dossier.territory, on)


def _holder(case: Case, step: Step, agency: str) -> Waiting:
    """Return whom or what the dossier waits for while this step is open."""
    if step.system:
        return Waiting.SYSTEM
    if step.on_silence is Silence.PROCEED:
        return Waiting.MOMENT
    if agency == APPLICANT:
        return Waiting.PAYMENT if step.kind is StepKind.FINANCE else Waiting.APPLICANT
    if step.kind is StepKind.RETURN and owes_fee(case):
        return Waiting.PAYMENT
    if step.kind is StepKind.RETURN and (step.allow.unit == "none" or step.allow.value == 0):
        return Waiting.APPLICANT
    own = agency in (case.dossier.competent, case.dossier.one_stop) and step.kind is not StepKind.LINKED
    return Waiting.OFFICER if own else Waiting.PARTNER


def _stop_clocks_for(case: Case, step: Step, ref: str) -> None:
    """A step whose time the law does not count stops the official clock, and every leg counted from receipt."""
    if step.clock is ClockRule.RUN or case.dossier.finished_at is not None:
        return
    pause(case, ground_of(step), ref, step.silence_basis)
    for duty in case.dossier.duties:
        if stands_with_promise(case.step(duty.step)):
            pause_duty(case, duty)


def ground_of(step: Step) -> Ground:
    """Return the ground on which a step stops the official clock."""
    if step.clock is ClockRule.EXCLUDED:
        return Ground.EXCLUDED
    return Ground.FINANCE if step.kind is StepKind.FINANCE else Ground.OTHER_BODY


def close_duty(
    case: Case, duty: Duty, outcome: str, *, reason: str | None = None, reference: str | None = None
) -> None:
    """End a duty now, with what hangs on it: its episode, the clock it stopped, its phase."""
    late = duty.clock is not None and duty.left is None and case.at > duty.clock.due and duty.answerable
    values: dict[str, object] = {"step": duty.step}
    values |= {"visit": duty.visit} if duty.visit > 1 else {}
    values |= {"outcome": outcome} if outcome != "done" else {}
    values |= {"late": True} if late else {}
    values |= {"reason": reason} if reason else {}
    values |= {"reference": reference} if reference else {}
    case.say(f.DutyClosed.model_validate(values))
    close_episode(case, duty.ref)
    _restart_clocks_after(case, duty)
    _end_phase(case, case.step(duty.step))


def _restart_clocks_after(case: Case, duty: Duty) -> None:
    open_pauses = [p for p in case.dossier.pauses if p.ref == duty.ref and p.until is None]
    for paused in open_pauses:
        end_pause(case, paused.ground, paused.ref)
    if open_pauses:
        resume_duties(case)


def _end_phase(case: Case, step: Step) -> None:
    if step.phase is None or step.phase != case.dossier.phase or case.dossier.phase_clock is None:
        return
    work = (s for s in case.procedure.steps if s.phase == step.phase and s.kind is not StepKind.RETURN)
    if all(s.id in case.dossier.done for s in work):
        case.say(f.PhaseEnded(phase=step.phase))
        close_episode(case, f"{PHASE}{step.phase}")


def end_work(case: Case, result: Ending, basis: str | None = None) -> None:
    """End the work on the merits: what is still open besides is closed, and the result is there to be returned."""
    for duty in case.dossier.duties:
        close_duty(case, duty, "ended")
    result_ready(case, result, basis)


def result_ready(case: Case, result: Ending, basis: str | None = None) -> None:
    """State that the result is there: what was asked of the applicant meanwhile is over, and so is every lateness."""
    for paused in case.dossier.pauses:
        if paused.until is None and paused.ground in (Ground.SUPPLEMENT, Ground.WITHDRAWAL):
            end_pause(case, paused.ground, paused.ref)
    by, at = case.by, case.at
    for duty in case.dossier.duties:
        if duty.step in case.dossier.asked:
            case.as_actor(by, max(at, duty.since))  # a leg may have had its result before the opinion was asked
            close_duty(case, duty, "ended")
    case.as_actor(by, at)
    run_on(case)
    case.say(f.ResultReady(result=result, basis=basis) if basis else f.ResultReady(result=result))
    for episode in case.dossier.episodes:
        if episode.subject == DOSSIER or episode.subject.startswith(PHASE):
            close_episode(case, episode.subject)


def finish_if_returned(case: Case) -> None:
    """Close the dossier once its result has been handed over and no duty is open."""
    dossier = case.dossier
    handed_over = any(s.kind is StepKind.RETURN and s.id in dossier.done for s in case.procedure.steps) or not any(
        s.kind is StepKind.RETURN for s in case.procedure.steps
    )
    if not handed_over or dossier.duties or _next_ready(case) is not None:
        return
    if dossier.result is None:
        result_ready(case, GRANTED)
    case.say(f.Returned())
