"""A working calendar: whose hours count, on which days, in which zone, by which decision, for which years."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from motcua.errors import CalendarError
from motcua.worktime.index import WorkIndex
from motcua.worktime.windows import CLOSED, Day, Week, Window, checked
from motcua.worktime.words import Words, day_words


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which an office that would be open is closed."""

    reason: str
    """What the day is, in Vietnamese: `Giỗ Tổ Hùng Vương`."""
    source: str
    """The law or decision that makes it so."""
    estimated: bool = False
    """No decision is known yet; the entry is what usually happens."""
    reason_en: str = ""
    """The same in English; empty where none is given."""


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A day that is worked although the week's table says nothing, or something else, about it."""

    windows: tuple[Window, ...] | None
    """Its opening hours; None: those of the weekday it replaces, or of Monday."""
    reason: str
    source: str
    replaces: date | None = None
    """The day given off in its place."""
    estimated: bool = False
    reason_en: str = ""


@dataclass(frozen=True)
class WorkCalendar:
    """One office's working time, complete: nothing is looked up elsewhere and nothing is guessed.

    Any week works: split days, Saturday mornings, Friday and Saturday off, round the clock. A zone whose clock changes
    is followed. Making one builds its index (about 3 ms a year); asking it is a bisection, from any number of threads.

    Raises:
        CalendarError: It has no working day, its windows overlap, its years or its zone make no sense, or a date is
            both off and worked, or lies outside its years.
    """

    id: str
    zone: str
    """Key of the IANA time zone, `Asia/Ho_Chi_Minh`."""
    weekly: Week = field(repr=False)
    """Opening hours of Monday to Sunday."""
    first_year: int
    last_year: int
    days_off: Mapping[date, DayOff] = field(default_factory=dict, repr=False)
    make_up: Mapping[date, MakeUp] = field(default_factory=dict, repr=False)
    undecided: frozenset[int] = frozenset()
    """Years for which not every decision is known."""
    hours_per_day: Decimal = Decimal(8)
    """Working hours that one working day stands for, in internal deadlines and in fractions of a day (R7, R8)."""
    version: str = ""
    """What tells one state of its data from another; a digest of the data where none is given."""
    index: WorkIndex = field(init=False, repr=False, compare=False)
    quarter_day: timedelta = field(init=False, repr=False, compare=False)
    """The working time a quarter of a working day stands for."""

    def __post_init__(self) -> None:
        freeze = object.__setattr__
        freeze(self, "weekly", tuple(checked(day) for day in self.weekly))
        freeze(self, "days_off", MappingProxyType(dict(sorted(self.days_off.items()))))
        freeze(self, "make_up", MappingProxyType(dict(sorted(self.make_up.items()))))
        freeze(self, "hours_per_day", Decimal(self.hours_per_day))
        self._check()
        freeze(self, "version", self.version or self._digest())
        freeze(self, "quarter_day", timedelta(minutes=int(self.hours_per_day * 60)) / 4)
        first, last = date(self.first_year, 1, 1), date(self.last_year, 12, 31)
        index = WorkIndex(self.id, self.tz, first, last, self.windows_of)
        if not index.work_days:
            raise _impossible(self.id, "has no working day", "không có ngày làm việc nào", "weekly")
        freeze(self, "index", index)

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes as data; the index is built again on arrival."""
        data = (self.id, self.zone, self.weekly, self.first_year, self.last_year, dict(self.days_off))
        return type(self), (*data, dict(self.make_up), self.undecided, self.hours_per_day, self.version)

    @property
    def tz(self) -> ZoneInfo:
        """The zone, as a `tzinfo`."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as problem:
            raise _impossible(self.id, f"names an unknown zone {self.zone!r}", "có múi giờ lạ", "zone") from problem

    @property
    def edition(self) -> str:
        """Return id and version: what a date says it was computed on."""
        return f"{self.id}@{self.version}"

    def windows_of(self, day: date) -> Day:
        """Return the opening hours of a date, empty on a day off."""
        worked = self.make_up.get(day)
        if worked is not None:
            return worked.windows if worked.windows is not None else self._usual_hours(worked.replaces)
        return CLOSED if day in self.days_off else self.weekly[day.weekday()]

    def local(self, at: datetime) -> datetime:
        """Return a moment in the calendar's zone.

        Raises:
            InvalidInputError: The moment has no time zone (R11).
            CalendarError: It lies outside the calendar's years (R75).
        """
        self.index.distance(at)
        return at.astimezone(self.index.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens at all on this date; a make-up Saturday is a working day (R2)."""
        index = self.index
        number = index.number_of(day)
        return index.rank[number + 1] > index.rank[number]

    def opening_of(self, day: date) -> datetime:
        """Return when the office first opens on this working day; on a day off CalendarError."""
        return self.index.openings[self._place_of(day)]

    def closing_of(self, day: date) -> datetime:
        """Return when the office closes for the day; 24:00 is the next midnight. On a day off CalendarError."""
        return self.index.closings[self._place_of(day)]

    def is_open(self, at: datetime) -> bool:
        """Whether work goes on at this moment: yes at an opening time, no at a closing time."""
        index = self.index
        distance = index.distance(at)
        return index.worked(distance + _TICK) > index.worked(distance)

    def warnings_for(self, first: date, last: date) -> tuple[Words, ...]:
        """Return what is not certain between two dates, both included: years without a decision, estimated days."""
        said = [_undecided(year) for year in range(first.year, last.year + 1) if year in self.undecided]
        entries: Sequence[tuple[date, DayOff | MakeUp]] = (*self.days_off.items(), *self.make_up.items())
        unsure = sorted((day, entry.reason, entry.reason_en) for day, entry in entries if entry.estimated)
        return (*said, *(_estimated(*entry) for entry in unsure if first <= entry[0] <= last))

    def _place_of(self, day: date) -> int:
        if not self.is_working_day(day):
            said = day_words(day)
            raise CalendarError(
                f"{said.en} is not a working day in the calendar {self.id}",
                vi=f"{said.vi} không phải là ngày làm việc theo lịch {self.id}",
                field="day",
                hint="Ask for the next opening instead.",
                hint_vi="Hỏi giờ mở cửa kế tiếp.",
            )
        return self.index.rank[self.index.number_of(day)]

    def _usual_hours(self, replaced: date | None) -> Day:
        own = self.weekly[replaced.weekday()] if replaced else CLOSED
        return own or next((day for day in self.weekly if day), CLOSED)

    def _check(self) -> None:
        if not 1900 <= self.first_year <= self.last_year <= 2200:
            raise _impossible(
                self.id, "covers no years between 1900 and 2200", "không có năm nào từ 1900 đến 2200", "last_year"
            )
        if not 0 < self.hours_per_day <= 24 or self.hours_per_day * 60 % 1:
            raise _impossible(self.id, "has a day of no whole minutes", "có số giờ một ngày sai", "hours_per_day")
        if len(self.weekly) != 7:
            raise _impossible(self.id, "has no week of seven days", "không có đủ bảy ngày trong tuần", "weekly")
        for day in (*self.days_off, *self.make_up):
            if not self.first_year <= day.year <= self.last_year:
                said = day_words(day)
                raise _impossible(
                    self.id, f"has {said.en} outside its years", f"có {said.vi} ngoài phạm vi", "days_off"
                )
        for day in self.days_off.keys() & self.make_up.keys():
            said = day_words(day)
            raise _impossible(self.id, f"has {said.en} both off and worked", f"vừa nghỉ vừa làm {said.vi}", "make_up")
        for worked in self.make_up.values():
            checked(worked.windows or CLOSED)

    def _digest(self) -> str:
        data = [self.id, self.zone, self.weekly, self.first_year, self.last_year, list(self.days_off.items())]
        text = json.dumps([*data, list(self.make_up.items()), sorted(self.undecided), self.hours_per_day], default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


_TICK = timedelta(microseconds=1)


def _impossible(name: str, reason: str, reason_vi: str, where: str) -> CalendarError:
    return CalendarError(f"The calendar {name} {reason}", vi=f"Lịch {name} {reason_vi}", field=where)


def _undecided(year: int) -> Words:
    return Words(
        f"Lịch nghỉ năm {year} chưa có đủ quyết định; ngày tính được có thể thay đổi.",
        f"Not every decision on days off in {year} is known yet; the date may change.",
    )


def _estimated(day: date, reason: str, reason_en: str) -> Words:
    said = day_words(day)
    return Words(
        f"{said.vi} ({reason}) là ngày dự kiến, chưa có quyết định.",
        f"{said.en} ({reason_en or reason}) is expected, not decided.",
    )
