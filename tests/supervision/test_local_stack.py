"""The local stack: one per home, started again where it dies, gone when it is told to go."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import httpx2
import pytest

from motcua.errors import ConflictError, UnavailableError
from motcua.settings import Settings
from motcua.supervision.access.own_key import key_file
from motcua.supervision.children import Child, born, end_leftover
from motcua.supervision.local_state import LocalState, signing_secret, web_port
from motcua.supervision.stack import Stack, running
from tests.supervision.conftest import opening


async def test_a_second_stack_on_the_same_home_is_refused(stack: Stack) -> None:
    with pytest.raises(ConflictError, match="Another stack"):
        async with running(Settings(home=stack.home, port=0)):
            pass


async def test_a_port_in_use_is_said_to_be(stack: Stack) -> None:
    with pytest.raises(UnavailableError, match="in use"):
        web_port("127.0.0.1", stack.state.ports["api"])


async def test_what_dies_is_started_again_and_goes_on(stack: Stack, api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    stack.worker.kill()
    act = {"key": "s1", "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "complete", "step": "s1"}}
    for _ in range(5):
        answer = await api.post(f"/dossiers/{code}/actions", json=act)
        if answer.status_code == 200:
            break
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
    assert answer.status_code == 200
    assert stack.worker.starts > 1


async def test_a_worker_that_is_told_to_end_ends_in_good_order(stack: Stack) -> None:
    ended = stack.worker.process
    assert ended is not None
    ended.terminate()
    assert await asyncio.to_thread(ended.wait, 60) == 0
    assert "worker_stopped" in stack.worker.last_words()
    async with httpx2.AsyncClient(trust_env=False) as client:
        for _ in range(120):
            if stack.worker.process is not ended and (await client.get(f"{stack.address}/readyz")).is_success:
                return
            await asyncio.sleep(0.5)
    pytest.fail("it was not started again")


def test_the_secret_of_the_department_systems_is_its_owner_s_only(stack: Stack) -> None:
    assert (stack.home / "departments.secret").stat().st_mode & 0o077 == 0
    assert (stack.home / "master.key").stat().st_mode & 0o077 == 0
    assert signing_secret(stack.home) not in (stack.home / "departments.yaml").read_text(encoding="utf-8")


def test_logs_hold_neither_personal_data_nor_keys(stack: Stack) -> None:
    said = (stack.home / "logs" / "api.log").read_text(encoding="utf-8")
    assert stack.key not in said
    assert "Người Thử Nghiệm" not in said


def test_what_a_killed_stack_left_behind_is_ended_and_nothing_else(tmp_path: Path) -> None:
    left = Child("left", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ, tmp_path / "left.log")
    left.start()
    assert left.process is not None
    state = LocalState()
    state.note("left", left.process.pid)
    state.write(tmp_path)
    known = LocalState.read(tmp_path).running["left"]
    assert not end_leftover(known.pid, "another birth")
    assert left.is_alive()
    assert end_leftover(known.pid, known.born)
    left.process.wait(5)
    assert born(known.pid) is None


def test_the_key_of_the_stack_s_own_programs_is_its_owner_s_only(stack: Stack) -> None:
    file = key_file(stack.home)
    assert file.read_text(encoding="ascii").strip() == stack.key
    assert file.stat().st_mode & 0o077 == 0


def _key(home: Path) -> dict[str, str]:
    return {"Authorization": f"Bearer {key_file(home).read_text(encoding='ascii').strip()}"}


@pytest.fixture
def up(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `motcua up` on a home of its own, and end it whatever the test finds."""
    command = [str(Path(sys.executable).with_name("motcua")), "up", "--home", str(tmp_path), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield process
    process.terminate()
    process.wait(60)


async def test_up_says_where_it_is_ends_when_told_to_and_the_next_run_goes_on(
    up: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert up.stdout is not None
    lines = list(takewhile(lambda line: "Ctrl-C" not in line, up.stdout))
    docs = next(line.split("API: ")[1] for line in lines if "API: " in line).strip()
    dossiers = docs.replace("/docs", "/dossiers")
    opened = httpx2.post(dossiers, json=opening("1.013831"), headers=_key(tmp_path), trust_env=False, timeout=30)
    code = opened.json()["code"]
    processes = LocalState.read(tmp_path).running
    assert set(processes) == {"temporal", "departments", "worker", "api", "sign-in"}

    up.send_signal(signal.SIGTERM)
    assert up.wait(60) == 0
    assert all(born(one.pid) != one.born for one in processes.values())

    async with running(Settings(home=tmp_path, port=0)) as again, httpx2.AsyncClient(trust_env=False) as client:
        act = {"key": "s1", "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "complete", "step": "s1"}}
        path = f"{again.address}/api/v1/dossiers/{code}/actions"
        answer = await client.post(path, json=act, headers=_key(tmp_path), timeout=30)
        assert answer.status_code == 200, answer.text
