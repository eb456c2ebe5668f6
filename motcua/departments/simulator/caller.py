"""Calling back: each answer that comes later is sent, signed, until the caller confirms it."""

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import httpx2
import structlog

from motcua.departments.simulator.ledger import Ledger
from motcua.departments.simulator.speech import SPEECHES
from motcua.exchange.signing import SigningKey

CALLBACK_DELIVERED: Final = "callback_delivered"
CALLBACK_FAILED: Final = "callback_failed"

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
"""Seconds between two tries of one callback; doubled from the first to the longest."""

log = structlog.get_logger(__name__)


class Caller:
    """Sends the answers that are due, one task for each key."""

    def __init__(self, ledger: Ledger, signing_key: SigningKey | None) -> None:
        self._ledger = ledger
        self._signing_key = signing_key
        self._client = httpx2.AsyncClient(timeout=10, follow_redirects=False, trust_env=False)
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def resume(self) -> None:
        """Take up every callback that an earlier process did not deliver."""
        for system, key in self._ledger.due_callbacks():
            self.schedule(system, key)

    def schedule(self, system: str, key: str) -> None:
        """See to it that the answer for a key is delivered; asking for it twice changes nothing."""
        if (system, key) not in self._tasks:
            self._tasks[system, key] = asyncio.create_task(self._deliver(system, key))

    async def deliver_now(self, system: str, key: str) -> None:
        """Deliver the answer for a key before anything else is done."""
        self.schedule(system, key)
        await self._tasks[system, key]

    async def close(self) -> None:
        """Stop calling; what is not delivered stays in the ledger."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._client.aclose()

    async def _deliver(self, system: str, key: str) -> None:
        await asyncio.sleep(max(self._ledger.work(system, key).ready_at - time.time(), 0))
        for pause in _pauses():
            self._ledger.count(system, key, "callbacks_tried")
            if await self._confirmed(system, key):
                self._ledger.count(system, key, "callbacks_delivered")
                log.info(CALLBACK_DELIVERED, system=system, once_key=key)
                return
            log.warning(CALLBACK_FAILED, system=system, once_key=key, next_try_seconds=pause)
            await asyncio.sleep(pause)

    async def _confirmed(self, system: str, key: str) -> bool:
        """Return whether the caller has heard; what is to be said is read anew each time, since it may have changed."""
        work, stand = self._ledger.work(system, key), self._ledger.standing.of(system, key)
        if stand is not None and stand.withdrawn:
            return True
        if work.callback_url is None:
            return False
        answer = work.answer if stand is None or stand.second is None else stand.second
        speech = SPEECHES["contract" if stand is None else stand.speech]
        return await self._said(work.callback_url, answer.key, json.dumps(speech.answer(answer)).encode())

    async def _said(self, url: str, key: str, body: bytes) -> bool:
        headers = {"Content-Type": "application/json"}
        if self._signing_key is not None:
            headers |= self._signing_key.headers(key, body, datetime.now(UTC))
        try:
            response = await self._client.post(url, content=body, headers=headers)
        except httpx2.HTTPError:
            return False
        return response.is_success


def _pauses() -> Iterator[float]:
    return (min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE) for tries in itertools.chain(range(10), itertools.repeat(10)))
