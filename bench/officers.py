"""Officers who go on working, at their own pace, while something else is measured."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from temporalio.client import WorkflowHandle

from bench.dossier_bench import TERRITORY, Dossiers, Stage
from bench.figures import below
from motcua.dossiers.commands import Act, Assign, Life, Open
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from workflows.dossier import DossierWorkflow

PROCEDURE = "1.009645"
ACTS_PER_SECOND = 8
"""Officers act at this pace whatever happens: an act that waits does not keep the next one from being done."""
THEIRS = 200
"""How many dossiers they work on."""


def opening(promised: datetime) -> Life:
    """Return a dossier that is due at a chosen moment."""
    version = load_ground().catalogue.version_for(PROCEDURE, datetime.now(UTC).date()).version
    place: dict[str, Any] = {"territory": TERRITORY, "data": {"defence_area": True}}
    do = Open(code="bench", procedure=PROCEDURE, version=version, promised=promised, **place)
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


async def officers_at_work(stage: Stage, promised: datetime) -> Officers:
    """Open the officers' own dossiers, due at another moment than those that are measured."""
    shape = Dossiers(stage.client, [], opening(promised))
    handles = [await shape.open(f"officers-{number}") for number in range(THEIRS)]
    dossier = await handles[0].query(DossierWorkflow.dossier)
    assert dossier is not None
    return Officers(handles, dossier.duties[0].agency, dossier.duties[0].step)


def noticed(seconds: list[float]) -> dict[str, float]:
    """Return what officers noticed, from the seconds their acts took."""
    acts = sorted(seconds)
    return {
        "officers_acts": len(acts),
        "officers_median_s": below(acts, 0.5),
        "officers_p95_s": below(acts, 0.95),
        "officers_worst_s": acts[-1],
    }
