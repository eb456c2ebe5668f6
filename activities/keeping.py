"""The keeper's rounds: one activity that goes on for some minutes, and is taken over within seconds where it died."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from temporalio import activity

from activities.heartbeats import beating
from activities.keeper import Keeper
from motcua.errors import UnavailableError

ROUND = timedelta(minutes=5)
"""How long one activity goes on, so that histories stay short and new workers get their turn."""
BEAT_EVERY = 1.0
WHILE_AWAY = 5.0
"""Seconds before a register that is away is tried again."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class KeepingActivities:
    """Keeps the department systems this worker has adapters for."""

    keepers: Mapping[str, Keeper]

    @activity.defn(name="departments.keep")
    async def keep(self, system: str) -> None:
        """Look after a system for a while. Repeated after a crash it finds in the ledger what was left to do."""
        async with beating(BEAT_EVERY):
            await self._keep(self.keepers[system])

    async def _keep(self, keeper: Keeper) -> None:
        until = asyncio.get_running_loop().time() + ROUND.total_seconds()
        while asyncio.get_running_loop().time() < until and not activity.is_worker_shutdown():
            try:
                rest = await keeper.look()
            except UnavailableError as away:
                log.warning("register_away", error=away.kind)
                rest = WHILE_AWAY
            await asyncio.sleep(rest)

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.keep]
