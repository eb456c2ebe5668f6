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
