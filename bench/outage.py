"""`python -m bench.outage`: thousands of dossiers wait on one outage, and go on in order of due date when it is over.

The whole of it is real: a Temporal server, a worker process, the ledger, and a played department system that fails and
then answers. Measured: what the outage cost the department, how soon the first dossier went on, how long the last one
took at the system's own rate, and whether each went in its turn. The bounds: at most one call in 10 s while it is away,
none out of order but those the system was tried with, and through within a third more time than the rate allows.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import yaml

from activities.messages import Start
from bench.dossier_bench import Stage, bounded
from bench.figures import show
from motcua.dossiers.commands import Act, Complete, Life, Open
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.register.calls import Call
from motcua.register.register import Register
from workflows.dossier import DossierWorkflow

PROCEDURE, TERRITORY, POLICE, STEP = "1.004222", "28777", "an-hoi.cong-an", "s2"
PER_SECOND = 20.0
LANES = 20
SECRET = "whsec_" + "YmVuY2htYXJrLXNlY3JldC1vZi0zMi1ieXRlcyEhISE="


@contextmanager
def played(folder: Path) -> Iterator[str]:
    """Run the played department systems, with profiles for a worker, and return where they are."""
    command = [sys.executable, "-m", "motcua.departments.simulator", "--port", "0", "--secret-env", "BENCH_SECRET"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"BENCH_SECRET": SECRET})
    assert process.stdout is not None
    address = str(json.loads(process.stdout.readline())["address"])
    profile = {"system": "police", "name": {"vi": "Công an", "en": "Police"}, "base_url": f"{address}/police"}
    profile |= {"private": True, "secret_env": "BENCH_SECRET", "rate": PER_SECOND}
    profiles = folder / "departments.yaml"
    profiles.write_text(yaml.safe_dump({"departments": [profile]}, allow_unicode=True))
    os.environ |= {"MOTCUA_DEPARTMENTS": str(profiles), "BENCH_SECRET": SECRET}
    yield address
    process.terminate()
    process.wait()


def life(number: int, version: str, now: datetime, shuffled: list[int]) -> Life:
    """Return a dossier that stands before the police's system; their dates are in no order of their opening."""
    at = now - timedelta(minutes=20 + shuffled[number])
    opening = Open(code=f"outage-{number:05d}", procedure=PROCEDURE, version=version, territory=TERRITORY)
    done = Act(key="s1", by=Actor(agency=POLICE), at=at + timedelta(minutes=1), do=Complete(step="s1"))
    return Life(opening=Act(by=Actor(agency=POLICE), at=at, do=opening), past=(done,))


async def measure(count: int) -> dict[str, float]:
    """Let a system be away while dossiers come to it, then let it come back."""
    now, shuffled = datetime.now(UTC), random.Random(9).sample(range(count), count)
    version = load_ground().catalogue.version_for(PROCEDURE, now.date()).version
    stage = Stage(cached=count)
    with played(stage.home) as address:
        async with stage, httpx2.AsyncClient(base_url=address, trust_env=False) as system:
            register = Register.open(f"sqlite:///{stage.home / 'register.db'}")
            await system.put("/police/behaviour", json={"kind": "error", "status": 503})

            async def one(number: int) -> None:
                start = Start(life=life(number, version, now, shuffled))
                code = f"outage-{number:05d}"
                handle = await stage.client.start_workflow(DossierWorkflow.run, start, id=code, task_queue="dossiers")
                await handle.execute_update(DossierWorkflow.opened)

            await bounded(count, LANES, one)
            await _until(lambda: register.waiting_on().get("police", 0) == count, count)
            (outage,) = register.outages()
            lasted = (datetime.now(UTC) - outage.began_at).total_seconds()
            before = stage.cpu_seconds()
            await system.put("/police/behaviour", json={"kind": "at_once"})
            back = datetime.now(UTC)
            await _until(lambda: register.waiting_on().get("police", 0) == 0, count)
            spent = stage.spent_since(before, count)
            calls = [await asyncio.to_thread(register.call, f"outage-{n:05d}/{STEP}/1") for n in range(count)]
            figures = _figures(calls, outage.failures, lasted, back) | spent
            register.close()
    return figures


async def _until(holds: Callable[[], bool], count: int) -> None:
    end = time.monotonic() + 120 + count
    while not await asyncio.to_thread(holds):
        if time.monotonic() > end:
            raise SystemExit("it took too long")
        await asyncio.sleep(1)


def _figures(calls: list[Call], failures: int, lasted: float, back: datetime) -> dict[str, float]:
    """Count as out of its turn whatever went after one that is due later, but for those the system was tried with."""
    went = sorted((call for call in calls if call.attempts == 1), key=lambda call: call.last_asked_at)
    due = [(call.due_at or back, call.first_asked_at) for call in went]
    late = sum(a > b for a, b in itertools.pairwise(due))
    answered = sorted(call.answered_at for call in calls if call.answered_at)
    return {
        "held": len(calls),
        "answered": len(answered),
        "away_s": lasted,
        "calls_while_away": failures,
        "out_of_turn": late,
        "first_s": (answered[0] - back).total_seconds(),
        "through_s": (answered[-1] - answered[0]).total_seconds(),
        "per_second": len(answered) / max((answered[-1] - answered[0]).total_seconds(), 1e-9),
    }


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=5_000)
    count = parser.parse_args().dossiers
    figures = asyncio.run(measure(count))
    show(figures)
    whole = figures["answered"] == count and figures["out_of_turn"] == 0
    cheap = figures["calls_while_away"] <= LANES + figures["away_s"] / 10
    return 0 if whole and cheap and figures["through_s"] <= count / PER_SECOND * 4 / 3 + 10 else 1


if __name__ == "__main__":
    sys.exit(main())
