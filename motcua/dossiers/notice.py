"""What somebody has to be told: what about, to whom, and the particulars the wording needs. Never personal data."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from motcua.dossiers.parts import Data, Moment, Name


class News(StrEnum):
    """What a notice is about; each has its own words in both languages."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    NOT_ACCEPTED = "not_accepted"
    IN_PROCESS = "in_process"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_GIVEN = "supplement_given"
    AWAITING_FINANCIAL = "awaiting_financial"
    PAYMENT_DUE = "payment_due"
    CLOCK_STANDS = "clock_stands"
    DATE_MOVED = "date_moved"
    CALENDAR_MOVED = "calendar_moved"
    REAPPOINTED = "reappointed"
    APOLOGISED = "apologised"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_DECLINED = "withdrawal_declined"
    STOPPED = "stopped"
    RESULT_READY = "result_ready"
    RESULT_EARLY = "result_early"
    REFUSED = "refused"
    RETURNED = "returned"
    WARNING = "warning"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    REMINDED = "reminded"
    SILENCE = "silence"
    HAND_OVER_LATE = "hand_over_late"
    DATE_PROPOSED = "date_proposed"
    DATE_APPROVED = "date_approved"
    DATE_DECLINED = "date_declined"
    FAULT = "fault"


APPLICANT, OFFICER, UNIT_HEAD, LEAD, ONE_STOP_HEAD, CHAIR, OPERATORS = (
    "applicant",
    "officer",
    "unit_head",
    "lead",
    "one_stop_head",
    "chair",
    "operators",
)
"""Who is told. A procedure's chain may name other roles; those are told under their own name."""


class Notice(NamedTuple):
    """Something one addressee has to be told, because of one fact."""

    kind: News
    audience: str
    agency: Name | None
    """Whose officer or head is told; for the applicant: the agency that handles the dossier."""
    officer: Name | None
    at: Moment
    """The legal moment of what happened."""
    says: Data
    """What the wording needs; moments as ISO 8601 with their zone."""

    @property
    def recipient(self) -> str:
        """Return the addressee's name within the dossier: `applicant`, `unit_head/AGENCY`, `officer/AGENCY/NUMBER`."""
        if self.audience in (APPLICANT, OPERATORS):
            return self.audience
        return "/".join(part for part in (self.audience, self.agency, self.officer) if part)


def particulars(**values: object) -> Data:
    """Return particulars without those that are not known; moments are written out."""
    said: Data = {}
    for name, value in values.items():
        if isinstance(value, datetime):
            said[name] = value.isoformat()
        elif isinstance(value, tuple):
            if value:
                said[name] = [str(each) for each in value]
        elif isinstance(value, bool | int):
            if value is not False:
                said[name] = value
        elif value is not None:
            said[name] = str(value)
    return said
