"""What becomes of a body when one of its fields says something else."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tests.supervision.conftest import Json

REMOVED = object()
LONG = "x" * 5000
INSTEAD: tuple[object, ...] = (
    *(None, -1, 0, True, 10**30, "", LONG, ["a"], {"a": 1}, REMOVED),
    "2026-11-23T09:00:00+07:00",
    "15:00:00+07:00",
    "0001-01-01T00:00:00+14:00",  # no such day in UTC
)
"""What every field is replaced by, one after the other."""
Place = tuple[str | int, ...]


def changed(body: Json, fields: tuple[str, ...] = ()) -> Iterator[tuple[str, Json]]:
    """Yield the body with one field changed, at any depth, and what was done to which field.

    Args:
        body: What fits.
        fields: Only these are changed, and what is in them; none named: all.
    """
    for place in _places(body):
        if fields and place[0] not in fields:
            continue
        for instead in INSTEAD:
            yield f"{'.'.join(map(str, place))} = {_named(instead)}", _with(body, place, instead)


def _places(value: object) -> Iterator[Place]:
    """Yield where everything in a value stands; of a list only what stands first."""
    inner: Any = value.items() if isinstance(value, Mapping) else ()
    for name, part in enumerate(value[:1]) if isinstance(value, list | tuple) else inner:
        yield (name,)
        yield from ((name, *place) for place in _places(part))


def _with(body: Json, place: Place, instead: object) -> Json:
    other: Json = copy.deepcopy(body)
    *above, last = place
    inside: Any = other
    for part in above:
        inside[part] = list(inside[part]) if isinstance(inside[part], tuple) else inside[part]
        inside = inside[part]
    if instead is REMOVED:
        del inside[last]
    else:
        inside[last] = instead
    return other


def _named(instead: object) -> str:
    return "nothing" if instead is REMOVED else repr(instead)[:40]
