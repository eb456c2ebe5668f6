"""How dates, moments and allowances are said to a person, in Vietnamese and in English."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.worktime.allowance import Allowance, Unit


class Words(NamedTuple):
    """One statement in both languages."""

    vi: str
    en: str


def listed(every: Iterable[Words], between: str = ", ") -> Words:
    """Return several statements as one; empty where there are none."""
    found = tuple(every)
    return Words(between.join(one.vi for one in found), between.join(one.en for one in found))


WEEKDAYS = (
    Words("Thứ Hai", "Mon"),
    Words("Thứ Ba", "Tue"),
    Words("Thứ Tư", "Wed"),
    Words("Thứ Năm", "Thu"),
    Words("Thứ Sáu", "Fri"),
    Words("Thứ Bảy", "Sat"),
    Words("Chủ Nhật", "Sun"),
)
_UNITS = {
    Unit.WORKING_HOUR: Words("giờ làm việc", "working hour"),
    Unit.WORKING_DAY: Words("ngày làm việc", "working day"),
    Unit.CALENDAR_DAY: Words("ngày", "calendar day"),
    Unit.MONTH: Words("tháng", "month"),
    Unit.HOUR: Words("giờ", "hour"),
}
NO_LIMIT_WORDS = Words("không quy định thời hạn", "no time limit")


def day_words(day: date) -> Words:
    """Return `Thứ Sáu 27/11/2026` and `Fri 2026-11-27`."""
    name = WEEKDAYS[day.weekday()]
    return Words(f"{name.vi} {day:%d/%m/%Y}", f"{name.en} {day.isoformat()}")


def moment_words(at: datetime, *, ends: bool = False) -> Words:
    """Return `17:00 Thứ Sáu 27/11/2026` and `Fri 2026-11-27 17:00`, in the zone the moment carries.

    Args:
        at: Aware moment, already in the zone it is to be read in.
        ends: The moment is an end: midnight is then said as 24:00 of the day that ends.
    """
    clock, day = f"{at:%H:%M:%S}" if at.second or at.microsecond else f"{at:%H:%M}", at.date()
    if ends and clock == "00:00":
        clock, day = "24:00", day - timedelta(days=1)
    said = day_words(day)
    return Words(f"{clock} {said.vi}", f"{said.en} {clock}")


def allowance_words(allowance: Allowance) -> Words:
    """Return `5 ngày làm việc` and `5 working days`."""
    if allowance.unit is Unit.NONE:
        return NO_LIMIT_WORDS
    unit = _UNITS[allowance.unit]
    number = str(allowance).removesuffix(allowance.unit.value)
    plural = "" if abs(allowance.value) == 1 else "s"
    return Words(f"{number.replace('.', ',')} {unit.vi}", f"{number} {unit.en}{plural}")


def duration_words(length: timedelta) -> Words:
    """Return `3 giờ 30 phút` and `3 h 30 min`; seconds are dropped."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    vi = [f"{hours} giờ"] * bool(hours) + [f"{minutes} phút"] * bool(minutes)
    en = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return Words(" ".join(vi) or "0 phút", " ".join(en) or "0 min")
