"""What may travel in a message: JSON of bounded size that every store behind us can keep."""

import hashlib
import math
from typing import Annotated, Any, Final

from pydantic import AfterValidator, JsonValue, StringConstraints

MAX_BODY: Final = 1024 * 1024
"""Bytes of the largest body sent or read (1 MiB) where nothing else is said."""

MAX_DEPTH: Final = 32
"""Levels of nesting in a JSON object that is kept."""

MAX_INTEGER: Final = 2**63 - 1


def digest(body: bytes) -> str:
    """Return the SHA-256 of a payload in hexadecimal: its name in logs, which never hold the payload itself."""
    return hashlib.sha256(body).hexdigest()


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL characters cannot be stored")
    return text


def storable(value: Any, depth: int = 0) -> None:
    """Refuse what JSON parsers let through and a JSON column would not: one such answer would block its dossier.

    Raises:
        ValueError: It holds NaN, a NUL character, an integer over 64 bits, or more than `MAX_DEPTH` levels.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    match value:
        case str():
            _no_nul(value)
        case float() if not math.isfinite(value):
            raise ValueError("NaN and infinities are not JSON")
        case int() if abs(value) > MAX_INTEGER:
            raise ValueError("integers must fit 64 bits")
        case list():
            for member in value:
                storable(member, depth + 1)
        case dict():
            for name, member in value.items():
                _no_nul(name)
                storable(member, depth + 1)


def _storable_object(content: dict[str, JsonValue]) -> dict[str, JsonValue]:
    storable(content)
    return content


Content = Annotated[dict[str, JsonValue], AfterValidator(_storable_object)]
"""A JSON object without NaN, NUL characters, integers over 64 bits, or nesting beyond `MAX_DEPTH`."""

Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]
"""An idempotency key: it travels in a header, so visible ASCII only."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_no_nul)]
"""A short text: a code or a reference number."""

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_no_nul)]
"""A text people read: a reason."""
