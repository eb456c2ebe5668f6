"""The legs of a dossier: one is opened for each visit to a linked step, and ended when nobody waits for it (R44).

A leg is a dossier like any other, not a child of this workflow: it is reached by its code, wherever its worker is.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.linked import LinkedActivities
    from activities.messages import LegAnswer, LegOrder, Message
    from motcua.dossiers.commands import Act, EndLeg, MissLeg, NoteLeg
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.facts import LegReported, Transition
    from motcua.dossiers.parts import Actor, Duty
    from motcua.procedures.definition import StepKind

ELSEWHERE = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=15),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
    ),
)
AGAIN = timedelta(hours=1)
"""When what the dossier itself refused to note is noted again."""

T = TypeVar("T")
Now = Callable[[], Dossier]
Record = Callable[[Act], Awaitable[None]]


async def insist(said: Callable[[], Awaitable[T]]) -> T:
    """Say something to another dossier until it is done there: its worker may be away for days."""
    while True:
        try:
            return await said()
        except ActivityError as failed:
            workflow.logger.error("elsewhere_failed", extra={"what": failed.activity_type, "detail": str(failed.cause)})
            await workflow.sleep(AGAIN, summary="says it again")


class Legs:
    """What is under way between a dossier and its legs."""

    def __init__(self, now: Now, record: Record) -> None:
        self._now = now
        self._record = record
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._waited_for: dict[str, str] = {}
        """The legs of open duties, each with the duty it was last seen at."""
        self._over: dict[str, bool] = {}
        """Legs that have said themselves that they ended."""

    def idle(self) -> bool:
        """Whether nothing is under way."""
        return all(task.done() for task in self._under_way.values())

    def happened(self, transition: Transition) -> None:
        """Remember which legs have ended by themselves."""
        for fact in transition.facts:
            if isinstance(fact, LegReported) and (fact.result is not None or fact.state.closed):
                self._over[fact.code] = True

    def look(self) -> None:
        """Open the legs that are due, and end those nobody waits for any more."""
        duties = [duty for duty in self._now().duties if duty.kind is StepKind.LINKED]
        waited_for = {duty.leg: duty.ref for duty in duties if duty.leg}
        for code, ref in self._waited_for.items():
            if code not in waited_for and code not in self._over:
                self._begin(code, partial(self._end, ref, code))
        self._waited_for = waited_for
        for duty in duties:
            if _is_due(duty, self._now()):
                self._begin(duty.ref, partial(self._open, duty))

    def _begin(self, name: str, work: Callable[[], Any]) -> None:
        """Have one thing of a name under way, never two."""
        known = self._under_way.get(name)
        if known is None or known.done():
            self._under_way[name] = asyncio.create_task(work())

    async def _open(self, duty: Duty) -> None:
        order = LegOrder(dossier=self._now().code, step=duty.step, visit=duty.visit)
        asked: workflow.ActivityConfig = {**ELSEWHERE, "summary": f"opens the leg of {duty.ref}"}
        answer = await insist(lambda: workflow.execute_activity_method(LinkedActivities.open, order, **asked))
        await self._note(duty, answer)
        if answer.code and answer.code not in self._over and self._leg_of(duty) != answer.code:
            await self._end(duty.ref, answer.code)  # while it was opened, the visit was over

    async def _note(self, duty: Duty, answer: LegAnswer) -> None:
        """Have it written which leg there is, or why there is none, as long as the duty waits to know."""
        do = _note_of(duty, answer)
        while do is not None and self._awaits(duty):
            key = f"leg:{duty.ref}:{do.kind}:{self._now().seq}"
            try:
                await self._record(Act(key=key, by=Actor(agency=self._now().competent), do=do))
                break
            except ApplicationError as refused:
                workflow.logger.error("leg_not_noted", extra={"step": duty.step, "detail": refused.message})
                await workflow.sleep(AGAIN, summary="notes it again")

    async def _end(self, ref: str, code: str) -> None:
        parent = self._now()
        reason = "parent_ended" if parent.closed or parent.finished_at else "visit_over"
        do = EndLeg.model_validate({"reason": reason})
        act = Act(key=f"leg:{parent.code}:{ref}:end", by=Actor(agency=parent.competent), do=do)
        message = Message(dossier=code, act=act)
        told: workflow.ActivityConfig = {**ELSEWHERE, "summary": f"ends {code}"}
        await insist(lambda: workflow.execute_activity_method(LinkedActivities.stop, message, **told))

    def _awaits(self, duty: Duty) -> bool:
        now = self._now().duty(duty.step)
        return now is not None and now.visit == duty.visit and now.leg is None and not self._now().closed

    def _leg_of(self, duty: Duty) -> str | None:
        now = self._now().duty(duty.step)
        return now.leg if now is not None and now.visit == duty.visit else None


def _is_due(duty: Duty, dossier: Dossier) -> bool:
    """Whether a linked step needs a leg now: none is opened while the whole rests, nor where a person has to look."""
    return duty.leg is None and duty.trouble is None and duty.left is None and not dossier.suspended


def _note_of(duty: Duty, answer: LegAnswer) -> NoteLeg | MissLeg | None:
    visit = {"step": duty.step, "visit": duty.visit}
    if answer.trouble is not None:
        return MissLeg(**visit, detail=answer.trouble)
    if answer.code is None or answer.procedure is None:
        return None
    due = {"due": answer.due} if answer.due else {}
    return NoteLeg.model_validate(visit | {"code": answer.code, "procedure": answer.procedure} | due)
