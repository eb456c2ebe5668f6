"""How a dossier is brought to its end, and what has to be settled before it closes (R53, R56–R58)."""

from typing import Literal

from pydantic import Field

from motcua.dossiers.parts import Tagged, Words


class RefuseOnMerits(Tagged):
    """Refuse what was applied for; a result like any other, due within the limit (R53)."""

    kind: Literal["refuse_on_merits"] = "refuse_on_merits"
    step: str
    basis: Words


class AskWithdrawal(Tagged):
    """The applicant wants the dossier back; possible until the result is signed (R58)."""

    kind: Literal["ask_withdrawal"] = "ask_withdrawal"


class SettleWithdrawal(Tagged):
    """Grant the withdrawal, which ends the dossier, or take the work up again."""

    kind: Literal["settle_withdrawal"] = "settle_withdrawal"
    granted: bool


class Stop(Tagged):
    """Stop processing for a legal reason; the dossier ends without a result."""

    kind: Literal["stop"] = "stop"
    basis: Words


class PayFee(Tagged):
    """Record that the fees due at the result were paid (R57)."""

    kind: Literal["pay_fee"] = "pay_fee"
    reference: Words


class ExemptFee(Tagged):
    """Record that the applicant is exempt from the fees due at the result (R57)."""

    kind: Literal["exempt_fee"] = "exempt_fee"
    basis: Words


class ReturnOriginals(Tagged):
    """Give originals back that were taken in for comparison (R56)."""

    kind: Literal["return_originals"] = "return_originals"
    documents: tuple[str, ...] = Field(min_length=1, max_length=50)


class ReturnToLead(Tagged):
    """Send a leg back to the lead of the linked dossier: what it was given cannot be worked on."""

    kind: Literal["return_to_lead"] = "return_to_lead"
