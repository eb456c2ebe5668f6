"""From an account or a key to the viewer of this moment; rights end with the account, the key and the agency."""

from datetime import datetime

from motcua.dossiers.ground import Ground
from motcua.errors import ForbiddenError, NotFoundError
from motcua.register.accounts import Account, Rights
from motcua.register.api_keys import ApiKey
from motcua.register.scope import Scope
from motcua.supervision.access.reach import scope_of
from motcua.supervision.access.roles import Role
from motcua.supervision.access.viewer import SignIn, Viewer


def viewer_of_account(account: Account | None, ground: Ground, at: datetime, *, csrf: str | None = None) -> Viewer:
    """Return a person who is signed in.

    Raises:
        ForbiddenError: Nobody entered an account for her, it has ended, or her agency does not exist today (R72).
    """
    if account is None:
        raise _refused(
            "You signed in, but there is no account for you here.",
            "Bạn đã đăng nhập nhưng chưa có tài khoản trong hệ thống này.",
        )
    if account.ended_at is not None and account.ended_at <= at:
        raise _refused("Your account has ended.", "Tài khoản của bạn đã kết thúc.")
    return Viewer(
        subject=account.subject,
        name=account.name,
        agency=_active(account, ground, at),
        officer=account.officer,
        roles=frozenset(map(Role, account.roles)),
        signed_in_by=SignIn.SESSION,
        scope=_scope(account, ground, at),
        csrf=csrf,
    )


def viewer_of_key(key: ApiKey, ground: Ground, at: datetime) -> Viewer:
    """Return the system that holds a key; that the key itself is good has been checked.

    Raises:
        ForbiddenError: Its agency does not exist today (R72).
    """
    return Viewer(
        subject=f"key:{key.id}",
        name=key.label,
        agency=_active(key, ground, at),
        officer=None,
        roles=frozenset(map(Role, key.roles)),
        signed_in_by=SignIn.API_KEY,
        scope=_scope(key, ground, at),
    )


def _scope(rights: Rights, ground: Ground, at: datetime) -> Scope:
    on = ground.calendar_of(ground.directory.get(rights.agency).id).local(at).date()
    return scope_of(rights, ground.directory, ground.catalogue, on)


def _active(rights: Rights, ground: Ground, at: datetime) -> str:
    """Return the agency's id, if it exists on its local day: from 24:00 of its last day nobody acts for it (R72)."""
    try:
        agency = ground.directory.get(rights.agency)
    except NotFoundError:
        raise _refused(
            f"The directory no longer knows {rights.agency}, the agency of your account.",
            f"Danh bạ không còn cơ quan {rights.agency} của tài khoản này.",
            rule="R72",
        ) from None
    on = ground.calendar_of(agency.id).local(at).date()
    if not agency.active(on):
        raise _refused(
            f"Agency {agency.id} does not exist on {on:%Y-%m-%d}: what its people may do ended with it.",
            f"Cơ quan {agency.name.vi} không hoạt động vào ngày {on:%d/%m/%Y}; quyền của tài khoản đã hết.",
            rule="R72",
        )
    return agency.id


def _refused(en: str, vi: str, rule: str | None = None) -> ForbiddenError:
    return ForbiddenError(
        en,
        vi=vi,
        rule=rule,
        hint="Ask whoever keeps your agency's accounts.",
        hint_vi="Đề nghị người quản lý tài khoản của cơ quan.",
    )
