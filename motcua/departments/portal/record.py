"""What the portal is told of a dossier, without anybody's personal data: ids, moments and official words only.

This is what the queue of messages keeps. Names of procedures and agencies, codes and the applicant are put in when a
message is sent, so that a corrected mapping serves for what still waits.
"""

from enum import StrEnum

from motcua.dossiers.parts import Model, Moment, Name
from motcua.procedures.definition import Ending
from motcua.procedures.fields import Channel


class SupplementTold(Model):
    """One request to complete the dossier, with the date before and after it (R63)."""

    number: int
    reason: str
    items: tuple[str, ...]
    asked_at: Moment
    asked_by: Name
    due_before: Moment | None = None
    """The promise that stood when it was asked: NgayHenTraTruoc."""
    given_at: Moment | None = None
    given_by: Name | None = None
    documents: tuple[str, ...] = ()
    lapsed: bool = False
    due_after: Moment | None = None
    """The promise once the clock runs again: NgayHenTraMoi."""


class DossierTold(Model):
    """The record of a dossier as one message of DongBoHoSoMC tells it."""

    code: str
    procedure: str
    version: str
    channel: Channel
    applicant_kind: str
    one_stop: Name
    competent: Name
    status: int
    """1 to 10 (R60)."""
    received_at: Moment | None = None
    due: Moment | None = None
    """The promised date as last said; while the clock stands it is the one from before."""
    finished_at: Moment | None = None
    returned_at: Moment | None = None
    result: Ending | None = None
    note: str | None = None
    """Why it was not received or was stopped."""
    documents: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    supplements: tuple[SupplementTold, ...] = ()


class Doing(StrEnum):
    """What a line of progress says of a step."""

    BEGUN = "begun"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    DONE = "done"
    SILENT = "silent"


class ProgressTold(Model):
    """One line of progress as CapNhatTienDoHoSoMC tells it."""

    code: str
    procedure: str
    version: str
    one_stop: Name
    status: int
    doing: Doing
    step: Name
    outcome: str | None = None
    agency: Name
    officer: Name | None = None
    """Staff number; no name is known."""
    at: Moment
    since: Moment | None = None
    due: Moment | None = None
