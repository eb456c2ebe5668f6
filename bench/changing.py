"""A change over many dossiers, previewed and carried out while officers go on working."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bench.dossier_bench import Dossiers, Stage, bounded
from bench.figures import below
from bench.officers import noticed, officers_at_work, opening
from motcua.dossiers.loading import load_ground
from motcua.register.campaign_records import Campaign, CampaignState, ItemState
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.supervision.campaigns import CampaignDesk
from workflows.window import REST

PATIENCE = 3600.0
LANES = 20


class Change:
    """A stage with open dossiers and the desk from which they are changed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.opened = 0.0
        """Seconds the opening took."""
        self.register = Register.open(f"sqlite:///{stage.home / 'register.db'}")
        self.desk = CampaignDesk(stage.client, self.register, Footing(self.register, load_ground()).living, "dossiers")

    async def open(self, codes: list[str], promised: datetime) -> None:
        """Open the dossiers, all due at one moment, and wait until nothing of that is under way any more."""
        shape = Dossiers(self.stage.client, [], opening(promised))

        async def one(number: int) -> None:
            await shape.open(codes[number])

        self.opened = await bounded(len(codes), LANES, one)
        await asyncio.sleep(REST.total_seconds())

    async def carried(
        self, preview: Callable[[], Awaitable[Campaign]], confirm: Callable[[str], Awaitable[object]]
    ) -> dict[str, float]:
        """Preview a change, confirm it, wait until it is done; return how long it took, and what officers noticed."""
        officers = await officers_at_work(self.stage, datetime.now(UTC).replace(microsecond=0) + timedelta(days=90))
        at_work = asyncio.create_task(officers.work())
        began = time.perf_counter()
        campaign = await preview()
        await self.desk.until(campaign.id, CampaignState.DRAFT, within=PATIENCE)
        previewed, during_preview = time.perf_counter() - began, sorted(officers.seconds)
        officers.seconds.clear()
        began, before = time.perf_counter(), self.stage.cpu_seconds()
        await confirm(campaign.id)
        campaign = await self.desk.until(campaign.id, CampaignState.DONE, within=PATIENCE)
        applied, meanwhile = time.perf_counter() - began, list(officers.seconds)
        done = campaign.counts.get(ItemState.DONE, 0)
        spent = self.stage.spent_since(before, done, "changed_")
        officers.working = False
        await at_work
        self.register.close()
        return {
            "changed": done,
            "opening_s": self.opened,
            "preview_s": previewed,
            "application_s": applied,
            "changed_per_s": done / applied,
            **spent,
            "officers_preview_p95_s": below(during_preview, 0.95),
            **noticed(meanwhile),
            "load_average": os.getloadavg()[0],
        }
