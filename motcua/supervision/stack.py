"""The whole of motcua on one machine: server, played department systems, worker and API, kept running together."""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import structlog

from motcua.dossiers.loading import load_ground
from motcua.errors import UnavailableError
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.own_key import own_key
from motcua.supervision.channels import channels_of
from motcua.supervision.children import Child, end_leftover
from motcua.supervision.embedded import TemporalServer
from motcua.supervision.keys import master_key
from motcua.supervision.local_departments import SECRET_ENV, systems_of, write_profiles
from motcua.supervision.local_portal import PORTAL_ACCOUNT, write_portal
from motcua.supervision.local_sign_in import PROVIDER, enter_played, leave_played, played_issuer, plays_sign_in
from motcua.supervision.local_state import LocalState, only_one, signing_secret, web_port

READY_WITHIN = 60.0
"""Seconds the stack has to become ready."""
LOOK_EVERY = 0.2
AGAIN_AFTER = 0.25
LONGEST_WAIT = 60.0
"""Seconds before a process that died is started again: doubled while it dies young, up to a minute."""
LONG_LIFE = 10.0
"""Seconds after which a process has not died young."""

log = structlog.get_logger("stack")


@dataclass
class Stack:
    """The processes of one home. Every one is ours, and is ended by its handle."""

    settings: Settings
    home: Path
    state: LocalState
    server: TemporalServer
    simulator: Child
    worker: Child
    api: Child
    provider: Child | None
    """The played identity provider; None where a real one is set up."""
    departments: str
    """Where the played department systems are."""
    key: str = field(repr=False)
    """What opens the API to the stack's own programs."""
    _watches: list[asyncio.Task[None]] = field(default_factory=list, repr=False)

    @property
    def address(self) -> str:
        """Return where the API is."""
        return f"http://{self.settings.host}:{self.state.ports['api']}"

    @property
    def sign_in(self) -> str | None:
        """Return where the played identity provider is; None where a real one is set up."""
        return played_issuer(self.state) if self.provider else None

    @property
    def temporal_ui(self) -> str:
        """Return where the Temporal UI is."""
        command = self.server.process.args if self.server.process else ()
        port = command[command.index("--ui-port") + 1] if isinstance(command, list) else "8233"
        return f"http://127.0.0.1:{port}"

    @property
    def children(self) -> tuple[Child, ...]:
        """Return the processes that are started again when they die."""
        return (self.simulator, self.worker, self.api, *([self.provider] if self.provider else []))

    async def start(self) -> None:
        """Start everything and wait until it is ready.

        Raises:
            UnavailableError: A part did not start; the message shows the end of its log.
        """
        await asyncio.to_thread(self.server.start)
        for child in self.children:
            child.start()
        self._remember()
        await self._ready(f"{self.departments}/tax/health", self.simulator)
        await self._ready(f"{self.address}/readyz", self.api, self.worker)
        if self.provider and self.sign_in:
            await self._ready(f"{self.sign_in}/.well-known/openid-configuration", self.provider)
        self._watches = [asyncio.create_task(self._keep_running(*part)) for part in self._parts()]

    async def stop(self) -> None:
        """End everything in good order, the server last."""
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
        for child in reversed(self.children):
            await asyncio.to_thread(child.stop)
        await asyncio.to_thread(self.server.stop)
        self.state.running.clear()
        self.state.write(self.home)

    def _remember(self) -> None:
        processes = {"temporal": self.server.process} | {child.name: child.process for child in self.children}
        for name, process in processes.items():
            if process is not None:
                self.state.note(name, process.pid)
        self.state.write(self.home)

    async def _ready(self, address: str, *needed: Child) -> None:
        """Wait until an address answers 2xx, as long as the processes it needs live."""
        until = asyncio.get_running_loop().time() + READY_WITHIN
        async with httpx2.AsyncClient(trust_env=False, timeout=5) as client:
            while asyncio.get_running_loop().time() < until:
                with contextlib.suppress(httpx2.HTTPError):
                    if (await client.get(address)).is_success:
                        return
                if dead := next((child for child in needed if not child.is_alive()), None):
                    raise _did_not_start(dead)
                await asyncio.sleep(0.1)
        raise _did_not_start(needed[-1])

    async def _keep_running(self, name: str, alive: Callable[[], bool], start: Callable[[], object]) -> None:
        """Start a part again whenever it dies: what it did is in the register and in Temporal."""
        wait, born_at = AGAIN_AFTER, time.monotonic()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if alive():
                continue
            wait = AGAIN_AFTER if time.monotonic() - born_at > LONG_LIFE else min(wait * 2, LONGEST_WAIT)
            log.warning("process_died", process=name, again_in_seconds=wait)
            await asyncio.sleep(wait)
            with contextlib.suppress(UnavailableError):
                await asyncio.to_thread(start)
            born_at = time.monotonic()
            self._remember()

    def _parts(self) -> Iterator[tuple[str, Callable[[], bool], Callable[[], object]]]:
        yield "temporal", self._served, self.server.start
        for child in self.children:
            yield child.name, child.is_alive, child.start

    def _served(self) -> bool:
        return self.server.process is not None and self.server.process.poll() is None


def _did_not_start(child: Child) -> UnavailableError:
    return UnavailableError(
        f"The {child.name} did not become ready. {child.last_words()}",
        vi=f"Tiến trình {child.name} không khởi động được.",
        hint=f"See {child.log}.",
        hint_vi=f"Xem {child.log}.",
    )


def prepare(settings: Settings) -> Stack:
    """Return the stack of a home, set up but not started: ports chosen, register and profiles written."""
    home = settings.home.resolve()
    (home / "logs").mkdir(parents=True, exist_ok=True)
    state = LocalState.read(home)
    for leftover in state.running.values():
        end_leftover(leftover.pid, leftover.born)
    state.ports["api"] = web_port(settings.host, settings.port or state.ports.get("api", 0))
    ports = {name: state.port(name) for name in ("temporal", "departments")}
    departments = f"http://127.0.0.1:{ports['departments']}"
    ground = load_ground(settings.catalogue, settings.directory, settings.calendars)
    with contextlib.closing(Register.open(settings.register, master_key=master_key(settings))) as register:
        key = own_key(home, register, ground)
        if plays_sign_in(settings):
            enter_played(register, ground)
        else:
            leave_played(register)
    write_profiles(home / "departments.yaml", systems_of(ground.catalogue.procedures), departments)
    if plays_sign_in(settings):
        state.port(PROVIDER)
    write_portal(home / "portal.yaml", ground.catalogue.procedures, departments)
    environment = _environment(settings, home, state)
    return Stack(
        settings=settings,
        home=home,
        state=state,
        server=TemporalServer(home / "temporal.db", ports["temporal"], ui=True, log=home / "logs" / "temporal.log"),
        simulator=_child(home, environment, "departments", *_simulator(home, ports["departments"])),
        worker=_child(home, environment, "worker", "worker"),
        api=_child(home, environment, "api", "motcua.supervision.api"),
        provider=_provider(settings, home, environment, state),
        departments=departments,
        key=key,
    )


def _environment(settings: Settings, home: Path, state: LocalState) -> dict[str, str]:
    """Return what the processes are told: the settings as given, and where the others are."""
    given = settings.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    said = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    said |= {"home": str(home), "host": settings.host, "port": str(state.ports["api"])}
    said |= {"callback_base": f"http://{settings.host}:{state.ports['api']}"}
    if plays_sign_in(settings):
        said |= {"oidc_issuer": played_issuer(state)}
    said |= {"departments": str(home / "departments.yaml")} | _told_into_a_folder(settings, home)
    said.setdefault("portal", str(home / "portal.yaml"))
    return (
        os.environ
        | {f"MOTCUA_{name.upper()}": value for name, value in said.items()}
        | {"TEMPORAL_ADDRESS": f"127.0.0.1:{state.ports['temporal']}", SECRET_ENV: signing_secret(home)}
        | PORTAL_ACCOUNT
    )


def _told_into_a_folder(settings: Settings, home: Path) -> dict[str, str]:
    """Return where notices go on a machine on which no channel is set up: into a folder, officers' to one address."""
    if channels_of(settings):
        return {}
    folder = {"outbox": str(home / "outbox")}
    if settings.contacts is not None:
        return folder
    contacts = home / "contacts.yaml"
    if not contacts.exists():
        contacts.write_text("default: {email: can-bo@localhost.invalid}\n", encoding="utf-8")
    return folder | {"contacts": str(contacts)}


def _simulator(home: Path, port: int) -> tuple[str, ...]:
    told = ("--secret-env", SECRET_ENV, "--portal-state", str(home / "portal.db"))
    options = ("--port", str(port), "--state", str(home / "departments.db"), *told)
    return ("motcua.departments.simulator", *options)


def _provider(settings: Settings, home: Path, environment: dict[str, str], state: LocalState) -> Child | None:
    if not plays_sign_in(settings):
        return None
    site = f"http://{settings.host}:{state.ports['api']}"
    options = ("--port", str(state.ports[PROVIDER]), "--site", site, "--client-id", settings.oidc_client_id)
    return _child(home, environment, PROVIDER, "motcua.supervision.access.played", *options)


def _child(home: Path, environment: dict[str, str], name: str, module: str, *options: str) -> Child:
    command = (sys.executable, "-m", module, *options)
    return Child(name, command, environment, home / "logs" / f"{name}.log")


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Stack]:
    """Run a stack on the home of the settings until the block is left.

    Raises:
        ConflictError: Another stack runs on that home.
        UnavailableError: A port is in use, or a part does not start.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with only_one(settings.home):
        stack = await asyncio.to_thread(prepare, settings)
        try:
            await stack.start()
            yield stack
        finally:
            await stack.stop()
