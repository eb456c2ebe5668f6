"""How the clocks of open steps follow a case that became known: their limits may be others from then on."""

from collections.abc import Mapping
from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import duty_clock, run_clock, silence_at
from motcua.dossiers.episodes import close_episode
from motcua.dossiers.parts import Clock, Duty
from motcua.procedures.definition import Anchor, Step
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import closing_after

BY_THE_HOUR = (Unit.WORKING_DAY, Unit.WORKING_HOUR)


def limits_of_duties(case: Case) -> dict[str, Allowance]:
    """Return the limits by which the clocks of open duties are counted, by step; opinions off the route have theirs.

    A move that kept the dates changed none of them (R21).
    """
    return {duty.step: _limit(case, duty) for duty in case.dossier.duties if duty.step not in case.dossier.asked}


def _limit(case: Case, duty: Duty) -> Allowance:
    known = duty.counted_by
    return case.step(duty.step).allow if known is None else case.under(known.version).step(known.step).allow


def follow_case(case: Case, before: Mapping[str, Allowance]) -> None:
    """Set the clocks of open duties anew whose limits are no longer what they were before."""
    limits = limits_of_duties(case)
    for duty in case.dossier.duties:
        if duty.clock is None or duty.step not in before:
            continue
        step, old = case.step(duty.step).model_copy(update={"allow": limits[duty.step]}), before[duty.step]
        if step.allow == old or Unit.NONE in (step.allow.unit, old.unit):
            continue
        if duty.left is None:
            _run_on(case, duty, duty.clock, step, old)
        else:
            rest = _changed(duty.left, old, step.allow, case.calendar_for(duty.agency))
            case.say(f.DutyPaused(step=duty.step, left=rest or step.allow))


def _run_on(case: Case, duty: Duty, clock: Clock, step: Step, old: Allowance) -> None:
    calendar = case.calendar_for(duty.agency)
    counted = _counted(case, duty, clock, step, old)
    due = max(counted.due, min(clock.due, closing_after(case.at, calendar)))
    if case.at <= due:
        close_episode(case, duty.ref)
    silence = silence_at(step, due, calendar) if duty.silence_at is not None else None
    fact: dict[str, object] = {"step": duty.step, "since": counted.since, "allow": counted.allow, "due": due}
    fact |= {"fixed": True} if due != counted.due else {}
    case.say(f.DutyResumed.model_validate(fact | ({"silence_at": silence} if silence else {})))


def _counted(case: Case, duty: Duty, clock: Clock, step: Step, old: Allowance) -> Clock:
    """Return the clock of a duty with its new limit, from where it began to run."""
    calendar = case.calendar_for(duty.agency)
    if step.anchor is Anchor.RECEIPT:
        return duty_clock(case, step, duty.agency) or clock
    changed = None if clock.allow == old else _changed(clock.allow, old, step.allow, calendar)
    return run_clock(step, changed or step.allow, clock.since, calendar)


def _changed(allow: Allowance, old: Allowance, new: Allowance, calendar: WorkCalendar) -> Allowance | None:
    """Return an allowance with what the new limit gives more or less; None where the units differ.

    A step's working days run by the hour, so what is left of them may be hours (R8).
    """
    units = {allow.unit, old.unit, new.unit}
    if len(units) == 1:
        return Allowance(allow.value + new.value - old.value, allow.unit)
    if not units <= set(BY_THE_HOUR):
        return None
    day = Decimal(calendar.hours_per_day)
    had, gave, gives = (part.value * (day if part.unit is Unit.WORKING_DAY else 1) for part in (allow, old, new))
    return Allowance.of_minutes(int((had + gives - gave) * 60))
