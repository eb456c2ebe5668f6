"""What a letter says: closed models without personal data, in both languages at once.

Fields may be added with defaults, never renamed or removed: letters issued years ago are read back from them.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from motcua.letters.forms import MARKS, Form, Model
from motcua.procedures.model import Text

Moment = AwareDatetime
"""In the zone it is printed in."""


class Heading(Model):
    """The left side of the official heading, and the place of the right one."""

    above: Text | None = None
    """The body the agency belongs to."""
    agency: Text
    place: Text | None = None


class Person(Model):
    """An officer of an agency, by staff number: names are not kept."""

    agency: Text
    officer: str | None = None


class Component(Model):
    """One paper of the dossier, and in which shape it was handed in."""

    name: Text
    shape: Literal["original", "copy", "electronic"]


class PhaseLine(Model):
    """A part of the procedure with a limit of its own."""

    name: Text
    allow: Text
    due: Moment | None = None
    """None while it has not begun."""


class ReceiptBody(Model):
    """Form `receipt`."""

    kind: Literal["receipt"] = "receipt"
    components: tuple[Component, ...]
    sets: int = 1
    allow: Text
    received_at: Moment
    due: Moment | None
    """None where no limit is set."""
    phases: tuple[PhaseLine, ...] = ()
    result_at: Text
    received_by: Person


class SupplementBody(Model):
    """Form `supplement`."""

    kind: Literal["supplement"] = "supplement"
    number: int
    """Which request this is in the dossier."""
    items: tuple[Text, ...]
    reason: str
    stage: Text
    basis: str | None = None
    approver: str | None = None
    reply_by: Moment | None = None
    clock: Text
    """What the request does to the time limit."""
    asked_by: Person


class RefusalBody(Model):
    """Form `refusal`."""

    kind: Literal["refusal"] = "refusal"
    handed_in: Moment
    reason: str | Text
    refused_by: Person
    stage: Literal["intake", "merits"] = "intake"
    """Whether the dossier was not received, or what it applied for is refused: that is its result (R53)."""
    received_at: Moment | None = None
    basis: str | None = None
    one_stop: Text | None = None
    """Where the refusal is handed over; None where the one-stop itself refuses."""


class ApologyBody(Model):
    """Form `apology`: with the one re-appointment, or without moving the date."""

    kind: Literal["apology"] = "apology"
    received_at: Moment | None
    old_due: Moment | None
    reason: str
    new_due: Moment | None = None
    """The new date of the re-appointment; None where the date does not move."""
    expected: Moment | None = None
    """When the result is expected, where the date does not move."""
    late: Text | None = None
    """Why this comes late, where it does."""
    basis: str | None = None
    approver: str | None = None
    one_stop: Text


class StopBody(Model):
    """Form `stop`."""

    kind: Literal["stop"] = "stop"
    received_at: Moment | None
    stopped_at: Moment
    reason: str | Text
    """As somebody wrote it, or in words where the engine ended it by itself."""
    basis: str | Text | None = None
    originals: tuple[Text, ...] = ()
    fees: Text
    one_stop: Text


class HandOver(Model):
    """One row of the control slip: who gave what to whom, and how that ended."""

    step: Text
    given_by: Person
    given_at: Moment
    received_by: Person
    received_at: Moment | None
    """None while it is on its way."""
    due: Moment | None = None
    closed_at: Moment | None = None
    result: Text
    note: Text | None = None


class ControlSlipBody(Model):
    """Form `control_slip`: the hand-overs of a dossier until a fact."""

    kind: Literal["control_slip"] = "control_slip"
    received_at: Moment | None
    due: Moment | None
    competent: Text
    partners: tuple[Text, ...]
    rows: tuple[HandOver, ...]


class LegLine(Model):
    """One agency's part of linked work."""

    agency: Text
    work: Text
    code: str | None
    """Of the dossier it is carried as; None before that is opened."""
    due: Moment | None


class TransferSlipBody(Model):
    """Form `transfer_slip`: the work and the time limit of each agency (Decree 61/2018 art. 19.6)."""

    kind: Literal["transfer_slip"] = "transfer_slip"
    to: Text
    received_at: Moment | None
    due: Moment | None
    legs: tuple[LegLine, ...]
    this: int
    """Which of the legs this slip goes with, from 0."""
    handed_by: Person


Body = Annotated[
    ReceiptBody | SupplementBody | RefusalBody | ApologyBody | StopBody | ControlSlipBody | TransferSlipBody,
    Field(discriminator="kind"),
]


class Letter(Model):
    """One letter on a dossier, as it follows from the facts."""

    form: Form
    law: str
    """Id of the law that sets the form."""
    law_name: Text
    number: str | None = None
    """The form's number in that law."""
    title: Text
    heading: Heading
    agency: str
    """Id of the agency that issues it, in whose book it gets a number."""
    code: str
    seq: int
    """The fact that issues it."""
    issued_at: Moment
    """The fact's legal moment."""
    check: str
    procedure: Text
    procedure_code: str
    field: Text
    applicant_kind: str
    body: Body

    @property
    def mark(self) -> str:
        """Return what follows its number in the agency's book: `PXL`."""
        return MARKS[self.form]

    @property
    def year(self) -> int:
        """Return the local year in whose book it is numbered."""
        return self.issued_at.year
