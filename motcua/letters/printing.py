"""A letter as the template reads it: one language, moments as they are said on an official paper."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel

from motcua.letters.glyphs import printable
from motcua.procedures.model import Text

Language = Literal["vi", "en"]
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENDS = frozenset({"due", "old_due", "new_due", "reply_by", "expected", "closed_on"})
"""Fields that are an end: midnight is then 24:00 of the day that ends."""


def printed(value: Any, lang: Language, name: str = "") -> Any:
    """Return a value as JSON for the template.

    Args:
        value: A model of a letter, or a part of it.
        lang: The language of the paper.
        name: The field it is the value of.
    """
    match value:
        case Text():
            return printable(value.vi if lang == "vi" else value.en)
        case BaseModel():
            return {field: printed(getattr(value, field), lang, field) for field in type(value).model_fields}
        case Mapping():
            return {key: printed(each, lang, key) for key, each in value.items()}
        case tuple() | list():
            return [printed(each, lang, name) for each in value]
        case datetime():
            return moment(value, lang, ends=name in ENDS)
        case str():
            return printable(value)
        case _:
            return value


def moment(at: datetime, lang: Language, *, ends: bool = False) -> dict[str, str]:
    """Return the ways a moment is said: as a line, as a day, and short for tables."""
    day, hour = at.date(), at.hour
    if ends and (at.hour, at.minute) == (0, 0):
        day, hour = day - timedelta(days=1), 24
    short = f"{day:%d/%m/%Y}"
    said = said_day(day, lang)
    clock = f"{hour:02d} giờ {at.minute:02d} phút" if lang == "vi" else f"{hour:02d}:{at.minute:02d}"
    return {"line": f"{clock}, {said}", "day": said, "short": short, "clock": f"{hour:02d}:{at.minute:02d}"}


def said_day(day: date, lang: Language) -> str:
    """Return `ngày 05 tháng 01 năm 2026` or `5 January 2026`; of the months, 1 and 2 are written with a nought."""
    if lang == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"ngày {day:%d} tháng {month} năm {day.year}"
