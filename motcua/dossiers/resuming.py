"""Running the clocks of a dossier again, with what was left of them (R29–R31, R36)."""

from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import end_pause, left_of, official_due, run_clock, say_clock, set_clock, silence_at
from motcua.dossiers.episodes import close_episode
from motcua.dossiers.parts import Duty, Ground
from motcua.dossiers.standing import PHASE, own_clock_stands, stood_since
from motcua.worktime.due import closing_after, due_at


def run_on(case: Case) -> None:
    """Start the official clock again with what was left, unless something still stops it or has set it anew.

    An outage stops it only as long as something waits on the system that is away.
    """
    _end_idle_outages(case)
    dossier = case.dossier
    if dossier.left is not None and not dossier.paused and dossier.finished_at is None:
        _run_phase_on(case)
        set_clock(case, dossier.left, "resumed")


def run_on_since(case: Case, moment: datetime) -> None:
    """Start all clocks again from a moment that has passed, unless something else stops them.

    What was left ends no earlier than today: nobody could have kept a date that did not exist (R10). What was late
    before the clock stood stays late.
    """
    by, now, dossier = case.by, case.at, case.dossier
    case.as_actor(by, moment)
    if dossier.left is not None and not dossier.paused and dossier.finished_at is None:
        today = closing_after(now, case.calendar)
        _run_phase_on(case, earliest=today)
        due = official_due(case, dossier.left)
        say_clock(case, dossier.left, today if dossier.left.value >= 0 and due <= now else due, "resumed")
    resume_duties(case, earliest=now)
    case.as_actor(by, now)


def _end_idle_outages(case: Case) -> None:
    """End outages that nothing of the dossier waits for any more: the system answered all the same, or work ended."""
    awaited = {duty.stands_for for duty in case.dossier.duties}
    for idle in case.dossier.pauses:
        if idle.ground is Ground.OUTAGE and idle.until is None and idle.ref not in awaited:
            end_pause(case, idle.ground, idle.ref)
            resume_duties(case)


def _run_phase_on(case: Case, *, earliest: datetime | None = None) -> None:
    """A phase's own limit runs on with what was left when the clock stopped; what is past stays past."""
    dossier, clock = case.dossier, case.dossier.phase_clock
    if dossier.phase is None or clock is None:
        return
    stopped = max(clock.since, stood_since(dossier, case.at))
    if stopped < case.at:
        allow = left_of(clock, stopped, case.calendar, until=clock.due)
        late = allow.value < 0 or dossier.episode(f"{PHASE}{dossier.phase}") is not None
        counted = due_at(case.at, allow, case.calendar)
        due = clock.due if late else max(counted, earliest or counted)
        case.say(f.PhaseStarted(phase=dossier.phase, allow=allow, due=due))


def resume_duties(case: Case, *, afresh: bool = False, earliest: datetime | None = None) -> None:
    """Run the duties' own clocks again, unless the work still rests or the official clock they go with still stands.

    With `earliest`, a clock that would have run out by then runs from there: nobody could have kept it.
    """
    for duty in case.dossier.duties:
        step = case.step(duty.step)
        if not own_clock_stands(case.dossier, step):
            resume_duty(case, duty, afresh=afresh, earliest=earliest)
        elif afresh and duty.left is not None:
            close_episode(case, duty.ref)
            case.say(f.DutyPaused(step=duty.step, left=step.allow))


def resume_duty(case: Case, duty: Duty, *, afresh: bool, earliest: datetime | None = None) -> None:
    """Run a duty's clock again from now: with its full allowance where that is given anew, else with what was left.

    What was late before the clock stood stays late, and what silence already meant is not said again.
    """
    if duty.left is None or duty.clock is None:
        return
    step, calendar = case.step(duty.step), case.calendar_for(duty.agency)
    if afresh:
        close_episode(case, duty.ref)
    late = not afresh and (duty.left.value < 0 or case.dossier.episode(duty.ref) is not None)
    allow = step.allow if afresh else duty.left
    clock = run_clock(step, allow, case.at, calendar)
    if earliest is not None and clock.due <= earliest and not late:
        clock = run_clock(step, allow, earliest, calendar)
    due = duty.clock.due if late else clock.due
    silence = silence_at(step, case.at if late else due, calendar)
    fact = {"step": duty.step, "since": clock.since, "allow": allow, "due": due}
    known = silence is not None and (duty.silence_at is not None or not late)
    case.say(f.DutyResumed.model_validate(fact | ({"silence_at": silence} if known else {})))
