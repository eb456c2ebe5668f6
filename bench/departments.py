"""What speaking to department systems costs beyond the systems' own time, and whether one in trouble slows another.

Calls are made at an even pace whatever becomes of them (so a slow one delays nobody's start), signed, over the checked
connections of the real adapter. The system says with each answer how long it took itself; the rest is ours.
"""

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from motcua.departments.errors import DepartmentUnavailableError
from motcua.departments.http import HttpDepartment
from motcua.departments.port import Answer, Request
from motcua.departments.profile import DepartmentProfile
from motcua.departments.system import Name

PER_MINUTE = 1000
SECONDS = 20.0
"""How long each part lasts; `--seconds 60` for a whole minute."""
ROUNDS = 5
ROUND_SECONDS = 1.0
"""The pace alone and beside a failing system is taken in turns, so that what else the machine does meets both."""
SECRET = "whsec_" + "YmVuY2htYXJrLXNlY3JldC1vZi0zMi1ieXRlcyEhISE="


def _adapter(address: str, system: str) -> HttpDepartment:
    name = Name(vi=system, en=system)
    return HttpDepartment(DepartmentProfile(system=system, name=name, base_url=address, private=True), SECRET)


def _request(system: str, number: int) -> Request:
    dossier = f"H29.21-261123-{number:06d}"
    return Request(
        system=system, key=f"{dossier}/tra-cuu/1", dossier=dossier, procedure="1.004221", step="tra-cuu", visit=1,
        agency="H29.21", subject={"parcel": str(number), "sheet": 7},
    )  # fmt: skip


async def _overhead(department: HttpDepartment, number: int) -> float:
    """Return the seconds of one call that were not the department's own."""
    began = time.perf_counter()
    answer = await department.ask(_request("steady", number))
    elapsed = time.perf_counter() - began
    assert isinstance(answer, Answer)
    own = answer.content["own"]
    assert isinstance(own, float)
    return elapsed - own


async def _at_a_pace(department: HttpDepartment, seconds: float) -> list[float]:
    calls = []
    began = time.perf_counter()
    for number in range(int(PER_MINUTE / 60 * seconds)):
        await asyncio.sleep(max(began + number * 60 / PER_MINUTE - time.perf_counter(), 0))
        calls.append(asyncio.create_task(_overhead(department, number)))
    return sorted(await asyncio.gather(*calls))


async def _one_after_the_other(department: HttpDepartment, seconds: float) -> float:
    """Return calls per second of four callers that never pause."""
    until, done = time.perf_counter() + seconds, 0

    async def call(caller: int) -> None:
        nonlocal done
        while time.perf_counter() < until:
            await department.ask(_request("steady", caller))
            done += 1

    await asyncio.gather(*(call(caller) for caller in range(4)))
    return done / seconds


async def _asking_in_vain(department: HttpDepartment) -> None:
    """Ask a system that fails, far more often than the worker ever would."""
    for number in range(10**9):
        try:
            await department.ask(_request("failing", number))
        except DepartmentUnavailableError:
            await asyncio.sleep(0.1)


async def _pace_beside(steady: HttpDepartment, failing: HttpDepartment) -> float:
    """Return the best pace beside a failing system as a part of the best pace alone."""
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(await _one_after_the_other(steady, ROUND_SECONDS))
        in_vain = asyncio.create_task(_asking_in_vain(failing))
        beside.append(await _one_after_the_other(steady, ROUND_SECONDS))
        in_vain.cancel()
        await asyncio.gather(in_vain, return_exceptions=True)
    return max(beside) / max(alone)


@asynccontextmanager
async def _departments() -> AsyncIterator[tuple[HttpDepartment, HttpDepartment]]:
    command = [sys.executable, "-m", "bench.department"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    address = process.stdout.readline().strip()
    steady, failing = _adapter(address, "steady"), _adapter(address, "failing")
    yield steady, failing
    await steady.close()
    await failing.close()
    process.stdin.close()
    process.wait(timeout=10)


async def measure(seconds: float = SECONDS) -> dict[str, float]:
    """Return milliseconds of ours per call at 1,000 calls a minute, and a system's pace beside one that fails."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    async with _departments() as (steady, failing):
        overheads = await _at_a_pace(steady, seconds)
        pace = await _pace_beside(steady, failing)
    return {
        "department_call_p50_ms": overheads[len(overheads) // 2] * 1e3,
        "department_call_p99_ms": overheads[int(len(overheads) * 0.99)] * 1e3,
        "pace_beside_failing": pace,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    print(asyncio.run(measure(parser.parse_args().seconds)))
