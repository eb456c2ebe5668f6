"""Statements of the hot path, compiled once."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Select
from sqlalchemy.sql.dml import Insert, Update

Bind = Callable[[Any], Any]


class Prepared:
    """A statement whose text and value conversions are worked out once for each set of columns it is given.

    SQLAlchemy finds these out anew at each execution; for a transition of three rows that is half of the work.
    """

    def __init__(self, statement: Insert | Update | Select[Any], dialect: Dialect) -> None:
        self._statement = statement
        self._dialect = dialect
        self._texts: dict[tuple[str, ...], tuple[str, tuple[str, ...] | None, dict[str, Bind | None]]] = {}

    def run(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> CursorResult[Any]:
        """Execute it for one row or several with the same columns."""
        columns = tuple(rows[0])
        text, order, binds = self._texts.get(columns) or self._compile(columns)
        values = [_bound(row, order, binds) for row in rows]
        return connection.exec_driver_sql(text, values if len(values) > 1 else values[0])

    def _compile(self, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...] | None, dict[str, Bind | None]]:
        keys = list(columns) if isinstance(self._statement, Insert) else None
        compiled: Any = self._statement.compile(dialect=self._dialect, column_keys=keys)
        binds = {
            name: bind.type.dialect_impl(self._dialect).bind_processor(self._dialect)
            for name, bind in compiled.binds.items()
        }
        order = tuple(compiled.positiontup) if compiled.positional else None
        known = self._texts[columns] = (str(compiled), order, binds)
        return known


def _bound(row: dict[str, Any], order: tuple[str, ...] | None, binds: dict[str, Bind | None]) -> Any:
    converted = {name: bind(row[name]) if bind else row[name] for name, bind in binds.items()}
    return tuple(converted[name] for name in order) if order is not None else converted
