"""The charts of an agency's page: how long work has lain there, and whose time its dossiers took."""

from collections.abc import Sequence
from typing import NamedTuple

from motcua.dossiers.attribution import Holder
from motcua.register.agency_work import Aged
from motcua.register.results import TimeOf
from motcua.supervision.web.drawing import Bar, bar, height

LABELS = ("0", "1", "2", "3", "4–5", "6–8", "9–12", "13+")
"""Working days since the work came."""
TALL, WIDE = 110.0, 700.0
DAY = 8 * 3600
FILLS = {Holder.OWN: "f-data", Holder.PARTNER: "f-data2", Holder.SYSTEM: "f-risk", Holder.TRANSIT: "f-sunk"}


class Column(NamedTuple):
    """One column of ages."""

    x: int
    label: str
    it: Aged
    tall: float
    part: float
    """Height of what is late."""


class Time(NamedTuple):
    """One kind of holder's time."""

    it: TimeOf
    fill: str
    days: float
    """Working days a dossier spent with them on average."""
    share: float


class Times(NamedTuple):
    """Where the working time of an average dossier went."""

    lines: tuple[Time, ...]
    days: float
    dossiers: int
    pieces: tuple[Bar, ...]


def ages_of(ages: Sequence[Aged]) -> list[Column]:
    """Return the columns of ages."""
    most = max((each.duties for each in ages), default=0)
    return [
        Column(4 + 52 * n, LABELS[n], each, height(each.duties, most, TALL), height(each.late, most, TALL))
        for n, each in enumerate(ages)
    ]


def times_of(times: Sequence[TimeOf]) -> Times | None:
    """Return whose time it was, the longest first; None where nothing was finished."""
    dossiers, whole = max((each.dossiers for each in times), default=0), sum(each.seconds for each in times)
    if not dossiers or not whole:
        return None
    ordered = sorted(times, key=lambda each: -each.seconds)
    lines = tuple(
        Time(each, FILLS.get(each.holder, "f-hold"), each.seconds / DAY / dossiers, each.seconds / whole)
        for each in ordered
    )
    pieces = bar([(each.fill, each.it.seconds) for each in lines], whole, WIDE)
    return Times(lines, whole / DAY / dossiers, dossiers, tuple(pieces))
