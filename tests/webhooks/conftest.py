"""A register that events come from, a receiver that takes them, and subscriptions between the two."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.subscription import Subscription
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from motcua.supervision.workers.webhooks import subscriptions_of
from motcua.webhooks.patience import Pauses
from motcua.webhooks.subscriber import Subscribers
from tests.empty_register import empty_register
from tests.webhooks.receiver import ANOTHER, SECRET, Receiver

BASE = "https://motcua.example.vn"
ENVIRONMENT = {"HOOK_SECRET": SECRET, "ANOTHER_SECRET": ANOTHER}
QUICK = Pauses(
    first=timedelta(milliseconds=40),
    longest=timedelta(milliseconds=100),
    rest_first=timedelta(milliseconds=40),
    rest_longest=timedelta(milliseconds=100),
)
PATIENCE = 15.0
"""Seconds a test waits for what must come by itself."""

Subscribe = Callable[..., Subscription]


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Return an empty register."""
    register = Register.open(empty_register(tmp_path))
    yield register
    register.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a subscriber's program."""
    receiver = Receiver().start()
    yield receiver
    receiver.stop()


def described(receiver: Receiver, name: str = "land-register", **more: Any) -> dict[str, Any]:
    """Return the description of a subscriber at a receiver."""
    said = {"name": name, "url": receiver.url, "secret_env": "HOOK_SECRET", "private": True, "start": "beginning"}
    return said | more


@pytest.fixture
def subscribe(register: Register, ground: Ground) -> Subscribe:
    """Return what serves a subscriber."""

    def subscription(receiver: Receiver, name: str = "land-register", **more: Any) -> Subscription:
        subscribers = Subscribers.model_validate({"subscribers": [described(receiver, name, **more)]})
        return subscriptions_of(subscribers, register, ground, BASE, ENVIRONMENT, QUICK)[0]

    return subscription


async def serve(*subscriptions: Subscription, until: Callable[[], bool]) -> None:
    """Serve subscribers until something holds."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while not until():
        assert asyncio.get_running_loop().time() < end, "it did not happen"
        busy = [await subscription.look() for subscription in subscriptions]
        await subscriptions[0].pause(0.0 if any(busy) else 0.02)
    for subscription in subscriptions:
        await subscription.settle()
