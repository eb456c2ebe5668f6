"""Figures as every program says them: one to a line, and all of them as JSON in the last one."""

import json
from collections.abc import Mapping, Sequence


def below(ordered: Sequence[float], part: float) -> float:
    """Return the value below which that part of them lies; 0 where there are none."""
    return ordered[int(len(ordered) * part)] if ordered else 0.0


def show(figures: Mapping[str, float]) -> None:
    """Print them for people, then for machines."""
    for name, value in figures.items():
        print(f"{name:28s} {value:12.3f}")
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
