"""The lines of progress: which facts are told as one, and what each says."""

from motcua.departments.portal.record import Doing, ProgressTold
from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import Happened
from motcua.dossiers.parts import Duty

DOINGS = {
    "duty_opened": Doing.BEGUN,
    "duty_received": Doing.RECEIVED,
    "assigned": Doing.ASSIGNED,
    "duty_closed": Doing.DONE,
    "silence_kept": Doing.SILENT,
}
"""Which facts are a line of progress. What the applicant has to do, or has to pay, is a status and no line."""


def progress_of(step: Happened, status: int) -> ProgressTold | None:
    """Return the line a fact makes; None where it makes none."""
    doing = DOINGS.get(step.fact.kind)
    if doing is None:
        return None
    name: str = getattr(step.fact, "step", "")
    duty = _duty(step, name)
    if duty is None or not duty.answerable:
        return None
    dossier = step.after
    return ProgressTold(
        code=dossier.code,
        procedure=dossier.procedure,
        version=dossier.version,
        one_stop=dossier.one_stop,
        status=status,
        doing=doing,
        step=name,
        outcome=step.fact.outcome if isinstance(step.fact, f.DutyClosed) else None,
        agency=duty.agency,
        officer=duty.officer or _officer(step),
        at=step.at,
        since=duty.since,
        due=duty.clock.due if duty.clock else None,
    )


def _duty(step: Happened, name: str) -> Duty | None:
    """Return the duty a fact speaks of, as it was while it was open."""
    looked: Dossier | None = step.before if step.fact.kind == "duty_closed" else step.after
    return looked.duty(name) if looked is not None else None


def _officer(step: Happened) -> str | None:
    """Return who acted, where that is somebody's hand and not the law's."""
    return step.by.officer if step.fact.kind == "duty_closed" else None
