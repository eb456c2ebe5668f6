"""What a process does beside its work, for as long as that lasts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any


@contextlib.asynccontextmanager
async def beside(chore: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Go on with a chore until the block is left, then end it where it stands."""
    task = asyncio.create_task(chore)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
