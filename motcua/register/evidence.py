"""The stored facts of a dossier, and the transitions they came from, to the letter."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, select

from motcua.dossiers.facts import AnyFact, Fact, Transition
from motcua.dossiers.parts import Actor
from motcua.register.tables import FactRow
from motcua.register.topic import sql_table

FACT: TypeAdapter[AnyFact] = TypeAdapter(Fact)
_FACTS = select(sql_table(FactRow)).where(FactRow.dossier == bindparam("code")).order_by(FactRow.dossier, FactRow.seq)


def stored_facts(connection: Connection, code: str) -> Sequence[Row[Any]]:
    """Return the rows of a dossier's facts in order; none where there is no such dossier."""
    return connection.execute(_FACTS, {"code": code}).all()


def acts(facts: Iterable[Row[Any]]) -> Iterator[list[Row[Any]]]:
    """Yield the rows of one act after the other."""
    for _key, rows in groupby(facts, key=lambda row: row.act_key):
        yield list(rows)


def transition_of(act: Sequence[Row[Any]]) -> Transition:
    """Return the transition whose facts these rows are."""
    first = act[0]
    return Transition(
        key=first.act_key,
        by=Actor.model_validate_json(first.act_actor),
        at=first.act_at,
        recorded_at=first.recorded_at,
        reason=first.reason,
        facts=tuple(FACT.validate_json(row.fact) for row in act),
    )
