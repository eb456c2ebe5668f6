"""Asking the workflow engine about the dossiers of a page: within a bounded time, each answer kept some seconds.

What was not answered in time is no error: the page says so, and the answer is there for the next look.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, NamedTuple

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from motcua.supervision.stuck.described import described, is_served, workflow_of
from motcua.supervision.stuck.technical import Life, Technical, in_words
from motcua.supervision.telling.views_of_stuck import StuckList

FRESH = 10.0
"""Seconds for which an answer is kept, and for which an engine that is away is left alone."""
WITHIN = 0.25
"""Seconds a page waits for what is not known yet."""
AT_ONCE = 16
"""Questions under way at once."""
MOST = 100
"""Dossiers of one page that are asked about: the first ones."""
MOST_KEPT = 5_000
SILENT = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED)


class Kept(NamedTuple):
    """What was asked, and when."""

    at: float
    task: asyncio.Task[Any]


class Engine:
    """The workflow engine as far as one process has asked; used from one event loop."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._away_until = 0.0

    async def joined(self, told: StuckList, within: float = WITHIN) -> StuckList:
        """Return a page with the technical side of its first dossiers, as far as it is known in time."""
        known = await self.read([row.code for row in told.dossiers[:MOST]], within)
        rows = (row.model_copy(update={"technical": known.get(row.code)}) for row in told.dossiers)
        return told.model_copy(update={"dossiers": tuple(rows)})

    async def read(self, codes: Sequence[str], within: float = WITHIN) -> dict[str, Technical]:
        """Return what the engine says of dossiers; those it does not say anything of in time are left out."""
        if not codes or self._clock() < self._away_until:
            return {}
        tasks = {code: self._once(code, partial(self._technical, code)) for code in codes}
        await asyncio.wait(tasks.values(), timeout=within)
        done = {code: task.result() for code, task in tasks.items() if task.done() and not task.cancelled()}
        return {code: said for code, said in done.items() if said is not None}

    def _once(self, key: str, ask: Callable[[], Coroutine[Any, Any, Any]]) -> asyncio.Task[Any]:
        """Return the answer under a key, asked anew where it is too old."""
        kept = self._kept.get(key)
        if kept is not None and (not kept.task.done() or self._clock() - kept.at < FRESH):
            return kept.task
        task = asyncio.create_task(ask())
        self._kept[key] = Kept(self._clock(), task)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return task

    async def _technical(self, code: str) -> Technical | None:
        async with self._turns:
            try:
                found = await workflow_of(self._client, code)
                if found is None:
                    return in_words(Technical(workflow=Life.MISSING))
                said, queues = await described(self._client, code, found)
                unserved = [queue.name for queue in queues if not await self._served(*queue)]
            except (RPCError, RuntimeError) as away:
                self._leave_alone(away)
                return None
        return in_words(said.model_copy(update={"unserved": tuple(dict.fromkeys(unserved))}))

    async def _served(self, name: str, kind: int) -> bool:
        served: bool = await self._once(f"queue {kind} {name}", partial(is_served, self._client, name, kind))
        return served

    def _leave_alone(self, away: Exception) -> None:
        """Ask nothing for a while of an engine that does not answer; one that refuses a single question is not away."""
        if not isinstance(away, RPCError) or away.status in SILENT:
            self._away_until = self._clock() + FRESH
