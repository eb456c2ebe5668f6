"""Where the dossiers of a part of the morning sheet stand as of now: in the list of stuck ones, by its conditions.

What no condition says is linked to by what contains it, and the link's words say so. Those that only wait for a moment
set by law are listed where they are asked for alone, and have a link of their own.
"""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from motcua.dossiers.parts import Waiting
from motcua.register.scope import Scope
from motcua.register.stuck_order import Sort

YES = "true"
MOMENT = {"reason": Waiting.MOMENT.value}
PAUSED = {"stopped": YES, "sort": Sort.LOST.value}
"""How long a clock has stood is no condition: all that stand, the longest first."""


class Link(NamedTuple):
    """A question of the stuck list."""

    name: str
    """Key of its words under `morning.list_`."""
    question: dict[str, str]

    @property
    def address(self) -> str:
        """Return where it is answered."""
        return f"/stuck?{urlencode(self.question)}"


def links(day: date, scope: Scope) -> dict[str, tuple[Link, ...]]:
    """Return the questions of each part of a day's sheet: together they find all that is in it and still open."""
    until = {"due_before": f"{day:%Y-%m-%d}"}
    return {
        "due_today": (Link("due", until), Link("due_moment", until | MOMENT)),
        "will_be_late": (
            Link("gone", {"will_be_late": YES}),
            Link("today", {"at_risk": YES}),
            Link("moment", MOMENT),
        ),
        "blocked": tuple(Link(reason.value, {"reason": reason.value}) for reason in _others(scope)),
        "paused": (Link("stopped", PAUSED),),
    }


def _others(scope: Scope) -> tuple[Waiting, ...]:
    """Return for whom a dossier that others hold up waits: of a whole register never for an officer."""
    others = (Waiting.SYSTEM, Waiting.PARTNER)
    return others if scope.agencies is None else (*others, Waiting.OFFICER)
