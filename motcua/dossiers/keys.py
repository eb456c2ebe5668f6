"""Names of acts: callers choose their own, and the engine's are not theirs to use."""

import re

from motcua.dossiers.parts import KEY_SHAPE
from motcua.errors import RefusedError

FROM_OUTSIDE = ("leg:", "campaign:")
"""How keys begin under which the engine speaks to a dossier from another workflow: a leg, a campaign."""
ENGINES = ("alarm:", "answer:", "fault:", *FROM_OUTSIDE)
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
        hint="Up to 120 letters, digits and . _ : / -, not `open`, and none of the engine's: "
        f"names beginning with {', '.join(ENGINES)}.",
        hint_vi="Tối đa 120 chữ cái không dấu, chữ số và . _ : / -; không phải `open`, "
        f"không bắt đầu bằng khoá của hệ thống: {', '.join(ENGINES)}.",
    )


def must_be_engines_own(key: str) -> None:
    """Refuse a key under which the engine does not speak to a dossier from another workflow."""
    if SHAPE.fullmatch(key) and key.startswith(FROM_OUTSIDE):
        return
    raise RefusedError(
        f"{key[:120]!r} cannot be the key of an act of the engine.",
        vi="Khoá thao tác của hệ thống không hợp lệ.",
        field="key",
        rule="R74",
        hint=f"Begin it with one of: {', '.join(FROM_OUTSIDE)}.",
        hint_vi=f"Bắt đầu bằng một trong: {', '.join(FROM_OUTSIDE)}.",
    )
