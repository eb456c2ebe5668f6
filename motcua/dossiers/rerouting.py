"""Repairs of the route: a step that is skipped, and a dossier that goes on at another step.

The promise is never touched by them; a step's own clock begins when it is taken up, as always. What the law needs for a
result cannot be left out: a signature, a payment, somebody's opinion, another agency's leg, the hand-over itself.
"""

from motcua.dossiers.case import Case
from motcua.dossiers.commands_of_repair import GoTo, RepairKind, SkipStep, TakeUpAgain
from motcua.dossiers.data import checked, required_after
from motcua.dossiers.dossier import SKIPPED
from motcua.dossiers.learning import learn
from motcua.dossiers.mending import say_repaired
from motcua.dossiers.progress import close_duty, finish_if_returned, go_on, pass_over
from motcua.dossiers.rerouting_refusals import (
    leads_nowhere,
    must_not_be_left_out,
    needs_basis,
    not_received,
    nothing_left_out,
    open_already,
    unknown_step,
    would_grant,
)
from motcua.dossiers.rework import go_back
from motcua.dossiers.rights import must_not_be_finished, must_not_rest
from motcua.errors import DefinitionError
from motcua.procedures.conditions import holds
from motcua.procedures.definition import Step, StepKind
from motcua.worktime.words import listed


def skip(case: Case, do: SkipStep) -> None:
    """End an open step as skipped; what the route depends on has to be said all the same."""
    _must_be_at_work(case, do.basis)
    duty = case.duty_or_refuse(do.step)
    must_not_be_left_out(case.step(do.step))
    known = checked(case.procedure, do.data, field="do.data")
    known = required_after(case.procedure, do.step, known, case.dossier.data)
    say_repaired(case, do, RepairKind.SKIP)
    if known:
        learn(case, known)
    close_duty(case, duty, SKIPPED, reason=do.basis)
    go_on(case)
    _must_lead_to_work(case, do.step)
    finish_if_returned(case)


def go_to(case: Case, do: GoTo) -> None:
    """Go back to a step that was done, or on to one that waits; what lies between is done again, or left out."""
    _must_be_at_work(case, do.basis)
    step = case.procedure.by_id.get(do.step)
    if step is None:
        raise unknown_step(do.step, case.procedure.steps)
    if case.dossier.duty(step.id) is not None:
        raise open_already(case.names.quoted(step.id))
    if step.kind is StepKind.RETURN:
        must_not_be_left_out(step)
    say_repaired(case, do, RepairKind.GO_TO)
    if step.id in case.dossier.done:
        go_back(case, step.id)
    else:
        _leave_out(case, step, do.basis or "")
    go_on(case)
    if case.dossier.duty(step.id) is None:
        raise leads_nowhere(case.names.quoted(step.id))
    _must_lead_to_work(case, step.id)


def take_up_again(case: Case, do: TakeUpAgain) -> None:
    """Open again what a repair left out; what followed is done again."""
    must_not_rest(case)
    must_not_be_finished(case)
    left_out = [s for s in do.steps if s in case.dossier.done and case.dossier.done[s].outcome == SKIPPED]
    if not left_out:
        raise nothing_left_out(listed(case.names.quoted(step) for step in do.steps))
    say_repaired(case, do, RepairKind.UNDO)
    for step in left_out:
        if step in case.dossier.done:
            go_back(case, step)
    go_on(case)


def _leave_out(case: Case, to: Step, basis: str) -> None:
    """Leave out everything that leads to a step and is not done."""
    ahead = _before(case, to)
    for step in case.procedure.steps:
        if step.id not in ahead or step.id in case.dossier.done:
            continue
        duty = case.dossier.duty(step.id)
        if duty is not None or _may_apply(case, step):
            must_not_be_left_out(step)
            required_after(case.procedure, step.id, {}, case.dossier.data)
        if duty is not None:
            close_duty(case, duty, SKIPPED, reason=basis)
        else:
            pass_over(case, step)


def _may_apply(case: Case, step: Step) -> bool:
    """Whether a step applies to the dossier, or may: what its condition looks at need not be known yet."""
    try:
        return step.when is None or holds(step.when, case.procedure.data, case.values)
    except DefinitionError:
        return True


def _before(case: Case, step: Step) -> frozenset[str]:
    """Return every step that leads to one, however far."""
    found: set[str] = set()
    ahead = list(step.after)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(case.procedure.by_id[name].after)
    return frozenset(found)


def _must_lead_to_work(case: Case, step: str) -> None:
    """Refuse where a result would come of nothing but leaving work out (R53)."""
    if case.dossier.finished_at is not None:
        raise would_grant(case.names.quoted(step))


def _must_be_at_work(case: Case, basis: str | None) -> None:
    if basis is None:
        raise needs_basis()
    if case.dossier.received_at is None:
        raise not_received(case.dossier.code)
    must_not_rest(case)
    must_not_be_finished(case)
