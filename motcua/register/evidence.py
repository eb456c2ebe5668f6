"""The stored facts of a dossier, and the transitions they came from, to the letter."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, bindparam, select

from motcua.dossiers.facts import AnyFact, Fact, Transition
from motcua.dossiers.parts import Actor
from motcua.errors import RefusedError
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
    """Return the transition whose facts these rows are.

    Raises:
        RefusedError: One of them cannot be read: it is not as it was written, and nothing is said or done by it.
    """
    first = act[0]
    try:
        return Transition(
            key=first.act_key,
            by=Actor.model_validate_json(first.act_actor),
            at=first.act_at,
            recorded_at=first.recorded_at,
            reason=first.reason,
            facts=tuple(FACT.validate_json(row.fact) for row in act),
        )
    except ValueError:
        raise _touched(first.dossier, first_unreadable(act)) from None


def first_unreadable(act: Sequence[Row[Any]]) -> int:
    """Return the sequence of the first fact of an act that does not say anything any more; its first, if all do."""
    for row in act:
        try:
            FACT.validate_json(row.fact)
        except ValueError:
            return int(row.seq)
    return int(act[0].seq)


def _touched(code: str, seq: int) -> RefusedError:
    return RefusedError(
        f"Fact {seq} of {code} is not as it was written: nothing is told or done by it until it has been examined.",
        vi=f"Sự kiện {seq} của hồ sơ {code} không còn nguyên vẹn: phải kiểm tra trước khi xem hoặc xử lý.",
        field="code",
        rule="R74",
        hint=f"Look at its chain: page /dossiers/{code}/chain, or `motcua verify {code}`.",
        hint_vi=f"Xem chuỗi sự kiện: trang /dossiers/{code}/chain, hoặc `motcua verify {code}`.",
    )
