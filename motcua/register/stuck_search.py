"""Finding a page of the queue and counting what matches, in one pass that ends where enough is counted.

The first `MOST_COUNTED` of what matches, in the order of the queue, are looked at once: they give the counts, and the
page where that is all there is. What more match is common enough to be read in the order that was asked for, from the
index of that. PostgreSQL is told how to read (`Way`): see docs/decisions/0013-the-queue-in-its-order.md.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.expression import CTE

from motcua.register.awaited import waits_on
from motcua.register.planning import guesses, planned
from motcua.register.rank import late_until
from motcua.register.scope import Scope
from motcua.register.sought import Sought, shared
from motcua.register.stuck_counts import COUNTED_BY, MOST_COUNTED, Counts, counts_of
from motcua.register.stuck_filter import StuckFilter, chosen
from motcua.register.stuck_order import Sort, behind, in_order
from motcua.register.stuck_reach import reach_of, within
from motcua.register.tables import ASKED, DossierRow

COMMON = 50_000
"""More dossiers than this, and PostgreSQL finds 10,001 of them sooner in the order of the queue, also in a million."""
PAGE = "page"
"""Said of a line that names a dossier of the page, not a count."""


class Way(Enum):
    """How a question is read."""

    LOOKED_FOR = auto()
    """By the index of what it names."""
    APART = auto()
    """Among what is read first by itself: what waits on a system, or the little that a scope's agencies have."""
    IN_ORDER = auto()
    """In its order, from the index of that, until enough are found."""


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
    way = _way(connection, search.wanted)
    with planned(connection, in_order=way is Way.IN_ORDER):
        found = connection.execute(_one_pass(search, way)).all()
    counts = counts_of([line for line in found if line.by != PAGE])
    if not counts.more or search.sort is Sort.RANK:
        return [line.key for line in found if line.by == PAGE], counts
    if way is Way.LOOKED_FOR and guesses(connection):
        way = Way.IN_ORDER  # so many are found soon
    with planned(connection, in_order=way is Way.IN_ORDER):
        return list(connection.scalars(_in_its_order(search, way))), counts


def _way(connection: Connection, wanted: StuckFilter) -> Way:
    """Return how a question is read.

    A field or a reason may have few dossiers: they are looked for among a million. Of a small register, which SQLite
    keeps, the whole order is read sooner than so many rows are looked up one by one.
    """
    large, by_kind = guesses(connection), wanted.field is not None or wanted.reason is not None
    if large and wanted.system is not None:
        return Way.APART
    if wanted.by_own_index or not (large or by_kind or wanted.sought):
        return Way.LOOKED_FOR
    if wanted.sought and not _common(connection, shared(wanted.sought)):
        return Way.LOOKED_FOR
    if wanted.scope.agencies is not None and not _much_of(connection, wanted.scope.agencies):
        return Way.APART if large else Way.LOOKED_FOR
    return Way.LOOKED_FOR if wanted.scope.fields is not None or (large and by_kind) else Way.IN_ORDER


def _common(connection: Connection, word: Sought) -> bool:
    """Whether so many dossiers bear a word that its like is found sooner by reading on than by looking each up."""
    open_ = select(literal(1)).where(DossierRow.ended_at.is_(None))
    most = COMMON if guesses(connection) else MOST_COUNTED
    with planned(connection, in_order=False):
        return any(_many(connection, open_.where(way), most) for way in word.ways())


def _many(connection: Connection, query: Select[Any], most: int) -> bool:
    """Whether a query finds more than so many."""
    return connection.execute(query.offset(most).limit(1)).first() is not None


def _much_of(connection: Connection, agencies: frozenset[str]) -> bool:
    """Whether agencies hold, received or decide more than are counted; each is read from an index of its own."""
    row = DossierRow
    of = (
        select(column).where(column.in_(sorted(agencies)), row.ended_at.is_(None))
        for column in (row.holder_agency, row.one_stop, row.competent)
    )
    return any(_many(connection, each, MOST_COUNTED) for each in of)


def _one_pass(search: Search, way: Way) -> Any:
    pressing = _pressing(search, way)
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


def _pressing(search: Search, way: Way) -> CTE:
    """Return what matches, as much as is counted; it is read four times, so databases keep it once it is found."""
    after = search.after if search.sort is Sort.RANK else None
    row, where = _matching(search._replace(sort=Sort.RANK, after=after), way)
    late = (row.rank <= late_until(search.now)).label("late")
    columns = row.code, row.rank, row.due_rank, row.waiting_since, row.waiting_for, row.holder_agency, row.procedure
    query = select(*columns, late).where(*where).order_by(row.rank, row.code).limit(MOST_COUNTED + 1)
    return query.cte("pressing")


def _in_its_order(search: Search, way: Way) -> Select[str]:
    row, where = _matching(search, way)
    return select(row.code).where(*where).order_by(*in_order(search.sort, row)).limit(search.limit)


def _matching(search: Search, way: Way) -> tuple[Any, list[ColumnElement[bool]]]:
    """Return where to read what matches, and the conditions under which it does.

    What is read in an order is bounded by what can stand where in it: said first, since that leaves out most.
    """
    wanted = search.wanted
    place: Any = _apart(wanted) if way is Way.APART else DossierRow
    conditions = chosen(wanted, search.now, place, by_index=way is Way.LOOKED_FOR)
    bounds = within(reach_of(wanted, search.now), search.sort, place) if way is Way.IN_ORDER else ()
    after = () if search.after is None else (behind(search.sort, search.after, place),)
    return place, [*bounds, *conditions, *after]


def _apart(wanted: StuckFilter) -> Any:
    """Return what waits on a system, or else what a scope's agencies have, in a query of its own that is not taken
    apart (`OFFSET 0`)."""
    row = DossierRow
    named = (waits_on(wanted.system, row),) if wanted.system is not None else _each_way(wanted.scope)
    columns = [getattr(row, name) for name in (*ASKED, "holder_officer", "system")]
    each = (select(*columns).where(row.ended_at.is_(None), way).offset(0) for way in named)
    return union_all(*each).subquery("apart").c


def _each_way(scope: Scope) -> Iterable[ColumnElement[bool]]:
    """Yield what agencies hold, what else they received, and what else they decide: each has an index."""
    ours, row = sorted(scope.agencies or ()), DossierRow
    elsewhere = or_(row.holder_agency.is_(None), row.holder_agency.not_in(ours))
    yield row.holder_agency.in_(ours)
    yield and_(row.one_stop.in_(ours), elsewhere)
    yield and_(row.competent.in_(ours), row.one_stop.not_in(ours), elsewhere)
