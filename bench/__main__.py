"""`python -m bench`: all programs one after the other; the last line is one JSON object of the figures."""

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime

from bench import departments, dossier_bench, explaining, letters, memory, worktime_bench
from motcua.dossiers.loading import load_ground

BOUNDS = {
    "events_per_step": ("at most", 10.0),
    "workflow_tasks_per_step": ("at most", 1.1),
    "bytes_per_step": ("at most", 2000.0),
    "ratio": ("at least", 0.75),
    "due_at_us": ("at most", 5.0),
    "elapsed_us": ("at most", 5.0),
    "rss_cached_mib": ("at most", 350.0),
    "explain_us": ("at most", 1000.0),
    "letter_ms": ("at most", 10.0),
    "letter_from_facts_ms": ("at most", 12.0),
    "department_call_p99_ms": ("at most", 50.0),
    "pace_beside_failing": ("at least", 0.9),
}
"""What is promised; a figure outside its bound is marked, and the exit code says so."""


def report(figures: dict[str, float]) -> bool:
    """Print every figure beside its bound; return whether all hold."""
    good = True
    for name, value in figures.items():
        kind, bound = BOUNDS.get(name, ("", 0.0))
        holds = not kind or (value <= bound if kind == "at most" else value >= bound)
        good &= holds
        promise = f"{kind} {bound:g}{'' if holds else '   ← NOT HELD'}" if kind else ""
        print(f"{name:28s} {value:12.2f}  {promise}")
    return good


async def measure(*, with_memory: bool) -> dict[str, float]:
    """Run the programs that need a server."""
    procedure = load_ground().catalogue.version_for(dossier_bench.PROCEDURE, datetime.now(UTC).date())
    opening = dossier_bench.opening_of(procedure.version)
    figures = await dossier_bench.measure(opening)
    return figures | (await memory.measure(opening) if with_memory else {})


def main() -> int:
    """Measure, print, and say by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", action="store_true", help="also the worker's memory over 2,000 dossiers (minutes)")
    options = parser.parse_args()
    figures = {
        **worktime_bench.measure(),
        **explaining.measure(),
        **letters.measure(),
        **asyncio.run(departments.measure()),
        **asyncio.run(measure(with_memory=options.memory)),
    }
    good = report(figures)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
