"""`python -m bench.replanning`: a calendar decision moves the date of every open dossier, while officers go on working.

The bound: 20,000 open dossiers within ten minutes from the confirmation, officers' acts under a second at the 95th
percentile, on the embedded server, SQLite and two cores.
"""

import argparse
import asyncio
import sys
from datetime import UTC, date, datetime

from pydantic import JsonValue

from bench.changing import Change
from bench.dossier_bench import Stage
from bench.figures import show
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.worktime.due import shift_days

BY = Actor(agency="vinhlong.ttpvhcc", officer="cb-1")
BOUND = 600.0 / 20_000


def decision(day: date) -> dict[str, JsonValue]:
    """Return a decision that gives one day off."""
    said = {"scope": "vn", "number": "1/BENCH", "decided_on": day.isoformat(), "reason": "đo", "source": "1/BENCH"}
    return {**said, "days_off": [day.isoformat()]}


async def measure(count: int) -> dict[str, float]:
    """Open dossiers that are all due on one day, give that day off, and measure preview and carrying out."""
    vn = load_ground().calendars["vn"]
    day = shift_days(vn.local(datetime.now(UTC)).date(), 30, vn)
    async with Stage() as stage:
        change = Change(stage)
        await change.open([f"planned-{number}" for number in range(count)], vn.closing_of(day))
        desk = change.desk
        return await change.carried(lambda: desk.preview_decision(decision(day), BY), lambda id: desk.confirm(id, BY))


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=2_000)
    count = parser.parse_args().dossiers
    figures = asyncio.run(measure(count))
    show(figures)
    held = figures["application_s"] <= max(60.0, count * BOUND) and figures["officers_p95_s"] <= 1
    return 0 if held and figures["changed"] >= count else 1


if __name__ == "__main__":
    sys.exit(main())
