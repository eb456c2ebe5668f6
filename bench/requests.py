"""`python -m bench.requests`: a real worker asks a system 1,000 times a minute, then beside one that fails.

The whole of it is real: a Temporal server, a worker process, the ledger, signed requests over HTTP, two department
systems. The steady one says with each answer how long it took itself; the rest, from the first entry in the ledger to
the answer in it, is ours. Then dossiers come to another system at an even pace, which answers in some rounds and fails
in others: the same demand either way, so that what differs is the failing. The bounds: overhead p99 under 50 ms, at
most one call in 10 s to the system that fails once its outage is known, and the steady one's pace within 10 %.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import yaml
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.messages import Order, Reply, Start
from bench.caller import CallerWorkflow
from bench.dossier_bench import Stage
from bench.figures import below, show
from bench.outage import LANES, life, played
from bench.outage import PROCEDURE as OUTAGE_PROCEDURE
from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from workflows.dossier import DossierWorkflow

PER_MINUTE = 1000
CALLERS = 8
"""How many ask at once, without a pause, where the pace is measured."""
DEMAND = 2.0
"""Dossiers a second that come to the system which answers in some rounds and fails in others."""
ROUND = 20.0
ROUNDS = 3
STEADY = "steady"


@contextmanager
def steady(folder: Path) -> Iterator[None]:
    """Run the system that says how long it took, and describe it beside those that are described already."""
    command = [sys.executable, "-m", "bench.department"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    profile = {"system": STEADY, "name": {"vi": STEADY, "en": STEADY}, "base_url": process.stdout.readline().strip()}
    profile |= {"private": True, "secret_env": "BENCH_SECRET", "rate": 1000}
    profiles = folder / "departments.yaml"
    described = yaml.safe_load(profiles.read_text())
    described["departments"].append(profile)
    profiles.write_text(yaml.safe_dump(described, allow_unicode=True))
    yield
    process.stdin.close()
    process.wait(timeout=10)


class Bench:
    """A stage with both systems, and what is asked of them."""

    def __init__(self, stage: Stage, register: Register, system: httpx2.AsyncClient) -> None:
        self.stage, self.register, self.system = stage, register, system
        self.asked = 0
        self.opened = 0

    async def ask(self) -> str:
        """Put one request to the steady system through the worker; return its key."""
        self.asked += 1
        order = Order(
            dossier=f"steady-{self.asked:06d}",
            procedure="1.004221",
            step="tra-cuu",
            visit=1,
            agency="H29.21",
            system=STEADY,
            data={"parcel": str(self.asked), "sheet": 7},
        )
        client = self.stage.client
        reply = await client.execute_workflow(CallerWorkflow.run, order, id=f"ask-{self.asked}", task_queue="callers")
        assert isinstance(reply, Reply)
        assert reply.answer is not None, reply
        return order.key

    async def overheads(self, seconds: float) -> list[float]:
        """Return, of requests put at an even pace, the seconds each took in the ledger beyond the system's own."""
        began, asking = time.perf_counter(), []
        for number in range(int(PER_MINUTE / 60 * seconds)):
            await asyncio.sleep(max(began + number * 60 / PER_MINUTE - time.perf_counter(), 0))
            asking.append(asyncio.create_task(self.ask()))
        keys = await asyncio.gather(*asking)
        return sorted([await asyncio.to_thread(self._overhead, key) for key in keys])

    def _overhead(self, key: str) -> float:
        call = self.register.call(key)
        assert call.answered_at is not None
        assert call.answer is not None
        own = json.loads(call.answer)["content"]["own"]
        return (call.answered_at - call.first_asked_at).total_seconds() - float(own)

    async def pace(self, seconds: float) -> float:
        """Return answers per second of callers that never pause, while dossiers come to the other system."""
        until, done = time.perf_counter() + seconds, 0
        coming = asyncio.create_task(self._dossiers_come())

        async def call() -> None:
            nonlocal done
            while time.perf_counter() < until:
                await self.ask()
                done += 1

        await asyncio.gather(*(call() for _ in range(CALLERS)))
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        return done / seconds

    async def _dossiers_come(self) -> None:
        version = load_ground().catalogue.version_for(OUTAGE_PROCEDURE, datetime.now(UTC).date()).version
        while True:
            code = f"outage-{self.opened:05d}"
            start = Start(life=life(self.opened, version, datetime.now(UTC), [0] * (self.opened + 1)))
            self.opened += 1
            await self.stage.client.start_workflow(DossierWorkflow.run, start, id=code, task_queue="dossiers")
            await asyncio.sleep(1 / DEMAND)

    async def behaves(self, **behaviour: object) -> None:
        """Let the other system answer, or fail."""
        await self.system.put("/police/behaviour", json=behaviour)

    async def recovered(self) -> None:
        """Wait until nothing waits on the other system any more."""
        until = time.monotonic() + 600
        while await asyncio.to_thread(self.register.waiting_on) or self.register.open_outages():
            if "police" in self.register.open_outages():
                self.register.try_now("police", datetime.now(UTC))
            if time.monotonic() > until:
                raise SystemExit("the system's outage did not end")
            await asyncio.sleep(1)

    async def beside_failing(self) -> tuple[float, float]:
        """Return the pace beside the system that answers, and beside the same that fails."""
        await self.behaves(kind="at_once")
        await self.recovered()
        well = await self.pace(ROUND)
        await self.behaves(kind="error", status=503)
        return well, await self.pace(ROUND)


async def measure(seconds: float) -> dict[str, float]:
    """Return milliseconds of ours per request, and what a failing system costs itself and another."""
    stage = Stage()
    with played(stage.home) as address, steady(stage.home):
        async with stage, httpx2.AsyncClient(base_url=address, trust_env=False) as system:
            register = Register.open(f"sqlite:///{stage.home / 'register.db'}")
            bench = Bench(stage, register, system)
            # The callers run here: what is measured is the worker that asks, not those who want to know.
            async with Worker(
                stage.client,
                task_queue="callers",
                workflows=[CallerWorkflow],
                workflow_runner=UnsandboxedWorkflowRunner(),
            ):
                await bench.overheads(3.0)
                overheads = await bench.overheads(seconds)
                pairs = [await bench.beside_failing() for _ in range(ROUNDS)]
                outages = register.outages(system="police")
                await bench.behaves(kind="at_once")
                await bench.recovered()
            register.close()
    now = datetime.now(UTC)
    lasted = sum(((outage.ended_at or now) - outage.began_at).total_seconds() for outage in outages)
    return {
        "asked": len(overheads),
        "overhead_p50_ms": below(overheads, 0.5) * 1e3,
        "overhead_p99_ms": below(overheads, 0.99) * 1e3,
        "overhead_worst_ms": overheads[-1] * 1e3,
        "pace_beside_answering": statistics.median(well for well, _ in pairs),
        "pace_beside_failing": statistics.median(beside for _, beside in pairs),
        "ratio": statistics.median(beside / well for well, beside in pairs),
        "outages": len(outages),
        "away_s": lasted,
        "calls_while_away": sum(outage.failures for outage in outages),
        "load_average": os.getloadavg()[0],
    }


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    figures = asyncio.run(measure(parser.parse_args().seconds))
    show(figures)
    cheap = figures["calls_while_away"] <= figures["outages"] * LANES + figures["away_s"] / 10
    return 0 if figures["overhead_p99_ms"] < 50 and figures["ratio"] >= 0.9 and cheap else 1


if __name__ == "__main__":
    sys.exit(main())
