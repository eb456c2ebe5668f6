"""A worker that dies while it asks a department costs seconds, not the dossier's hours."""

import asyncio
import json
import os
import subprocess
import sys
import time

import httpx2
import pytest

from motcua.dossiers.commands import Act, Complete
from motcua.dossiers.parts import Actor
from motcua.supervision.counter import Opening
from tests.faults.conftest import Plant

RESIDENCE, WARD, POLICE = "1.004222", "28777", "an-hoi.cong-an"
SECRET = "whsec_" + "bW90Y3VhLXRlc3RzLW9ubHktbm90LWEtc2VjcmV0LTEyMw=="


@pytest.fixture
def police(plant: Plant, monkeypatch):
    """Run the police's simulated system and tell the worker where it is."""
    command = [sys.executable, "-m", "motcua.departments.simulator", "--port", "0", "--secret-env", "POLICE_SECRET"]
    environment = os.environ | {"POLICE_SECRET": SECRET}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        address = json.loads(process.stdout.readline())["address"]
        profiles = plant.home / "departments.yaml"
        profiles.write_text(
            "departments:\n  - system: police\n    name: {vi: Công an, en: Police}\n"
            f"    base_url: {address}/police\n    private: true\n    secret_env: POLICE_SECRET\n"
        )
        monkeypatch.setenv("MOTCUA_DEPARTMENTS", str(profiles))
        monkeypatch.setenv("POLICE_SECRET", SECRET)
        plant.kill_worker()
        plant.start_worker()
        yield address
        process.terminate()


async def test_a_request_under_way_when_its_worker_dies_is_put_again_and_done_once(plant, police):
    async with httpx2.AsyncClient(base_url=police) as system:
        await system.put("/police/behaviour", json={"kind": "slow", "after": 6})
        counter = await plant.counter()
        opening = Opening(key="r-1", by=Actor(agency=POLICE), procedure=RESIDENCE, territory=WARD)
        code = (await counter.open(opening)).code
        await counter.act(code, Act(key="s1", by=Actor(agency=POLICE), do=Complete(step="s1")))
        while f"{code}/s2/1" not in (await system.get("/police/ledger")).text:
            await asyncio.sleep(0.1)
        plant.kill_worker()
        plant.start_worker()
        began = time.monotonic()
        while "s2" not in counter.register.dossier(code).done:
            assert time.monotonic() - began < 60, "the request was forgotten"
            await asyncio.sleep(0.3)
        ledger = (await system.get("/police/ledger")).json()
    asked = ledger["requests"][f"{code}/s2/1"]
    assert (asked["asked"] >= 2, asked["effects"]) == (True, 1)
    counter.register.close()
