"""Emptying the outbox: one activity that goes on for some minutes, and is taken over within seconds where it died."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from temporalio import activity

from activities.heartbeats import beating
from activities.post import PostOffice
from motcua.errors import UnavailableError

ROUND = timedelta(minutes=5)
"""How long one activity goes on, so that histories stay short and new workers get their turn."""
LOOK_EVERY = 0.5
"""Seconds between two looks into the outbox."""
WHILE_AWAY = 5.0
BEAT_EVERY = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class NoticeActivities:
    """Sends notices through one post office."""

    office: PostOffice

    @activity.defn(name="notices.dispatch")
    async def dispatch(self) -> None:
        """Send what is due, as it becomes due. Repeated after a crash it sends again what was not marked as sent."""
        async with beating(BEAT_EVERY):
            await self._dispatch()
            await self.office.settle()

    async def _dispatch(self) -> None:
        until = asyncio.get_running_loop().time() + ROUND.total_seconds()
        while asyncio.get_running_loop().time() < until and not activity.is_worker_shutdown():
            try:
                begun = await self.office.look()
            except UnavailableError as away:
                log.warning("register_away", error=away.kind)
                await asyncio.sleep(WHILE_AWAY)
                continue
            await asyncio.sleep(LOOK_EVERY / 10 if begun else LOOK_EVERY)

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.dispatch]
