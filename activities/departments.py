"""Asking a department's system on behalf of a duty: once by effect, however often it is sent."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio import activity

from activities.border import Border, is_settled, now, told_of
from activities.heartbeats import beating
from activities.messages import Order, Reply
from motcua.departments.port import Request
from motcua.dossiers.commands import DepartmentAnswered
from motcua.errors import NotFoundError
from motcua.register.asking import Ask, Put, Turn
from motcua.register.register import Register

HEARTBEAT = timedelta(seconds=5)
"""How often a request under way says that it is still under way."""


@dataclass(frozen=True)
class DepartmentActivities:
    """Asks the department systems this worker has adapters for."""

    border: Border
    callback_base: str

    @activity.defn(name="departments.ask")
    async def ask(self, order: Order) -> Reply:
        """Put a request to its system; safe to repeat, since the key is the same each time.

        What the ledger has an answer to is not asked again. A request whose system is away is held: it costs the
        system nothing, and goes on by itself. An answer that cannot be used is returned as trouble, for a person to
        look at. It heartbeats, so that a worker that died while asking is noticed at once.
        """
        async with beating(HEARTBEAT.total_seconds()):
            request = self._request(order)
            put = await asyncio.to_thread(self._asked, order, request)
            if put.turn is Turn.SEND:
                return (await self.border.ask(request, put.attempt, told=True)).reply
            return await asyncio.to_thread(self._standing, put)

    def _asked(self, order: Order, request: Request) -> Put:
        ask = Ask(
            key=order.key,
            system=order.system,
            dossier=order.dossier,
            step=order.step,
            visit=order.visit,
            agency=order.agency,
            request=request.model_dump_json(),
            due_at=order.due or order.reply_by,
        )
        return self.border.register.asked(ask, now())

    def _standing(self, put: Put) -> Reply:
        if put.turn is not Turn.ANSWERED:
            return Reply(held=put.turn is Turn.HELD)
        self.border.register.note_told(put.call.key, now())
        return Reply(answer=told_of(put.call))

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
        return [self.ask]


@dataclass(frozen=True)
class AwaitingActivities:
    """Waits for answers that come later."""

    register: Register

    @activity.defn(name="departments.await_answer")
    async def await_answer(self, order: Order) -> DepartmentAnswered:
        """Wait for the answer to a request that was accepted or is held: whoever gets it completes this activity.

        An answer that came before anybody waited for it is in the ledger, and is taken from there.
        """
        found = await asyncio.to_thread(self._in_ledger, order.key)
        if found is None:
            activity.raise_complete_async()
        return found

    def _in_ledger(self, key: str) -> DepartmentAnswered | None:
        try:
            call = self.register.call(key)
        except NotFoundError:  # it is kept in the ledger of the agency that asks
            return None
        return told_of(call) if is_settled(call) else None

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.await_answer]
