"""What a linked dossier does in other agencies: open a leg, report to the parent, end a leg nobody waits for (R44)."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import structlog
from temporalio import activity
from temporalio.client import Client

from activities.messages import LegAnswer, LegOrder, Message, Receipt
from activities.reaching import ENGINE, Dossiers
from activities.refusals import FINAL
from motcua.dossiers.commands import Act, Life, Open
from motcua.dossiers.decide import decide_life
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import MotcuaError, NotFoundError, RefusedError
from motcua.procedures.definition import Procedure
from motcua.register.register import Register

CALLER = "linked"
"""Under which name codes of legs are given out: the keys of agencies never meet it."""
PATIENCE = timedelta(seconds=8)
"""How long a leg's or a parent's worker is waited for before the same is said again."""
TRIAL = "trial"

log = structlog.get_logger("linked")


@dataclass(frozen=True)
class LinkedActivities:
    """Speaks to the dossiers of other agencies; whatever is said twice is done once."""

    client: Client
    register: Register
    ground: Ground
    queues: Mapping[str, str]
    """Task queues of agencies that run workers of their own."""

    @activity.defn(name="linked.open")
    async def open(self, order: LegOrder) -> LegAnswer:
        """Open the dossier of a linked step: the same visit always gives the same one.

        What cannot be opened as things are is an answer, for a person to look at; a register or a worker that is away
        is asked again without end.
        """
        try:
            return await self._open(order)
        except FINAL as refused:
            log.warning("leg_not_opened", key=order.key, error=refused.kind)
            return LegAnswer(trouble=str(refused))

    @activity.defn(name="linked.report")
    async def report(self, message: Message) -> None:
        """Tell a parent where its leg stands."""
        await self._tell(message)

    @activity.defn(name="linked.stop")
    async def stop(self, message: Message) -> None:
        """Tell a leg that nobody waits for it any more."""
        await self._tell(message)

    async def _open(self, order: LegOrder) -> LegAnswer:
        known = await asyncio.to_thread(self.register.code_for, CALLER, order.key)
        if known is not None and await asyncio.to_thread(self.register.has, known):
            leg = await asyncio.to_thread(self.register.dossier, known)
            return _answer(leg.procedure, Receipt.of(leg))
        whole, now = await asyncio.to_thread(self.register.dossier, order.dossier), datetime.now(UTC)
        step = self.ground.procedure(whole.procedure, whole.version).by_id.get(order.step)
        if step is None or step.opens is None:  # the whole was moved to another version meanwhile
            return LegAnswer()
        procedure = self.ground.catalogue.version_for(step.opens, self._day(whole.competent, whole.received_at or now))
        code = await asyncio.to_thread(self._code, order, whole, procedure, now)
        if code is None:
            return LegAnswer()
        await asyncio.to_thread(self._share_applicant, whole, procedure, code, now)
        life = await asyncio.to_thread(self._life, order, whole, procedure, code, now)
        queue = self.queues.get(self._lead(whole, procedure, now), activity.info().task_queue)
        return _answer(procedure.code, await Dossiers(self.client, self.register, PATIENCE).start(life, code, queue))

    def _code(self, order: LegOrder, whole: Dossier, procedure: Procedure, now: datetime) -> str | None:
        """Return the leg's code, from the day book of the agency that carries it; None where none is needed any more.

        A trial comes first, so that what is refused spends no code.
        """
        if known := self.register.code_for(CALLER, order.key):
            return known
        duty = whole.duty(order.step)
        if duty is None or duty.visit != order.visit:
            return None
        decide_life(self._life(order, whole, procedure, TRIAL, now), now, self.ground)
        one_stop = self.ground.agency_for(procedure.one_stop, whole.territory, self._day(whole.competent, now))
        book, day = self.ground.directory.code_of(one_stop), self._day(one_stop, now)
        digest = hashlib.sha256(order.key.encode()).hexdigest()
        return self.register.allot(order.key, CALLER, digest, book, day).code

    def _life(self, order: LegOrder, whole: Dossier, procedure: Procedure, code: str, now: datetime) -> Life:
        """Return what the leg starts with: of the data and documents, what its own procedure declares and lists."""
        listed = {document.id for document in procedure.documents}
        known = {
            "data": {name: value for name, value in whole.data.items() if name in procedure.data},
            "documents": tuple(document for document in whole.documents if document in listed),
            "previous": self.register.code_for(CALLER, order.before.key) if order.before else None,
            "not_after": whole.clock.due if whole.clock and whole.clock.due > now else None,
        }
        given = {
            "code": code,
            "procedure": procedure.code,
            "version": procedure.version,
            "channel": whole.channel,
            "territory": whole.territory,
            "applicant_kind": whole.applicant_kind,
            "accept": True,  # it was received as full and valid where it came in (L61 19.6)
            "parent": whole.code,
            "leg": f"{order.step}/{order.visit}",
            "limit": self.ground.procedure(whole.procedure, whole.version).by_id[order.step].allow,
        }
        do = Open.model_validate(given | {name: value for name, value in known.items() if value})
        return Life(opening=Act(by=Actor(agency=self._lead_now(whole, now)), do=do))

    def _lead(self, whole: Dossier, procedure: Procedure, now: datetime) -> str:
        return self.ground.agency_for(procedure.lead, whole.territory, self._day(whole.competent, now))

    def _lead_now(self, whole: Dossier, now: datetime) -> str:
        """Return the parent's lead, or whoever stands in its place today (R69)."""
        on = self._day(whole.competent, now)
        return self.ground.directory.successor(whole.competent, on, territory=whole.territory).id

    def _day(self, agency: str, at: datetime) -> date:
        return self.ground.calendar_of(agency).local(at).date()

    def _share_applicant(self, whole: Dossier, procedure: Procedure, code: str, now: datetime) -> None:
        """Give the agency the applicant's data under the leg's own key; the reading is noted. There may be none."""
        try:
            data = self.register.applicant(whole.code, self._lead(whole, procedure, now), f"liên thông {code}")
        except (NotFoundError, RefusedError):
            return
        self.register.save_applicant(code, data, anew=False)

    async def _tell(self, message: Message) -> None:
        """Say it until it is written. A dossier that has ended or never was has nothing to be told."""
        attempt = activity.info().attempt  # what was refused once under an id would be refused for ever
        dossiers = Dossiers(self.client, self.register, PATIENCE)
        try:
            await dossiers.tell(message.dossier, ENGINE, message.act, id=f"{message.act.key}:{attempt}")
        except MotcuaError as refused:
            if not await asyncio.to_thread(self._is_gone, message.dossier):
                raise
            log.info("nobody_to_tell", key=message.act.key, error=refused.kind)

    def _is_gone(self, code: str) -> bool:
        return not self.register.has(code) or self.register.dossier(code).closed

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.open, self.report, self.stop]


def _answer(procedure: str, receipt: Receipt) -> LegAnswer:
    said = {"code": receipt.code, "procedure": procedure} | ({"due": receipt.due} if receipt.due else {})
    return LegAnswer.model_validate(said)
