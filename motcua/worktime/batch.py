"""Due dates by the million, for re-planning after a calendar change (R10): the answers of `due_at`, in arrays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from motcua.errors import UnavailableError
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.refusals import naive_moment, no_limit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Instants = NDArray[np.datetime64]
    Whole = NDArray[np.int64]

_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS_OF_MINUTE = 60_000_000


def due_at_many(starts: "Instants", allowance: Allowance, calendar: WorkCalendar) -> "Instants":
    """Return the due moment of every start, by the official convention; each answer is that of `due_at`.

    Args:
        starts: Instants in UTC, as `datetime64`; `instants_of` makes them from aware moments.
        allowance: The time granted to all of them.
        calendar: Whose working time is meant.

    Returns:
        Instants in UTC, `datetime64[us]`; `moments_of` makes local moments of them.

    Raises:
        InvalidInputError: The allowance is `none`.
        CalendarError: A start or an answer lies outside the calendar's years, or is not a time (R75).
        UnavailableError: numpy is not installed.
    """
    np = _numpy()
    if allowance.unit is Unit.NONE:
        raise no_limit()
    arrays = _arrays(calendar)
    distances = starts.astype("datetime64[us]").astype(np.int64) - arrays.origin
    _within(distances, 0, arrays.day_starts[-1], calendar)
    ends: Instants = (_ends(distances, allowance, arrays) + arrays.origin).astype("datetime64[us]")
    return ends


def instants_of(moments: Iterable[datetime]) -> "Instants":
    """Return aware moments as an array of instants in UTC. A moment without a zone is InvalidInputError (R11)."""
    np = _numpy()
    utc = []
    for at in moments:
        if at.utcoffset() is None:
            raise naive_moment(at)
        utc.append(at.astimezone(UTC).replace(tzinfo=None))
    instants: Instants = np.array(utc, dtype="datetime64[us]")
    return instants


def moments_of(instants: "Instants", calendar: WorkCalendar) -> list[datetime]:
    """Return instants as aware moments in the calendar's zone."""
    zone = calendar.index.zone
    return [at.replace(tzinfo=UTC).astimezone(zone) for at in instants.astype("datetime64[us]").tolist()]


@dataclass(frozen=True, eq=False, slots=True)
class _Arrays:
    """The index of a calendar as arrays: microseconds after its origin, places and day numbers."""

    calendar: WorkCalendar
    origin: int
    first_day: "np.datetime64"
    day_starts: "Whole"
    rank: "Whole"
    closings: "Whole"
    starts: "Whole"
    lengths: "Whole"
    base: "Whole"


@lru_cache(maxsize=16)
def _arrays(calendar: WorkCalendar) -> _Arrays:
    np = _numpy()
    index = calendar.index

    def whole(lengths: Iterable[timedelta]) -> "Whole":
        numbers: Whole = np.array([length // _MICROSECOND for length in lengths], dtype=np.int64)
        return numbers

    return _Arrays(
        calendar=calendar,
        origin=(index.origin - datetime(1970, 1, 1, tzinfo=UTC)) // _MICROSECOND,
        first_day=np.datetime64(index.first_day, "D"),
        day_starts=whole(index.day_starts),
        rank=np.array(index.rank, dtype=np.int64),
        closings=whole(index.distance(at) for at in index.closings),
        starts=whole(index.starts),
        lengths=whole(index.lengths),
        base=whole(index.base),
    )


def _ends(distances: "Whole", allowance: Allowance, arrays: _Arrays) -> "Whole":
    unit, amount = allowance.unit, allowance.amount
    if unit is Unit.HOUR:
        ends = distances + amount * _MICROSECONDS_OF_MINUTE
        _within(ends, 0, arrays.day_starts[-1], arrays.calendar)
        return ends
    if unit is Unit.WORKING_HOUR:
        return _after_work(distances, amount * _MICROSECONDS_OF_MINUTE, arrays)
    if unit is Unit.WORKING_DAY and amount & 3:
        return _after_work(distances, arrays.calendar.quarter_day * amount // _MICROSECOND, arrays)
    return _closings(_places(distances, allowance, arrays), arrays)


def _places(distances: "Whole", allowance: Allowance, arrays: _Arrays) -> "Whole":
    np = _numpy()
    unit, amount = allowance.unit, allowance.amount
    numbers: Whole = np.searchsorted(arrays.day_starts, distances, side="right") - 1
    _within(numbers, 0, len(arrays.rank) - 2, arrays.calendar)
    if not amount:
        places: Whole = arrays.rank[numbers]
        return places + (_closings(places, arrays) <= distances)
    if unit is Unit.WORKING_DAY:
        days = amount >> 2
        return arrays.rank[numbers + 1] + days - 1 if days > 0 else arrays.rank[numbers] + days
    last = numbers + amount if unit is Unit.CALENDAR_DAY else _months_on(numbers, amount, arrays)
    _within(last, 0, len(arrays.rank) - 2, arrays.calendar)
    return arrays.rank[last] if amount > 0 else arrays.rank[last + 1] - 1


def _months_on(numbers: "Whole", months: int, arrays: _Arrays) -> "Whole":
    np = _numpy()
    days = arrays.first_day + numbers
    month = days.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    first = (month + months).astype("datetime64[D]")
    length = ((month + months + 1).astype("datetime64[D]") - first).astype(np.int64)
    moved: Whole = (first - arrays.first_day).astype(np.int64) + np.minimum(of_month, length - 1)
    return moved


def _closings(places: "Whole", arrays: _Arrays) -> "Whole":
    _within(places, 0, len(arrays.closings) - 1, arrays.calendar)
    return arrays.closings[places]


def _after_work(distances: "Whole", time: int, arrays: _Arrays) -> "Whole":
    np = _numpy()
    if not time:
        return distances
    place = np.maximum(np.searchsorted(arrays.starts, distances, side="right") - 1, 0)
    into = np.clip(distances - arrays.starts[place], 0, arrays.lengths[place])
    worked = arrays.base[place] + into + time
    found = np.searchsorted(arrays.base, worked, side="left" if time > 0 else "right") - 1
    _within(found, 0, len(arrays.starts) - 1, arrays.calendar)
    ends: Whole = arrays.starts[found] + worked - arrays.base[found]
    return ends


def _within(values: "Whole", least: int, most: int, calendar: WorkCalendar) -> None:
    if values.size and (values.min() < least or values.max() > most):
        raise calendar.index.outside()


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as problem:
        raise UnavailableError(
            "Due dates in bulk need numpy, which is not installed",
            vi="Tính hạn hàng loạt cần thư viện numpy",
            hint="Install it, or ask due_at one date at a time.",
            hint_vi="Cài thư viện này, hoặc gọi due_at từng ngày một.",
        ) from problem
    return numpy
