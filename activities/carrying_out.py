"""One change after the other, at a pace that leaves officers' actions quick; every one may be repeated."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.campaign_kinds import NOW, CampaignKind
from activities.messages import Receipt
from activities.reaching import ANSWER_WITHIN, ENGINE
from activities.refusals import error_of
from motcua.dossiers.commands import Act, EngineDeed
from motcua.errors import MotcuaError
from motcua.register.campaign_records import Campaign, Item, ItemState
from motcua.register.register import Register
from motcua.worktime.words import Words

SIDE_BY_SIDE = 12
"""Dossiers under way at once: whoever acts meanwhile waits behind so many at most, however slow the machine."""
PER_SECOND = 60.0
"""Most dossiers begun in a second; twenty thousand then take six minutes, and officers' acts some hundredths more."""
ATTEMPTS = 4
WRITE_EVERY = 20
"""Results written in one transaction."""
ENDED = Words("Hồ sơ đã kết thúc trong khi chờ", "The dossier has ended meanwhile")
NOTHING = Words("Không còn ngày nào thay đổi", "Nothing about it changes any more")
NOBODY = Words(
    "Hồ sơ đang mở trong sổ nhưng không có tiến trình nào xử lý",
    "It is open in the register, and no workflow carries it",
)
SILENT = Words("Không có trả lời", "No answer")


@dataclass
class Carrier:
    """Has the dossiers of one campaign changed by their own workflows."""

    client: Client
    register: Register
    campaign: Campaign
    kind: CampaignKind
    afterwards: str = ""
    """What is done to dossiers that it changed before, as a part of the act's name; it makes nothing of them undone."""
    side_by_side: int = SIDE_BY_SIDE
    _results: list[tuple[Item, Receipt | None]] = field(default_factory=list)

    def key(self, item: Item) -> str:
        """Return the name of the act in a dossier: however often it is sent, it is done once.

        One that is to be done anew since something happened, though it was settled before, has another name.
        """
        name = f"campaign:{self.campaign.id}"
        if self.afterwards:
            return f"{name}:{self.afterwards}"
        return f"{name}:{int(item.done_at.timestamp())}" if item.done_at else name

    def deed(self, item: Item) -> EngineDeed:
        """Return what is done to a dossier."""
        return self.kind.deed(self.campaign, item.treatment or NOW)

    async def carry_out(self, items: Sequence[Item]) -> None:
        """Change dossiers, a few side by side; what came of them is written as they are done."""
        waiting = iter(items)
        await asyncio.gather(*(self._one_after_another(waiting) for _ in range(self.side_by_side)))
        await self._write()

    async def _one_after_another(self, waiting: Iterator[Item]) -> None:
        clock = asyncio.get_running_loop().time
        for item in waiting:
            began = clock()
            result = await self.one(item)
            self._results.append(result)  # looked up after the wait: the list is exchanged whenever it is written
            if len(self._results) >= WRITE_EVERY:
                await self._write()
            await asyncio.sleep(max(0.0, self.side_by_side / PER_SECOND - (clock() - began)))

    async def one(self, item: Item) -> tuple[Item, Receipt | None]:
        """Have one dossier changed by its own workflow; what it was told before is not done again."""
        handle = self.client.get_workflow_handle(item.dossier)
        key = self.key(item)
        do = await asyncio.to_thread(self.deed, item)
        said = {"key": key, "by": self.campaign.by, "do": do}
        act = Act.model_validate(said | ({"reason": self.campaign.reason} if self.campaign.reason else {}))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                receipt = await handle.execute_update(
                    ENGINE, act, id=key, result_type=Receipt, rpc_timeout=ANSWER_WITHIN
                )
            except WorkflowUpdateFailedError as failed:
                return await self._refused(item, failed), None
            except WorkflowUpdateRPCTimeoutOrCancelledError:
                await asyncio.sleep(attempt)
            except RPCError as error:
                if error.status is RPCStatusCode.NOT_FOUND:
                    return await self.gone(item), None
                await asyncio.sleep(attempt)
            else:
                return item, receipt
        return settled(item, ItemState.FAILED, SILENT), None

    async def _refused(self, item: Item, failed: WorkflowUpdateFailedError) -> Item:
        refusal = error_of(failed.cause) if isinstance(failed.cause, ApplicationError) else None
        if refusal is None or refusal.rule == "R60":
            return await self.gone(item)
        return settled(item, ItemState.REFUSED, _words(refusal))

    async def gone(self, item: Item) -> Item:
        """Say what became of a dossier that no workflow carries."""
        dossier = await asyncio.to_thread(self.register.dossier, item.dossier)
        if dossier.closed:
            return settled(item, ItemState.UNCHANGED, ENDED)
        return settled(item, ItemState.FAILED, NOBODY)

    async def _write(self) -> None:
        results, self._results = self._results, []
        await asyncio.to_thread(self._settle, results)

    def _settle(self, results: Sequence[tuple[Item, Receipt | None]]) -> None:
        keys = {self.key(item) for item, receipt in results if receipt is not None}
        codes = [item.dossier for item, receipt in results if receipt is not None]
        acted = {key: self.register.acted(key, codes) for key in keys}
        done = [
            item if receipt is None else _answered(item, receipt, changed=self._changed(item, acted))
            for item, receipt in results
        ]
        self.register.settle_items(self.campaign.id, done)

    def _changed(self, item: Item, acted: Mapping[str, Mapping[str, set[str]]]) -> bool:
        found = acted[self.key(item)].get(item.dossier, set())
        return bool(set(self.kind.marks) & found) or bool(self.afterwards)


def _answered(item: Item, receipt: Receipt, *, changed: bool) -> Item:
    due = {"new_due": receipt.due}
    if changed:
        return item.model_copy(update=due | {"state": ItemState.DONE, "done_at": _now()})
    return settled(item, ItemState.UNCHANGED, NOTHING).model_copy(update=due)


def settled(item: Item, state: ItemState, words: Words) -> Item:
    """Return a dossier of a campaign with what came of it, in words."""
    said = {"state": state, "done_at": _now(), "detail_vi": words.vi, "detail_en": words.en}
    return item.model_copy(update=said)


def _words(refusal: MotcuaError) -> Words:
    return Words(refusal.message_vi, refusal.message)


def _now() -> datetime:
    return datetime.now(UTC)
