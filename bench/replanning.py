"""`python -m bench.replanning`: a calendar decision moves the date of every open dossier, while officers go on working.

The bound: 20,000 open dossiers within ten minutes from the confirmation, officers' acts under a second at the 95th
percentile, on the embedded server, SQLite and two cores.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta

from pydantic import JsonValue

from bench.dossier_bench import Dossiers, Stage, bounded
from bench.herd import Officers, opening
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import CampaignState, ItemState
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.supervision.campaigns import CampaignDesk
from motcua.worktime.due import shift_days
from workflows.dossier import DossierWorkflow

BY = Actor(agency="vinhlong.ttpvhcc", officer="cb-1")
PATIENCE = 3600.0
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
        shape = Dossiers(stage.client, [], opening(vn.closing_of(day)))

        async def one(number: int) -> None:
            await shape.open(f"planned-{number}")

        opened = await bounded(count, 20, one)
        register = Register.open(f"sqlite:///{stage.home / 'register.db'}")
        desk = CampaignDesk(stage.client, register, Footing(register, load_ground()).living, "dossiers")
        officers = await officers_at_work(stage)
        at_work = asyncio.create_task(officers.work())
        began = time.perf_counter()
        campaign = await desk.preview_decision(decision(day), BY)
        await desk.until(campaign.id, CampaignState.DRAFT, within=PATIENCE)
        previewed, during_preview = time.perf_counter() - began, sorted(officers.seconds)
        officers.seconds.clear()
        began = time.perf_counter()
        await desk.confirm(campaign.id, BY)
        campaign = await desk.until(campaign.id, CampaignState.DONE, within=PATIENCE)
        applied, meanwhile = time.perf_counter() - began, sorted(officers.seconds)
        officers.working = False
        await at_work
        register.close()
    return {
        "replanned": campaign.counts.get(ItemState.DONE, 0),
        "opening_s": opened,
        "preview_s": previewed,
        "application_s": applied,
        "replanned_per_s": count / applied,
        "officers_acts": len(meanwhile),
        "officers_preview_p95_s": during_preview[int(len(during_preview) * 0.95)] if during_preview else 0.0,
        "officers_median_s": meanwhile[len(meanwhile) // 2],
        "officers_p95_s": meanwhile[int(len(meanwhile) * 0.95)],
        "officers_worst_s": meanwhile[-1],
        "load_average": os.getloadavg()[0],
    }


async def officers_at_work(stage: Stage) -> Officers:
    """Open the officers' own dossiers, due on another day."""
    shape = Dossiers(stage.client, [], opening(datetime.now(UTC).replace(microsecond=0) + timedelta(days=90)))
    handles = [await shape.open(f"officers-{number}") for number in range(200)]
    dossier = await handles[0].query(DossierWorkflow.dossier)
    assert dossier is not None
    return Officers(handles, dossier.duties[0].agency, dossier.duties[0].step)


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=2_000)
    count = parser.parse_args().dossiers
    figures = asyncio.run(measure(count))
    for name, value in figures.items():
        print(f"{name:28s} {value:12.3f}")
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
    held = figures["application_s"] <= max(60.0, count * BOUND) and figures["officers_p95_s"] <= 1
    return 0 if held and figures["replanned"] >= count else 1


if __name__ == "__main__":
    sys.exit(main())
