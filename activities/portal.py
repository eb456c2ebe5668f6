"""The activities that keep the national portal told: one that goes on for some minutes, and one that compares."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from temporalio import activity

from activities.heartbeats import beating
from activities.portal_comparing import PortalComparer
from activities.portal_courier import PortalCourier
from motcua.errors import UnavailableError

ROUND = timedelta(minutes=5)
"""How long one activity goes on, so that histories stay short and new workers get their turn."""
LOOK_EVERY = 0.5
"""Seconds between two looks into the queue."""
WHILE_AWAY = 5.0
BEAT_EVERY = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PortalActivities:
    """Tells the portal, and compares with it, through one account."""

    courier: PortalCourier
    comparer: PortalComparer

    @activity.defn(name="portal.dispatch")
    async def dispatch(self) -> None:
        """Take up events and send what is due. Repeated after a crash it sends again what was not marked as sent."""
        async with beating(BEAT_EVERY):
            await self._dispatch()
            await self.courier.settle()

    @activity.defn(name="portal.compare")
    async def compare(self) -> int:
        """Compare every dossier once and return how many differed; repeated after a crash it goes on where it was."""
        async with beating(BEAT_EVERY):
            return (await self.comparer.compare()).drifted

    async def _dispatch(self) -> None:
        until = asyncio.get_running_loop().time() + ROUND.total_seconds()
        while asyncio.get_running_loop().time() < until and not activity.is_worker_shutdown():
            try:
                begun = await self._taken_up() + await self.courier.look()
                await self.courier.watch()
            except UnavailableError as away:
                log.warning("register_away", error=away.kind)
                await asyncio.sleep(WHILE_AWAY)
                continue
            await asyncio.sleep(LOOK_EVERY / 10 if begun else LOOK_EVERY)

    async def _taken_up(self) -> int:
        """Take up new events; one that cannot be told holds up no message that waits, and the lag calls somebody."""
        try:
            return await self.courier.take_up()
        except UnavailableError:
            raise
        except Exception as defect:
            log.error("portal_event_defect", error=type(defect).__name__, exc_info=defect)
            return 0

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.dispatch, self.compare]
