"""Taking a matter up again whose dossier has ended: always in a new one, which names it (R32, R59, R60)."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from temporalio.client import Client

from activities.messages import Receipt
from activities.reaching import Dossiers
from activities.repair_kinds import order_of
from motcua.dossiers.commands import Act, Life, Open
from motcua.dossiers.decide import decide_life
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.errors import NotFoundError, RefusedError
from motcua.procedures.definition import Procedure
from motcua.register.campaign_records import Campaign
from motcua.register.continuing import goes_on
from motcua.register.register import Register

CALLER, TRIAL = "repair", "trial"


@dataclass(frozen=True)
class Reopening:
    """Opens dossiers in the place of ended ones: the same repair always gives the same one."""

    client: Client
    register: Register
    ground: Ground
    queue: str
    campaign: Campaign

    def must_be_possible(self, ended: Dossier, now: datetime) -> None:
        """Refuse where the law does not let the matter be taken up again, or the new dossier could not be opened."""
        _must_have_ended(ended)
        self._must_not_go_on(ended)
        decide_life(self._life(ended, TRIAL, now), now, self.ground)

    async def open(self, code: str) -> Receipt:
        """Open the new dossier of an ended one, once."""
        ended, now = await asyncio.to_thread(self.register.dossier, code), datetime.now(UTC)
        _must_have_ended(ended)
        new = await asyncio.to_thread(self._code, ended, now)
        if await asyncio.to_thread(self.register.has, new):
            return Receipt.of(await asyncio.to_thread(self.register.dossier, new), repeated=True)
        await asyncio.to_thread(self._must_not_go_on, ended)
        await asyncio.to_thread(self._share_applicant, ended, new)
        try:
            return await Dossiers(self.client, self.register).start(self._life(ended, new, now), new, self.queue)
        except RefusedError:
            await asyncio.to_thread(self._forget_unless_opened, new)
            raise

    def _must_not_go_on(self, ended: Dossier) -> None:
        """Refuse early where another dossier continues the matter and is open; the register decides when it is opened.

        No code is given out then, and no applicant's data are read.
        """
        mine = self.register.code_for(CALLER, self._key(ended))
        others = [code for code in self.register.open_after(ended.code) if code != mine]
        if others:
            raise goes_on(ended.code, others[0])

    def _key(self, ended: Dossier) -> str:
        return f"reopen:{self.campaign.id}:{ended.code}"

    def _code(self, ended: Dossier, now: datetime) -> str:
        key = self._key(ended)
        if known := self.register.code_for(CALLER, key):
            return known
        self.must_be_possible(ended, now)
        day = self._today(ended, now)
        book = self.ground.directory.code_of(self._one_stop(ended, day))
        return self.register.allot(key, CALLER, hashlib.sha256(key.encode()).hexdigest(), book, day).code

    def _life(self, ended: Dossier, code: str, now: datetime) -> Life:
        on = self._today(ended, now)
        procedure = self.ground.catalogue.version_for(ended.procedure, on, None)
        said: dict[str, Any] = {"code": code, "procedure": procedure.code, "version": procedure.version}
        said |= {"channel": ended.channel, "territory": ended.territory, "applicant_kind": ended.applicant_kind}
        said |= {"received_by": self._one_stop(ended, on), "previous": ended.code} | _known(ended, procedure)
        said |= {"accept": True} if ended.received_at is not None else {}
        said |= {"corrects": ended.code} if ended.result is not None else {}
        reason = {"reason": self.campaign.reason} if self.campaign.reason else {}
        opening = Act.model_validate({"by": self.campaign.by, "do": Open.model_validate(said)} | reason)
        return Life(opening=opening, alone=True)

    def _one_stop(self, ended: Dossier, on: date) -> str:
        return self.ground.directory.successor(ended.one_stop, on, territory=ended.territory).id

    def _today(self, ended: Dossier, now: datetime) -> date:
        return self.ground.calendar_of(ended.competent).local(now).date()

    def _share_applicant(self, ended: Dossier, new: str) -> None:
        """Give the new dossier the applicant's data under its own key; the reading is noted. There may be none."""
        basis, by = order_of(self.campaign).basis or self.campaign.id, self.campaign.by
        who = f"{by.agency}/{by.officer}" if by.officer else by.agency
        try:
            data = self.register.applicant(ended.code, who, f"giải quyết lại: {basis}")
        except (NotFoundError, RefusedError):
            return
        self.register.save_applicant(new, data, anew=False)

    def _forget_unless_opened(self, new: str) -> None:
        """Let go of what was shared with a dossier that was never opened."""
        if not self.register.has(new):
            self.register.forget_applicant(new)


def _known(ended: Dossier, procedure: Procedure) -> dict[str, Any]:
    """Return what is known of what the version in force declares and lists; originals as far as they are here."""
    listed = {d.id for d in procedure.documents if not d.original or d.id in ended.originals}
    early = {n for n, field in procedure.data.items() if not field.derived and field.from_step is None}
    known: dict[str, Any] = {"data": {name: value for name, value in ended.data.items() if name in early}}
    known |= {"documents": tuple(document for document in ended.documents if document in listed)}
    return {name: value for name, value in known.items() if value}


def _must_have_ended(dossier: Dossier) -> None:
    if dossier.parent is not None:
        raise RefusedError(
            f"Dossier {dossier.code} is a leg of {dossier.parent}: the lead sends it again.",
            vi=f"Hồ sơ {dossier.code} là hồ sơ liên thông của {dossier.parent}: cơ quan chủ trì gửi lại.",
            field="code",
            rule="R44",
            hint="Repair the dossier it is a leg of.",
            hint_vi="Sửa tại hồ sơ chính.",
        )
    if dossier.closed:
        return
    raise RefusedError(
        f"Dossier {dossier.code} has not ended ({dossier.state.value}): it is worked on as it is.",
        vi=f"Hồ sơ {dossier.code} chưa kết thúc (mã trạng thái {dossier.state.portal_code}).",
        field="code",
        rule="R60",
        hint="Go to a step, or hand its result over; what was handed over is corrected in a new dossier (R59).",
        hint_vi="Chuyển đến một bước, hoặc trả kết quả; kết quả đã trả được đính chính bằng hồ sơ mới (R59).",
    )
