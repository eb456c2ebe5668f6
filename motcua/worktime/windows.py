"""The hours an office is open on one day, and the table of a week."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from motcua.errors import CalendarError

MINUTES_OF_DAY = 24 * 60
DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TEXT = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


class Window(NamedTuple):
    """One stretch of opening hours on the office's own clock: open from `opens`, closed from `closes` on.

    Both are minutes after local midnight; 1440 is 24:00, the end of the day. A shift that runs past midnight is two
    windows on two days.
    """

    opens: int
    closes: int

    @classmethod
    def parse(cls, text: str) -> "Window":
        """Return the window a text such as `07:30-11:30` or `13:00-24:00` names.

        Raises:
            CalendarError: The text is no window, or the window ends before it begins.
        """
        found = _TEXT.fullmatch(text.strip())
        if found is None:
            raise CalendarError(
                f"{text!r} is not a pair of opening hours",
                vi=f"{text!r} không phải là khung giờ làm việc",
                field="windows",
                hint="Write 07:30-11:30.",
                hint_vi="Ghi 07:30-11:30.",
            )
        begin_hour, begin_minute, end_hour, end_minute = map(int, found.groups())
        return checked((cls(begin_hour * 60 + begin_minute, end_hour * 60 + end_minute),))[0]

    @classmethod
    def between(cls, opens: time, closes: time) -> "Window":
        """Return the window between two local times; a closing time of 00:00 means 24:00."""
        end = closes.hour * 60 + closes.minute
        return checked((cls(opens.hour * 60 + opens.minute, end or MINUTES_OF_DAY),))[0]

    def __str__(self) -> str:
        """Return the text that `parse` reads back."""
        return "-".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in self)


Day = tuple[Window, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]
CLOSED: Day = ()


def day_of(windows: Sequence[str]) -> Day:
    """Return a day's windows from their texts, in order.

    Raises:
        CalendarError: It is no list of texts, or one of them is no window.
    """
    if not _is_list_of_texts(windows):
        raise CalendarError(
            "The opening hours of a day are a list",
            vi="Giờ làm việc của một ngày phải là danh sách",
            field="windows",
            hint="Write [07:30-11:30, 13:00-17:00].",
            hint_vi="Ghi [07:30-11:30, 13:00-17:00].",
        )
    return checked(tuple(Window.parse(text) for text in windows))


def _is_list_of_texts(windows: object) -> bool:
    return isinstance(windows, list | tuple) and all(isinstance(text, str) for text in windows)


def week_of(table: Mapping[str, Sequence[str]]) -> Week:
    """Return a week from `{"mon": ["07:30-11:30", "13:00-17:00"], …}`; days not named are closed.

    Raises:
        CalendarError: A day has an unknown name, or its windows overlap.
    """
    unknown = sorted(set(table) - set(DAY_KEYS))
    if unknown:
        raise CalendarError(
            f"{unknown[0]!r} is no day of the week",
            field="weekly",
            hint=f"Use {', '.join(DAY_KEYS)}.",
            hint_vi=f"Dùng {', '.join(DAY_KEYS)}.",
        )
    mon, tue, wed, thu, fri, sat, sun = (day_of(table.get(key, ())) for key in DAY_KEYS)
    return mon, tue, wed, thu, fri, sat, sun


def checked(windows: Sequence[Window]) -> Day:
    """Return the windows of a day in order.

    Raises:
        CalendarError: A window is inverted, leaves its day, or overlaps another one.
    """
    ordered = tuple(sorted(windows))
    for window in ordered:
        if not 0 <= window.opens < window.closes <= MINUTES_OF_DAY:
            raise CalendarError(
                f"The window {window} does not end after it begins, within one day",
                vi=f"Khung giờ {window} không kết thúc sau khi bắt đầu trong cùng một ngày",
                field="windows",
                hint="Write a shift past midnight as two windows on two days.",
                hint_vi="Ca làm qua nửa đêm ghi thành hai khung giờ ở hai ngày.",
            )
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            raise CalendarError(
                f"The windows {earlier} and {later} overlap",
                vi=f"Hai khung giờ {earlier} và {later} chồng lên nhau",
                field="windows",
            )
    return ordered


def wall_clock(day: date, minutes: int) -> datetime:
    """Return a naive reading of the office's clock: `minutes` after midnight of `day` (1440: the next midnight)."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
