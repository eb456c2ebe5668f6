"""Two installations on one server: a parent that knows no secret, and an agency that asks its own system."""

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from temporalio.client import Client

from motcua.dossiers.commands import Act, Command, Complete
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.errors import NotFoundError
from motcua.register.calls import Call
from motcua.register.register import Register
from motcua.supervision.children import Child
from motcua.supervision.counter import Counter, Opening
from motcua.supervision.embedded import free_port
from workflows.converter import DATA_CONVERTER

SECRET = "whsec_" + base64.b64encode(b"only the agency knows this one!!").decode()
SECRET_ENV = "POLICE_SECRET"
RESIDENCE, WARD, POLICE = "1.004222", "28777", "an-hoi.cong-an"
PATIENCE = 240.0
"""Seconds; a process starts in four on a quiet machine, and in a minute on a crowded one."""
SILENT_AFTER = "PT6S"
NAME = "name: {vi: Công an, en: Police}"
ELSEWHERE = f"departments:\n  - system: police\n    {NAME}\n    via: {{nexus: police-office}}\n"
WORKER, API = (sys.executable, "-m", "worker"), (sys.executable, "-m", "motcua.supervision.api")


@dataclass
class Installation:
    """One installation's processes: its own home, register, settings and secrets."""

    home: Path
    environment: dict[str, str]
    children: dict[str, Child] = field(default_factory=dict)
    _register: Register | None = None

    def start(self, name: str, command: tuple[str, ...]) -> Child:
        """Start one of its processes, with nothing in its environment but what it is told."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH", "TMPDIR") if name in os.environ}
        child = Child(name, command, kept | self.environment, self.home / f"{name}.log")
        self.children[name] = child
        child.start()
        return child

    def is_at_work(self) -> bool:
        """Return whether its worker has started; one that found the server too slow is started again, as ever."""
        worker = self.children["worker"]
        if not worker.is_alive():
            worker.start()
        return "worker_started" in worker.log.read_text()

    @property
    def register(self) -> Register:
        """Return its register."""
        if self._register is None:
            self._register = Register.open(f"sqlite:///{self.home / 'register.db'}", master_key=bytes(32))
        return self._register

    def call(self, key: str) -> Call | None:
        """Return what its ledger knows of a request."""
        try:
            return self.register.call(key)
        except NotFoundError:
            return None

    def stop(self) -> None:
        """End its processes."""
        for child in self.children.values():
            child.kill()
        if self._register is not None:
            self._register.close()


@dataclass
class Federation:
    """A parent, an agency, and the agency's played system."""

    server: str
    parent: Installation
    agency: Installation
    system: str
    client: Client
    simulator: subprocess.Popen[bytes]

    @classmethod
    async def begin(cls, folder: Path, server: str, parents: str, agencys: str) -> "Federation":
        """Start an agency's system, and set both installations up without starting their processes."""
        played, address = _simulator()
        common = {"TEMPORAL_ADDRESS": server, "MOTCUA_LOG_JSON": "true"}
        homes = {name: folder / name for name in ("parent", "agency")}
        for home in homes.values():
            home.mkdir()
        (homes["agency"] / "departments.yaml").write_text(
            f"departments:\n  - system: police\n    {NAME}\n    base_url: {address}/police\n    private: true\n"
            f"    secret_env: {SECRET_ENV}\n"
        )
        port = str(free_port())
        agency = common | {
            "TEMPORAL_NAMESPACE": agencys,
            "MOTCUA_HOME": str(homes["agency"]),
            "MOTCUA_DEPARTMENTS": str(homes["agency"] / "departments.yaml"),
            "MOTCUA_ROLES": "departments,post",
            "MOTCUA_TASK_QUEUE": "police-office",
            "MOTCUA_PORT": port,
            "MOTCUA_CALLBACK_BASE": f"http://127.0.0.1:{port}",
            SECRET_ENV: SECRET,
        }
        parent = common | {
            "TEMPORAL_NAMESPACE": parents,
            "MOTCUA_HOME": str(homes["parent"]),
            "MOTCUA_AGENCY_SILENT_AFTER": SILENT_AFTER,
        }
        client = await Client.connect(server, namespace=parents, data_converter=DATA_CONVERTER)
        return cls(
            server,
            Installation(homes["parent"], parent),
            Installation(homes["agency"], agency),
            address,
            client,
            played,
        )

    async def started(self) -> None:
        """Wait until both installations' workers are at work."""
        for one in (self.parent, self.agency):
            await self.until(one.is_at_work, f"{one.home.name} works")

    async def ask(self) -> str:
        """Open a dossier and bring it to where the police's system is asked; return the request's key."""
        opening = Opening(key=uuid4().hex, by=Actor(agency=POLICE), procedure=RESIDENCE, territory=WARD)
        code = (await self._counter.open(opening)).code
        await self.act(code, Complete(step="s1"))
        return f"{code}/s2/1"

    async def act(self, code: str, do: Command, reason: str | None = None) -> None:
        """Do something to a dossier as the police."""
        act = Act(key=uuid4().hex[:10], by=Actor(agency=POLICE), do=do, reason=reason)
        await self._counter.act(code, act)

    @property
    def _counter(self) -> Counter:
        return Counter(self.client, self.parent.register, load_ground(), "dossiers")

    async def behaves(self, **behaviour: object) -> None:
        """Tell the police's system how to behave."""
        async with httpx2.AsyncClient(base_url=self.system, trust_env=False) as system:
            (await system.put("/police/behaviour", json=behaviour)).raise_for_status()

    async def effects(self, key: str) -> int:
        """Return how often the police's system did what was asked."""
        async with httpx2.AsyncClient(base_url=self.system, trust_env=False) as system:
            asked = (await system.get("/police/ledger")).json()["requests"].get(key)
        return asked["effects"] if asked else 0

    def done(self, key: str) -> bool:
        """Return whether the dossier has its answer."""
        return "s2" in self.parent.register.dossier(key.split("/")[0]).done

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something that must come by itself is there."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not holds():
            if asyncio.get_running_loop().time() > deadline:
                said = [child.last_words(12) for one in (self.parent, self.agency) for child in one.children.values()]
                pytest.fail(f"did not happen within {PATIENCE} s: {what}\n" + "\n".join(said))
            await asyncio.sleep(0.1)

    def stop(self) -> None:
        """End every process."""
        self.parent.stop()
        self.agency.stop()
        self.simulator.terminate()
        self.simulator.wait()


def _simulator() -> tuple[subprocess.Popen[bytes], str]:
    command = [sys.executable, "-m", "motcua.departments.simulator", "--port", "0", "--secret-env", SECRET_ENV]
    process = subprocess.Popen(command, env=os.environ | {SECRET_ENV: SECRET}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    return process, str(json.loads(process.stdout.readline())["address"])
