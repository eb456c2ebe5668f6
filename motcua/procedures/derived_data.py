"""Data that follow from others: set by exactly one table, in every case, and supplied by nobody else."""

from collections.abc import Iterator

from motcua.errors import DefinitionError
from motcua.procedures.cells import conditions_of
from motcua.procedures.conditions import CHANNEL, names_in
from motcua.procedures.desk import Desk, Place
from motcua.procedures.findings import Finding
from motcua.procedures.tables import Table


def derived(desk: Desk) -> Iterator[Finding]:
    """Find derived data that nobody derives, that are not always derived, or that somebody supplies besides."""
    procedure = desk.procedure
    for name, field in procedure.data.items():
        if not field.derived:
            continue
        path = ("data", name)
        setting = [table for table in procedure.tables if any(name in given.sets for given in table.all_given)]
        if not setting:
            en, vi = f"No table sets {name}", f"Không có bảng nào đặt {name}"
            yield desk.refuse("derived_by_nobody", *path, en=en, vi=vi)
        if field.from_step is not None or _set_by_outcome(desk, name):
            en, vi = f"{name} is derived: nobody else may supply it", f"{name} được suy ra, không ai được cung cấp"
            yield desk.refuse("derived_supplied", *path, en=en, vi=vi)
        if field.default is None:
            yield from (found for table in setting for found in _not_always(desk, table, name))
    yield from _order(desk)


def _set_by_outcome(desk: Desk, name: str) -> bool:
    return any(name in outcome.sets for step in desk.procedure.steps for outcome in step.outcomes)


def _not_always(desk: Desk, table: Table, name: str) -> Iterator[Finding]:
    place = desk.procedure.tables.index(table)
    for number, given in enumerate(table.all_given):
        if name not in given.sets:
            path: Place = ("tables", place, "rows", number) if given in table.rows else ("tables", place, "otherwise")
            en = f"{name} has no default, and this row does not set it"
            vi = f"{name} không có giá trị mặc định và dòng này không đặt giá trị"
            yield desk.refuse("derived_not_always", *path, en=en, vi=vi)


def _order(desk: Desk) -> Iterator[Finding]:
    """Find tables that look at what they, or tables after them, derive."""
    procedure = desk.procedure
    known = {name for name, field in procedure.data.items() if not field.derived} | {CHANNEL}
    for place, table in enumerate(procedure.tables):
        for name in used_by(desk, table):
            if name not in known:
                en = f"Table {table.id} looks at {name}, which no table above it derives"
                vi = f"Bảng {table.id} dùng {name} nhưng không bảng nào phía trên suy ra dữ liệu này"
                yield desk.refuse("table_order", "tables", place, en=en, vi=vi)
        known |= {name for given in table.all_given for name in given.sets}


def used_by(desk: Desk, table: Table) -> tuple[str, ...]:
    """Return the names a table looks at; none where it cannot be read, which is said elsewhere."""
    try:
        rows = conditions_of(table, desk.procedure.data)
        return tuple(dict.fromkeys(name for row in rows for name in names_in(row, desk.procedure.data)))
    except DefinitionError:
        return ()
