"""How the work, and the dossier, ended."""

from typing import Literal

from motcua.dossiers.fact import Base
from motcua.procedures.definition import Ending


class ResultReady(Base):
    """The work on the merits is finished; this date decides on-time, not the collection (R55)."""

    kind: Literal["result_ready"] = "result_ready"
    result: Ending
    basis: str | None = None


class Returned(Base):
    """The result was handed over."""

    kind: Literal["returned"] = "returned"


class WithdrawalAsked(Base):
    """The applicant asked for the dossier back."""

    kind: Literal["withdrawal_asked"] = "withdrawal_asked"


class WithdrawalSettled(Base):
    """The withdrawal was granted, or the work goes on."""

    kind: Literal["withdrawal_settled"] = "withdrawal_settled"
    granted: bool


class Stopped(Base):
    """Processing stopped without a result."""

    kind: Literal["stopped"] = "stopped"
    reason: str
    basis: str | None = None
    originals_owed: tuple[str, ...] = ()
    """Originals the applicant has still to be given back (R56)."""
    to_lead: bool = False
    """Whether a leg went back to the lead of the whole, which will send it again (R44)."""


class OriginalsReturned(Base):
    """Originals went back to the applicant (R56)."""

    kind: Literal["originals_returned"] = "originals_returned"
    documents: tuple[str, ...]


class FeePaid(Base):
    """The fees due at the result were paid (R57)."""

    kind: Literal["fee_paid"] = "fee_paid"
    reference: str


class FeeExempted(Base):
    """The applicant owes no fee at the result (R57)."""

    kind: Literal["fee_exempted"] = "fee_exempted"
    basis: str
