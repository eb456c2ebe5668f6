"""A server and a worker in processes of their own, which a test may kill and start again."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from temporalio.client import Client

from motcua.dossiers.loading import load_ground
from motcua.errors import UnavailableError
from motcua.register.register import Register
from motcua.supervision.connection import connect
from motcua.supervision.counter import Counter
from motcua.supervision.embedded import TemporalServer


@dataclass
class Plant:
    """The machinery of one office, every part of which can die."""

    home: Path
    server: TemporalServer
    worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        """Start a worker process."""
        environment = os.environ | {"MOTCUA_HOME": str(self.home), "TEMPORAL_ADDRESS": self.server.address}
        with (self.home / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen([sys.executable, "-m", "worker"], env=environment, stdout=log, stderr=log)

    def kill_worker(self) -> None:
        """Kill the worker process as a power cut would."""
        if self.worker is not None:
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()

    async def client(self) -> Client:
        """Connect, however long the server takes to come back."""
        for _ in range(200):
            try:
                return await connect(self.server.address)
            except UnavailableError:
                await asyncio.sleep(0.1)
        raise AssertionError("the server did not come back")

    async def counter(self) -> Counter:
        """Return the counter of this office."""
        register = Register.open(f"sqlite:///{self.home / 'register.db'}", master_key=bytes(32))
        return Counter(await self.client(), register, load_ground(), "dossiers")


@pytest.fixture
async def plant(tmp_path: Path) -> AsyncIterator[Plant]:
    """Run a server and a worker, and end whatever is left of them."""
    plant = Plant(tmp_path, TemporalServer(tmp_path / "temporal.db").start())
    plant.start_worker()
    yield plant
    plant.kill_worker()
    plant.server.stop()
