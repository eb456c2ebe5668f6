"""Periods that are reported on: a day, a month, a quarter, half a year, a year, or from one day to another."""

import re
from datetime import date, timedelta

from motcua.dossiers.parts import Model
from motcua.errors import InvalidInputError
from motcua.worktime.words import Words

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
_SHAPE = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<part>[QH])(?P<number>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?")
_MONTHS = {"Q": 3, "H": 6}
_ROMAN = ("I", "II", "III", "IV")


class Period(Model):
    """Whole local days, from the first to the last, both within it."""

    first: date
    last: date

    @property
    def after(self) -> date:
        """Return the day after the last."""
        return self.last + timedelta(days=1)

    @property
    def name(self) -> Words:
        """Return what it is called: `tháng 10/2026`, `quý III/2026`, or its days."""
        first, year = self.first, self.first.year
        months = _months(self)
        if self.first == self.last:
            return Words(f"ngày {first:%d/%m/%Y}", first.isoformat())
        if months == 1:
            return Words(f"tháng {first.month}/{year}", f"{first:%B} {year}")
        if months == 3 and first.month % 3 == 1:
            quarter = first.month // 3
            return Words(f"quý {_ROMAN[quarter]}/{year}", f"quarter {quarter + 1} of {year}")
        if months == 6 and first.month in (1, 7):
            half = "đầu" if first.month == 1 else "cuối"
            return Words(f"6 tháng {half} năm {year}", f"{'first' if first.month == 1 else 'second'} half of {year}")
        if months == 12 and first.month == 1:
            return Words(f"năm {year}", f"{year}")
        return Words(f"từ {first:%d/%m/%Y} đến {self.last:%d/%m/%Y}", f"{first} to {self.last}")


def period_named(text: str) -> Period:
    """Return the period a name stands for: `2026`, `2026-H1`, `2026-Q3`, `2026-10`, `2026-10-05`.

    Raises:
        InvalidInputError: It names none.
    """
    found = _SHAPE.fullmatch(text.strip().upper())
    try:
        if found is None:
            raise ValueError(text)
        return _read(found)
    except ValueError:
        raise InvalidInputError(
            f"{text[:40]!r} is no period.",
            vi=f"{text[:40]!r} không phải là kỳ báo cáo.",
            field="period",
            hint="Write 2026, 2026-H1, 2026-Q3, 2026-10 or 2026-10-05.",
            hint_vi="Ghi 2026, 2026-H1, 2026-Q3, 2026-10 hoặc 2026-10-05.",
        ) from None


def period_between(first: date, last: date) -> Period:
    """Return the period of the days from one to another.

    Raises:
        InvalidInputError: It ends before it begins, or a day is none that is reported on.
    """
    for field, day in (("from", first), ("to", last)):
        if not FIRST <= day <= LAST:
            raise InvalidInputError(
                f"{day.isoformat()} is no day of a report.",
                vi=f"Ngày {day:%d/%m/%Y} không thuộc kỳ báo cáo nào.",
                field=field,
                hint=f"Give a day from {FIRST} to {LAST}.",
                hint_vi=f"Chọn ngày từ {FIRST:%d/%m/%Y} đến {LAST:%d/%m/%Y}.",
            )
    if last < first:
        raise InvalidInputError(
            "The period ends before it begins.", vi="Kỳ báo cáo kết thúc trước khi bắt đầu.", field="to"
        )
    return Period(first=first, last=last)


def _read(found: re.Match[str]) -> Period:
    year, part = int(found["year"]), found["part"]
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return period_between(day, day)
    if found["month"]:
        return _of_months(year, int(found["month"]), 1)
    if part is None:
        return _of_months(year, 1, 12)
    length = _MONTHS[part]
    return _of_months(year, (int(found["number"]) - 1) * length + 1, length)


def _of_months(year: int, month: int, length: int) -> Period:
    first, ends = date(year, month, 1), month + length
    after = date(year + (ends - 1) // 12, (ends - 1) % 12 + 1, 1)
    return period_between(first, after - timedelta(days=1))


def _months(period: Period) -> int | None:
    """Return how many whole months it is; None where it is none."""
    first, after = period.first, period.after
    if (first.day, after.day) != (1, 1):
        return None
    return (after.year - first.year) * 12 + after.month - first.month
