"""The values on the wire: text, dates, moments and files, each read in one form only."""

import base64
import binascii
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
)
from pydantic.alias_generators import to_pascal

LOCAL: Final = timezone(timedelta(hours=7))
"""The zone of every moment on the wire, which names none: Vietnam has one zone and no summer time."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE, _MOMENT = "%Y/%m/%d", "%Y/%m/%d %H:%M:%S"
_DATE_SHAPE = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}")
_MOMENT_SHAPE = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")


class Part(BaseModel):
    """A part of a message: immutable, closed to elements that are not known."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_pascal, validate_by_alias=True, validate_by_name=True
    )


def _can_be_written(text: str) -> str:
    if _NOT_XML.search(text):
        raise ValueError("holds a character that XML cannot carry")
    # A parser turns every kind of line end into this one.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _DATE_SHAPE.fullmatch(value):
        raise ValueError("must be a date written yyyy/mm/dd")
    return datetime.strptime(value, _DATE).replace(tzinfo=UTC).date()


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _MOMENT_SHAPE.fullmatch(value):
        raise ValueError("must be a moment written yyyy/mm/dd hh:mm:ss")
    return datetime.strptime(value, _MOMENT).replace(tzinfo=LOCAL)


def _whole_second(value: datetime) -> datetime:
    return value.astimezone(LOCAL).replace(microsecond=0)


def _decoded(value: Any) -> Any:
    if value is None:
        return b""  # the element is there and empty: an empty file
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("must be Base64") from None


def _many(value: Any) -> Any:
    """Return the values of an element that may be repeated: one or none of it looks like no list."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _written_date(value: date) -> str:
    # Not strftime, which leaves out the zeros before an early year.
    return f"{value.year:04d}/{value.month:02d}/{value.day:02d}"


def _written_moment(value: datetime) -> str:
    local = value.astimezone(LOCAL)
    return f"{_written_date(local.date())} {local:%H:%M:%S}"


def _written_bytes(value: bytes) -> str:
    return base64.b64encode(value).decode()


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_can_be_written)
]
"""Text for people."""

Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_can_be_written)
]
"""A short text: a name, a code, a number."""

OrganId = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$")]
"""An organisation's identifier; QĐ 20/2020/QĐ-TTg allows 35 of `0-9A-Z.`, and exchanges add suffixes of their own."""

Day = Annotated[date, BeforeValidator(_date), PlainSerializer(_written_date)]
"""A date on the wire: `2026/11/28`."""

Moment = Annotated[
    AwareDatetime, BeforeValidator(_moment), AfterValidator(_whole_second), PlainSerializer(_written_moment)
]
"""A moment on the wire, to the second: `2026/11/28 23:15:00`, Vietnamese time."""

Bytes = Annotated[bytes, BeforeValidator(_decoded), PlainSerializer(_written_bytes)]

Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], BeforeValidator(_many)]
"""An element that may be repeated."""
