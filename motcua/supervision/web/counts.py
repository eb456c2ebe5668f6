"""The numbers beside the entries of the side column: counted at most every few seconds, whoever asks."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.register.stuck import StuckFilter

FRESH_SECONDS = 15.0
MOST_KEPT = 2_000
"""Scopes whose counts are kept at once."""


class Counts:
    """What was counted, by register and scope."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[int, Scope], tuple[float, dict[str, int]]] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, register: Register, scope: Scope, now: datetime) -> dict[str, int]:
        """Return the counts by the entry's name."""
        key, at = (id(register), scope), self._clock()
        with self._turn:
            kept = self._kept.get(key)
        if kept is not None and at - kept[0] < FRESH_SECONDS:
            return kept[1]
        counted = {"stuck": register.stuck(StuckFilter(scope=scope), now=now, limit=1).total}
        with self._turn:
            self._kept[key] = (at, counted)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return counted
