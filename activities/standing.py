"""The ground the worker of this process decides on, set once when it starts.

The validators of a workflow ask it too: they are never replayed, so they may look at what is true today.
"""

from motcua.dossiers.ground import Ground
from motcua.errors import UnavailableError

_standing: list[Ground] = []


def stand_on(ground: Ground) -> None:
    """Let everything in this process decide on this ground from now on."""
    _standing[:] = [ground]


def standing() -> Ground:
    """Return the ground, or fail: a worker that has none must not decide."""
    if not _standing:
        raise UnavailableError(
            "This worker was started without procedures and calendars.", hint="Restart it.", hint_vi="Khởi động lại."
        )
    return _standing[0]
