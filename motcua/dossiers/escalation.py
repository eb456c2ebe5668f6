"""The chain an overdue episode climbs, and who stands on each of its levels (R39, R47)."""

from typing import NamedTuple

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.dossiers.notice import CHAIR, ONE_STOP_HEAD, UNIT_HEAD
from motcua.dossiers.parts import Moment
from motcua.dossiers.standing import DOSSIER, INTAKE
from motcua.errors import InvalidInputError, NotFoundError
from motcua.procedures.definition import Procedure, StepKind

SILENT_BODY = "lead_and_one_stop_head"
"""Where a silent consultation goes: to the agency that leads, and to the head of the one-stop (R39; Decree 61/2018 art.
19.5b)."""
CHAIRS = ("chair", "chair_province")
"""Seats whose holder is the chair; a matter is decided for a place, and its chair is looked for there."""


class Rung(NamedTuple):
    """One level of the chain: the role that hears of an episode, and the agencies in which it does."""

    role: str
    agencies: tuple[str, ...]


def chain_of(dossier: Dossier, procedure: Procedure, subject: str) -> tuple[str, ...]:
    """Return the roles that hear of an episode, level by level; the first hears of it when it opens.

    The promise itself, and the decision on receiving, climb the procedure's whole chain (R47). A single step ends
    with the head of the unit; a silent consultation with the lead agency and the head of the one-stop (R39).
    """
    whole = procedure.overdue.chain
    if subject in (DOSSIER, INTAKE):
        return whole
    if any(duty.ref == subject and duty.kind is StepKind.CONSULT for duty in dossier.duties):
        return (whole[0], SILENT_BODY)
    return whole[:2] if len(whole) > 1 else (whole[0], UNIT_HEAD)


def rung(dossier: Dossier, ground: Ground, role: str, holder: str, at: Moment) -> Rung:
    """Return in which agencies a role of the chain hears of an episode.

    Args:
        dossier: The late dossier.
        ground: Where the chair's office is looked up.
        role: A word of the chain; one that is none of ours is somebody in the agency that holds the work.
        holder: The agency that held the work when the limit passed.
        at: The moment it is told; offices change with reorganisations.
    """
    if role == ONE_STOP_HEAD:
        return Rung(role, (dossier.one_stop,))
    if role == SILENT_BODY:
        return Rung(role, tuple(dict.fromkeys((dossier.competent, dossier.one_stop))))
    if role == CHAIR:
        return Rung(role, (_chair(dossier, ground, at),))
    return Rung(role, (holder,))


def _chair(dossier: Dossier, ground: Ground, at: Moment) -> str:
    """Return the office of the chair over the matter; where the directory knows none, the deciding agency's head."""
    on = ground.calendar_of(dossier.competent).local(at).date()
    for seat in CHAIRS:
        try:
            return ground.agency_for(seat, dossier.territory, on)
        except (NotFoundError, InvalidInputError):  # nobody holds it, or several do
            continue
    return dossier.competent
