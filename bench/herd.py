"""`python -m bench.herd`: many dossiers fall due at one moment, while officers go on working.

A dossier is through when its falling due is written; what it records must bear the legal moment, however late it was
processed. The bounds: 2,000 within 45 s, 20,000 within 8 minutes, officers' acts under a second at the 95th percentile.
"""

import argparse
import asyncio
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.dossier_bench import Dossiers, Stage, bounded
from bench.figures import show
from bench.officers import noticed, officers_at_work, opening

OPENINGS_PER_SECOND = 20
"""What a small machine opens in a row even while others use it; the moment is chosen so that all are open before it
comes, and those that are open early only wait."""
NEW = "SELECT rowid, kind, at, recorded_at FROM dossier_fact WHERE rowid > ? ORDER BY rowid"
BOUNDS = {2_000: 45.0, 20_000: 480.0}


class Through:
    """What has fallen due in a register; each look reads only what was written since the one before."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.read = 0
        """The last row that was looked at."""
        self.written: list[tuple[str, str]] = []
        """The legal moment of each falling due, and when it was written."""

    def look(self) -> int:
        """Return how many have fallen due by now."""
        with closing(sqlite3.connect(f"file:{self.register}?mode=ro", uri=True)) as connection:
            found = connection.execute(NEW, [self.read]).fetchall()
        self.written += [(at, recorded) for _, kind, at, recorded in found if kind == "fell_due"]
        self.read = found[-1][0] if found else self.read
        return len(self.written)

    async def await_all(self, count: int, until: float) -> list[tuple[str, str]]:
        """Return all fallings due once there are as many as dossiers, or those there are when patience ends."""
        while self.look() < count and time.monotonic() < until:
            await asyncio.sleep(1)
        return self.written


async def measure(count: int, per_second: float = OPENINGS_PER_SECOND, cached: int | None = None) -> dict[str, float]:
    """Open a herd that falls due together, and measure how long it takes to be through."""
    promised = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=60 + count / per_second)
    async with Stage(cached) as stage:
        shape = Dossiers(stage.client, [], opening(promised))

        async def one(number: int) -> None:
            await shape.open(f"herd-{number}")

        await bounded(count, 20, one)
        officers = await officers_at_work(stage, promised + timedelta(days=30))
        spare = (promised - datetime.now(UTC)).total_seconds()
        if spare < 5:
            raise SystemExit(f"{count} openings took too long: {-spare:.0f} s after the moment")
        at_work = asyncio.create_task(officers.work())
        through = Through(stage.home / "register.db")
        through.look()
        await asyncio.sleep(max(0.0, (promised - datetime.now(UTC)).total_seconds()))
        officers.seconds.clear()
        before = stage.cpu_seconds()
        written = await through.await_all(count, time.monotonic() + 1200)
        spent = stage.spent_since(before, count, "herd_")
        officers.working = False
        await at_work
    return _figures(count, promised, written, officers.seconds) | spent


def _figures(count: int, promised: datetime, written: list[tuple[str, str]], acts: list[float]) -> dict[str, float]:
    lags = sorted((_moment(recorded) - promised).total_seconds() for _, recorded in written)
    legal = sum(_moment(at) == promised for at, _ in written)
    return {
        "herd": count,
        "herd_through": len(written),
        "herd_with_the_legal_moment": legal,
        "herd_first_s": lags[0],
        "herd_median_s": lags[len(lags) // 2],
        "herd_through_s": lags[-1],
        **noticed(acts),
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=2_000)
    parser.add_argument("--openings", type=float, default=OPENINGS_PER_SECOND, help="how many are opened in a second")
    parser.add_argument("--cached", type=int, help="how many dossiers the worker keeps warm; else as memory allows")
    options = parser.parse_args()
    count = options.dossiers
    figures = asyncio.run(measure(count, options.openings, options.cached))
    show(figures)
    whole = figures["herd_through"] == count == figures["herd_with_the_legal_moment"]
    held = figures["herd_through_s"] <= BOUNDS.get(count, count * 0.024) and figures["officers_p95_s"] <= 1
    return 0 if whole and held else 1


if __name__ == "__main__":
    sys.exit(main())
