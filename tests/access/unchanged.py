"""All that a register keeps, to be held against what it keeps later."""

from typing import Any

from motcua.register.columns import Table
from motcua.register.register import Register

NOTED = {"session": None, "sign_in": None, "api_key": "last_used_on"}
"""What a request may leave behind that does nothing: tables as a whole (None), or one column of them."""


def kept(register: Register) -> dict[str, list[Any]]:
    """Return every row of every table, less what merely says that somebody was there."""
    with register._store.reading() as connection:
        return {
            table.name: sorted(str(row) for row in connection.execute(table.select().with_only_columns(*columns)))
            for table in Table.metadata.sorted_tables
            if (columns := [column for column in table.columns if NOTED.get(table.name, "") not in (None, column.name)])
        }
