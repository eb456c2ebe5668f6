"""What a worker holds: with 1,000 dossiers in its cache, and over 2,000 that come and go."""

from pathlib import Path

from bench.dossier_bench import Dossiers, Stage, bounded, route_of
from motcua.dossiers.commands import Life


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def measure(opening: Life, *, cached: int = 1000, finished: int = 2000) -> dict[str, float]:
    """Return the worker's memory at rest, with open dossiers cached, and halfway and at the end of many lives."""
    async with Stage(cached=cached) as stage:
        route = await route_of(stage.client, opening)
        shape = Dossiers(stage.client, route, opening)
        figures = {"rss_start_mib": resident_mib(stage.worker.pid)}

        async def rest(number: int) -> None:
            await shape.open(f"rest-{number}")

        await bounded(cached, 20, rest)
        figures["rss_cached_mib"] = resident_mib(stage.worker.pid)

        async def life(number: int) -> None:
            await shape.carry(await shape.open(f"life-{number}"))

        for half in (1, 2):
            await bounded(finished // 2, 20, lambda number, half=half: life(half * finished + number))
            figures[f"rss_after_{half * finished // 2}_mib"] = resident_mib(stage.worker.pid)
    return figures
