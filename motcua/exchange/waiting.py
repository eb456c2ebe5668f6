"""How long a partner asks us to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_WAIT: Final = timedelta(days=1)
"""No system puts us to sleep for longer than this, whatever it asks for."""


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds a Retry-After header asks for, or None where it asks for nothing intelligible.

    Args:
        header: Whole seconds, or an HTTP date.
        now: Aware present moment.
    """
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return min(float(header), LONGEST_WAIT.total_seconds())
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT.total_seconds())
