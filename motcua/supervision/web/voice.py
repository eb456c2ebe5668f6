"""How a page says words, numbers and moments in one language."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

from markupsafe import Markup

from motcua.supervision.web.languages import Lang, catalogue

DAYS = {"vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
LONG = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
HOURS_A_DAY = 8
"""Working hours that are called a day (rules, section 1)."""
NO_BREAK = "\N{NO-BREAK SPACE}"
NOTHING = "–"
"""Said where a figure does not apply; 0 is said as 0."""


class Said(Protocol):
    """Words in both languages."""

    @property
    def vi(self) -> str:
        """Return them in Vietnamese."""

    @property
    def en(self) -> str:
        """Return them in English."""


@dataclass(frozen=True)
class Voice:
    """One language; moments are said in one zone."""

    lang: Lang
    zone: tzinfo = UTC

    def __call__(self, key: str, **values: object) -> Markup:
        """Return words of the catalogue with values put in; values are escaped, numbers said in the language's way."""
        given = {name: self.number(v) if isinstance(v, int) else v for name, v in values.items()}
        return Markup(catalogue(self.lang)[key]).format(**given)

    def say(self, said: Said | None) -> str:
        """Return words given in both languages."""
        return NOTHING if said is None else (said.vi if self.lang == "vi" else said.en)

    def number(self, value: float | None, places: int = 0) -> str:
        """Return a number: 3.208,5 and 3,208.5."""
        if value is None:
            return NOTHING
        text = f"{value:,.{places}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "vi" else text

    def percent(self, share: float | None) -> str:
        """Return a share of one; never rounded up to all of it."""
        if share is None:
            return NOTHING
        said = round(share * 100, 1)
        return f"{self.number(99.9 if said == 100 and share < 1 else said, 1)}%"

    def day(self, on: date | datetime | None) -> str:
        """Return `T2 23/11`; of a moment that ends a day, the day that ends."""
        if on is None:
            return NOTHING
        day = self._ended(on)[0] if isinstance(on, datetime) else on
        name = DAYS[self.lang][day.weekday()]
        return f"{name} {day:%d/%m}" if self.lang == "vi" else f"{name} {day.day} {day:%b}"

    def long_day(self, on: date | datetime) -> str:
        """Return `Thứ Hai 23/11/2026`."""
        day = self._ended(on)[0] if isinstance(on, datetime) else on
        name = LONG[self.lang][day.weekday()]
        return f"{name} {day:%d/%m/%Y}" if self.lang == "vi" else f"{name} {day.day} {day:%B %Y}"

    def clock(self, at: datetime | None) -> str:
        """Return `07:41`; midnight is said as the end of a day."""
        return NOTHING if at is None else self._ended(at)[1]

    def when(self, at: datetime | None) -> str:
        """Return `T2 23/11 07:41`."""
        return NOTHING if at is None else f"{self.day(at)} {self.clock(at)}"

    def when_in_two(self, at: datetime | None) -> str:
        """Return `T2 23/11 07:41`, which a narrow column breaks between day and hour and nowhere else."""
        return NOTHING if at is None else f"{self.day(at).replace(' ', NO_BREAK)} {self.clock(at)}"

    def lasting(self, time: timedelta | float | None) -> str:
        """Return a length of working time in days of eight hours: `2 ngày 4 giờ`; a plain number means hours."""
        if time is None:
            return NOTHING
        minutes = int((time.total_seconds() if isinstance(time, timedelta) else time * 3600) // 60)
        days, rest = divmod(max(0, minutes), HOURS_A_DAY * 60)
        hours, left = divmod(rest, 60)
        words = [("day", days), ("hour", hours), ("minute", 0 if days else left)]
        said = [f"{self.number(n)} {self(f'units.{unit}')}" for unit, n in words if n]
        return " ".join(said) or f"0 {self('units.minute')}"

    def _ended(self, at: datetime) -> tuple[date, str]:
        local = at.astimezone(self.zone)
        if local.hour == local.minute == local.second == 0:
            return local.date() - timedelta(days=1), "24:00"
        return local.date(), f"{local:%H:%M}"
