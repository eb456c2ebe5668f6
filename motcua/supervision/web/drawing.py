"""Figures as places and sizes of shapes: bars, columns and lines, drawn by the server."""

from collections.abc import Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """A piece of a bar."""

    kind: str
    """Class of its fill."""
    at: float
    size: float


class Point(NamedTuple):
    """A point of a line."""

    x: float
    y: float


Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def bar(parts: Sequence[tuple[str, int]], whole: int, width: float) -> list[Bar]:
    """Return the pieces of a lying bar, one after another; a piece that is there is never invisible."""
    pieces, at = [], 0.0
    for kind, number in parts:
        if number:
            size = max(1.0, width * number / max(1, whole))
            pieces.append(Bar(kind, round(at, 1), round(size, 1)))
            at += size
    return pieces


def height(number: int, most: int, room: float) -> float:
    """Return the height of a column."""
    return round(room * number / max(1, most), 1)


def shade(number: int, weight: int) -> int:
    """Return a step of heat, 0 to 5, by how much there is and how late it is."""
    heat = number * weight
    return sum(heat >= step for step in (1, 4, 12, 40, 120))


def line(
    values: Sequence[float | None], low: float, high: float, box: tuple[float, float, float, float]
) -> list[Point]:
    """Return the points of a line of shares in a box; where there is no value, no point."""
    left, top, width, tall = box
    span, gaps = max(high - low, 1e-9), max(1, len(values) - 1)
    return [
        Point(round(left + width * n / gaps, 1), round(top + tall * (high - value) / span, 1))
        for n, value in enumerate(values)
        if value is not None
    ]
