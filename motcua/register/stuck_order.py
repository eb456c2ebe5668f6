"""The orders of the supervisor's queue, and where a page of each ended."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from motcua.errors import InvalidInputError


class Sort(StrEnum):
    """In which order dossiers are shown; the code decides between equals."""

    RANK = "rank"
    """Late ones first, by the moment from which they are late, then by date; standing clocks last."""
    DUE = "due"
    """By the promised date, standing clocks last."""
    SINCE = "since"
    """What came to its holder last comes first."""
    LOST = "lost"
    """Longest waiting first: by the clock, so that holders with other days off may differ in working time."""
    CODE = "code"


COLUMNS = {
    Sort.RANK: "rank",
    Sort.DUE: "due_rank",
    Sort.SINCE: "waiting_since",
    Sort.LOST: "waiting_since",
    Sort.CODE: "code",
}
"""The column of each order; each has an index of open dossiers, read forwards or backwards."""


def in_order(sort: Sort, row: Any) -> tuple[Any, ...]:
    """Return what a query over `row` is ordered by."""
    column, code = getattr(row, COLUMNS[sort]), row.code
    if sort is Sort.CODE:
        return (code,)
    return (column.desc(), code.desc()) if sort is Sort.SINCE else (column, code)


def behind(sort: Sort, after: str, row: Any) -> ColumnElement[bool]:
    """Return the condition of what comes after a place.

    Raises:
        InvalidInputError: It is no place of this order.
    """
    column, code = getattr(row, COLUMNS[sort]), row.code
    at, last = _place(sort, after)
    if sort is Sort.CODE:
        further: ColumnElement[bool] = code > last
        return further
    if sort is Sort.SINCE:
        return and_(column <= at, or_(column < at, code < last))
    return and_(column >= at, or_(column > at, code > last))


def place_of(sort: Sort, row: Any) -> str:
    """Return the place of a row, from which the next page goes on."""
    at = {Sort.RANK: row.rank, Sort.DUE: row.due_rank, Sort.CODE: ""}.get(sort)
    return f"{row.since.isoformat() if at is None else at}~{row.code}"


def _place(sort: Sort, after: str) -> tuple[str | datetime, str]:
    at, mark, code = after.partition("~")
    if not mark or not code or not code.isprintable():
        raise not_a_place()
    if sort is Sort.CODE and at:
        raise not_a_place()
    if sort in (Sort.RANK, Sort.DUE) and not (at.isascii() and at.isdigit()):
        raise not_a_place()
    if sort in (Sort.SINCE, Sort.LOST):
        return _moment(at), code
    return at, code


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise not_a_place() from None
    if moment.tzinfo is None:
        raise not_a_place()
    return moment


def not_a_place() -> InvalidInputError:
    """Return the refusal of a cursor nobody gave out for this question."""
    return InvalidInputError(
        "The cursor was not given out for this list.",
        vi="Con trỏ trang không thuộc danh sách này.",
        field="cursor",
        hint="Begin with the first page: ask again without it.",
        hint_vi="Bắt đầu lại từ trang đầu: bỏ con trỏ rồi hỏi lại.",
    )
