"""The hash chain of a dossier: any change to a recorded fact breaks every hash after it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel


def link(previous: str, record: dict[str, Any]) -> str:
    """Return the SHA-256 of a fact's record and of the hash before it, in hexadecimal."""
    body = json.dumps(record, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def broken_at(records: Iterable[tuple[dict[str, Any], str]], start: str) -> int | None:
    """Return the sequence of the first record whose stored hash is not the computed one; None if all hold."""
    head = start
    for record, stored in records:
        head = link(head, record)
        if head != stored:
            return int(record["seq"])
    return None


def _plain(value: object) -> object:
    """Return a form that is the same wherever the value was read from: moments in UTC, models by what was said."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=True, exclude_none=True)
    return str(value)
