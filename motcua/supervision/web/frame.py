"""What stands around every page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request

from motcua.register.inbox import Desk
from motcua.register.register import Register
from motcua.register.stuck_filter import StuckFilter
from motcua.supervision.access.roles import TITLES, Permission
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.web.choices import Choices, address_with
from motcua.supervision.web.keeping import Kept
from motcua.supervision.web.navigation import is_current, parts_for
from motcua.supervision.web.strip import strip_of
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.words import Words

_STUCK: Kept[int] = Kept(15.0)
_MINE: Kept[int] = Kept(15.0)


def counts_of(register: Register, viewer: Viewer) -> dict[str, int]:
    """Return the numbers beside the entries of the side column, by the entry's name; old where slow to count."""
    desk = Desk(viewer.agency, viewer.officer, viewer.scope)

    def stuck(now: datetime) -> int:
        return register.stuck(StuckFilter(scope=viewer.scope), now=now, limit=1).total

    def mine(_now: datetime) -> int:
        return register.inbox_counts(desk).mine

    counts = {"stuck": _STUCK.of((register, viewer.scope), stuck).value}
    return counts | ({"inbox": _MINE.of((register, desk), mine).value} if viewer.may(Permission.ACT) else {})


def frame_of(
    request: Request,
    choices: Choices,
    now: datetime,
    calendar: WorkCalendar,
    viewer: Viewer | None,
    counts: Mapping[str, int],
) -> dict[str, Any]:
    """Return the values of the frame; `viewer` is None on a page for somebody nobody knows."""
    return {
        "here": request.url.path,
        "addresses": {
            "vi": address_with(request, lang="vi"),
            "en": address_with(request, lang="en"),
            "light": address_with(request, theme="light"),
            "dark": address_with(request, theme="dark"),
            "same": address_with(request).rstrip("?"),
        },
        "theme": choices.theme,
        "strip": strip_of(calendar, now),
        "now": now,
        "figures_at": now,
        "ahead": False,
        "viewer": viewer,
        "roles": _titles(viewer) if viewer else (),
        "parts": tuple(parts_for(viewer)) if viewer else (),
        "is_current": is_current,
        "counts": counts,
    }


def _titles(viewer: Viewer) -> tuple[Words, ...]:
    return tuple(Words(*TITLES[role]) for role in sorted(viewer.roles))
