"""Names of acts: callers choose their own, and the engine's are not theirs to use."""

import re

from motcua.dossiers.parts import KEY_SHAPE
from motcua.errors import RefusedError

ENGINES = ("alarm:", "answer:")
OPENING = "open"
"""Key of the transition that opens a dossier."""
SHAPE = re.compile(KEY_SHAPE)


def must_be_callers(key: str) -> None:
    """Refuse a key that is none, or that the engine uses for what it does by itself."""
    if SHAPE.fullmatch(key) and key != OPENING and not key.startswith(ENGINES):
        return
    raise RefusedError(
        f"{key[:120]!r} cannot be the key of an act.",
        vi="Khoá của thao tác không hợp lệ.",
        field="key",
        rule="R74",
        hint="Up to 120 letters, digits and . _ : / -, not `open`, and not beginning with `alarm:` or `answer:`.",
    )
