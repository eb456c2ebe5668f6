"""What an HTTP status says about asking again."""

from datetime import UTC, datetime
from typing import Final

from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, Scope
from motcua.departments.system import SystemProfile
from motcua.exchange.errors import ExchangeError
from motcua.exchange.waiting import retry_after as seconds_asked_for
from motcua.worktime.words import Words

NOT_THIS_REQUEST: Final = frozenset({401, 403, 404, 405, 407, 408, 409, 421, 423, 424, 425, 426, 429})
"""The 4xx that speak of the moment or of the set-up: once that is put right, the same request is answered.

An expired secret (401) or a moved path (404) concerns every dossier alike and is one outage, not a thousand refusals;
409 means the same key is just being worked on.
"""

ONLY_THIS_REQUEST: Final = frozenset({409, 423, 425})
"""The statuses that ask for patience with one request, while others would be taken."""


WRONG: Final = frozenset({400, 413, 415, 422})
"""The 4xx that every system gives to a request that is wrong."""


def failure(
    profile: SystemProfile, status: int, retry_after: str | None
) -> DepartmentUnavailableError | RequestRefusedError:
    """Return the error that a status of 300 and over stands for, with this system or by the contract.

    Args:
        profile: The system that answered.
        status: The HTTP status.
        retry_after: The header of that name: seconds, or an HTTP date.
    """
    own = profile.statuses
    if status in own.wrong or (400 <= status < 500 and status not in NOT_THIS_REQUEST and status not in own.not_now):
        return wrong(profile, status)
    scope: Scope = "request" if status in ONLY_THIS_REQUEST else "system"
    return unavailable(profile, status, retry_after, scope=scope)


def sorts(profile: SystemProfile, status: int) -> bool:
    """Return whether a status says enough by itself where a system speaks its own dialect."""
    own = profile.statuses
    known = NOT_THIS_REQUEST | WRONG | {*own.wrong, *own.not_now}
    return 300 <= status < 400 or status in known or status >= 500


def wrong(profile: SystemProfile, status: int) -> RequestRefusedError:
    """Return the error for a request that the system calls wrong."""
    return RequestRefusedError(
        f"The system {profile.name.en} calls the request wrong (HTTP {status}).",
        vi=f"Hệ thống {profile.name.vi} cho rằng yêu cầu không đúng (HTTP {status}).",
        system=profile.system,
        status=status,
    )


def unavailable(
    profile: SystemProfile, status: int, retry_after: str | None, *, scope: Scope = "system"
) -> DepartmentUnavailableError:
    """Return the error for what asking again can change; `scope` says whose trouble it is."""
    hint = _hint(status)
    return DepartmentUnavailableError(
        f"The system {profile.name.en} cannot answer now (HTTP {status}).",
        vi=f"Hệ thống {profile.name.vi} chưa trả lời được (HTTP {status}); sẽ tự động gửi lại.",
        system=profile.system,
        retry_after=seconds_asked_for(retry_after, datetime.now(UTC)),
        hint=hint.en if hint else None,
        hint_vi=hint.vi if hint else None,
        scope=scope,
        status=status,
    )


def away(profile: SystemProfile, failed: ExchangeError) -> DepartmentUnavailableError:
    """Return the error for an exchange in which nothing came back."""
    return DepartmentUnavailableError(
        f"The system {profile.name.en} {failed.what}.",
        vi=f"Hệ thống {profile.name.vi} {failed.what_vi}; sẽ tự động gửi lại.",
        system=profile.system,
        hint=failed.hint,
        hint_vi=failed.hint_vi,
    )


def _hint(status: int) -> Words | None:
    if 300 <= status < 400:
        return _REDIRECTED
    if status in (401, 403):
        return _UNKNOWN_TO_THEM
    return _NO_SUCH_PATH if status in (404, 405) else None


_REDIRECTED = Words(
    "Hệ thống không đi theo chuyển hướng: sửa base_url, hoặc hỏi cơ quan chủ quản địa chỉ hệ thống.",
    "Redirects are never followed: correct base_url, or ask the department where its system is.",
)
_UNKNOWN_TO_THEM = Words(
    "Kiểm tra hai bên có dùng cùng khoá ký và đồng hồ có khớp nhau không.",
    "Check that both sides hold the same signing secret and that the clocks agree.",
)
_NO_SUCH_PATH = Words(
    "Kiểm tra base_url và các đường dẫn trong cấu hình.", "Check base_url and the paths of the profile."
)
