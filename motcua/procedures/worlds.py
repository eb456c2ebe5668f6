"""Every case a procedure tells apart: which steps are done in it, and which published limits apply."""

from typing import NamedTuple

from motcua.procedures.definition import Limit, Procedure
from motcua.procedures.truths import MOST, Truth, Truths
from motcua.worktime.allowance import Allowance


class World(NamedTuple):
    """One case."""

    active: frozenset[str]
    """Ids of the steps done in it."""
    limit: Limit | None = None
    """The limit that applies instead of the general one."""
    row: tuple[int, int | None] | None = None
    """The table and its row that gives the total instead; no row is what applies otherwise."""
    allows: frozenset[tuple[str, Allowance]] = frozenset()
    """Limits of steps that tables give in it."""


def worlds(procedure: Procedure) -> dict[World, None] | None:
    """Return the cases that differ, in a fixed order, or None where there are too many to look at."""
    asked = (*(step.when for step in procedure.steps), *(limit.when for limit in procedure.limits))
    conditions = tuple(dict.fromkeys(when for when in asked if when is not None))
    truths = Truths(procedure.data, conditions, procedure.tables)
    if truths.count > MOST:
        return None
    return dict.fromkeys(_world(procedure, truth) for truth in truths)


def _world(procedure: Procedure, truth: Truth) -> World:
    active = frozenset(step.id for step in procedure.steps if step.when is None or truth.holds[step.when])
    limit = next((limit for limit in procedure.limits if truth.holds[limit.when]), None)
    row: tuple[int, int | None] | None = None
    allows: set[tuple[str, Allowance]] = set()
    for place, table in enumerate(procedure.tables):
        given = table.given_by(truth.rows[table.id])
        if given is not None and given.limit is not None:
            row, limit = (place, truth.rows[table.id]), None
        allows |= set(given.allow.items()) if given is not None else set()
    return World(active, limit, row, frozenset(allows))


def everything(procedure: Procedure) -> World:
    """Return the case in which every step is done under the general limit."""
    return World(frozenset(step.id for step in procedure.steps))
