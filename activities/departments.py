"""Asking a department's system on behalf of a duty: once by effect, however often it is sent."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.messages import Order, Reply
from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, UnreadableAnswerError
from motcua.departments.port import Accepted, Answer, Department, Request
from motcua.dossiers.commands import DepartmentAnswered
from motcua.register.register import Register

HEARTBEAT = timedelta(seconds=5)
"""How often a request under way says that it is still under way."""


@dataclass(frozen=True)
class DepartmentActivities:
    """Speaks to the department systems this worker has adapters for, and keeps the ledger of calls."""

    departments: Mapping[str, Department]
    register: Register
    callback_base: str

    @activity.defn(name="departments.ask")
    async def ask(self, order: Order) -> Reply:
        """Put a request to the system; safe to repeat, since the key is the same each time.

        A system that is away is asked again without end; an answer that cannot be used is returned as trouble, for
        a person to look at. It heartbeats, so that a worker that died while asking is noticed at once.
        """
        beating = asyncio.create_task(_beat())
        try:
            return await self._ask(order)
        finally:
            beating.cancel()

    @activity.defn(name="departments.await_answer")
    async def await_answer(self, _order: Order) -> DepartmentAnswered:
        """Wait for the answer of a system that took the request on: its callback completes this activity."""
        activity.raise_complete_async()

    async def _ask(self, order: Order) -> Reply:
        await asyncio.to_thread(self._asked, order)
        try:
            reply = await self.departments[order.system].ask(self._request(order))
        except DepartmentUnavailableError as away:
            await asyncio.to_thread(self.register.failed_attempt, order.key, away.message, _now())
            wait = timedelta(seconds=away.retry_after) if away.retry_after else None
            raise ApplicationError(away.message, type="DepartmentAway", next_retry_delay=wait) from away
        except (RequestRefusedError, UnreadableAnswerError) as unusable:
            await asyncio.to_thread(self.register.trouble, order.key, str(unusable), _now())
            return Reply(answer=_trouble(order, str(unusable)))
        if isinstance(reply, Accepted):
            await asyncio.to_thread(self.register.accepted, order.key, _now(), reference=reply.reference)
            return Reply()
        await asyncio.to_thread(self.register.answered, order.key, reply.outcome, _now(), reference=reply.reference)
        return Reply(answer=answered(order.step, order.visit, reply))

    def _asked(self, order: Order) -> None:
        self.register.asked(
            order.key,
            system=order.system,
            dossier=order.dossier,
            step=order.step,
            visit=order.visit,
            agency=order.agency,
            at=_now(),
        )

    def _request(self, order: Order) -> Request:
        return Request(
            system=order.system,
            key=order.key,
            dossier=order.dossier,
            procedure=order.procedure,
            step=order.step,
            visit=order.visit,
            agency=order.agency,
            asks="opinion" if order.opinion else "work",
            subject=order.data,
            reply_by=order.reply_by,
            callback_url=f"{self.callback_base}/api/v1/callbacks/{order.system}",
        )

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.ask, self.await_answer]


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(HEARTBEAT.total_seconds())


def _trouble(order: Order, detail: str) -> DepartmentAnswered:
    return DepartmentAnswered(step=order.step, visit=order.visit, outcome="trouble", detail=detail)


def answered(step: str, visit: int, answer: Answer) -> DepartmentAnswered:
    """Return a department's answer as what the dossier is told."""
    said: dict[str, Any] = {"step": step, "visit": visit, "outcome": answer.outcome}
    said |= {"detail": answer.reason} if answer.reason else {}
    said |= {"reference": answer.reference} if answer.reference else {}
    said |= {"data": answer.content} if answer.content else {}
    return DepartmentAnswered.model_validate(said)


def _now() -> datetime:
    return datetime.now(UTC)
