"""A dossier's way through agencies as swim-lanes: one lane per party, one node per visit, drawn in rows."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from motcua.supervision.telling.views import Named
from motcua.supervision.telling.views_of_lateness import VisitView
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.words import Words

UNITS = {
    Unit.WORKING_HOUR: Words("giờ", "h"),
    Unit.WORKING_DAY: Words("ngày", "d"),
    Unit.CALENDAR_DAY: Words("ngày lịch", "calendar d"),
    Unit.HOUR: Words("giờ lịch", "clock h"),
    Unit.MONTH: Words("tháng", "months"),
}
"""Units of time as a node says them: a day is a working day, an hour one of work."""
PER_ROW = 8
LEFT, STEP, WIDE, TALL, LANE, TOP = 172, 136, 124, 46, 60, 8


class Node(NamedTuple):
    """One visit."""

    x: int
    y: int
    number: int
    """Its line in the control slip."""
    visit: VisitView
    kind: str
    """`done`, `slow`, `now` or `wait`."""

    @property
    def time(self) -> Words:
        """Return the time used and granted, the unit said once where it is the same."""
        used, allowed = (Allowance.parse(each) if each else None for each in (self.visit.used, self.visit.allowed))
        vi, en = (f"{_brief(used, n, allowed)} / {_brief(allowed, n)}" for n in (0, 1))
        return Words(vi, en)


class Lane(NamedTuple):
    """One party."""

    y: int
    name: Named


class Row(NamedTuple):
    """A row of the way."""

    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[str, ...]
    """Paths from each node to the next."""

    @property
    def width(self) -> int:
        """Return how wide it is drawn."""
        return LEFT + STEP * PER_ROW + 4

    @property
    def height(self) -> int:
        """Return how high it is drawn."""
        return TOP + LANE * len(self.lanes) + 4


def _brief(time: Allowance | None, language: int, other: Allowance | None = None) -> str:
    if time is None or time.unit not in UNITS:
        return "–"
    number = str(time).removesuffix(time.unit.value)
    return number if other is not None and other.unit is time.unit else f"{number} {UNITS[time.unit][language]}"


def route_of(visits: Sequence[VisitView]) -> list[Row]:
    """Return the way of a dossier in rows of at most so many visits."""
    numbered = list(enumerate(visits, start=1))
    return [_row(numbered[start : start + PER_ROW]) for start in range(0, len(numbered), PER_ROW)]


def _row(visits: Sequence[tuple[int, VisitView]]) -> Row:
    parties = {visit.agency.id: visit.agency for _, visit in visits}
    places = {id: TOP + LANE * n for n, id in enumerate(parties)}
    nodes = tuple(
        Node(LEFT + STEP * n, places[visit.agency.id] + 7, number, visit, _kind(visit))
        for n, (number, visit) in enumerate(visits)
    )
    edges = tuple(_edge(one, other) for one, other in pairwise(nodes))
    return Row(tuple(Lane(places[id], name) for id, name in parties.items()), nodes, edges)


def _edge(one: Node, other: Node) -> str:
    begin, end, middle = one.x + WIDE, other.x, one.x + WIDE + (STEP - WIDE) // 2
    return f"M{begin} {one.y + TALL // 2}H{middle}V{other.y + TALL // 2}H{end - 1}"


def _kind(visit: VisitView) -> str:
    if visit.closed_at is None:
        return "wait" if visit.agency.id == "applicant" else "now"
    return "slow" if visit.kept is not None and visit.kept.id == "late" else "done"
