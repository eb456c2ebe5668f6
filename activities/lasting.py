"""A decision that lasts as long as an outage: what begins to wait meanwhile stands too, and it all runs again after."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from temporalio.client import Client

from activities.campaign_kinds import kind_of
from activities.carrying_out import Carrier
from activities.outage_kinds import ClocksRunAfter, OutageOrder, order_of
from activities.previewing import items_of
from motcua.dossiers.outages import outage_ref
from motcua.register.campaign_records import Campaign, ItemState
from motcua.register.footing import Footing
from motcua.register.open_dossiers import OpenWanted
from motcua.register.register import Register
from motcua.register.standing_clocks import StandingOutage

LOOK_EVERY = 2.0
"""Seconds between two looks for dossiers that began to wait."""
SHARE = 20
"""A look rests at least so many times as long as it took: a slow register is not kept busy by it."""
PAGE = 40
AT_ONCE = 500
TRIES = 3
"""How often a dossier that does not answer is asked before it is left to the operators."""

log = structlog.get_logger("campaigns")


@dataclass
class Lasting:
    """One decision that clocks stand, until it is over."""

    client: Client
    register: Register
    footing: Footing
    campaign: Campaign
    every: float = LOOK_EVERY
    _tried: Counter[str] = field(default_factory=Counter)

    async def until_it_is_over(self) -> None:
        """Let what begins to wait stand, until the system is back and everything runs again, or it was ended before."""
        order = order_of(self.campaign)
        while True:
            began = time.monotonic()
            outage = await asyncio.to_thread(self.register.standing_outage, order.outage)
            if outage.ended_at is None and outage.clocks_stand != order.noted:
                return
            busy = await self._stand(outage)
            if outage.ended_at is not None:
                if not busy and not await self._run(order, outage.ended_at):
                    return
                continue
            if not busy:
                await asyncio.sleep(max(self.every, SHARE * (time.monotonic() - began)))

    async def _stand(self, outage: StandingOutage) -> bool:
        """Let stand what began to wait since; return whether there was anything."""
        await asyncio.to_thread(self._plan, outage)
        items = await asyncio.to_thread(self.register.items_to_do, self.campaign.id, limit=AT_ONCE)
        await Carrier(self.client, self.register, self.campaign, kind_of(self.campaign)).carry_out(items)
        return bool(items)

    def _plan(self, outage: StandingOutage) -> None:
        """Plan what waits and does not stand: what is new, and, while it lasts, what stood before and waits again."""
        kind, ground, after = kind_of(self.campaign), self.footing.ground, None
        wanted, id = kind.wanted(self.campaign), self.campaign.id
        meant = {"to_stand_by": id} if outage.ended_at is None else {"not_in": id, "waited_before": outage.ended_at}
        wanted = OpenWanted.model_validate(wanted.model_dump() | meant)
        while True:
            page = self.register.open_dossiers(wanted, after=after, limit=PAGE)
            items = list(items_of(self.campaign, kind, ground, page.dossiers, _now(), further=True))
            if items:
                looked_at = self.register.campaign(id).looked_at + len(items)
                self.register.plan_items(id, items, looked_at=looked_at)
                self.register.plan_once_more(id, [item for item in items if item.state is ItemState.PLANNED])
            after = page.after
            if after is None:
                return

    async def _run(self, order: OutageOrder, back: datetime) -> int:
        """Let a crowd of what stands run again, those due first; return how many that were."""
        ref = outage_ref(order.outage)
        given_up = sum(tries >= TRIES for tries in self._tried.values())
        standing = await asyncio.to_thread(
            self.register.standing_items, order.system, ref, self.campaign.id, limit=AT_ONCE + given_up
        )
        found = [item for item in standing if self._tried[item.dossier] < TRIES]
        self._tried.update(item.dossier for item in found)
        if found:
            log.info("clocks_run_again", campaign=self.campaign.id, dossiers=len(found))
            carrier = Carrier(self.client, self.register, self.campaign, ClocksRunAfter(back=back), afterwards="run")
            await carrier.carry_out(found)
        return len(found)


def _now() -> datetime:
    return datetime.now(UTC)
