"""Whether a viewer may look at one dossier."""

import structlog

from motcua.errors import ForbiddenError
from motcua.register.register import Register
from motcua.supervision.access.viewer import Viewer

log = structlog.get_logger(__name__)


def must_see(viewer: Viewer, code: str, register: Register) -> None:
    """Return if a dossier is there and lies within a viewer's scope and clearance; all of the register is left to them.

    Raises:
        ForbiddenError: It does not; the same is said of a code that was never given, so that it tells nothing.
    """
    if viewer.scope.whole or register.sees(viewer.scope, code):
        return
    log.warning("dossier_refused", dossier=code, who=viewer.signature)
    raise ForbiddenError(
        f"Dossier {code} is not open to you, or there is none of that code.",
        vi=f"Bạn không được xem hồ sơ {code}, hoặc không có hồ sơ mang mã này.",
        field="code",
        hint="You see what the agencies of your account receive, hold or decide, within your fields and clearance.",
        hint_vi="Bạn xem được hồ sơ mà cơ quan của tài khoản tiếp nhận, giữ hoặc giải quyết, trong phạm vi cho phép.",
    )
