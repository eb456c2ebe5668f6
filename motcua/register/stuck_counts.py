"""How many dossiers of the queue match, by what they wait for, with whom, and under which procedure.

Exact while at most `MOST_COUNTED` match. Beyond that the first so many of the queue are counted, the most pressing
ones, and the answer says that there are more: counting a million at every look would cost more than it tells.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from motcua.dossiers.parts import Waiting

MOST_COUNTED = 10_000
COUNTED_BY = ("waiting_for", "holder_agency", "procedure")
"""Columns of the register."""


class ReasonCount(NamedTuple):
    """How many dossiers wait for the same, and how many of them are late."""

    reason: Waiting
    dossiers: int
    late: int


class Count(NamedTuple):
    """How many dossiers have the same holder or procedure, and how many of them are late."""

    id: str
    dossiers: int
    late: int


class Counts(NamedTuple):
    """All that match, or the most pressing `MOST_COUNTED` of them."""

    reasons: tuple[ReasonCount, ...] = ()
    agencies: tuple[Count, ...] = ()
    procedures: tuple[Count, ...] = ()
    more: bool = False
    """More match than were counted."""

    @property
    def total(self) -> int:
        """Return how many match, at most `MOST_COUNTED`."""
        return min(sum(count.dossiers for count in self.reasons), MOST_COUNTED)


def counts_of(lines: Sequence[Any]) -> Counts:
    """Return counts from lines that say by what is counted (`by`), the value (`key`), how many (`n`) and late ones."""
    reasons, agencies, procedures = ([line for line in lines if line.by == by] for by in COUNTED_BY)
    return Counts(
        reasons=tuple(ReasonCount(Waiting(each.key), each.n, each.late) for each in _most_first(reasons)),
        agencies=tuple(Count(each.key, each.n, each.late) for each in _most_first(agencies)),
        procedures=tuple(Count(each.key, each.n, each.late) for each in _most_first(procedures)),
        more=sum(each.n for each in reasons) > MOST_COUNTED,
    )


def _most_first(lines: Iterable[Any]) -> list[Any]:
    """Return them by number; what nobody holds has no holder to count by."""
    return sorted((line for line in lines if line.key is not None), key=lambda line: (-line.n, line.key))
