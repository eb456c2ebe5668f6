"""The calendars shipped with motcua, and calendars from files."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from motcua.errors import NotFoundError
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.document_fields import Document
from motcua.worktime.documents import layer_from, read_document
from motcua.worktime.layers import CalendarLayer, Rank, combine, layer_of

SHIPPED = ("vn", "vn-24h")
"""`vn`: the Vietnamese public sector, 2010–2027, 07:30–11:30 and 13:00–17:00. `vn-24h`: duty desks, always open."""


@cache
def calendar(key: str = "vn") -> WorkCalendar:
    """Return a shipped calendar; the same object every time.

    `vn` holds every day off with the law or decision behind it, and the Saturdays worked in exchange. What is only
    expected (Tết and National Day of 2027) is marked and warned of. Its version is a digest of its data.

    Raises:
        NotFoundError: No calendar of this name is shipped.
    """
    return combine([shipped_layer(key)], id=key)


def shipped_layer(key: str) -> CalendarLayer:
    """Return a shipped calendar as a layer, to lay a province's or an agency's over it."""
    if key not in SHIPPED:
        raise NotFoundError(
            f"There is no calendar {key!r}",
            vi=f"Không có lịch {key!r}",
            field="calendar",
            hint=f"Shipped are {', '.join(SHIPPED)}; or name a file.",
            hint_vi=f"Lịch có sẵn: {', '.join(SHIPPED)}; hoặc chỉ định một tệp.",
        )
    text = files("motcua.worktime").joinpath("data", f"{key}.json").read_text(encoding="utf-8")
    return layer_from(cast(Document, json.loads(text)))


def load_layer(path: Path | str) -> CalendarLayer:
    """Return the layer a JSON or YAML file describes.

    Raises:
        NotFoundError: There is no such file.
        CalendarError: The file cannot be read; the error names the field.
    """
    return layer_from(read_document(Path(path)))


def load_calendar(path: Path | str) -> WorkCalendar:
    """Return the calendar a JSON or YAML file describes, laid over the shipped one it names as `base`, if any.

    Raises:
        NotFoundError: There is no such file, or no such base.
        CalendarError: The file cannot be read, or leaves no working day.
    """
    document = read_document(Path(path))
    layer = layer_from(document)
    base = [shipped_layer(str(document["base"]))] if "base" in document else []
    return combine([*base, layer], id=layer.id)


def calendar_named(name: str) -> WorkCalendar:
    """Return a shipped calendar by its name, or the one in the file of that path."""
    return calendar(name) if name in SHIPPED or not Path(name).suffix else load_calendar(name)


__all__ = ["SHIPPED", "Rank", "calendar", "calendar_named", "layer_of", "load_calendar", "load_layer", "shipped_layer"]
