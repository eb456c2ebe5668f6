"""Figures that are asked for by many and may be some seconds old: counted once meanwhile."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_KEPT = 2_000
"""Answers kept at once; the one not asked for longest goes first."""


class Kept(Generic[T]):
    """What was counted, by whatever it depends on."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, key: Hashable, count: Callable[[], T]) -> T:
        """Return what is kept under a key, counted anew where it is too old."""
        now = self._clock()
        with self._turn:
            kept = self._kept.get(key)
        if kept is not None and now - kept[0] < self._seconds:
            return kept[1]
        counted = count()
        with self._turn:
            self._kept[key] = (now, counted)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return counted
