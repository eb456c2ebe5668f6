"""What the data of a dossier settle: the limit that applies, the limits of steps, the terms of a supplement.

A pure function of a published version and the data known: the same data always settle the same, and the answer says
which rows of which tables gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from motcua.procedures.cells import conditions_of
from motcua.procedures.conditions import holds
from motcua.procedures.definition import Procedure, Step, Supplement
from motcua.procedures.model import Text
from motcua.procedures.tables import Given, Table
from motcua.worktime.allowance import Allowance

Values = Mapping[str, JsonValue]


@dataclass(frozen=True)
class Reason:
    """One row, or one case of `limits`, that gave something."""

    label: Text
    """The case in words."""
    table: str | None = None
    """The table's id; None for a case of `limits`."""
    row: int | None = None
    """Its row, from 1; None for what applies otherwise."""
    basis: str | None = None
    limit: Allowance | None = None
    """The total it gave, where it gave one."""
    new_limit: Allowance | None = None
    """The limit after a supplement it gave, where it gave one."""


@dataclass(frozen=True)
class Settled:
    """What applies to one dossier."""

    limit: Allowance
    """The total."""
    allows: Mapping[str, Allowance]
    """Limits of steps that differ from those published with the steps."""
    supplement: Supplement
    sets: Mapping[str, JsonValue]
    """Data that follow from others."""
    because: tuple[Reason, ...]

    def allow(self, step: Step) -> Allowance:
        """Return the limit of a step in this case."""
        return self.allows.get(step.id, step.allow)

    @property
    def limit_because(self) -> Reason | None:
        """Return what gave the total; None where it is the general one."""
        return next((reason for reason in self.because if reason.limit is not None), None)

    @property
    def new_limit_because(self) -> Reason | None:
        """Return what gave the limit after a supplement; None where it is the general one."""
        return next((reason for reason in self.because if reason.new_limit is not None), None)


def settled(procedure: Procedure, values: Values) -> Settled:
    """Return what applies to a dossier.

    Args:
        procedure: The version it was received under.
        values: The channel and the declared data known so far, with their defaults; derived data are not among them.

    Raises:
        DefinitionError: A datum that is looked at is not known. It is never assumed.
    """
    rows = _fired(procedure, values)
    sets = {name: value for _, given, _ in rows for name, value in given.sets.items()}
    because = [_reason(table, given, number) for table, given, number in rows]
    limit = next((given.limit for _, given, _ in rows if given.limit is not None), None)
    if limit is None:
        limit, cases = _by_case(procedure, {**values, **sets})
        because += cases
    allows = {step: allow for _, given, _ in rows for step, allow in given.allow.items()}
    return Settled(limit, allows, _supplement(procedure, [given for _, given, _ in rows]), sets, tuple(because))


def _fired(procedure: Procedure, values: Values) -> tuple[tuple[Table, Given, int | None], ...]:
    """Return the row of each table that fires with its number, or what applies otherwise; tables follow each other."""
    found: list[tuple[Table, Given, int | None]] = []
    known = dict(values)
    for table in procedure.tables:
        conditions = enumerate(conditions_of(table, procedure.data))
        place = next((place for place, condition in conditions if holds(condition, procedure, known)), None)
        given = table.given_by(place)
        if given is not None:
            found.append((table, given, None if place is None else place + 1))
            known |= given.sets
    return tuple(found)


def _reason(table: Table, given: Given, number: int | None) -> Reason:
    terms = given.supplement
    return Reason(given.label, table.id, number, given.basis, given.limit, terms.new_limit if terms else None)


def _by_case(procedure: Procedure, values: Values) -> tuple[Allowance, list[Reason]]:
    """Return the first case of `limits` that holds, or the general limit."""
    for limit in procedure.limits:
        if holds(limit.when, procedure, values):
            return limit.allow, [Reason(limit.label, limit=limit.allow)]
    return procedure.total, []


def _supplement(procedure: Procedure, rows: list[Given]) -> Supplement:
    given = next((row.supplement for row in rows if row.supplement is not None), None)
    if given is None:
        return procedure.supplement
    terms = {"window": given.window, "new_limit": given.new_limit}
    return procedure.supplement.model_copy(update={name: term for name, term in terms.items() if term is not None})
