"""From one version of a procedure to another: the step across (R21); what stands in its way, `obstacles` finds.

A dossier keeps its version for life unless it is moved on purpose. Its steps are found again by their names, or by the
names they are given; its dates stay what they were unless they are to be counted anew under the new version. Counted
anew is what they are counted by: the limit of a version in between, which only kept them, never was theirs.
"""

from collections.abc import Mapping
from typing import Literal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import by_official_convention, extend_phase_to, is_same_day, say_clock
from motcua.dossiers.dossier import SKIPPED
from motcua.dossiers.duty_clocks import follow_case, limits_of_duties
from motcua.dossiers.learning import changed_by_limit, counted_anew, limit_in_force, limit_of_promise
from motcua.dossiers.obstacles import obstacles
from motcua.dossiers.standing import DOSSIER, SUPPLEMENT
from motcua.procedures.conditions import holds
from motcua.procedures.definition import Phase, Procedure
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.due import due_at

Deadlines = Literal["keep", "recompute"]


def take_effect(case: Case) -> None:
    """Carry out a planned move now that a step has ended, unless something still stands in its way."""
    moving = case.dossier.moving
    if moving is None or case.dossier.version == moving.version:
        return
    if not obstacles(case, moving.version, moving.steps, deadlines=moving.deadlines):
        cross(case, moving.version, moving.steps, moving.deadlines)


def cross(case: Case, version: str, steps: Mapping[str, str], deadlines: Deadlines) -> None:
    """Go on under another version; what is open stays open, with its dates or with those the new version gives."""
    before, new = case.dossier.version, case.ground.procedure(case.dossier.procedure, version)
    limit = limit_of_promise(case) if case.dossier.received_at is not None else None
    phase = case.under(case.dossier.phase_counted_under).procedure.phase_by_id.get(case.dossier.phase or "")
    allows = {steps.get(step, step): allow for step, allow in limits_of_duties(case).items()}
    names = {old: name for old, name in steps.items() if name and name != old}
    said: dict[str, object] = {"version": version, "before": before, "deadlines": deadlines}
    said |= {"steps": names} if names else {}
    said |= {"dates": dates} if (dates := _said_from_now_on(case, new, names)) else {}
    case.say(f.VersionMoved.model_validate(said))
    case.look_again()
    if deadlines == "recompute" and limit is not None:
        _recount(case, limit, phase)
        follow_case(case, allows)
    _take_skipped_up(case)


def _said_from_now_on(case: Case, new: Procedure, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the subjects whose date no longer follows from their limit, since the new version counts otherwise."""
    found = []
    for duty in case.dossier.duties:
        name = names.get(duty.step, duty.step)
        if name in new.by_id and duty.clock is not None:
            counts = by_official_convention(case.step(duty.step)), by_official_convention(new.by_id[name])
            found += [name] if counts[0] is not counts[1] else []
    clock, supplement = case.dossier.clock, case.dossier.supplement
    if clock is not None and is_same_day(case, clock.allow, case.procedure) != is_same_day(case, clock.allow, new):
        found.append(DOSSIER)
    if supplement is not None and case.procedure.supplement.window != new.supplement.window:
        found.append(SUPPLEMENT)
    return tuple(found)


def _recount(case: Case, old: Allowance, phase: Phase | None) -> None:
    """Count the promise anew from where it began, with the new limit.

    A date promised with an apology stays (R49), and one that was missed already does not move further back (R46).
    """
    clock, new = case.dossier.clock, limit_in_force(case)
    if new.unit is Unit.NONE or case.dossier.reappointed:
        return
    if clock is None or old.unit is Unit.NONE:
        since = case.dossier.received_at or case.at
        say_clock(case, new, due_at(since, new, case.calendar), "moved", since=since)
    elif new != old:
        counted = counted_anew(case, clock, old, new)
        if counted.due > case.at or not case.dossier.is_late(case.at):
            say_clock(case, counted.allow, counted.due, "moved", since=counted.since)
    if phase is not None:
        _recount_phase(case, phase)


def _recount_phase(case: Case, old: Phase) -> None:
    clock, new = case.dossier.phase_clock, case.procedure.phase_by_id.get(old.id)
    if clock is None or new is None or new.allow == old.allow:
        return
    allow = changed_by_limit(clock.allow, old.allow, new.allow, case) or new.allow
    due = due_at(clock.since, allow, case.calendar)
    if due > case.at:
        extend_phase_to(case, due, allow)


def _take_skipped_up(case: Case) -> None:
    """Do what was skipped under the old version and is not under the new one, unless the work has gone past it."""
    dossier, procedure = case.dossier, case.procedure
    again = []
    for step in procedure.steps:
        how = dossier.done.get(step.id)
        if how is None or how.outcome != SKIPPED:
            continue
        if step.when is not None and not holds(step.when, procedure.data, case.values):
            continue
        after = procedure.followers[step.id]
        if not any(dossier.duty(s) or (s in dossier.done and dossier.done[s].outcome != SKIPPED) for s in after):
            again.append(step.id)
    if again:
        case.say(f.Reopened(steps=tuple(again)))
