"""A worker that is killed between sending an event and noting it: another one goes on, and the effect is one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.dossiers.parts import Actor
from motcua.supervision.counter import Opening
from tests.faults.conftest import Plant
from tests.faults.test_killed import insist
from tests.webhooks.receiver import SECRET, Receiver

TAKEN_OVER_WITHIN = 60.0
"""Seconds: the heartbeat's patience, and the start of a process on a busy machine."""


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Run a subscriber's program, and have the workers of this test tell it what happens."""
    receiver = Receiver().start()
    file = tmp_path / "subscribers.yaml"
    said = f"{{name: one, url: '{receiver.url}', private: true, secret_env: HOOK_SECRET, start: beginning}}"
    file.write_text(f"subscribers: [{said}]", encoding="utf-8")
    monkeypatch.setenv("MOTCUA_SUBSCRIBERS", str(file))
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    yield receiver
    receiver.stop()


async def test_an_event_under_way_when_the_worker_dies_arrives_again_and_has_one_effect(
    receiver: Receiver, plant: Plant
) -> None:
    counter = await plant.counter()
    receiver.seconds = 2.0  # long enough to die in between
    opening = Opening(key="o-1", by=Actor(agency="applicant"), procedure="2.000908", territory="01")
    code = (await insist(lambda: counter.open(opening), "opening")).code
    seq = counter.register.summary(code).seq
    await until(lambda: receiver.most_at_once == 1)
    plant.kill_worker()
    await until(lambda: receiver.ids(code) == [f"{code}/1"])
    receiver.seconds = 0.0
    plant.start_worker()
    await until(lambda: len(receiver.ids(code)) >= seq)
    assert receiver.ids(code)[:seq] == [f"{code}/{number}" for number in range(1, seq + 1)]
    assert receiver.arrived[f"{code}/1"] == 2
    assert receiver.forged == 0
    counter.register.close()


async def until(holds) -> None:
    """Wait until something that must come by itself is there."""
    end = asyncio.get_running_loop().time() + TAKEN_OVER_WITHIN
    while not holds():
        assert asyncio.get_running_loop().time() < end, "it did not happen"
        await asyncio.sleep(0.05)
