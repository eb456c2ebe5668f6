"""Fields of calendar documents, read for what they have to be: whatever is not that is refused by its name."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from motcua.errors import CalendarError
from motcua.worktime.words import Words

Document = Mapping[str, Any]


class UnknownFieldError(CalendarError):
    """A field nobody knows: its name is told to whoever thought it up, and stands in no log."""

    within = ()
    """The names around it that are the house's."""


LONGEST_SHOWN = 60
"""Characters of something unfit that a refusal repeats."""


def listed(document: Document, name: str) -> list[Any]:
    """Return a field that holds a list; left out or empty it is none, and anything else is refused."""
    entries = document.get(name)
    if isinstance(entries, list | tuple):
        return list(entries)
    if entries is None:
        return []
    raise wrong(
        name,
        Words(f"{shown(entries)} không phải là danh sách", f"{shown(entries)} is no list"),
        Words("Ghi danh sách ngày.", "Write a list of days."),
    )


def text_in(document: Document, key: str) -> str:
    """Return a text a table has to name, refused where it is a list, a table, or yes or no."""
    value = needed(document, key, "")
    if isinstance(value, bool | list | tuple | Mapping):
        raise wrong(
            key,
            Words(f"{shown(value)} không phải là chữ", f"{shown(value)} is no text"),
            Words("Ghi một dòng chữ.", "Write a line of text."),
        )
    return str(value)


def text_of(document: Document, key: str) -> str | None:
    """Return a text of a table, or None where it says nothing of it."""
    return text_in(document, key) if document.get(key) not in (None, "") else None


def known(document: Document, keys: frozenset[str], where: str) -> None:
    """Refuse a table with a field nobody knows."""
    for key in sorted(map(str, document.keys() - keys)):
        names = ", ".join(sorted(keys))
        hint = Words(f"Các trường hợp lệ: {names}.", f"Known are {names}.")
        field = f"{where}.{key}".strip(".")
        raise UnknownFieldError("This field is unknown", vi="Không có trường này", field=field, **said(hint))


def needed(document: Document, key: str, where: str) -> Any:
    """Return a field of a table, refused where it is missing or empty."""
    if document.get(key) in (None, ""):
        hint = Words("Mỗi ngày phải nêu lý do và nguồn.", "Every day names its reason and its source.")
        raise wrong(f"{where}.{key}".strip("."), Words("Thiếu trường này", "This field is missing"), hint)
    return document[key]


def day_in(value: object, where: str) -> date:
    """Return a date, refused where it is none."""
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return date.fromisoformat(str(value))
    except ValueError:
        raise wrong(
            where,
            Words(f"{shown(value)} không phải là ngày", f"{shown(value)} is not a date"),
            Words("Ghi 2026-11-24.", "Write 2026-11-24."),
        ) from None


def shown(value: object) -> str:
    """Return something unfit as a refusal repeats it: not all of it where it is long."""
    said = repr(value)
    return said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…"


def wrong(where: str, what: Words, hint: Words) -> CalendarError:
    """Return the refusal of a field, with what to write instead."""
    return CalendarError(what.en, vi=what.vi, field=where, **said(hint))


def said(hint: Words) -> dict[str, str]:
    """Return advice as an error takes it."""
    return {"hint": hint.en, "hint_vi": hint.vi}
