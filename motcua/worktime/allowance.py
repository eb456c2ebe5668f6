"""An allowance: how much time is granted, in the unit the law or the procedure names, never converted into another."""

import re
from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from motcua.errors import InvalidInputError

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Unit(StrEnum):
    """What an allowance counts."""

    WORKING_HOUR = "wh"
    WORKING_DAY = "wd"
    CALENDAR_DAY = "cd"
    MONTH = "month"
    HOUR = "h"
    NONE = "none"


ALLOWED = (
    "Write 5wd (working days, also quarters: 0.25wd), 8wh (working hours), 0:20wh (hours:minutes), "
    "30cd (calendar days), 2month, 12h (clock hours) or none."
)
ALLOWED_VI = (
    "Ghi 5wd (ngày làm việc, có thể chia phần tư: 0.25wd), 8wh (giờ làm việc), 0:20wh (giờ:phút), "
    "30cd (ngày lịch), 2month (tháng), 12h (giờ đồng hồ) hoặc none (không quy định)."
)
_PARTS = {Unit.WORKING_HOUR: 60, Unit.WORKING_DAY: 4, Unit.CALENDAR_DAY: 1, Unit.MONTH: 1, Unit.HOUR: 60, Unit.NONE: 1}
_PART_NAMES = {60: "whole minutes", 4: "quarters of a day", 1: "whole numbers"}
_TEXT = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,6})(?:\.(?P<point>\d{1,6})|:(?P<minutes>[0-5]\d))?(?P<unit>wh|wd|cd|month|h)"
)
_MOST = 10**8
_NEARLY = Decimal("0.000001")
_EXACT = Context(prec=28)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A value and its unit. `none` means that no time limit exists, which is different from zero (`0wd`).

    Working days come in quarters, hours in whole minutes, calendar days and months are whole. A negative value counts
    back from an event. Two allowances are equal when unit and value are: 8wh is not 1wd.

    Raises:
        InvalidInputError: The value is not one the unit allows.
    """

    value: Decimal
    unit: Unit
    amount: int = field(init=False, repr=False, compare=False)
    """The value in the unit's smallest parts: quarters of a working day, minutes of an hour, whole days or months."""

    def __post_init__(self) -> None:
        unit = Unit(self.unit)
        parts = _PARTS[unit]
        scaled = _EXACT.multiply(Decimal(self.value), Decimal(parts))
        amount = int(scaled.to_integral_value()) if scaled.is_finite() else 0
        fits = (
            scaled.is_finite()
            and abs(scaled - amount) < _NEARLY
            and abs(amount) <= _MOST
            and not (unit is Unit.NONE and amount)
        )
        if not fits:
            raise _wrong(
                f"{self.value}{unit.value}",
                f"{unit.value} is counted in {_PART_NAMES[parts]}, below 1,000,000",
                "allowance",
            )
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "amount", amount)
        object.__setattr__(self, "value", _EXACT.divide(Decimal(amount), Decimal(parts)))

    @classmethod
    def parse(cls, text: str, *, name: str = "allowance") -> "Allowance":
        """Return the allowance named by a text: `5wd`, `0.5wd`, `-3wd`, `8wh`, `0:20wh`, `30cd`, `2month`, `none`.

        Args:
            text: What was written.
            name: The field to name in the error.

        Raises:
            InvalidInputError: The text is no allowance; the error names the field and what is allowed.
        """
        try:
            return _read(text.strip())
        except InvalidInputError as problem:
            raise _wrong(text, problem.message, name) from None

    @classmethod
    def of_minutes(cls, minutes: int, unit: Unit = Unit.WORKING_HOUR) -> "Allowance":
        """Return an allowance of working hours (or clock hours) given in whole minutes."""
        return cls(_EXACT.divide(Decimal(minutes), Decimal(60)), unit)

    def negated(self) -> "Allowance":
        """Return the same allowance counted in the other direction; `none` stays `none`."""
        return Allowance(-self.value, self.unit)

    def __str__(self) -> str:
        """Return the text that `parse` reads back to an equal allowance."""
        if self.unit is Unit.NONE:
            return "none"
        if _PARTS[self.unit] == 60 and self.amount % 3:
            hours, minutes = divmod(abs(self.amount), 60)
            return f"{'-' if self.amount < 0 else ''}{hours}:{minutes:02d}{self.unit.value}"
        return f"{self.value:f}{self.unit.value}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> "CoreSchema":
        """Let a pydantic model hold an allowance: read from its text, written as its text."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _from_model, serialization=core_schema.to_string_ser_schema(when_used="always")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Describe an allowance to readers of an API."""
        return {"type": "string", "description": ALLOWED, "examples": ["5wd", "0.5wd", "8wh", "30cd", "2month", "none"]}


@lru_cache(maxsize=4096)
def _read(text: str) -> Allowance:
    if text == Unit.NONE:
        return NO_LIMIT
    found = _TEXT.fullmatch(text)
    if found is None or (found["minutes"] and found["unit"] not in ("wh", "h")):
        raise _wrong(text, f"{text!r} is not an allowance", "allowance")
    value = Decimal(f"{found['whole']}.{found['point'] or 0}")
    if found["minutes"]:
        value = _EXACT.divide(Decimal(int(found["whole"]) * 60 + int(found["minutes"])), Decimal(60))
    return Allowance(-value if found["sign"] == "-" else value, Unit(found["unit"]))


def _from_model(value: object) -> Allowance:
    from pydantic_core import PydanticCustomError

    if isinstance(value, Allowance):
        return value
    try:
        return Allowance.parse(value if isinstance(value, str) else repr(value))
    except InvalidInputError as problem:
        raise PydanticCustomError("allowance", "{reason}", {"reason": str(problem)}) from None


def _wrong(text: str, reason: str, name: str) -> InvalidInputError:
    return InvalidInputError(
        reason if text in reason else f"{text} is refused: {reason}",
        vi=f"{text} không phải là thời hạn hợp lệ",
        field=name,
        rule="R14",
        hint=ALLOWED,
        hint_vi=ALLOWED_VI,
    )


NO_LIMIT = Allowance(Decimal(0), Unit.NONE)
"""No time limit exists; shown as such, never overdue, and refused by every computation of a due date."""
