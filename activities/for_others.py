"""Where we are the agency that asks: what others want to know of our systems."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from temporalio import activity

from activities.federation import Standing, Watching
from activities.heartbeats import beating
from motcua.register.register import Register

LOOK_EVERY = 1.0


@dataclass(frozen=True)
class ForOthersActivities:
    """Tells other installations how our department systems stand."""

    register: Register

    @activity.defn(name="departments.watch")
    async def watch(self, watching: Watching) -> Standing:
        """Return as soon as a system does not stand as the asker knows it, or when the time is over."""
        async with beating(LOOK_EVERY):
            until = asyncio.get_running_loop().time() + watching.within.total_seconds()
            while True:
                standing = await asyncio.to_thread(self._standing, watching.system)
                over = asyncio.get_running_loop().time() >= until or activity.is_worker_shutdown()
                if over or standing.differs(watching.known):
                    return standing
                await asyncio.sleep(LOOK_EVERY)

    def _standing(self, system: str) -> Standing:
        """Return how a system stands: an outage counts once it is declared, not at the first call that failed."""
        outage = self.register.open_outages().get(system)
        if outage is None or outage.declared_at is None:
            return Standing(system=system)
        return Standing(system=system, away_since=outage.began_at, error=outage.last_error)

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.watch]
