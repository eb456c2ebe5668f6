"""An outage outlives every worker: two share one breaker, one is killed, and what waits goes on all the same."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial

import httpx2
import pytest

from activities.messages import Receipt
from motcua.dossiers.commands import Act, Complete
from motcua.dossiers.parts import Actor
from motcua.errors import UnavailableError
from motcua.supervision.counter import Opening
from tests.faults.conftest import Plant
from tests.faults.test_asking import POLICE, RESIDENCE, WARD
from tests.faults.test_asking import police as police

PATIENCE = 120.0


@pytest.fixture
def second_worker(plant: Plant, police: str):
    """Run another worker beside the plant's own; both try a system that is away after a second."""
    environment = os.environ | {"MOTCUA_HOME": str(plant.home), "TEMPORAL_ADDRESS": plant.server.address}
    with (plant.home / "second.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "worker"], env=environment, stdout=log, stderr=log)
    yield process
    process.kill()
    process.wait()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PROBE_AFTER", "1")


async def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not await asyncio.to_thread(holds):
        assert time.monotonic() < end, f"did not happen: {what}"
        await asyncio.sleep(0.2)


async def patiently(ask: Callable[[], Awaitable[Receipt]]) -> Receipt:
    """Do it, sent again as often as nobody answers: it is done once."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return await ask()
        except UnavailableError:
            assert time.monotonic() < end, "no worker answered"


async def test_two_workers_make_one_outage_and_the_death_of_one_changes_nothing(plant, police, second_worker):
    async with httpx2.AsyncClient(base_url=police) as system:
        await system.put("/police/behaviour", json={"kind": "error", "status": 500})
        counter = await plant.counter()
        register, codes = counter.register, []
        for number in range(6):
            opening = Opening(key=f"o-{number}", by=Actor(agency=POLICE), procedure=RESIDENCE, territory=WARD)
            codes.append((await patiently(partial(counter.open, opening))).code)
            done = Act(key="s1", by=Actor(agency=POLICE), do=Complete(step="s1"))
            await patiently(partial(counter.act, codes[-1], done))
        await until(lambda: register.waiting_on().get("police") == 6, "all wait")
        await until(lambda: register.open_outages()["police"].probes > 0, "it is tried")
        plant.kill_worker()
        probes = register.open_outages()["police"].probes
        await until(lambda: register.open_outages()["police"].probes > probes, "the other worker goes on trying")
        (outage,) = register.outages()
        asked = (await system.get("/police/ledger")).json()["requests"].values()
        # One call more than the outage counts may just be under way.
        assert sum(page["asked"] for page in asked) <= outage.failures + 1
        assert outage.failures <= 6 + outage.probes + 1

        await system.put("/police/behaviour", json={"kind": "at_once"})
        await until(lambda: all("s2" in register.dossier(code).done for code in codes), "all go on")
        assert register.open_outages() == {}
        ledger = (await system.get("/police/ledger")).json()["requests"]
    assert {page["effects"] for page in ledger.values()} == {1}
    counter.register.close()
