"""What may follow what: first pushes, statuses, and the dates each status needs."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from motcua.departments.simulator.portal.codes import Code, Fault

BEFORE_RECEIPT = {"1": "2 3 5 7", "5": "2 3 7 8", "7": "8", "3": "", "8": ""}
AFTER_RECEIPT = {
    "2": "4 7",
    "4": "5 6 7 8 9",
    "5": "4 7 8",
    "6": "4 7 8",
    "7": "8",
    "8": "",
    "9": "10",
    "10": "",
}
NEEDS = {
    "2": ("NgayTiepNhan",),
    "4": ("NgayTiepNhan",),
    "6": ("NgayTiepNhan",),
    "9": ("NgayTiepNhan", "NgayKetThucXuLy"),
    "10": ("NgayTiepNhan", "NgayKetThucXuLy", "NgayTra"),
}
"""Dates a status cannot be without."""
ENDED = ("9", "10")


class Held(NamedTuple):
    """How the portal holds a dossier."""

    status: str
    received: bool
    interrupted: str | None
    """The status before a withdrawal was asked for."""


def held_after(before: Held | None, entry: Mapping[str, Any]) -> Held:
    """Return how a dossier is held after a record was taken."""
    status = str(entry["TrangThaiHoSo"])
    interrupted = None
    if status == "7" and before is not None:
        interrupted = before.interrupted if before.status == "7" else before.status
    return Held(status, bool(entry["NgayTiepNhan"]), interrupted)


def misplaced(before: Held | None, entry: Mapping[str, Any], *, updating: bool) -> Fault | None:
    """Return why a record cannot follow what the portal holds; None where it can."""
    if updating and before is None:
        return Fault(Code.UNKNOWN, "the dossier was never pushed")
    if not updating and before is not None:
        return Fault(Code.EXISTS, "the dossier was pushed before")
    status = str(entry["TrangThaiHoSo"])
    if before is not None and status not in _may_follow(before):
        return Fault(Code.JUMP, f"{status} cannot follow {before.status}")
    for name in NEEDS.get(status, ()):
        if not entry[name]:
            return Fault(Code.JUMP, f"status {status} needs {name}")
    if status not in ENDED and entry["NgayTra"]:
        return Fault(Code.JUMP, f"NgayTra does not go with status {status}")
    return None


def _may_follow(before: Held) -> tuple[str, ...]:
    lawful = AFTER_RECEIPT if before.received else BEFORE_RECEIPT
    return (before.status, *lawful.get(before.status, "").split(), *filter(None, (before.interrupted,)))
