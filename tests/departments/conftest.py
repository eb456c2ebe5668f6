"""A real simulator in a process of its own, and a real listener for its callbacks."""

import itertools
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from motcua.departments.http import HttpDepartment
from motcua.departments.port import Request, request_key
from motcua.departments.profile import DepartmentProfile, Name, TimeLimits

SECRET = "whsec_" + "bW90Y3VhLXRlc3Qtc2VjcmV0LW9mLTMyLWJ5dGVzISE="
TOLD_BY_FILE = "ho-tich-dien-tu"
NUMBERS = itertools.count(1)


@dataclass
class Simulator:
    """A running simulator; ended by its own process handle."""

    process: subprocess.Popen[str]
    address: str
    client: httpx2.Client

    @classmethod
    def start(cls, *options: str, port: int = 0, tls: ssl.SSLContext | None = None) -> "Simulator":
        command = [sys.executable, "-m", "motcua.departments.simulator", "--port", str(port), *options]
        environment = os.environ | {"SIMULATOR_SECRET": SECRET}
        process = subprocess.Popen(
            [*command, "--secret-env", "SIMULATOR_SECRET"], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        return cls(process, address, httpx2.Client(base_url=address, verify=tls if tls is not None else True))

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self._ended()

    def stop(self) -> None:
        """End it as an operator would."""
        self.process.terminate()
        self._ended()

    def _ended(self) -> None:
        self.process.wait(timeout=10)
        self.client.close()

    def tell(self, system: str, **behaviour: Any) -> None:
        self.client.put(f"/{system}/behaviour", json=behaviour).raise_for_status()

    def shut(self, system: str, **door: Any) -> None:
        """Tell a system whom to let in."""
        self.client.put(f"/{system}/door", json=door).raise_for_status()

    def standing(self, system: str, key: str) -> dict[str, Any]:
        reply = self.client.get(f"/{system}/standing")
        return reply.raise_for_status().json()["requests"][key]

    def page(self, system: str, key: str) -> dict[str, int]:
        return self.pages(system)[key]

    def pages(self, system: str) -> dict[str, dict[str, int]]:
        reply = self.client.get(f"/{system}/ledger")
        return reply.raise_for_status().json()["requests"]


@dataclass
class CallbackListener:
    """Where callbacks arrive: keeps each one, and answers with the statuses it was given, then 204."""

    address: str = ""
    statuses: list[int] = field(default_factory=list)
    arrived: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.arrived.append((dict(self.headers), body))
                self.send_response(listener.statuses.pop(0) if listener.statuses else 204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        return Handler


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    told = tmp_path_factory.mktemp("simulator") / "behaviours.json"
    told.write_text(json.dumps({TOLD_BY_FILE: {"kind": "refuse", "reason": "Hết hạn nộp."}}))
    running = Simulator.start("--behaviours", str(told))
    yield running
    running.stop()


@pytest.fixture
def system() -> str:
    """A department system nobody has spoken to yet."""
    return f"so-chuyen-nganh-{next(NUMBERS)}"


@pytest.fixture
def listener() -> Iterator[CallbackListener]:
    listening = CallbackListener()
    server = ThreadingHTTPServer(("127.0.0.1", 0), listening.handler())
    listening.address = f"http://127.0.0.1:{server.server_port}/callbacks"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield listening
    server.shutdown()
    thread.join()
    server.server_close()


def profile(base_url: str, system: str, *, total: float = 5, read: float = 5) -> DepartmentProfile:
    limits = TimeLimits(total=timedelta(seconds=total), read=timedelta(seconds=read))
    name = Name(vi="Hệ thống chuyên ngành", en="the department's system")
    return DepartmentProfile(system=system, name=name, base_url=base_url, private=True, timeout=limits)


def request(system: str, dossier: str = "H29.21-261123-0001", **changes: Any) -> Request:
    asked = {
        "system": system,
        "key": request_key(dossier, "tra-cuu", 1),
        "dossier": dossier,
        "procedure": "1.004221",
        "step": "tra-cuu",
        "visit": 1,
        "agency": "H29.21",
        "subject": {"parcel": "123", "sheet": 7},
    }
    return Request.model_validate(asked | changes)


Connect = Callable[..., HttpDepartment]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Opens adapters and closes them after the test."""
    opened: list[HttpDepartment] = []

    def open_one(base_url: str, system: str, secret: str | None = SECRET, **limits: float) -> HttpDepartment:
        opened.append(HttpDepartment(profile(base_url, system, **limits), secret))
        return opened[-1]

    yield open_one
    for department in opened:
        await department.close()


@pytest.fixture
def department(connect: Connect, simulator: Simulator, system: str) -> HttpDepartment:
    """The adapter to the played system of this test, with one second of patience."""
    return connect(f"{simulator.address}/{system}", system, total=1.0)


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    return tmp_path / "simulator.sqlite"
