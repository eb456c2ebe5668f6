"""Finding a page of the queue and counting what matches, in one pass that ends where enough is counted.

The first `MOST_COUNTED` of what matches, in the order of the queue, are looked at once: they give the counts, and the
page where that is all there is. So no plan of the database can make a question that few dossiers match read the whole
register in the order that was asked for. What more match is common enough to be read in that order from its index.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, cast, func, literal, null, select, union_all
from sqlalchemy.sql.expression import CTE

from motcua.register.rank import late_until
from motcua.register.stuck_counts import COUNTED_BY, MOST_COUNTED, Counts, counts_of
from motcua.register.stuck_filter import StuckFilter, chosen
from motcua.register.stuck_order import Sort, behind, in_order
from motcua.register.tables import DossierRow

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
    found = connection.execute(_one_pass(search)).all()
    counts = counts_of([line for line in found if line.by != PAGE])
    if counts.more and search.sort is not Sort.RANK:
        return list(connection.scalars(_in_its_order(search))), counts
    return [line.key for line in found if line.by == PAGE], counts


def _one_pass(search: Search) -> Any:
    pressing = _pressing(search)
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


def _pressing(search: Search) -> CTE:
    """Return what matches, as much as is counted; it is read twice, so databases keep it once it is found."""
    row = DossierRow
    where = list(chosen(search.wanted, search.now))
    if search.after is not None and search.sort is Sort.RANK:
        where.append(behind(Sort.RANK, search.after, row))
    late = (row.rank <= late_until(search.now)).label("late")
    columns = row.code, row.rank, row.due_rank, row.waiting_since, row.waiting_for, row.holder_agency, row.procedure
    query = select(*columns, late).where(*where).order_by(row.rank, row.code).limit(MOST_COUNTED + 1)
    return query.cte("pressing")


def _in_its_order(search: Search) -> Select[str]:
    where = list(chosen(search.wanted, search.now))
    if search.after is not None:
        where.append(behind(search.sort, search.after, DossierRow))
    return select(DossierRow.code).where(*where).order_by(*in_order(search.sort, DossierRow)).limit(search.limit)
