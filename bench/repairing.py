"""`python -m bench.repairing`: thousands of dossiers are repaired at once, while officers go on working.

The bound: while 10,000 dossiers are repaired, officers' acts take less than half a second at the 95th percentile, on
the embedded server, SQLite and two cores.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta

from bench.changing import Change
from bench.dossier_bench import Stage
from bench.figures import show
from motcua.dossiers.parts import Actor
from motcua.register.scope import WHOLE
from motcua.supervision.repair_requests import RepairRequest
from motcua.supervision.repairing import RepairDesk
from workflows.dossier import DossierWorkflow

ONE, TWO = (Actor(agency="vinhlong.ttpvhcc", officer=officer) for officer in ("gs-1", "gs-2"))
BOUND = 0.5


async def measure(count: int) -> dict[str, float]:
    """Open dossiers, give the open step of each to another officer, and measure preview and carrying out."""
    codes = [f"repaired-{number}" for number in range(count)]
    async with Stage() as stage:
        change = Change(stage)
        await change.open(codes, datetime.now(UTC).replace(microsecond=0) + timedelta(days=60))
        first = await stage.client.get_workflow_handle_for(DossierWorkflow.run, codes[0]).query(DossierWorkflow.dossier)
        assert first is not None
        said = {"by": ONE, "what": "reassign", "reason": "đo", "agency": first.duties[0].agency, "officer": "cb-9"}
        asked, desk = RepairRequest.model_validate(said | {"codes": codes}), RepairDesk(change.desk, WHOLE)
        return await change.carried(lambda: desk.preview(asked), lambda id: desk.confirm(id, TWO))


def main() -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=500)
    count = parser.parse_args().dossiers
    figures = asyncio.run(measure(count))
    show(figures)
    return 0 if figures["changed"] == count and figures["officers_p95_s"] <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
