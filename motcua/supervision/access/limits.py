"""How many requests a minute: buckets that fill evenly, in this process's memory."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from motcua.errors import TooManyRequestsError

MOST_KNOWN = 50_000
"""Askers remembered at once; the one not heard of for longest is forgotten first, and begins anew."""


class Limit:
    """So many requests per minute and asker, a minute's worth at once at most."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._turn = threading.Lock()

    def take(self, asker: str) -> None:
        """Count a request.

        Raises:
            TooManyRequestsError: There have been too many; it says when to come again.
        """
        with self._turn:
            now = self._clock()
            left, since = self._buckets.pop(asker, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - since) * self.per_minute / 60)
            self._buckets[asker] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > MOST_KNOWN:
                self._buckets.popitem(last=False)
        if left < 1:
            raise _too_many(math.ceil((1 - left) * 60 / self.per_minute))


def _too_many(seconds: int) -> TooManyRequestsError:
    return TooManyRequestsError(
        "Too many requests in a short time.",
        vi="Quá nhiều yêu cầu trong thời gian ngắn.",
        seconds=max(1, seconds),
        hint=f"Come again in {max(1, seconds)} s.",
        hint_vi=f"Thử lại sau {max(1, seconds)} giây.",
    )
