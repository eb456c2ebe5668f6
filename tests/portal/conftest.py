"""A real played portal in a process of its own, and a client of it."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from motcua.departments.portal.client import PortalClient
from motcua.departments.portal.profile import PortalProfile
from motcua.departments.simulator.portal.app import PASSWORD, USER

ACCOUNT = {"PORTAL_USER": USER, "PORTAL_PASSWORD": PASSWORD}
QUICK = {"first": "PT0.05S", "longest": "PT0.2S"}


@dataclass
class PlayedPortal:
    """A running played portal; ended by its own process handle."""

    process: subprocess.Popen[str]
    address: str
    client: httpx2.Client

    @classmethod
    def start(cls, state: Path | None = None, port: int = 0) -> "PlayedPortal":
        command = [sys.executable, "-m", "motcua.departments.simulator.portal", "--port", str(port)]
        command += ["--state", str(state)] if state else []
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        return cls(process, address, httpx2.Client(base_url=address))

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
        self.client.close()

    def tell(self, **behaviour: Any) -> None:
        self.client.put("/play/behaviour", json=behaviour).raise_for_status()

    def agencies(self, **told: list[str]) -> None:
        self.client.put("/play/agencies", json=told).raise_for_status()

    def drift(self, code: str, status: str) -> None:
        self.client.put("/play/drift", json={"code": code, "status": status}).raise_for_status()

    def lose(self, code: str) -> None:
        self.client.delete(f"/play/dossiers/{code}").raise_for_status()

    def holds(self, code: str) -> str | None:
        """Return the status the portal shows of a dossier; None where it has none."""
        record = self.client.get(f"/play/dossiers/{code}").json()["record"]
        return record["TrangThaiHoSo"] if record else None

    def events(self, code: str) -> list[dict[str, Any]]:
        return self.client.get(f"/play/dossiers/{code}").json()["events"]

    def heard(self, code: str) -> list[str]:
        """Return the statuses of the records the portal took, in order."""
        return [event["status"] for event in self.events(code) if event["service"] == "DongBoHoSoMC"]


@pytest.fixture(scope="session")
def running_portal() -> Iterator[PlayedPortal]:
    portal = PlayedPortal.start()
    yield portal
    portal.stop()


@pytest.fixture
def portal(running_portal: PlayedPortal) -> PlayedPortal:
    """Return the portal as nobody has told it anything."""
    running_portal.tell(kind="plain")
    running_portal.agencies()
    return running_portal


def profile_of(address: str, **values: Any) -> PortalProfile:
    named: dict[str, Any] = {
        "base_url": address,
        "private": True,
        "username_env": "PORTAL_USER",
        "password_env": "PORTAL_PASSWORD",
        "timeout": {"total": "PT2S"},
        "pauses": QUICK,
        "per_second": 1000,
    }
    return PortalProfile.model_validate(named | values)


Connect = Callable[..., PortalClient]


@pytest.fixture
async def connect(portal: PlayedPortal) -> AsyncIterator[Connect]:
    """Opens clients of the portal and closes them after the test."""
    opened: list[PortalClient] = []

    def open_one(account: dict[str, str] | None = None, **values: Any) -> PortalClient:
        opened.append(PortalClient(profile_of(portal.address, **values), account or ACCOUNT))
        return opened[-1]

    yield open_one
    for client in opened:
        await client.close()
