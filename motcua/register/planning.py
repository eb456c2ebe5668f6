"""How PostgreSQL is to plan a question about open dossiers.

It knows the values of open and of ended dossiers only mixed, and takes for rare what many open ones have; it then looks
for few, one by one. So a question that may match many says that it is to be read in the order of an index. SQLite needs
to be told nothing: it keeps no statistics here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, func, select

GUESSES = "postgresql"
IN_ORDER = {"enable_sort": "off", "max_parallel_workers_per_gather": "0", "jit": "off"}
"""Nothing is sorted where an index has the order, and no further process reads beside. Nor is anything compiled for it:
before version 18 a sort that cannot be done without counts as endlessly dear."""


def guesses(connection: Connection) -> bool:
    """Whether the database plans by what it thinks how many match."""
    return connection.dialect.name == GUESSES


@contextmanager
def planned(connection: Connection, *, in_order: bool) -> Iterator[None]:
    """Have each question planned by its own values, and read in the order of an index where that is asked for.

    Args:
        connection: In a transaction, as every reading is; a failure ends it, and what is said here with it.
        in_order: Whether what is ordered is read from an index that has this order.
    """
    if not guesses(connection):
        yield
        return
    said = {"plan_cache_mode": "force_custom_plan"} | (IN_ORDER if in_order else {})
    connection.execute(select(*(func.set_config(name, value, True) for name, value in said.items())))
    yield
    connection.execute(select(*(func.set_config(name, None, True) for name in said)))
