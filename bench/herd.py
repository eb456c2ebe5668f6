"""`python -m bench.herd`: many dossiers fall due at one moment, while officers go on working.

A dossier is through when its falling due is written; what it records must bear the legal moment, however late it was
processed. The bounds: 2,000 within 45 s, 20,000 within 8 minutes, officers' acts under a second at the 95th percentile.
"""

import argparse
import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

from bench.dossier_bench import TERRITORY, Dossiers, Stage, bounded
from motcua.dossiers.commands import Act, Assign, Life, Open
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from workflows.dossier import DossierWorkflow

PROCEDURE = "1.009645"
OPENINGS_PER_SECOND = 20
"""What a small machine opens in a row even while others use it; the moment is chosen so that all are open before it
comes, and those that are open early only wait."""
ACTS_PER_SECOND = 8
"""Officers act at this pace whatever happens: an act that waits does not keep the next one from being done."""
BOUNDS = {2_000: 45.0, 20_000: 480.0}


def opening(promised: datetime) -> Life:
    """Return a dossier that is due at a chosen moment."""
    version = load_ground().catalogue.version_for(PROCEDURE, datetime.now(UTC).date()).version
    place: dict[str, Any] = {"territory": TERRITORY, "data": {"defence_area": True}}
    do = Open(code="herd", procedure=PROCEDURE, version=version, promised=promised, **place)
    return Life(opening=Act(by=Actor(agency="applicant"), do=do))


class Officers:
    """Officers who put colleagues in charge of a step, over and over, and note how long each answer took."""

    def __init__(self, handles: list[WorkflowHandle], agency: str, step: str) -> None:
        self.handles, self.agency, self.step = handles, agency, step
        self.seconds: list[float] = []
        self.working = True

    async def work(self) -> None:
        """Begin an act at each tick until told to stop, then wait for those under way."""
        under_way: set[asyncio.Task[None]] = set()
        turn, tick = 0, time.perf_counter()
        while self.working:
            under_way.add(asyncio.create_task(self._act(turn)))
            turn, tick = turn + 1, tick + 1 / ACTS_PER_SECOND
            await asyncio.sleep(max(0.0, tick - time.perf_counter()))
        await asyncio.gather(*under_way)

    async def _act(self, turn: int) -> None:
        do = Assign(step=self.step, officer=f"cb-{turn:05d}")
        began = time.perf_counter()
        handle = self.handles[turn % len(self.handles)]
        await handle.execute_update(DossierWorkflow.act, Act(by=Actor(agency=self.agency), do=do))
        self.seconds.append(time.perf_counter() - began)


def through(register: Path) -> Iterator[tuple[str, str]]:
    """Yield the legal moment of each falling due, and when it was written."""
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        yield from connection.execute("SELECT at, recorded_at FROM dossier_fact WHERE kind = 'fell_due'")


async def await_all(register: Path, count: int, until: float) -> list[tuple[str, str]]:
    """Return all fallings due once there are as many as dossiers, or those there are when patience ends."""
    while len(written := list(through(register))) < count and time.monotonic() < until:
        await asyncio.sleep(1)
    return written


async def measure(count: int, per_second: float = OPENINGS_PER_SECOND) -> dict[str, float]:
    """Open a herd that falls due together, and measure how long it takes to be through."""
    promised = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=60 + count / per_second)
    async with Stage() as stage:
        shape = Dossiers(stage.client, [], opening(promised))

        async def one(number: int) -> None:
            await shape.open(f"herd-{number}")

        await bounded(count, 20, one)
        spare = (promised - datetime.now(UTC)).total_seconds()
        if spare < 5:
            raise SystemExit(f"{count} openings took too long: {-spare:.0f} s after the moment")
        officers = await _officers(stage, promised)
        at_work = asyncio.create_task(officers.work())
        await asyncio.sleep(max(0.0, (promised - datetime.now(UTC)).total_seconds()))
        officers.seconds.clear()
        before = stage.cpu_seconds()
        written = await await_all(stage.home / "register.db", count, time.monotonic() + 1200)
        spent = {f"herd_{name}_cpu_ms": (s - before[name]) / count * 1000 for name, s in stage.cpu_seconds().items()}
        officers.working = False
        await at_work
    return _figures(count, promised, written, officers.seconds) | spent


async def _officers(stage: Stage, promised: datetime) -> Officers:
    """Open the officers' own dossiers, due much later."""
    shape = Dossiers(stage.client, [], opening(promised + timedelta(days=30)))
    handles = [await shape.open(f"officers-{number}") for number in range(200)]
    dossier = await handles[0].query(DossierWorkflow.dossier)
    assert dossier is not None
    duty = dossier.duties[0]
    return Officers(handles, duty.agency, duty.step)


def _figures(count: int, promised: datetime, written: list[tuple[str, str]], acts: list[float]) -> dict[str, float]:
    lags = sorted((_moment(recorded) - promised).total_seconds() for _, recorded in written)
    legal = sum(_moment(at) == promised for at, _ in written)
    acts = sorted(acts)
    return {
        "herd": count,
        "herd_through": len(written),
        "herd_with_the_legal_moment": legal,
        "herd_first_s": lags[0],
        "herd_median_s": lags[len(lags) // 2],
        "herd_through_s": lags[-1],
        "officers_acts": len(acts),
        "officers_median_s": acts[len(acts) // 2],
        "officers_p95_s": acts[int(len(acts) * 0.95)],
        "officers_worst_s": acts[-1],
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=2_000)
    parser.add_argument("--openings", type=float, default=OPENINGS_PER_SECOND, help="how many are opened in a second")
    options = parser.parse_args()
    count = options.dossiers
    figures = asyncio.run(measure(count, options.openings))
    for name, value in figures.items():
        print(f"{name:28s} {value:12.3f}")
    whole = figures["herd_through"] == count == figures["herd_with_the_legal_moment"]
    held = figures["herd_through_s"] <= BOUNDS.get(count, count * 0.024) and figures["officers_p95_s"] <= 1
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
    return 0 if whole and held else 1


if __name__ == "__main__":
    sys.exit(main())
