"""Calendar decisions as files, and as JSON that is the same wherever it was read from."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from motcua.worktime.documents import read_document


def read_decision(path: Path) -> dict[str, JsonValue]:
    """Return what a decision's file (YAML or JSON) says, not yet checked.

    Raises:
        NotFoundError: There is no such file.
        CalendarError: It is no table of fields.
    """
    return plain(read_document(path))


def closure_of(agency: str, day: date, reason: str, *, number: str | None, today: date) -> dict[str, JsonValue]:
    """Return the decision that closes one agency on one day."""
    known = number or f"Đóng cửa khẩn cấp ngày {day:%d/%m/%Y}"
    return {
        "id": f"{agency}:{day.isoformat()}" if number is None else None,
        "scope": agency,
        "number": known,
        "decided_on": today.isoformat(),
        "reason": reason,
        "source": known,
        "days_off": [{"date": day.isoformat()}],
    }


def plain(content: Mapping[str, Any]) -> dict[str, JsonValue]:
    """Return a document with its dates written out, and without what is empty."""
    return {str(name): _plain(value) for name, value in content.items() if value is not None}


def _plain(value: Any) -> JsonValue:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
