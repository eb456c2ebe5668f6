"""Calendars and layers as JSON or YAML files that an official can read and correct."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from motcua.errors import CalendarError, NotFoundError
from motcua.worktime.calendar import DayOff, MakeUp
from motcua.worktime.document_fields import Document, day_in, known, listed, needed, shown, wrong
from motcua.worktime.layers import CalendarLayer, Rank
from motcua.worktime.windows import day_of, week_of
from motcua.worktime.words import Words

_DAY_KEYS = frozenset({"date", "reason", "reason_en", "source", "estimated"})
_MAKE_UP_KEYS = _DAY_KEYS | {"windows", "replaces"}
_KEYS = frozenset({"id", "name", "name_en", "base", "rank", "zone", "first_year", "last_year", "hours_per_day"}) | {
    "undecided", "sources", "weekly", "days_off", "make_up",
}  # fmt: skip


def read_document(path: Path) -> Document:
    """Return what a calendar file says, not yet checked; `.json` is JSON, anything else YAML.

    Raises:
        NotFoundError: There is no such file.
        CalendarError: It is not JSON or YAML, or not one table of fields.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise NotFoundError(f"There is no calendar file {path}", vi=f"Không có tệp lịch {path}") from problem
    except UnicodeDecodeError as problem:
        raise CalendarError(f"{path} is no text in UTF-8", vi=f"{path} không phải tệp văn bản UTF-8") from problem
    return _parsed(text, path)


def layer_from(document: Document) -> CalendarLayer:
    """Return the layer a document describes.

    Raises:
        CalendarError: A field is unknown, missing or unreadable; the error names it.
    """
    known(document, _KEYS, "")
    hours, weekly = document.get("hours_per_day"), document.get("weekly")
    return CalendarLayer(
        id=str(needed(document, "id", "")),
        rank=_rank(document),
        zone=document.get("zone"),
        weekly=None if weekly is None else week_of(weekly),
        first_year=document.get("first_year"),
        last_year=document.get("last_year"),
        days_off=dict(days_off_in(document)),
        make_up=dict(make_up_in(document)),
        undecided=frozenset(document.get("undecided", ())),
        hours_per_day=None if hours is None else _decimal(hours),
    )


def _parsed(text: str, path: Path) -> Document:
    try:
        if path.suffix == ".json":
            document = json.loads(text)
        else:
            import yaml

            document = yaml.safe_load(text)
    except ValueError as problem:
        raise _unreadable(str(path), str(problem)) from problem
    except Exception as problem:
        if type(problem).__module__.partition(".")[0] != "yaml":
            raise
        raise _unreadable(str(path), " ".join(str(problem).split())) from problem
    if not isinstance(document, dict):
        raise _unreadable(str(path), "it is not one table of fields")
    return document


def _rank(document: Document) -> Rank:
    name = str(document.get("rank", "agency" if "base" in document else "nation")).upper()
    if name not in Rank.__members__:
        ranks = ", ".join(Rank.__members__).lower()
        raise wrong(
            "rank",
            Words(f"{name.lower()!r} không phải là cấp", f"{name.lower()!r} is no rank"),
            Words(f"Dùng {ranks}.", f"Use {ranks}."),
        )
    return Rank[name]


def days_off_in(document: Document) -> Iterator[tuple[date, DayOff]]:
    """Yield the days off a document names."""
    for where, entry in _entries(document, "days_off", _DAY_KEYS):
        yield (
            day_in(needed(entry, "date", where), f"{where}.date"),
            DayOff(
                reason=str(needed(entry, "reason", where)),
                source=str(needed(entry, "source", where)),
                estimated=bool(entry.get("estimated", False)),
                reason_en=str(entry.get("reason_en", "")),
            ),
        )


def make_up_in(document: Document) -> Iterator[tuple[date, MakeUp]]:
    """Yield the worked days a document names."""
    for where, entry in _entries(document, "make_up", _MAKE_UP_KEYS):
        windows, replaces = entry.get("windows"), entry.get("replaces")
        yield (
            day_in(needed(entry, "date", where), f"{where}.date"),
            MakeUp(
                windows=None if windows is None else day_of(windows),
                reason=str(needed(entry, "reason", where)),
                source=str(needed(entry, "source", where)),
                replaces=None if replaces is None else day_in(replaces, f"{where}.replaces"),
                estimated=bool(entry.get("estimated", False)),
                reason_en=str(entry.get("reason_en", "")),
            ),
        )


def _entries(document: Document, name: str, keys: frozenset[str]) -> Iterator[tuple[str, Document]]:
    seen: set[str] = set()
    for number, entry in enumerate(listed(document, name)):
        where = f"{name}[{number}]"
        if not isinstance(entry, dict):
            hint = Words("Ghi date, reason và source.", "Write date, reason and source.")
            raise wrong(where, Words("Mỗi mục phải là bảng các trường", "An entry is a table of fields"), hint)
        known(entry, keys, where)
        if str(entry.get("date")) in seen:
            hint = Words("Mỗi ngày chỉ giữ một mục.", "Keep one entry a day.")
            raise wrong(
                f"{where}.date",
                Words(f"{entry.get('date')} bị nêu hai lần", f"{entry.get('date')} is named twice"),
                hint,
            )
        seen.add(str(entry.get("date")))
        yield where, entry


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise wrong(
            "hours_per_day",
            Words(f"{shown(value)} không phải là số", f"{shown(value)} is not a number"),
            Words("Ghi 8.", "Write 8."),
        ) from None


def _unreadable(path: str, reason: str) -> CalendarError:
    return CalendarError(f"{path} cannot be read: {reason}", vi=f"Không đọc được tệp lịch {path}", field="calendar")
