"""When a process looks through its memory for what nobody needs any more: in quiet moments, never while acts wait.

By itself Python looks through everything whenever a quarter of it is new. With a worker's 20,000 warm dossiers that
takes some seconds, with the API's catalogue a fifth of a second; nothing else is done meanwhile, and it comes when
there is most to do. So what is there is set aside every few seconds, which costs nothing, and all of it is looked
through some hours later, once little is done. What nobody refers to is freed at once as ever; only rings of objects
that refer to each other wait.
"""

import asyncio
import gc
import time
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog

from motcua.register.beside import beside

EVERY = 10.0
"""Seconds from setting aside to setting aside."""
QUIET = 0.05
"""Below this part of one processor little is done."""
SELDOM, LATEST = 6 * 3600.0, 24 * 3600.0
"""Seconds after which it is looked through in the next quiet moment, and at the latest."""

log = structlog.get_logger(__name__)


@dataclass
class Quiet:
    """Tells when it is time to look through everything."""

    swept_at: float
    """Seconds on a clock that only goes forward."""
    spent: float
    """Processor seconds this process had taken at the last look."""

    def came(self, now: float, spent: float) -> bool:
        """Return whether it is time, `EVERY` seconds after the last look."""
        little, self.spent = spent - self.spent < QUIET * EVERY, spent
        since = now - self.swept_at
        return since >= LATEST or (little and since >= SELDOM)


def sweeping() -> AbstractAsyncContextManager[None]:
    """Have a process look through its memory in quiet moments alone, until the block is left.

    What is loaded by now is set aside at once.
    """
    gc.collect()
    gc.freeze()
    return beside(_sweep())


async def _sweep() -> None:
    quiet = Quiet(time.monotonic(), time.process_time())
    while True:
        await asyncio.sleep(EVERY)
        if quiet.came(time.monotonic(), time.process_time()):
            look_through()
            quiet.swept_at = time.monotonic()
        gc.freeze()


def look_through() -> int:
    """Look through everything, set aside or not; return how many objects were freed."""
    began = time.perf_counter()
    gc.unfreeze()
    freed = gc.collect()
    log.info("memory_looked_through", freed=freed, seconds=round(time.perf_counter() - began, 3))
    return freed
