"""`python -m bench.repairing`: thousands of dossiers are repaired at once, while officers go on working.

The bound: while 10,000 dossiers are repaired, officers' acts take less than half a second at the 95th percentile, on
the embedded server, SQLite and two cores.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta

from bench.dossier_bench import Dossiers, Stage, bounded
from bench.herd import opening
from bench.replanning import PATIENCE, officers_at_work
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import CampaignState, ItemState
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.register.scope import WHOLE
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.repair_requests import RepairRequest
from motcua.supervision.repairing import RepairDesk
from workflows.dossier import DossierWorkflow

ONE, TWO = (Actor(agency="vinhlong.ttpvhcc", officer=officer) for officer in ("gs-1", "gs-2"))
BOUND = 0.5


async def measure(count: int) -> dict[str, float]:
    """Open dossiers, give the open step of each to another officer, and measure preview and carrying out."""
    async with Stage() as stage:
        shape = Dossiers(stage.client, [], opening(datetime.now(UTC).replace(microsecond=0) + timedelta(days=60)))
        codes = [f"repaired-{number}" for number in range(count)]

        async def one(number: int) -> None:
            await shape.open(codes[number])

        opened = await bounded(count, 20, one)
        first = await stage.client.get_workflow_handle_for(DossierWorkflow.run, codes[0]).query(DossierWorkflow.dossier)
        assert first is not None
        register = Register.open(f"sqlite:///{stage.home / 'register.db'}")
        campaigns = CampaignDesk(stage.client, register, Footing(register, load_ground()).living, "dossiers")
        desk = RepairDesk(campaigns, WHOLE)
        officers = await officers_at_work(stage)
        at_work = asyncio.create_task(officers.work())
        said = {"by": ONE, "what": "reassign", "reason": "đo", "agency": first.duties[0].agency, "officer": "cb-9"}
        began = time.perf_counter()
        repair = await desk.preview(RepairRequest.model_validate(said | {"codes": codes}))
        await campaigns.until(repair.id, CampaignState.DRAFT, within=PATIENCE)
        previewed, during_preview = time.perf_counter() - began, sorted(officers.seconds)
        officers.seconds.clear()
        began = time.perf_counter()
        await desk.confirm(repair.id, TWO)
        repair = await campaigns.until(repair.id, CampaignState.DONE, within=PATIENCE)
        applied, meanwhile = time.perf_counter() - began, sorted(officers.seconds)
        officers.working = False
        await at_work
        register.close()
    return {
        "repaired": repair.counts.get(ItemState.DONE, 0),
        "opening_s": opened,
        "preview_s": previewed,
        "application_s": applied,
        "repaired_per_s": count / applied,
        "officers_acts": len(meanwhile),
        "officers_preview_p95_s": during_preview[int(len(during_preview) * 0.95)] if during_preview else 0.0,
        "officers_median_s": meanwhile[len(meanwhile) // 2],
        "officers_p95_s": meanwhile[int(len(meanwhile) * 0.95)],
        "officers_worst_s": meanwhile[-1],
        "load_average": os.getloadavg()[0],
    }


def main() -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=500)
    count = parser.parse_args().dossiers
    figures = asyncio.run(measure(count))
    for name, value in figures.items():
        print(f"{name:28s} {value:12.3f}")
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
    return 0 if figures["repaired"] == count and figures["officers_p95_s"] <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
