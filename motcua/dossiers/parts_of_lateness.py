"""The parts of a dossier that speak of lateness: overdue episodes, their causes, a new date that is proposed."""

from enum import StrEnum

from motcua.dossiers.parts import Actor, Model, Moment, Name


class Episode(Model):
    """A breach that is open: the file of one overdue subject."""

    subject: str
    """`dossier`, `phase/ID` or `step/visit`."""
    threshold: Moment
    """The legal moment that passed."""
    holder: Name
    """Agency that held the work when it passed."""
    own: bool
    """Whether that was the deciding agency's own time, or a partner's."""
    level: int = 0
    """How far up the chain it has been carried; 0 is the officer."""
    next_at: Moment | None = None
    """When it climbs further or is said again; None once acknowledged."""
    acknowledged_by: Actor | None = None
    reminders: int = 0
    """How often the end of its chain was told again."""
    explained: bool = False
    """Whether its cause was stated."""


class Breach(Model):
    """The last closed overdue episode of a subject: what can still be explained."""

    threshold: Moment
    holder: Name


class Cause(StrEnum):
    """What an explanation names as the reason for lateness."""

    OWN = "own_agency"
    PARTNER = "partner_agency"
    APPLICANT = "applicant"
    SYSTEM = "department_system"
    TRANSIT = "in_transit"
    FORCE_MAJEURE = "force_majeure"


class Proposal(Model):
    """A new date that the responsible agency proposes, with its apology, before the one-stop applies it (R49)."""

    new_due: Moment
    at: Moment
    reason: str
    by: Actor | None = None
    """Who proposed it."""
    approver: Name | None = None
    """Who approved it for the responsible agency; None while it waits for approval."""
    basis: str | None = None
