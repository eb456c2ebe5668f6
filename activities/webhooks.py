"""Serving subscribers: one activity that goes on for some minutes, and is taken over within seconds where it died."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from temporalio import activity

from activities.heartbeats import beating
from activities.subscription import Subscription
from motcua.errors import UnavailableError

ROUND = timedelta(minutes=5)
"""How long one activity goes on, so that histories stay short and new workers get their turn."""
LOOK_EVERY = 0.5
"""Seconds between two looks into the stream."""
WHILE_AWAY = 5.0
BEAT_EVERY = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WebhookActivities:
    """Serves subscribers, each apart from the others."""

    subscriptions: Sequence[Subscription]

    @activity.defn(name="webhooks.follow")
    async def follow(self) -> None:
        """Post what happens, as it happens. Repeated after a crash it posts again what was not noted as delivered."""
        until = asyncio.get_running_loop().time() + ROUND.total_seconds()
        async with beating(BEAT_EVERY), asyncio.TaskGroup() as together:
            for subscription in self.subscriptions:
                together.create_task(_serve(subscription, until))

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.follow]


async def _serve(subscription: Subscription, until: float) -> None:
    """Serve one subscriber; what goes wrong with it is its own affair."""
    while asyncio.get_running_loop().time() < until and not activity.is_worker_shutdown():
        try:
            busy = await subscription.look()
        except UnavailableError as away:
            log.warning("register_away", error=away.kind)
            await asyncio.sleep(WHILE_AWAY)
        except Exception as defect:
            log.error("subscription_defect", subscriber=subscription.subscriber.name, error=type(defect).__name__)
            await asyncio.sleep(WHILE_AWAY)
        else:
            await subscription.pause(0 if busy else LOOK_EVERY)
    await subscription.settle()
