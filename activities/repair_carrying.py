"""Carrying a repair out, dossier by dossier: each once, whatever dies meanwhile."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from temporalio.service import RPCError

from activities.carrying_out import SILENT, Carrier, settled
from activities.messages import Receipt
from activities.reaching import Dossiers, is_carried
from activities.reopening import Reopening
from activities.repair_kinds import order_of
from activities.repair_previews import must_be_taken_up_here, sent_words
from activities.repair_undoing import deed_for
from motcua.dossiers.commands import EngineDeed
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.dossier import Dossier
from motcua.errors import MotcuaError, UnavailableError
from motcua.register.campaign_records import Item, ItemState
from motcua.worktime.words import Words

FEWER = 8
"""Repairs under way at once: nobody waits for them, and officers go on working."""
TAKEN_UP = Words("Đã khởi động lại tiến trình của hồ sơ", "Its workflow was started again")
STUMBLES = Words(
    "Tiến trình của hồ sơ đang chạy nhưng không thực hiện được", "Its workflow runs, and failed to do what was asked"
)


@dataclass
class RepairCarrier(Carrier):
    """Has the dossiers of one repair repaired."""

    reopening: Reopening = field(kw_only=True)
    side_by_side: int = FEWER

    async def one(self, item: Item) -> tuple[Item, Receipt | None]:
        """Repair one dossier; a refusal found only now is its result."""
        what = order_of(self.campaign).what
        try:
            if what is RepairKind.REOPEN:
                return await self._reopen(item), None
            if what is RepairKind.RESEND:
                return await self._resend(item), None
            return await super().one(item)
        except UnavailableError as away:
            return settled(item, ItemState.FAILED, Words(away.message_vi, away.message)), None
        except MotcuaError as refused:
            return settled(item, ItemState.REFUSED, Words(refused.message_vi, refused.message)), None

    def deed(self, item: Item) -> EngineDeed:
        """Return what is done to this dossier."""
        return deed_for(self.campaign, item.dossier, self.register)

    async def _reopen(self, item: Item) -> Item:
        receipt = await self.reopening.open(item.dossier)
        words = Words(f"Hồ sơ mới {receipt.code}", f"New dossier {receipt.code}")
        done = settled(item, ItemState.DONE, words)
        return done.model_copy(update={"opened": receipt.code, "new_due": receipt.due})

    async def _resend(self, item: Item) -> Item:
        """Note it in the dossier's story first, where that goes on, then send: a repetition sends what failed again."""
        dossier = await asyncio.to_thread(self.register.dossier, item.dossier)
        if not dossier.closed:
            found, receipt = await super().one(item)
            if receipt is None and found.state is not ItemState.UNCHANGED:
                return found
        messages = order_of(self.campaign).messages
        sent = await asyncio.to_thread(self.register.send_all_again, item.dossier, messages, datetime.now(UTC))
        return settled(item, ItemState.DONE, sent_words(sent) if any(sent) else Words("Đã gửi lại", "Sent again"))

    async def gone(self, item: Item) -> Item:
        """Say what became of a dossier without an answer of ours; trying again takes up what no workflow carries."""
        dossier = await asyncio.to_thread(self.register.dossier, item.dossier)
        if dossier.closed or order_of(self.campaign).what is not RepairKind.RETRY:
            return await super().gone(item)
        try:
            if await is_carried(self.client, item.dossier):
                return settled(item, ItemState.FAILED, STUMBLES)
        except RPCError:
            return settled(item, ItemState.FAILED, SILENT)
        return await self._take_up(item, dossier)

    async def _take_up(self, item: Item, dossier: Dossier) -> Item:
        """Start the workflow of a dossier from what the register has of it."""
        must_be_taken_up_here(dossier)
        await Dossiers(self.client, self.register).take_up(dossier, self.reopening.queue)
        return settled(item, ItemState.DONE, TAKEN_UP)
