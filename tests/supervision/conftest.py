"""The whole stack on a fresh home: real server, worker, API and department systems, each a process of its own."""

import itertools
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.settings import Settings
from motcua.supervision.stack import Stack, running
from tests.supervision.ready_interpreter import ReadyInterpreter
from tests.webhooks.receiver import SECRET, Receiver

KEYS = itertools.count(1)
AN_HOI = "28777"
"""A ward of Vĩnh Long with all its bodies."""

SUBSCRIBERS = """
subscribers:
  - name: register-of-births
    url: {url}
    private: true
    secret_env: HOOK_SECRET
    start: beginning
    wants: {{procedures: [2.000908]}}
"""

Json = dict[str, Any]


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """Run the program of a system that is told what happens to copies from the register."""
    receiver = Receiver().start()
    yield receiver
    receiver.stop()


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> AsyncIterator[Stack]:
    """Run one stack for the session."""
    home = tmp_path_factory.mktemp("home")
    subscribers = home / "subscribers.yaml"
    subscribers.write_text(SUBSCRIBERS.format(url=receiver.url), encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOOK_SECRET", SECRET)
        async with running(Settings(home=home, port=0, subscribers=subscribers)) as started:
            yield started


@pytest.fixture(scope="session")
async def api(stack: Stack) -> AsyncIterator[httpx2.AsyncClient]:
    """Return a client of the API."""
    headers = {"Authorization": f"Bearer {stack.key}"}
    async with httpx2.AsyncClient(
        base_url=f"{stack.address}/api/v1", timeout=30, trust_env=False, headers=headers
    ) as client:
        yield client


@pytest.fixture(scope="session")
async def departments(stack: Stack) -> AsyncIterator[httpx2.AsyncClient]:
    """Return a client that directs the played department systems."""
    async with httpx2.AsyncClient(base_url=stack.departments, timeout=10, trust_env=False) as client:
        yield client


def fresh_key() -> str:
    """Return a key nobody has used."""
    return f"test-{os.getpid()}-{next(KEYS)}"


def opening(procedure: str, **values: object) -> Json:
    """Return an opening as an agency's system sends it."""
    return {
        "key": fresh_key(),
        "by": {"agency": "vinhlong.ttpvhcc", "officer": "vl-001"},
        "procedure": procedure,
        "territory": AN_HOI,
        "channel": "direct",
        **values,
    }


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInterpreter]:
    """Return an interpreter that has the program loaded."""
    with ReadyInterpreter(tmp_path_factory.mktemp("interpreter")) as ready:
        yield ready


@pytest.fixture(scope="session")
def motcua(stack: Stack, interpreter: ReadyInterpreter) -> Callable[..., Ran]:
    """Return what runs the command line against the running stack."""

    def run(*words: str, **environment: str) -> Ran:
        variables = dict(stack.api.environment) | environment
        return Ran(*interpreter.run("motcua.supervision.cli:main", list(words), variables, patience=60))

    return run


def started(command: Sequence[str], environment: dict[str, str]) -> Ran:
    """Start a program in an interpreter of its own and return what it answered."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return Ran(done.returncode, done.stdout, done.stderr)
