"""Every case a procedure tells apart: which steps are done in it, and which published limit applies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from pydantic import JsonValue

from motcua.procedures.conditions import CHANNEL, Fields, holds, names_in
from motcua.procedures.definition import FieldType, Limit, Procedure

CHANNELS = ("direct", "online", "post")
MOST = 20_000
"""Cases looked at; a procedure with more of them is compared as if all its steps were done."""

Values = Mapping[str, JsonValue]


class World(NamedTuple):
    """One case."""

    active: frozenset[str]
    """Ids of the steps done in it."""
    limit: Limit | None
    """The limit that applies instead of the general one."""


@dataclass(frozen=True)
class Truths:
    """Which combinations of truth a set of conditions can have.

    Conditions over yes/no data, choices and the channel are decided by trying every value. One that looks at a number
    or a text may be true or false independently of all others: that is more cases than there are, never fewer.
    """

    fields: Fields
    conditions: tuple[str, ...]

    @property
    def choices(self) -> dict[str, tuple[JsonValue, ...]]:
        """Return the values each name may take, for the names that can be tried out."""
        used = {name for condition in self.conditions for name in names_in(condition, self.fields)}
        return {name: values for name in sorted(used) if (values := _values(name, self.fields))}

    @property
    def open(self) -> tuple[str, ...]:
        """Return the conditions that cannot be tried out."""
        known = self.choices.keys()
        return tuple(c for c in self.conditions if not set(names_in(c, self.fields)) <= known)

    @property
    def count(self) -> int:
        """Return how many combinations there are to try."""
        total = 1 << len(self.open)
        for values in self.choices.values():
            total *= len(values)
        return total

    def __iter__(self) -> Iterator[Mapping[str, bool]]:
        """Yield the truth of every condition, once for each combination."""
        choices, free = self.choices, self.open
        for values in product(*choices.values()):
            data = dict(zip(choices, values, strict=True))
            decided = {c: holds(c, self.fields, data) for c in self.conditions if c not in free}
            for guesses in product((True, False), repeat=len(free)):
                yield {**decided, **dict(zip(free, guesses, strict=True))}


def _values(name: str, fields: Fields) -> tuple[JsonValue, ...]:
    if name == CHANNEL:
        return CHANNELS
    field = fields[name]
    if field.type is FieldType.BOOL:
        return (True, False)
    return field.choices if field.type is FieldType.CHOICE else ()


def worlds(procedure: Procedure) -> dict[World, None] | None:
    """Return the cases that differ, in a fixed order, or None where there are too many to look at."""
    asked = (*(step.when for step in procedure.steps), *(limit.when for limit in procedure.limits))
    truths = Truths(procedure.data, tuple(dict.fromkeys(when for when in asked if when is not None)))
    if truths.count > MOST:
        return None
    return dict.fromkeys(_world(procedure, truth) for truth in truths)


def _world(procedure: Procedure, truth: Mapping[str, bool]) -> World:
    active = frozenset(step.id for step in procedure.steps if step.when is None or truth[step.when])
    return World(active, next((limit for limit in procedure.limits if truth[limit.when]), None))


def everything(procedure: Procedure) -> World:
    """Return the case in which every step is done under the general limit."""
    return World(frozenset(step.id for step in procedure.steps), None)
