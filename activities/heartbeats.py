"""Heartbeats beside long work, so that a worker that died is noticed within seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity


@asynccontextmanager
async def beating(every: float) -> AsyncIterator[None]:
    """Heartbeat each so many seconds until the block is left."""
    heart = asyncio.create_task(_beat(every))
    try:
        yield
    finally:
        heart.cancel()


async def _beat(every: float) -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(every)
