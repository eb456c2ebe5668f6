"""Work that is taken up again: sent back to an earlier step, or come back from another agency."""

from collections.abc import Iterable

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.dossier import SKIPPED
from motcua.dossiers.progress import close_duty
from motcua.procedures.definition import Step, StepKind

ASKED_ELSEWHERE = (StepKind.LINKED, StepKind.CONSULT)
"""Steps of other agencies: what came back from one of their likes is not theirs to mend."""


def go_back(case: Case, to: str) -> None:
    """Take an earlier step up again, and with it all that follows; the official clock is not touched."""
    again = _from(case, to)
    for duty in case.dossier.duties:
        if duty.step in again:
            close_duty(case, duty, "sent_back")
    _reopen(case, again)


def take_up_before(case: Case, step: Step) -> None:
    """Have the lead mend what came before a linked step, and then the step done again.

    Only the way between them is gone again: what other agencies do or did meanwhile stands (R44). Where the lead has
    nothing to mend, since nothing came before, the step alone is done again.
    """
    again = {step.id} | _from(case, step.id)
    if (mended := _before(case, step)) is not None:
        again |= {mended} | {s for s in _from(case, mended) if comes_before(case, s, step.id)}
    _reopen(case, again)


def comes_before(case: Case, earlier: str, later: str) -> bool:
    """Whether one step leads, directly or not, to another."""
    return earlier != later and later in _from(case, earlier)


def _reopen(case: Case, again: Iterable[str]) -> None:
    steps = tuple(s.id for s in case.procedure.steps if s.id in again and s.id in case.dossier.done)
    case.say(f.Reopened(steps=steps))


def _before(case: Case, step: Step) -> str | None:
    """Return the nearest step before one that was the lead's or the one-stop's own work, the latest of several."""
    ahead, seen = list(step.after), set(step.after)
    own: list[Step] = []
    while ahead and not own:
        near = [case.step(name) for name in ahead]
        own = [s for s in near if _was_work(case, s)]
        ahead = [name for s in near for name in s.after if name not in seen]
        seen.update(ahead)
    return max(own, key=lambda s: _ended(case, s.id)).id if own else None


def _was_work(case: Case, step: Step) -> bool:
    done = case.dossier.done.get(step.id)
    return step.kind not in ASKED_ELSEWHERE and (done is None or done.outcome != SKIPPED)


def _ended(case: Case, step: str) -> float:
    """Return when a step was done, as a number to compare by; one that is open again comes last."""
    done = case.dossier.done.get(step)
    return done.at.timestamp() if done else float("inf")


def _from(case: Case, step: str) -> frozenset[str]:
    """Return a step and all that follow it, however far."""
    found, ahead = {step}, [step]
    while ahead:
        for follower in case.procedure.followers.get(ahead.pop(), ()):
            if follower not in found:
                found.add(follower)
                ahead.append(follower)
    return frozenset(found)
