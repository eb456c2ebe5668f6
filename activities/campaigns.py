"""Previewing a change over many dossiers, and carrying it out one by one, while officers go on working."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from temporalio import activity
from temporalio.client import Client

from activities.campaign_kinds import KEEP, CampaignKind, kind_of
from activities.campaign_messages import Chosen, Look, Progress
from activities.carrying_out import Carrier
from activities.heartbeats import beating
from activities.lasting import Lasting
from activities.previewing import items_of
from activities.reaching import carried_asker
from activities.refusals import FINAL, failure, refusal_of
from activities.reopening import Reopening
from activities.repair_alone import confirm_repair, needs_second
from activities.repair_carrying import RepairCarrier
from activities.repair_kinds import REPAIR
from activities.repair_previews import RepairPreview
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.errors import RefusedError
from motcua.register.campaign_records import Campaign, CampaignState, Group, Item, ItemState
from motcua.register.footing import Footing
from motcua.register.register import Register

PAGE = 40
"""Dossiers looked at in one go; about a tenth of a second."""
REST = 1.0
"""Rest after each page, in the time the page took: officers' work goes on in the same process."""
MARGIN = timedelta(minutes=1)
"""A fact may bear a moment this long before it is to be seen in the register."""
HEARTBEAT = 5.0
AT_ONCE = 500
"""Dossiers carried out by one run of the activity."""

Lines = Callable[[Sequence[Dossier]], Iterable[Item]]
"""What a preview says of dossiers."""

log = structlog.get_logger("campaigns")


@dataclass(frozen=True)
class CampaignActivities:
    """Looks at open dossiers through the register, and has each changed by its own workflow."""

    client: Client
    register: Register
    footing: Footing
    task_queue: str = "dossiers"
    """Where dossiers are carried that a repair opens."""
    alone_up_to: int = 20
    """How many dossiers whoever asked for a repair may confirm alone."""

    @activity.defn(name="campaigns.plan")
    async def plan(self, look: Look) -> Progress:
        """Look at every open dossier in question, and note what the change would do to it; nothing is changed.

        Safe to repeat: what was looked at is remembered by the heartbeat, and an item is planned once.
        """
        campaign = await asyncio.to_thread(self._prepared, look)
        kind = kind_of(campaign)
        ground = await asyncio.to_thread(kind.ground, campaign, self.footing)
        lines = self._lines(campaign, kind, ground, further=look.further)
        after, looked_at = self._reached()
        while True:
            began = time.monotonic()
            after, looked = await asyncio.to_thread(self._look_at, campaign, look, lines, after, looked_at)
            looked_at += looked
            activity.heartbeat(after, looked_at)
            if after is None:
                break
            await asyncio.sleep((time.monotonic() - began) * REST)
        if not look.further:
            await asyncio.to_thread(self._previewed, campaign)
        log.info("campaign_planned", campaign=campaign.id, looked_at=looked_at, further=look.further)
        return Progress(done=looked_at)

    @activity.defn(name="campaigns.begin")
    async def begin(self, chosen: Chosen) -> Progress:
        """Note what was confirmed, and do what has to be done before the first dossier; a refusal changes nothing."""
        try:
            return Progress(left=await asyncio.to_thread(self._begin, chosen))
        except FINAL as refused:
            raise failure(refusal_of(refused)) from refused

    @activity.defn(name="campaigns.apply")
    async def apply(self, look: Look) -> Progress:
        """Have some of the confirmed dossiers changed, each once, and write down what came of it."""
        campaign = await asyncio.to_thread(self.register.campaign, look.campaign)
        items = await asyncio.to_thread(self.register.items_to_do, campaign.id, limit=AT_ONCE)
        kind = kind_of(campaign)
        async with beating(HEARTBEAT):
            await self._carrier(campaign, kind).carry_out(items)
        return Progress(done=len(items), left=len(items) == AT_ONCE, lasts=kind.lasts)

    @activity.defn(name="campaigns.last")
    async def last(self, look: Look) -> Progress:
        """Have what comes under a decision later changed too, until it is over; safe to repeat."""
        campaign = await asyncio.to_thread(self.register.campaign, look.campaign)
        await asyncio.to_thread(self.register.mark_campaign, campaign.id, CampaignState.LASTING)
        async with beating(HEARTBEAT):
            await Lasting(self.client, self.register, self.footing, campaign).until_it_is_over()
        return Progress()

    @activity.defn(name="campaigns.finish")
    async def finish(self, look: Look) -> Progress:
        """Note that what was confirmed is done; what was not confirmed yet waits on."""
        return Progress(left=await asyncio.to_thread(self._finish, look.campaign))

    @activity.defn(name="campaigns.drop")
    async def drop(self, look: Look) -> None:
        """Note that nobody confirmed it."""
        await asyncio.to_thread(self.register.mark_campaign, look.campaign, CampaignState.DROPPED, at=_now())

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.plan, self.begin, self.apply, self.last, self.finish, self.drop]

    def _reached(self) -> tuple[str | None, int]:
        details = activity.info().heartbeat_details
        return (details[0], details[1]) if len(details) == 2 and details[0] else (None, 0)

    def _prepared(self, look: Look) -> Campaign:
        self.footing.follow()
        if not look.further and not self._reached()[1]:
            self.register.plan_anew(look.campaign, _now())
        return self.register.campaign(look.campaign)

    def _look_at(
        self, campaign: Campaign, look: Look, lines: Lines, after: str | None, looked_at: int
    ) -> tuple[str | None, int]:
        wanted = kind_of(campaign).wanted(campaign)
        if look.further:
            since = (campaign.planned_at or campaign.created_at) - MARGIN
            wanted = wanted.model_copy(update={"changed_since": since, "not_in": campaign.id})
        page = self.register.open_dossiers(wanted, after=after, limit=PAGE)
        items = list(lines(page.dossiers))
        total = campaign.looked_at if look.further else 0
        self.register.plan_items(campaign.id, items, looked_at=total + looked_at + len(page.dossiers))
        return page.after, len(page.dossiers)

    def _carrier(self, campaign: Campaign, kind: CampaignKind) -> Carrier:
        if campaign.kind != REPAIR:
            return Carrier(self.client, self.register, campaign, kind)
        reopening = self._reopening(campaign, self.footing.ground)
        return RepairCarrier(self.client, self.register, campaign, kind, reopening=reopening)

    def _lines(self, campaign: Campaign, kind: CampaignKind, ground: Ground, *, further: bool) -> Lines:
        """Return what looks at each page of dossiers, in a thread beside the loop."""
        if campaign.kind != REPAIR:
            return lambda dossiers: items_of(campaign, kind, ground, dossiers, _now(), further=further)
        carried = carried_asker(self.client, asyncio.get_running_loop())
        preview = RepairPreview(campaign, ground, self.register, self._reopening(campaign, ground), carried)
        return lambda dossiers: preview.items_of(dossiers, _now())

    def _reopening(self, campaign: Campaign, ground: Ground) -> Reopening:
        return Reopening(self.client, self.register, ground, self.task_queue, campaign)

    def _previewed(self, campaign: Campaign) -> None:
        if campaign.kind == REPAIR:
            self.register.note_second(campaign.id, needs_second(campaign.id, self.register, _now(), self.alone_up_to))
        self.register.mark_campaign(campaign.id, CampaignState.DRAFT)

    def _begin(self, chosen: Chosen) -> bool:
        campaign = self.register.campaign(chosen.campaign)
        kind, group = kind_of(campaign), Group(step=chosen.step, agency=chosen.agency, effect=chosen.effect)
        if kind.everybody_at_once and group != Group():
            raise RefusedError(
                "This is decided for everybody: no group can be left out.",
                vi="Quyết định áp dụng cho mọi hồ sơ: không thể chọn riêng một nhóm.",
                field="group",
                rule=kind.rule,
                hint="Confirm all of it.",
                hint_vi="Xác nhận toàn bộ.",
            )
        if chosen.treatment not in kind.treatments:
            raise RefusedError(
                f"A campaign of kind {campaign.kind} does not know {chosen.treatment!r}.",
                vi=f"Đợt thay đổi này không có cách xử lý {chosen.treatment!r}.",
                field="treatment",
                rule=kind.rule,
                hint=f"It knows: {', '.join(kind.treatments)}.",
                hint_vi=f"Các cách xử lý: {', '.join(kind.treatments)}.",
            )
        kind.begin(campaign, self.footing, self.register, chosen.by, _now())
        if chosen.treatment == KEEP:
            vi, en = "Giữ nguyên phiên bản cũ", "Left under its version"
            self.register.settle_group(campaign.id, group, _now(), vi=vi, en=en)
            return False
        if campaign.kind == REPAIR:
            confirm_repair(campaign, self.register, chosen.by, _now(), self.alone_up_to)
            return False
        self.register.confirm_campaign(campaign.id, chosen.by, _now(), group=group, treatment=chosen.treatment)
        return kind.everybody_at_once

    def _finish(self, id: str) -> bool:
        waiting = self.register.campaign(id).counts.get(ItemState.PLANNED, 0)
        state = CampaignState.DRAFT if waiting else CampaignState.DONE
        self.register.mark_campaign(id, state, at=None if waiting else _now())
        log.info("campaign_rests" if waiting else "campaign_done", campaign=id, waiting=waiting)
        return bool(waiting)


def _now() -> datetime:
    return datetime.now(UTC)
