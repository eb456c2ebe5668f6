"""What could not be decided: noted with the dossier, so that somebody is waited for, and cleared once it can be."""

from datetime import datetime

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.commands import Command, DepartmentAnswered, NoteFault

ANSWER = "answer"
"""Beginning of what names an answer that waits; the duty's name follows."""


def note_fault(case: Case, do: NoteFault) -> None:
    """State what could not be decided, once (R75).

    No calendar and no procedure is asked: one of them may be the cause.
    """
    fault = case.dossier.fault
    if not case.dossier.closed and (fault is None or (fault.what, fault.detail) != (do.what, do.detail)):
        case.say(f.FaultNoted(what=do.what, detail=do.detail))


def clear_fault(case: Case, do: Command, now: datetime) -> None:
    """State that it goes on: everything up to now was decided, or the answer that waited was taken in."""
    dossier = case.dossier
    if dossier.fault is None or dossier.closed:
        return
    waits = any(dossier.fault.what == f"{ANSWER} {duty.ref}" for duty in dossier.duties)
    if waits and not isinstance(do, DepartmentAnswered):
        return
    case.as_law(max(case.at, now))
    case.say(f.FaultCleared())
