"""What every part of the register is made on."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, func
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from motcua.register.columns import Table
from motcua.register.store import Store


class Topic:
    """One subject of the register: functions over its store."""

    def __init__(self, store: Store) -> None:
        self._store = store


def sql_table(rows: type[Table]) -> SqlTable:
    """Return the table behind a class of rows."""
    table = rows.__table__
    if not isinstance(table, SqlTable):
        raise TypeError(f"{rows.__name__} is no table")
    return table


def dialect_insert(connection: Connection, rows: type[Table]) -> Any:
    """Return the insert of a connection's own database, which knows what to do where a row is there already."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(sql_table(rows))


@cache
def upsert(dialect: str, rows: type[Table], keeping: tuple[str, ...] = ()) -> Insert:
    """Return an insert that replaces a row with the same key, and keeps what is known where nothing new is said.

    Args:
        dialect: Name of the database's dialect.
        rows: The table.
        keeping: Columns whose stored value stays where the new one is null.
    """
    table = sql_table(rows)
    insert: Any = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    new = insert.excluded
    primary = {column.name for column in table.primary_key}
    values = {column.name: new[column.name] for column in table.columns if column.name not in primary}
    values |= {name: func.coalesce(new[name], table.c[name]) for name in keeping}
    statement: Insert = insert.on_conflict_do_update(index_elements=sorted(primary), set_=values)
    return statement


def unless_there(dialect: str, rows: type[Table]) -> Insert:
    """Return an insert that does nothing where a row with the same key is there, and returns the key of a new one."""
    table = sql_table(rows)
    insert: Any = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    statement: Insert = insert.on_conflict_do_nothing().returning(*table.primary_key)
    return statement
