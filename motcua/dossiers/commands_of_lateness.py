"""What can be done about lateness: answer for it, explain it, apologise, and propose the one new date (R47–R52)."""

from datetime import date
from typing import Literal

from motcua.dossiers.parts import Name, Tagged, Words
from motcua.dossiers.parts_of_lateness import Cause
from motcua.worktime.allowance import Allowance


class Acknowledge(Tagged):
    """Answer for an overdue episode: it climbs no further."""

    kind: Literal["acknowledge"] = "acknowledge"
    subject: str = "dossier"
    explanation: Words


class PassOn(Tagged):
    """Carry an overdue episode one level up at once: whoever has it cannot settle it (R47)."""

    kind: Literal["pass_on"] = "pass_on"
    subject: str = "dossier"


class Explain(Tagged):
    """State what made a subject late; possible after its episode has closed, too."""

    kind: Literal["explain"] = "explain"
    subject: str = "dossier"
    cause: Cause
    explanation: Words


class ProposeDate(Tagged):
    """Propose the one re-appointment, with the apology's reason in the act; at the latest one day before (R48, R49)."""

    kind: Literal["propose_date"] = "propose_date"
    extend: Allowance | None = None
    """How much longer, counted from the present date; or else `new_date`."""
    new_date: date | None = None
    """The new working day of return, in the deciding agency's zone."""
    approver: Name | None = None
    """Officer who approves for the responsible agency; without one, `approve_date` follows."""
    basis: Words | None = None


class ApproveDate(Tagged):
    """Approve the proposed date for the responsible agency, or decline it (R49)."""

    kind: Literal["approve_date"] = "approve_date"
    granted: bool = True


class ApplyDate(Tagged):
    """Change the date on the system and tell the applicant; for the one-stop alone (R49)."""

    kind: Literal["apply_date"] = "apply_date"


class Apologise(Tagged):
    """Apologise for lateness with the reason; it moves no date (R51)."""

    kind: Literal["apologise"] = "apologise"
    expected: date | None = None
    """When the result is expected; no promise."""
