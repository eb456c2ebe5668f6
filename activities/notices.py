"""Emptying the outbox and telling operators: one activity of some minutes, taken over within seconds where it died."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from temporalio import activity

from activities.alarms import AlarmTeller
from activities.anchor_alarms import AnchorWatch
from activities.heartbeats import beating
from activities.post import PostOffice
from motcua.errors import UnavailableError

ROUND = timedelta(minutes=5)
"""How long one activity goes on, so that histories stay short and new workers get their turn."""
LOOK_EVERY = 0.5
"""Seconds between two looks into the outbox."""
ALARMS_EVERY = 2.0
"""Seconds between two looks for alarms."""
WHILE_AWAY = 5.0
BEAT_EVERY = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class NoticeActivities:
    """Sends notices through one post office, and tells operators of alarms beside it."""

    office: PostOffice
    teller: AlarmTeller
    watch: AnchorWatch | None = None
    """What notices by itself that something did not happen."""

    @activity.defn(name="notices.dispatch")
    async def dispatch(self) -> None:
        """Send what is due, as it becomes due. Repeated after a crash it sends again what was not marked as sent."""
        async with beating(BEAT_EVERY):
            await asyncio.gather(
                _again_and_again(self.office.look, LOOK_EVERY), _again_and_again(self._tell_operators, ALARMS_EVERY)
            )
            await self.office.settle()

    async def _tell_operators(self) -> int:
        """Tell of alarms; a defect in that is logged, and holds up no notice."""
        try:
            if self.watch is not None:
                await self.watch.look()
            return await self.teller.tell()
        except UnavailableError:
            raise
        except Exception as defect:
            log.error("alarms_defect", error=type(defect).__name__)
            return 0

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.dispatch]


async def _again_and_again(look: Callable[[], Awaitable[int]], rest: float) -> None:
    """Look for work until the round is over or the worker is told to stop; where there was some, soon again."""
    clock = asyncio.get_running_loop().time
    until = clock() + ROUND.total_seconds()
    while clock() < until and not activity.is_worker_shutdown():
        try:
            pause = rest / 10 if await look() else rest
        except UnavailableError as away:
            log.warning("register_away", error=away.kind)
            pause = WHILE_AWAY
        await asyncio.sleep(max(0.0, min(pause, until - clock())))
