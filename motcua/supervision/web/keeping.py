"""Figures that are asked for by many and may be some seconds old: counted once meanwhile.

In a large register some take seconds to count. Once they have been, nobody waits for them again as long as somebody
looks: what is kept is given at once, and counted anew beside it. Pages say of what moment their figures are.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, NamedTuple, TypeVar

import structlog

T = TypeVar("T")
MOST_KEPT = 2_000
"""Answers kept at once; the one not asked for longest goes first."""
SLOW = 0.25
"""Seconds; what took longer to count is counted anew beside whoever asks, not before they are answered."""
LONGEST = 600.0
"""Seconds after which nobody is given what was counted then."""

log = structlog.get_logger(__name__)
_BESIDE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="counting")


class _Answer(NamedTuple, Generic[T]):
    at: float
    spent: float
    """Seconds it took."""
    value: T


class Kept(Generic[T]):
    """What was counted, by whatever it depends on."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[Hashable, _Answer[T]] = OrderedDict()
        self._under_way: dict[Hashable, Future[T]] = {}
        self._turn = threading.Lock()

    def of(self, key: Hashable, count: Callable[[], T]) -> T:
        """Return what is kept under a key, counted anew where it is too old; those who ask together wait for one count.

        Raises:
            MotcuaError: Whatever counting it refuses with; nothing is kept then.
        """
        now = self._clock()
        with self._turn:
            kept = self._kept.get(key)
            if kept is not None and now - kept.at < self._seconds:
                return kept.value
            mine = key not in self._under_way
            answer = self._under_way.setdefault(key, Future())
        beside = kept is not None and kept.spent >= SLOW and now - kept.at < LONGEST
        if mine and beside:
            _BESIDE.submit(self._count, key, count, answer)
        elif mine:
            self._count(key, count, answer)
        return kept.value if kept is not None and beside else answer.result()

    def _count(self, key: Hashable, count: Callable[[], T], answer: "Future[T]") -> None:
        began = self._clock()
        try:
            counted = count()
        except BaseException as error:
            log.warning("figures_not_counted", error=type(error).__name__)
            with self._turn:
                del self._under_way[key]
            answer.set_exception(error)
            return
        with self._turn:
            del self._under_way[key]
            self._kept[key] = _Answer(began, self._clock() - began, counted)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        answer.set_result(counted)
