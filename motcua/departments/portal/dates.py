"""Dates as the portal writes them: `yyyyMMddHHmmss`, local time of Việt Nam, without a zone (R62)."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.errors import InvalidInputError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SHAPE = "%Y%m%d%H%M%S"
_DIGITS = re.compile(r"[0-9]{14}")


def portal_date(moment: datetime | None) -> str:
    """Return a moment as the portal reads it; an empty text where there is none.

    Raises:
        InvalidInputError: The moment has no zone, so nobody can say when it is (R11).
    """
    if moment is None:
        return ""
    if moment.tzinfo is None:
        raise InvalidInputError(
            "A moment without a zone cannot be sent to the portal.",
            vi="Thời điểm không có múi giờ không thể gửi lên Cổng.",
            field="date",
            rule="R62",
        )
    return moment.astimezone(ZONE).strftime(SHAPE)


def read_portal_date(text: str) -> datetime | None:
    """Return the moment a date of the portal means; None for an empty one.

    Raises:
        InvalidInputError: It is no date of fourteen digits, or one that does not exist.
    """
    if not text:
        return None
    try:
        if not _DIGITS.fullmatch(text):
            raise ValueError(text)
        return datetime.strptime(text, SHAPE).replace(tzinfo=ZONE)
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is no date of the portal.",
            vi=f"{text} không phải ngày giờ dạng yyyyMMddHHmmss.",
            field="date",
            rule="R62",
            hint="Write yyyyMMddHHmmss in Vietnamese local time: 20261123151000.",
            hint_vi="Ghi yyyyMMddHHmmss theo giờ Việt Nam: 20261123151000.",
        ) from None
