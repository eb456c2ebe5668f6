"""Finding a page of the queue and counting what matches, in one pass that ends where enough is counted.

The first `MOST_COUNTED` of what matches, in the order of the queue, are looked at once: they give the counts, and the
page where that is all there is. A question that may be common and matches few reads the open dossiers within its reach,
from one index. What more match is common enough to be read in the order that was asked for, from the index of that.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, cast, func, literal, null, select, union_all
from sqlalchemy.sql.expression import CTE

from motcua.register.planning import guesses, planned
from motcua.register.rank import late_until
from motcua.register.scope import Scope
from motcua.register.stuck_counts import COUNTED_BY, MOST_COUNTED, Counts, counts_of
from motcua.register.stuck_filter import StuckFilter, chosen, held_up_by
from motcua.register.stuck_order import Sort, behind, in_order
from motcua.register.stuck_reach import reach_of, within
from motcua.register.tables import ASKED, DossierRow

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
    common = search.wanted.common and _holds_up_many(connection, search.wanted.system)
    with planned(connection, in_order=common):
        found = connection.execute(_one_pass(connection, search, common=common)).all()
    counts = counts_of([line for line in found if line.by != PAGE])
    if not counts.more or search.sort is Sort.RANK:
        return [line.key for line in found if line.by == PAGE], counts
    with planned(connection, in_order=True):
        return list(connection.scalars(_in_its_order(connection, search))), counts


def _one_pass(connection: Connection, search: Search, *, common: bool) -> Any:
    pressing = _pressing(connection, search, common=common)
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


def _pressing(connection: Connection, search: Search, *, common: bool) -> CTE:
    """Return what matches, as much as is counted; it is read four times, so databases keep it once it is found."""
    after = search.after if search.sort is Sort.RANK else None
    row, where = _matching(connection, search._replace(sort=Sort.RANK, after=after), common=common)
    late = (row.rank <= late_until(search.now)).label("late")
    columns = row.code, row.rank, row.due_rank, row.waiting_since, row.waiting_for, row.holder_agency, row.procedure
    query = select(*columns, late).where(*where).order_by(row.rank, row.code).limit(MOST_COUNTED + 1)
    return query.cte("pressing")


def _holds_up_many(connection: Connection, system: str | None) -> bool:
    """Whether a system holds up more than are counted; true where none is asked for, and where it is not needed."""
    if system is None or not guesses(connection):
        return True
    first = held_up_by(system).limit(MOST_COUNTED + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(first)) or 0) > MOST_COUNTED


def _in_its_order(connection: Connection, search: Search) -> Select[str]:
    row, where = _matching(connection, search, common=True)
    return select(row.code).where(*where).order_by(*in_order(search.sort, row)).limit(search.limit)


def _matching(connection: Connection, search: Search, *, common: bool) -> tuple[Any, list[ColumnElement[bool]]]:
    """Return where to read what matches, and the conditions under which it does.

    What is common is bounded by what can stand where in its order; what lies within a few agencies is looked for there.
    """
    wanted, row = search.wanted, DossierRow
    told = guesses(connection)
    ordered, few = told and common, told and not common and wanted.narrow
    place: Any = _own(wanted) if few else row
    bounds = within(reach_of(wanted, search.now), search.sort, row) if ordered else ()
    conditions = chosen(wanted, search.now, place, joined=not (ordered or few))
    return place, [*conditions, *bounds, *_behind(search, place)]


def _own(wanted: StuckFilter) -> Any:
    """Return the open dossiers of a narrow scope, in a query of its own that is not taken apart (`OFFSET 0`)."""
    row = DossierRow
    columns = (getattr(row, name) for name in (*ASKED, "holder_officer"))
    within = Scope(agencies=wanted.scope.agencies).of_dossiers(row)
    return select(*columns).where(row.ended_at.is_(None), *within).offset(0).subquery("own").c


def _behind(search: Search, row: Any) -> list[ColumnElement[bool]]:
    return [] if search.after is None else [behind(search.sort, search.after, row)]
