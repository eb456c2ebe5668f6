"""One API over real HTTP on a register of its own, with keys and accounts for whoever a test needs."""

import itertools
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Account, Rights
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.house import Access
from motcua.supervision.access.issuing import enter_account, issue_key
from motcua.supervision.access.played.app import build_app as build_provider
from motcua.supervision.access.played.codes import Desk
from motcua.supervision.access.roles import Role
from motcua.supervision.access.sign_in import BACK
from motcua.supervision.api.app import build_app
from motcua.supervision.api.office import Office
from motcua.supervision.connection import connect
from motcua.supervision.embedded import free_port
from motcua.supervision.local_sign_in import enter_played
from tests.empty_register import empty_register

WARD = "an-hoi.ttpvhcc"
PROVINCE = "vinhlong.ubnd"
NUMBERS = itertools.count(1)


@dataclass
class Clock:
    """The clock of a house: real, unless a test moves it."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        """Return the moment it shows."""
        return datetime.now(UTC) + self.ahead


@dataclass
class House:
    """An API with its door."""

    app: FastAPI
    access: Access
    address: str
    clock: Clock = field(default_factory=Clock)

    @property
    def register(self) -> Register:
        """Return its register."""
        return self.access.register

    @property
    def ground(self) -> Ground:
        """Return what it stands on."""
        return self.access.ground

    def key(self, *roles: Role, agency: str = WARD, whole: bool = False, **rights: Any) -> dict[str, str]:
        """Return the headers of a new key."""
        given = {"agencies": None if whole else (agency,)} | rights
        said = Rights(agency=agency, roles=tuple(role.value for role in roles), **given)
        key = issue_key(self.register, self.ground, said, "test")
        return {"Authorization": f"Bearer {key}"}

    def account(self, *roles: Role, agency: str = WARD, **values: Any) -> Account:
        """Enter a new account and return it."""
        number = next(NUMBERS)
        given: dict[str, Any] = {"agencies": (agency,), "clearance": Confidentiality.NORMAL} | values
        account = Account(
            subject=f"person-{number}",
            name=f"Người Thử {number}",
            agency=agency,
            officer=f"cb-{number}",
            roles=tuple(role.value for role in roles),
            **given,
        )
        enter_account(self.register, self.ground, account)
        return account


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture(scope="session")
async def new_house(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Callable[..., Any]]:
    """Return what builds houses, each on a register and a port of its own."""
    served: list[Served] = []

    async def build(port: int | None = None, **settings: Any) -> House:
        folder: Path = tmp_path_factory.mktemp("house")
        register = Register.open(empty_register(folder), master_key=bytes(range(32)))
        port, clock = port or free_port(), Clock()
        access = Access(register, ground, Settings(home=folder, port=port, **settings), clock)
        client = await connect("127.0.0.1:1", lazy=True)
        app = build_app(Office(client, register, ground, "dossiers"), access)
        served.append(Served(app, port))
        await served[-1].start()
        return House(app, access, f"http://127.0.0.1:{port}", clock)

    yield build
    for each in served:
        each.stop()


@dataclass
class Played:
    """A played provider that is served."""

    desk: Desk
    site_port: int


@pytest.fixture(scope="session")
async def provider() -> AsyncIterator[Played]:
    """Serve a played identity provider for the session's house."""
    port, site_port = free_port(), free_port()
    desk, site = Desk(f"http://127.0.0.1:{port}", "motcua"), f"http://127.0.0.1:{site_port}"
    served = Served(build_provider(desk, f"{site}{BACK}", f"{site}/signed-out"), port)
    await served.start()
    yield Played(desk, site_port)
    served.stop()


@pytest.fixture(scope="session")
async def house(new_house: Callable[..., Any], provider: Played) -> House:
    """Return one house for the session, with the played persons' accounts."""
    built: House = await new_house(
        provider.site_port, unknown_requests_per_minute=100_000, oidc_issuer=provider.desk.issuer
    )
    enter_played(built.register, built.ground)
    return built


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    """Return a client that brings nothing with it."""
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30, verify=False) as client:
        yield client


class Served:
    """An app served from a thread of its own."""

    def __init__(self, app: FastAPI, port: int) -> None:
        config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    async def start(self) -> None:
        """Serve, and wait until it does."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """End it."""
        self._server.should_exit = True
        self._thread.join(5)


@pytest.fixture
def moved(house: House) -> Iterator[Clock]:
    """Return the house's clock, put right again afterwards."""
    yield house.clock
    house.clock.ahead = timedelta(0)
