"""Finding a page of the queue and counting what matches, in one pass that ends where enough is counted.

The first `MOST_COUNTED` of what matches, in the order of the queue, are looked at once: they give the counts, and the
page where that is all there is. A question that may be common and matches few reads the open dossiers within its reach,
from one index. What more match is common enough to be read in the order that was asked for, from the index of that.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, cast, func, literal, null, select, union_all
from sqlalchemy.sql.expression import CTE

from motcua.register.rank import late_until
from motcua.register.stuck_counts import COUNTED_BY, MOST_COUNTED, Counts, counts_of
from motcua.register.stuck_filter import StuckFilter, chosen, held_up_by
from motcua.register.stuck_order import Sort, behind, in_order
from motcua.register.stuck_reach import reach_of, within
from motcua.register.tables import ASKED, DossierRow

FENCED = "postgresql"
"""The database that would merge the inner query into the outer one, and guess."""
PAGE = "page"
"""Said of a line that names a dossier of the page, not a count."""


class Search(NamedTuple):
    """One page to be found."""

    wanted: StuckFilter
    now: datetime
    sort: Sort
    limit: int
    """Codes to be found, one more than are shown."""
    after: str | None
    """Where the page before ended."""


def find(connection: Connection, search: Search) -> tuple[list[str], Counts]:
    """Return the codes of a page, in no order, and the counts of what matches on all pages.

    On further pages in the order of the queue only what comes after the place is counted.
    """
    found = connection.execute(_one_pass(connection, search)).all()
    counts = counts_of([line for line in found if line.by != PAGE])
    if counts.more and search.sort is not Sort.RANK:
        return list(connection.scalars(_in_its_order(connection, search))), counts
    return [line.key for line in found if line.by == PAGE], counts


def _one_pass(connection: Connection, search: Search) -> Any:
    pressing = _pressing(connection, search)
    page = select(pressing.c.code).order_by(*in_order(search.sort, pressing.c)).limit(search.limit)
    if search.after is not None:
        page = page.where(behind(search.sort, search.after, pressing.c))
    first = page.subquery()
    none = cast(null(), Integer)
    codes = select(literal(PAGE).label("by"), first.c.code.label("key"), none.label("n"), none.label("late"))
    return union_all(*(_counted(pressing, by) for by in COUNTED_BY), codes)


def _counted(pressing: CTE, by: str) -> Select[Any]:
    key, n = pressing.c[by], func.count()
    late = n.filter(pressing.c.late).label("late")
    return select(literal(by).label("by"), key.label("key"), n.label("n"), late).group_by(key)


def _pressing(connection: Connection, search: Search) -> CTE:
    """Return what matches, as much as is counted; it is read four times, so databases keep it once it is found."""
    after = search.after if search.sort is Sort.RANK else None
    common = search.wanted.common and _holds_up_many(connection, search.wanted.system)
    row, where = _matching(connection, search._replace(sort=Sort.RANK, after=after), common=common)
    late = (row.rank <= late_until(search.now)).label("late")
    columns = row.code, row.rank, row.due_rank, row.waiting_since, row.waiting_for, row.holder_agency, row.procedure
    query = select(*columns, late).where(*where).order_by(row.rank, row.code).limit(MOST_COUNTED + 1)
    return query.cte("pressing")


def _holds_up_many(connection: Connection, system: str | None) -> bool:
    """Whether a system holds up more than are counted; true where none is asked for, and where it is not needed."""
    if system is None or connection.dialect.name != FENCED:
        return True
    first = held_up_by(system).limit(MOST_COUNTED + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(first)) or 0) > MOST_COUNTED


def _in_its_order(connection: Connection, search: Search) -> Select[str]:
    row, where = _matching(connection, search, common=True)
    return select(row.code).where(*where).order_by(*in_order(search.sort, row)).limit(search.limit)


def _matching(connection: Connection, search: Search, *, common: bool) -> tuple[Any, list[ColumnElement[bool]]]:
    """Return where to read what matches, in the order of the search, and the conditions under which it does.

    What is common is read in that order from its index, whatever PostgreSQL thinks of it: it knows the values of open
    and of ended dossiers only mixed, and takes for rare what many open ones have.
    """
    row: Any = DossierRow
    if common and connection.dialect.name == FENCED:
        row = _in_reach(search)
    return row, [*chosen(search.wanted, search.now, row), *_behind(search, row)]


def _in_reach(search: Search) -> Any:
    """Return the open dossiers within reach, in the order of the search: a query of its own, not taken apart."""
    row = DossierRow
    bounds = within(reach_of(search.wanted, search.now), search.sort, row)
    columns = (getattr(row, name) for name in (*ASKED, "holder_officer"))
    query = select(*columns).where(row.ended_at.is_(None), *bounds, *_behind(search, row))
    return query.order_by(*in_order(search.sort, row)).offset(0).subquery("queue").c


def _behind(search: Search, row: Any) -> list[ColumnElement[bool]]:
    return [] if search.after is None else [behind(search.sort, search.after, row)]
