"""Figures that are asked for by many and may be some seconds old, or minutes where they are slow to count.

In a large register some take seconds to count. Once they have been, nobody waits for them again as long as somebody
looks: what is kept is given at once, and counted anew beside it. With the figures comes their moment, for pages to say.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from queue import SimpleQueue
from typing import Generic, NamedTuple, TypeVar

import structlog

T = TypeVar("T")
MOST_KEPT = 2_000
"""Answers kept at once; the one counted longest ago goes first."""
SLOW = 0.25
"""Seconds; what took longer to count is counted anew beside whoever asks, not before they are answered."""
LONGEST = 600.0
"""Seconds after which nobody is given what was counted then."""

log = structlog.get_logger(__name__)


class Dated(NamedTuple, Generic[T]):
    """Figures, and the moment they tell of."""

    at: datetime
    value: T


class _Answer(NamedTuple, Generic[T]):
    began: float
    spent: float
    """Seconds it took."""
    dated: Dated[T]


@dataclass
class _UnderWay(Generic[T]):
    """A count that somebody has asked for."""

    count: Callable[[datetime], T]
    begun: bool = False
    answer: "Future[Dated[T]]" = field(default_factory=Future)


class Kept(Generic[T]):
    """What was counted, by whatever it depends on."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[Hashable, _Answer[T]] = OrderedDict()
        self._under_way: dict[Hashable, _UnderWay[T]] = {}
        self._turn = threading.Lock()

    def of(self, key: Hashable, count: Callable[[datetime], T]) -> Dated[T]:
        """Return what is kept under a key, counted anew where it is too old; those who ask together wait for one count.

        What was slow to count is given as it is, and counted anew in the background.

        Args:
            key: All it depends on but the moment.
            count: Counts it, as of the moment it is given.

        Raises:
            MotcuaError: Whatever counting it refuses with; in the background, only the log is told.
        """
        now = self._clock()
        with self._turn:
            kept = self._kept.get(key)
            if kept is not None and now - kept.began < self._seconds:
                return kept.dated
            asked = key in self._under_way
            under_way = self._under_way.setdefault(key, _UnderWay(count))
        if kept is None or kept.spent < SLOW or now - kept.began >= LONGEST:
            self._count(key, under_way)
            return under_way.answer.result()
        if not asked:
            _beside().put(partial(self._count, key, under_way))
        return kept.dated

    def _count(self, key: Hashable, under_way: _UnderWay[T]) -> None:
        """Count, unless somebody else has begun to."""
        with self._turn:
            if under_way.begun:
                return
            under_way.begun = True
        began, at = self._clock(), datetime.now(UTC)
        try:
            dated = Dated(at, under_way.count(at))
        except BaseException as error:
            with self._turn:
                del self._under_way[key]
            under_way.answer.set_exception(error)
            log.warning("figures_not_counted", error=type(error).__name__)
            return
        with self._turn:
            del self._under_way[key]
            self._kept[key] = _Answer(began, self._clock() - began, dated)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        under_way.answer.set_result(dated)


@cache
def _beside() -> "SimpleQueue[Callable[[], None]]":
    """Return the queue of what is counted beside, one after the other; nothing waits for it when the process ends."""
    queue: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def work() -> None:
        while True:
            queue.get()()

    threading.Thread(target=work, name="counting", daemon=True).start()
    return queue
