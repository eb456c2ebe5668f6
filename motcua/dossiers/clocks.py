"""Setting and pausing the clocks of a dossier (R4–R14, R28–R36, R43)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.episodes import close_episode
from motcua.dossiers.parts import Clock, Duty, Ground, OfficialClock, Threshold
from motcua.dossiers.standing import DOSSIER, standing, stood_since
from motcua.dossiers.warning import SAME_PROMISE, still_to_come, warnings
from motcua.procedures.definition import Anchor, ClockRule, Phase, Procedure, Silence, Step, StepKind
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import (
    cut_off_due,
    due_at,
    elapsed,
    left,
    missed_from,
    opening_after,
    step_due_at,
    used,
)
from motcua.worktime.ledger import in_ledger

ELSEWHERE = (StepKind.CONSULT, StepKind.LINKED)
"""Work that other bodies do within a date of their own."""


def limit_of(case: Case) -> Allowance:
    """Return the total that applies to this dossier: that of its case, or the general one.

    A leg has what its parent's step grants (R44); a correction has the limit its version gives corrections (R59).
    """
    if case.dossier.limit is not None:
        return case.dossier.limit
    if case.dossier.corrects is not None and case.procedure.corrections is not None:
        return case.procedure.corrections
    return case.settled.limit


def set_clock(case: Case, allow: Allowance, why: str) -> None:
    """Run the official clock from now; a procedure without a statutory total has none."""
    if allow.unit is not Unit.NONE:
        say_clock(case, allow, official_due(case, allow), why)


def official_due(case: Case, allow: Allowance) -> datetime:
    """Return the date the official clock runs towards from now; time used up before a pause stays used up."""
    if allow.value < 0 and case.dossier.clock:
        return case.dossier.clock.due
    return within_parent(case, counted_due(case, case.at, allow))


def counted_due(case: Case, since: datetime, allow: Allowance) -> datetime:
    """Return when a limit counted from a moment ends; one that runs from receipt may end the same day (R17)."""
    until = case.procedure.same_day_until
    if until is not None and since == case.dossier.received_at and is_same_day(case, allow, case.procedure):
        return cut_off_due(since, until, case.calendar)
    return due_at(since, allow, case.calendar)


def is_same_day(case: Case, allow: Allowance, procedure: Procedure) -> bool:
    """Whether a limit is the general one of a version that answers by the hour of receipt (R17)."""
    return procedure.same_day_until is not None and allow == procedure.total and case.dossier.limit is None


def within_parent(case: Case, due: datetime) -> datetime:
    """Return a leg's own date, or the one promised for the whole where that comes first and has not passed (R44)."""
    last = case.dossier.not_after
    return min(due, last) if last is not None and last > case.at else due


def say_clock(case: Case, allow: Allowance, due: datetime, why: str, *, since: datetime | None = None) -> None:
    """State the official clock towards a known date, counted from now or from when it began."""
    calendar = case.calendar
    late = missed_from(due, allow, calendar)
    clock = OfficialClock(
        allow=allow,
        since=since or case.at,
        due=due,
        late_from=max(late, case.at) if why == "moved" else late,  # nobody was late before the new date was known
        warnings=tuple(_warnings(case, due, why)),
        calendar=calendar.edition,
    )
    case.say(f.ClockSet.model_validate({"why": why, "clock": clock}))
    if case.at < clock.late_from:
        close_episode(case, DOSSIER)


def _warnings(case: Case, due: datetime, why: str) -> Iterator[Threshold]:
    """Warn by the whole plan where the limit is new; where the same promise runs on, only of what was not said yet."""
    clock, dossier = case.dossier.clock, case.dossier
    stopped = stood_since(dossier, case.at)
    if clock is None or why not in SAME_PROMISE or _given_anew(dossier, clock, stopped, case.calendar):
        return warnings(case.procedure.overdue.warn, case.at, due, case.calendar)
    return still_to_come(clock, max(stopped, clock.since), case.at, due, case.calendar)


def _given_anew(dossier: Dossier, clock: OfficialClock, stopped: datetime, calendar: WorkCalendar) -> bool:
    """Whether the time that runs on is another than was left when the clock stopped: a supplement gave it anew."""
    if stopped < clock.since:  # an outage that was decided on later reaches back behind another pause
        return False
    return dossier.left is not None and dossier.left != left_of(clock, stopped, calendar, until=clock.late_from)


def pause(case: Case, ground: Ground, ref: str, basis: str | None = None) -> None:
    """Stop the official clock for one more reason; the first one notes what is left."""
    clock = case.dossier.clock
    runs = clock is not None and not case.dossier.paused and case.dossier.left is None
    fact: dict[str, object] = {"ground": ground, "ref": ref}
    if basis:
        fact["basis"] = basis
    if runs and clock:
        fact["left"] = left_of(clock, case.at, case.calendar, until=clock.late_from)
    case.say(f.Paused.model_validate(fact))


def left_of(clock: Clock, at: datetime, calendar: WorkCalendar, *, until: datetime) -> Allowance:
    """Return what is left of a limit; before `until` it is not used up, even where its last day was moved."""
    rest = left(clock.since, at, clock.allow, calendar)
    return rest if rest.value >= 0 or at >= until else Allowance(Decimal(0), rest.unit)


def end_pause(case: Case, ground: Ground, ref: str, *, left: Allowance | None = None) -> None:
    """End one reason to stop; the clock itself is started by `run_on` once what follows is known."""
    fact = {"ground": ground, "ref": ref} | ({"left": left} if left else {})
    case.say(f.Resumed.model_validate(fact))


def start_phase(case: Case, phase: Phase) -> None:
    """Begin a phase. A later one gives the promise anew: its own limit and those after it (R34, R35)."""
    first = case.dossier.phase is None
    case.say(f.PhaseStarted(phase=phase.id, allow=phase.allow, due=due_at(case.at, phase.allow, case.calendar)))
    if first or case.procedure.phases_carry_over or case.dossier.clock is None:
        return
    ids = [p.id for p in case.procedure.phases]
    rest = case.procedure.phases[ids.index(phase.id) :]
    if len({p.allow.unit for p in rest}) == 1:
        allow = Allowance(sum((p.allow.value for p in rest), Decimal(0)), phase.allow.unit)
        if not told_later(case, due_at(case.at, allow, case.calendar)):
            set_clock(case, allow, "phase")


def told_later(case: Case, due: datetime) -> bool:
    """Whether the applicant was told a later date by the one re-appointment: it is not taken back (R49)."""
    dossier = case.dossier
    if not dossier.reappointed or dossier.clock is None:
        return False
    if dossier.left is None:
        return dossier.clock.due > due
    return dossier.left.value > 0 and due_at(case.at, dossier.left, case.calendar) > due


def extend_phase(case: Case, longer: Allowance) -> None:
    """Give the phase that runs as much longer as the promise got."""
    phase, clock = case.dossier.phase, case.dossier.phase_clock
    if phase is not None and clock is not None and case.at <= clock.due:
        due = due_at(clock.due, longer, case.calendar)
        extend_phase_to(case, due, longer)


def extend_phase_to(case: Case, due: datetime, unit: Allowance) -> None:
    """Let the phase that runs end on another date; what it is granted is counted from now, in the unit of `unit`."""
    phase = case.dossier.phase
    if phase is not None:
        case.say(f.PhaseStarted(phase=phase, allow=used(case.at, due, unit, case.calendar), due=due))


def restart_duty(case: Case, duty: Duty) -> None:
    """Run a duty's clock from now with its full allowance."""
    if duty.clock is None:
        return
    clock = run_clock(case.step(duty.step), duty.clock.allow, case.at, case.calendar_for(duty.agency))
    case.say(f.DutyResumed(step=duty.step, since=case.at, allow=clock.allow, due=clock.due))


def by_official_convention(step: Step) -> bool:
    """Whether a step ends at closing time like the promise itself.

    Consultations, linked dossiers, what is counted from receipt, what the applicant does, and work of the same day.
    """
    same_day = step.allow.unit is Unit.WORKING_DAY and step.allow.value == 0
    return step.anchor is Anchor.RECEIPT or step.kind in ELSEWHERE or step.for_applicant or same_day


def duty_clock(case: Case, step: Step, agency: str) -> Clock | None:
    """Return the clock a duty starts with, or None where its step has no limit of its own."""
    if step.allow.unit is Unit.NONE:
        return None
    calendar = case.calendar_for(agency)
    if step.anchor is Anchor.RECEIPT and case.dossier.received_at is not None:
        return _from_receipt(case, step, calendar)
    clock = run_clock(step, step.allow, case.at, calendar)
    promise = case.dossier.clock
    if step.kind is StepKind.LINKED and promise is not None and case.at < promise.due < clock.due:
        return clock.model_copy(update={"due": promise.due})
    return clock


def run_clock(step: Step, allow: Allowance, since: datetime, calendar: WorkCalendar) -> Clock:
    """Return a duty's clock from `since`, by the convention its step runs under (R7, R13)."""
    due = (due_at if by_official_convention(step) else step_due_at)(since, allow, calendar)
    return Clock(allow=allow, since=since, due=due)


def _from_receipt(case: Case, step: Step, calendar: WorkCalendar) -> Clock:
    """A leg counted from receipt: time for which the official clock stood is granted besides, in its unit (R43)."""
    dossier = case.dossier
    since = dossier.received_at or case.at
    if (
        dossier.clock is not None
        and case.procedure.supplement.policy == "restart"
        and dossier.supplements_after_receipt
    ):
        return run_clock(step, step.allow, dossier.clock.since, calendar)
    stood = sum(used(begins, ends, step.allow, calendar).value for begins, ends in standing(dossier, case.at))
    granted = in_ledger(step.allow, calendar) if stood else step.allow
    return run_clock(step, Allowance(granted.value + stood, granted.unit), since, calendar)


def silence_at(step: Step, due: datetime | None, calendar: WorkCalendar) -> datetime | None:
    """Return when silence takes effect, where the step knows silence: the first opening after the due moment (R39).

    A waiting period, and a period the law does not count, end with their due moment itself (R41).
    """
    if due is None or (step.kind is not StepKind.CONSULT and step.on_silence is Silence.ESCALATE):
        return None
    at_once = step.on_silence is Silence.PROCEED or step.clock is not ClockRule.RUN
    return due if at_once else opening_after(due, calendar)


def pause_duty(case: Case, duty: Duty) -> None:
    """Stop a duty's own clock and note what is left of it."""
    if duty.clock is None or duty.left is not None:
        return
    case.say(f.DutyPaused(step=duty.step, left=left_of_duty(case, duty, duty.clock, case.at)))


def left_of_duty(case: Case, duty: Duty, clock: Clock, at: datetime) -> Allowance:
    """Return what was left of a duty's clock at a moment, in hours where it runs by the hour (R8)."""
    calendar = case.calendar_for(duty.agency)
    if clock.allow.unit is not Unit.WORKING_DAY or by_official_convention(case.step(duty.step)):
        return left_of(clock, at, calendar, until=clock.due)
    granted = clock.allow.value * Decimal(calendar.hours_per_day)
    spent = Decimal(int(elapsed(clock.since, at, calendar).total_seconds() // 60)) / 60
    return Allowance.of_minutes(int((granted - spent) * 60))
