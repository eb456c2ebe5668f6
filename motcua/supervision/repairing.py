"""Repairs, for every program that has one previewed, confirms, follows or undoes one."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import structlog

from activities.repair_kinds import REPAIR, RepairOrder, order_of
from activities.repair_undoing import must_be_undoable
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError, NotFoundError
from motcua.register.campaign_records import Campaign, CampaignState, ItemState, NewCampaign
from motcua.register.register import Register
from motcua.register.scope import Scope
from motcua.register.stuck import LARGEST_PAGE
from motcua.supervision.campaign_refusals import not_a_draft
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.repair_requests import MOST, RepairRequest, WhichStuck, order_from
from motcua.supervision.telling.campaigns import every_item
from motcua.supervision.telling.sentences_of_repair import title_of

PREFIX = f"{REPAIR}:"
NAMED = 100
"""Codes that are not open to the asker and are still named one by one."""

log = structlog.get_logger("repairs")


@dataclass(frozen=True)
class RepairDesk:
    """Where repairs are asked for: whatever somebody may not see is not repaired, and said not to be there."""

    desk: CampaignDesk
    scope: Scope
    key: str | None = None
    """The key of a system that asks, as `key:ID`: whoever it names is then only named."""

    @property
    def register(self) -> Register:
        """Return the register."""
        return self.desk.register

    async def preview(self, asked: RepairRequest) -> Campaign:
        """Have a repair previewed; nothing is changed.

        Raises:
            InvalidInputError: It does not say enough, is about too many dossiers, or asks for what does not exist.
            NotFoundError: None of its dossiers is there for whoever asks.
        """
        self.desk.must_be_active(asked.by)
        order = await asyncio.to_thread(order_from, asked, self.desk.ground)
        codes = await asyncio.to_thread(self._meant, asked)
        return await self._previewed(order, codes, asked.by, asked.reason)

    async def undo(self, id: str, by: Actor, reason: str) -> Campaign:
        """Have it previewed what restores what a repair changed.

        Raises:
            RefusedError: Its kind cannot be undone; it says why.
        """
        self.desk.must_be_active(by)
        first = await self.repair(id)
        must_be_undoable(first)
        if first.confirmed_at is None:
            raise not_a_draft(first)
        basis = order_of(first).basis
        codes = await asyncio.to_thread(
            lambda: [each.dossier for each in every_item(self.register, id, self.scope, ItemState.DONE)]
        )
        return await self._previewed(RepairOrder(what=RepairKind.UNDO, of=id, basis=basis), codes, by, reason)

    async def confirm(self, id: str, by: Actor) -> Campaign:
        """Have what was previewed done.

        Raises:
            NotFoundError: Some of its dossiers lie outside what the confirming person may see.
            RefusedError: It needs another person than the one who asked, or there is no preview yet.
        """
        await self._must_see_all(id)
        done = await self.desk.confirm(id, by)
        log.info("repair_confirmed", repair=id, agency=by.agency, officer=by.officer)
        return done

    async def try_again(self, id: str, by: Actor) -> Campaign:
        """Have those repaired once more that could not be reached.

        Raises:
            NotFoundError: Some of its dossiers lie outside what the asker may see.
        """
        await self._must_see_all(id)
        return await self.desk.try_again(id, by)

    async def repair(self, id: str) -> Campaign:
        """Return a repair, refused as if it were not there where none of its dossiers may be seen.

        Raises:
            NotFoundError: There is none for whoever asks.
        """
        return await asyncio.to_thread(self._repair, id)

    async def _must_see_all(self, id: str) -> None:
        await self.repair(id)
        if not await asyncio.to_thread(self.register.is_all_seen, id, self.scope):
            raise _not_all(id)

    def _repair(self, id: str) -> Campaign:
        if not id.startswith(PREFIX) or not self.register.is_any_seen(id, self.scope):
            raise _unknown(id)
        return self._as_seen(self.register.campaign(id))

    def _as_seen(self, campaign: Campaign) -> Campaign:
        """Return a repair with the numbers of what the asker may see of it."""
        if self.scope.whole:
            return campaign
        counts = self.register.counts_seen(campaign.id, self.scope)
        return campaign.model_copy(update={"counts": counts, "looked_at": sum(counts.values())})

    def repairs(self, *, limit: int = 50) -> list[Campaign]:
        """Return repairs that are about dossiers the asker may see, the latest first."""
        ids = self.register.repairs_seen(self.scope, kind=REPAIR, limit=limit)
        return [self._as_seen(self.register.campaign(id)) for id in ids]

    async def _previewed(self, order: RepairOrder, codes: Sequence[str], by: Actor, reason: str) -> Campaign:
        if len(codes) > MOST:
            raise _too_many(len(codes))
        seen = await asyncio.to_thread(self.register.seen, codes, self.scope)
        left_out = [code for code in dict.fromkeys(codes) if code not in seen]
        if not seen:
            raise _none(left_out)
        new = _new(order.model_copy(update={"left_out": tuple(left_out[:NAMED]), "key": self.key}), by, reason)
        await asyncio.to_thread(self.register.open_campaign, new, datetime.now(UTC))
        await asyncio.to_thread(self.register.choose, new.id, sorted(seen))
        log.info("repair_asked_for", repair=new.id, dossiers=len(seen), left_out=len(left_out), agency=by.agency)
        return await self.desk.preview(new)

    def _meant(self, asked: RepairRequest) -> list[str]:
        if asked.stuck is not None:
            return list(self._stuck(asked.stuck, datetime.now(UTC)))
        if asked.held_by is not None:
            agency = self.desk.ground.directory.get(asked.held_by).id
            return self.register.codes_held_by(agency, self.scope, limit=MOST + 1)
        return list(asked.codes)

    def _stuck(self, asked: WhichStuck, now: datetime) -> Iterable[str]:
        try:
            wanted = asked.filter(self.desk.ground, self.scope, now)
        except InvalidInputError as wrong:
            wrong.field = f"stuck.{wrong.field}"
            raise
        after, found = None, 0
        while True:
            page = self.register.stuck(wanted, now=now, limit=LARGEST_PAGE, after=after)
            yield from (dossier.code for dossier in page.dossiers)
            found, after = found + len(page.dossiers), page.after
            if after is None or found > MOST:
                return


def is_under_way(campaign: Campaign) -> bool:
    """Whether a repair is being previewed or carried out just now."""
    return campaign.state in (CampaignState.PLANNING, CampaignState.RUNNING)


def _new(order: RepairOrder, by: Actor, reason: str) -> NewCampaign:
    title = title_of(order.what)
    return NewCampaign(
        id=f"{PREFIX}{order.what.value}:{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:6]}",
        kind=REPAIR,
        title_vi=title.vi,
        title_en=title.en,
        basis=order.basis or "",
        reason=reason,
        by=by,
        parameters=order.parameters,
    )


def _none(codes: Sequence[str]) -> NotFoundError:
    named = ", ".join(codes[:5]) or "–"
    return NotFoundError(
        f"None of these dossiers is open to you, or there is none of that code: {named}.",
        vi=f"Không có hồ sơ nào trong số này mà bạn được xem, hoặc không có mã này: {named}.",
        field="codes",
        hint="You repair what the agencies of your account receive, hold or decide, within your fields and clearance.",
        hint_vi="Bạn sửa được hồ sơ mà cơ quan của tài khoản tiếp nhận, giữ hoặc giải quyết, trong phạm vi cho phép.",
    )


def _unknown(id: str) -> NotFoundError:
    return NotFoundError(
        f"There is no repair {id}.",
        vi=f"Không có lần sửa {id}.",
        field="id",
        hint="List them first.",
        hint_vi="Xem danh sách trước.",
    )


def _not_all(id: str) -> NotFoundError:
    return NotFoundError(
        f"The repair {id} is about dossiers that are not open to you: you cannot have it done.",
        vi=f"Lần sửa {id} có hồ sơ ngoài phạm vi của bạn: bạn không thể cho thực hiện.",
        field="id",
        hint="Somebody who may see all of them does.",
        hint_vi="Người được xem mọi hồ sơ đó mới cho thực hiện được.",
    )


def _too_many(number: int) -> InvalidInputError:
    return InvalidInputError(
        f"A repair is about {MOST} dossiers at most, not {number}.",
        vi=f"Mỗi lần sửa tối đa {MOST} hồ sơ, không phải {number}.",
        field="codes",
        hint="Repair them in parts.",
        hint_vi="Sửa từng phần.",
    )
