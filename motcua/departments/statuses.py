"""What an HTTP status says about asking again."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError
from motcua.departments.profile import DepartmentProfile

NOT_THIS_REQUEST: Final = frozenset({401, 403, 404, 405, 407, 408, 409, 421, 423, 424, 425, 426, 429})
"""The 4xx that speak of the moment or of the set-up: once that is put right, the same request is answered.

An expired secret (401) or a moved path (404) concerns every dossier alike and is one outage, not a thousand refusals;
409 means the same key is just being worked on.
"""

ONLY_THIS_REQUEST: Final = frozenset({409, 423, 425})
"""The statuses that ask for patience with one request, while others would be taken."""

LONGEST_WAIT: Final = timedelta(days=1)
"""No system puts us to sleep for longer than this, whatever it asks for."""


def failure(
    profile: DepartmentProfile, status: int, retry_after: str | None
) -> DepartmentUnavailableError | RequestRefusedError:
    """Return the error that a status of 300 and over stands for.

    Args:
        profile: The system that answered.
        status: The HTTP status.
        retry_after: The header of that name: seconds, or an HTTP date.
    """
    if 400 <= status < 500 and status not in NOT_THIS_REQUEST:
        return RequestRefusedError(
            f"The system {profile.name.en} calls the request wrong (HTTP {status}).",
            vi=f"Hệ thống {profile.name.vi} cho rằng yêu cầu không đúng (HTTP {status}).",
            system=profile.system,
            status=status,
        )
    return unavailable(profile, status, retry_after)


def unavailable(profile: DepartmentProfile, status: int, retry_after: str | None) -> DepartmentUnavailableError:
    """Return the error for a status that asking again can change; the arguments are those of `failure`."""
    return DepartmentUnavailableError(
        f"The system {profile.name.en} cannot answer now (HTTP {status}).",
        vi=f"Hệ thống {profile.name.vi} chưa trả lời được (HTTP {status}); sẽ tự động gửi lại.",
        system=profile.system,
        retry_after=_seconds(retry_after, datetime.now(UTC)),
        hint=_hint(status),
        scope="request" if status in ONLY_THIS_REQUEST else "system",
        status=status,
    )


def _hint(status: int) -> str | None:
    if 300 <= status < 400:
        return "Redirects are never followed: correct base_url, or ask the department where its system is."
    if status in (401, 403):
        return "Check that both sides hold the same signing secret and that the clocks agree."
    if status in (404, 405):
        return "Check base_url and the paths of the profile."
    return None


def _seconds(header: str | None, now: datetime) -> float | None:
    """Return the wait a Retry-After header asks for, or None where it asks for nothing intelligible."""
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
