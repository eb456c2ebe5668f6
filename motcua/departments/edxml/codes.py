"""The code lists of the document exchange, and what each status code means to whoever asked.

Restated from the lists in a public implementation of QCVN 102:2016/BTTTT (see docs/edxml.md); to be checked against the
official text before production.
"""

from enum import StrEnum
from typing import Final

from motcua.departments.port import Stage


class StatusCode(StrEnum):
    """What the receiver of a document says about it."""

    ARRIVED = "01"
    RECEIPT_REFUSED = "02"
    RECEIVED = "03"
    WAITING_TO_BE_ASSIGNED = "04"
    IN_PROCESS = "05"
    FINISHED = "06"
    RECALL = "13"
    """Sent by whoever sent the document: please treat it as never sent."""
    RECALL_AGREED = "15"
    RECALL_REFUSED = "16"


SAID: Final[dict[StatusCode, str]] = {
    StatusCode.ARRIVED: "đã đến",
    StatusCode.RECEIPT_REFUSED: "từ chối tiếp nhận",
    StatusCode.RECEIVED: "đã tiếp nhận",
    StatusCode.WAITING_TO_BE_ASSIGNED: "đã đến, đang chờ phân công",
    StatusCode.IN_PROCESS: "đã phân công, đang xử lý",
    StatusCode.FINISHED: "đã xử lý xong",
    StatusCode.RECALL: "thu hồi văn bản",
    StatusCode.RECALL_AGREED: "đồng ý thu hồi/cập nhật văn bản",
    StatusCode.RECALL_REFUSED: "từ chối thu hồi/cập nhật văn bản",
}
"""The official words for each code."""


class Priority(StrEnum):
    """How urgent a document is."""

    NORMAL = "0"
    URGENT = "1"
    VERY_URGENT = "2"
    EXPRESS = "3"
    EXPRESS_BY_THE_HOUR = "4"


class SteeringType(StrEnum):
    """Whether a document gives orders from above."""

    NO = "1"
    ORDER = "2"
    REPORT_ON_ORDER = "3"


class BusinessType(StrEnum):
    """What a document does to an earlier one."""

    NEW = "0"
    RECALL = "1"
    UPDATE = "2"
    REPLACEMENT = "3"


PROGRESS: Final[dict[StatusCode, Stage]] = {
    StatusCode.ARRIVED: "arrived",
    StatusCode.RECEIVED: "received",
    StatusCode.WAITING_TO_BE_ASSIGNED: "received",
    StatusCode.IN_PROCESS: "in_process",
    StatusCode.FINISHED: "in_process",
}
"""How far a document has come, in the words of the port.

04 says that nobody holds it yet, so it is not "assigned"; 05 says at once that it was assigned and is being worked on.
06 is no answer by itself where the result comes as a document.
"""

RANK: Final[dict[StatusCode, int]] = {
    StatusCode.ARRIVED: 1,
    StatusCode.RECEIVED: 2,
    StatusCode.WAITING_TO_BE_ASSIGNED: 3,
    StatusCode.IN_PROCESS: 4,
    StatusCode.FINISHED: 5,
    StatusCode.RECEIPT_REFUSED: 5,
}
"""The order in which a document's states may follow one another; steps may be left out, never taken back."""

LAST: Final = frozenset({StatusCode.FINISHED, StatusCode.RECEIPT_REFUSED})
"""The states after which no other follows."""

ON_RECALL: Final = frozenset({StatusCode.RECALL_AGREED, StatusCode.RECALL_REFUSED})
"""What may be said to a recall, and to nothing else."""
