"""Calendars in layers: the nation's, a province's, an agency's, an emergency closure, laid one over the other.

The result does not depend on the order in which the layers are given. About a date the highest layer that says
anything about it decides; at equal rank closed beats open. Two layers of equal rank that contradict each other in a
way nobody could decide (two weekly tables, two zones, two openings of one day) are refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import TypeVar

from motcua.errors import CalendarError
from motcua.worktime.calendar import DayOff, MakeUp, WorkCalendar
from motcua.worktime.windows import Week

T = TypeVar("T")
Entry = DayOff | MakeUp


class Rank(IntEnum):
    """Who speaks; the higher one decides."""

    NATION = 1
    PROVINCE = 2
    AGENCY = 3
    EMERGENCY = 4


@dataclass(frozen=True, slots=True)
class CalendarLayer:
    """What one authority decides about working time; whatever it leaves out is decided below it."""

    id: str
    rank: Rank
    zone: str | None = None
    weekly: Week | None = None
    first_year: int | None = None
    last_year: int | None = None
    days_off: Mapping[date, DayOff] = field(default_factory=dict)
    make_up: Mapping[date, MakeUp] = field(default_factory=dict)
    undecided: frozenset[int] = frozenset()
    hours_per_day: Decimal | None = None


def closure(agency: str, day: date, reason: str, source: str, *, reason_en: str = "") -> CalendarLayer:
    """Return the layer that closes one agency on one day, whatever the layers below say (flood, storm, move)."""
    off = {day: DayOff(reason, source, reason_en=reason_en)}
    return CalendarLayer(f"{agency}-{day.isoformat()}", Rank.EMERGENCY, days_off=off)


def layer_of(calendar: WorkCalendar, rank: Rank = Rank.NATION) -> CalendarLayer:
    """Return a complete calendar as a layer, to lay others over it."""
    return CalendarLayer(
        id=calendar.id,
        rank=rank,
        zone=calendar.zone,
        weekly=calendar.weekly,
        first_year=calendar.first_year,
        last_year=calendar.last_year,
        days_off=calendar.days_off,
        make_up=calendar.make_up,
        undecided=calendar.undecided,
        hours_per_day=calendar.hours_per_day,
    )


def combine(layers: Iterable[CalendarLayer], *, id: str | None = None) -> WorkCalendar:
    """Return the calendar that the layers make together, whatever their order.

    It covers the years that every layer which names years covers. A make-up day without hours of its own has those
    of the resulting week.

    Args:
        layers: One or more layers; together they name a zone, a weekly table and the years.
        id: Name of the result; the layers' names joined where none is given.

    Raises:
        CalendarError: The layers contradict each other at equal rank, leave out something every calendar needs, or
            leave no working day.
    """
    ordered = sorted(layers, key=lambda layer: (layer.rank, layer.id))
    first = max(_given("first_year", [layer.first_year for layer in ordered]))
    last = min(_given("last_year", [layer.last_year for layer in ordered]))
    entries = {day: entry for day, entry in _decided(ordered).items() if first <= day.year <= last}
    return WorkCalendar(
        id=id or "+".join(layer.id for layer in ordered),
        zone=_highest("zone", [(layer.rank, layer.zone) for layer in ordered]),
        weekly=_highest("weekly", [(layer.rank, layer.weekly) for layer in ordered]),
        first_year=first,
        last_year=last,
        days_off={day: entry for day, entry in entries.items() if isinstance(entry, DayOff)},
        make_up={day: entry for day, entry in entries.items() if isinstance(entry, MakeUp)},
        undecided=frozenset[int]().union(*(layer.undecided for layer in ordered)),
        hours_per_day=_highest("hours_per_day", [(0, Decimal(8)), *((la.rank, la.hours_per_day) for la in ordered)]),
    )


def _given(name: str, values: Sequence[T | None]) -> list[T]:
    named = [value for value in values if value is not None]
    if not named:
        raise CalendarError(
            f"No layer names {name}",
            vi=f"Không lớp lịch nào nêu {name}",
            field=name,
            hint="Lay them over a nation's.",
            hint_vi="Đặt các lớp này trên lịch quốc gia.",
        )
    return named


def _highest(name: str, values: Sequence[tuple[int, T | None]]) -> T:
    _given(name, [value for _, value in values])
    top = max(rank for rank, value in values if value is not None)
    first, *others = [value for rank, value in values if rank == top and value is not None]
    if any(other != first for other in others):
        raise _contradiction(name, f"two layers of equal rank name different {name}")
    return first


def _decided(layers: Sequence[CalendarLayer]) -> dict[date, Entry]:
    said: dict[date, list[tuple[Rank, Entry]]] = {}
    for layer in layers:
        entries: list[tuple[date, Entry]] = [*layer.days_off.items(), *layer.make_up.items()]
        for day, entry in entries:
            said.setdefault(day, []).append((layer.rank, entry))
    return {day: _decide(day, entries) for day, entries in said.items()}


def _decide(day: date, entries: Sequence[tuple[Rank, Entry]]) -> Entry:
    top = max(rank for rank, _ in entries)
    spoken = [entry for rank, entry in entries if rank == top]
    closed = [entry for entry in spoken if isinstance(entry, DayOff)]
    if closed:
        return min(closed, key=_order)
    if len({(entry.windows, entry.replaces) for entry in spoken if isinstance(entry, MakeUp)}) > 1:
        raise _contradiction("make_up", f"two layers of equal rank open {day.isoformat()} at different hours")
    return min(spoken, key=_order)


def _order(entry: Entry) -> tuple[bool, str, str, str]:
    """Decided before estimated, then by text: which of several equal reasons is kept must not depend on their order."""
    return entry.estimated, entry.source, entry.reason, entry.reason_en


def _contradiction(field: str, reason: str) -> CalendarError:
    return CalendarError(
        f"The layers contradict each other: {reason}",
        vi="Các lớp lịch cùng cấp mâu thuẫn nhau",
        field=field,
        hint="Give the one that decides a higher rank.",
        hint_vi="Đặt cấp cao hơn cho lớp có quyền quyết định.",
    )
