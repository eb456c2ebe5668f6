"""What a department system's keeper does: it tries one that is away, lets go on what waited, and forgets nothing."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from temporalio.client import Client

from activities.border import Border, Came, is_settled, now, request_of
from activities.pacing import Pacer
from activities.telling import tell
from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError
from motcua.errors import InvalidInputError
from motcua.register.asking import Put, Turn
from motcua.register.breaker import Failure
from motcua.register.calls import Call

PAGE = 100
"""Calls that are read at once."""
NOBODY_WAITS = "Không còn chờ kết quả: bước đã kết thúc hoặc hồ sơ đã đóng."
"""Why a request is called off, as the department reads it."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Manners:
    """How a system wants to be treated."""

    per_second: float = 20.0
    """Most requests a second from all workers together."""
    at_once: int = 20
    """Most requests under way at a time while what waited goes on."""
    poll_every: timedelta = timedelta(hours=4)
    """How long nothing may be heard of an accepted request before it is looked after."""
    look_every: float = 1.0
    """Seconds between two looks for what waits."""
    sweep_every: float = 10.0
    """Seconds between two looks for what is accepted, abandoned, or not told yet."""


@dataclass
class Keeper:
    """Looks after one department system on behalf of everything that waits on it."""

    system: str
    border: Border
    client: Client
    manners: Manners = Manners()
    _pacer: Pacer = field(init=False)
    _swept_at: float = float("-inf")

    def __post_init__(self) -> None:
        self._pacer = Pacer(self.manners.per_second, self.manners.at_once)

    async def look(self) -> float:
        """Do what is due, and return after how many seconds to look again.

        Raises:
            UnavailableError: The register is away.
        """
        register, more = self.border.register, False
        away = await asyncio.to_thread(register.is_away, self.system)
        if time.monotonic() - self._swept_at >= self.manners.sweep_every:
            left = await self._sweep(away=away)
            self._swept_at = float("-inf") if left else time.monotonic()
        if not away:
            waiting = await asyncio.to_thread(register.held_calls, self.system, now(), limit=PAGE)
            await self._pacer.each(waiting, self._ask)
            more = len(waiting) == PAGE
        elif await asyncio.to_thread(register.take_turn, self.system, now(), self.border.pace):
            await self._try()
        return 0.0 if more else self.manners.look_every

    async def _sweep(self, *, away: bool) -> bool:
        """Look for what is easily forgotten: answers nobody took, requests nobody waits for, promises of an answer.

        Returns whether there may be more of it.
        """
        register = self.border.register
        for call in await asyncio.to_thread(register.untold_calls, self.system, PAGE):
            await self._tell(call)
        if away:
            return False
        abandoned = await asyncio.to_thread(register.abandoned_calls, self.system, PAGE, now())
        await self._pacer.each(abandoned, self._call_off)
        silent_since = now() - self.manners.poll_every
        silent = await asyncio.to_thread(register.calls_to_poll, self.system, silent_since, PAGE, now())
        await self._pacer.each(silent, self._poll)
        return PAGE in (len(abandoned), len(silent))

    async def _try(self) -> None:
        """Make one call to a system that is away: a request that waits, or a look at its health."""
        register = self.border.register
        came = await self._trial()
        if await self._is_ill() if came is None else came.away:
            if await asyncio.to_thread(register.still_away, self.system, now()):
                log.error("outage_declared", system=self.system)
            return
        outage = await asyncio.to_thread(register.recovered, self.system, now())
        if outage is not None:
            log.warning("outage_ended", system=self.system, outage=outage.id, dossiers=outage.dossiers)

    async def _trial(self) -> Came | None:
        """Put the first request that may be sent; None where none may: nobody waits for it, or another is before it."""
        for _ in range(PAGE):
            call = await asyncio.to_thread(self.border.register.next_trial, self.system, now())
            if call is None:
                return None
            if (put := await self._turn(call)).turn is Turn.SEND:
                return await self._send(put)
        return None

    async def _is_ill(self) -> bool:
        began = now()
        try:
            await self.border.departments[self.system].health()
        except DepartmentUnavailableError as away:
            failure = Failure(began, now(), away.message, False, away.status, away.retry_after)
            await asyncio.to_thread(self.border.register.system_failed, self.system, failure, self.border.pace)
            return True
        return False

    async def _ask(self, call: Call) -> None:
        put = await self._turn(call)
        if put.turn is Turn.SEND:
            await self._send(put)
        elif put.turn is Turn.UNWANTED:
            await self._call_off(put.call)

    async def _turn(self, call: Call) -> Put:
        return await asyncio.to_thread(self.border.register.its_turn, call.key, now())

    async def _send(self, put: Put) -> Came:
        return await self._heard(put.call, await self.border.ask(request_of(put.call), put.attempt, told=False))

    async def _poll(self, call: Call) -> None:
        attempt = await asyncio.to_thread(self.border.register.trying, call.key, "poll", now())
        await self._heard(call, await self.border.poll(request_of(call), attempt))

    async def _heard(self, call: Call, came: Came) -> Came:
        if came.away:
            self._pacer.stop()
        else:
            self._pacer.went_well()
        if came.reply.answer is not None:
            await self._tell(await asyncio.to_thread(self.border.register.call, call.key))
        return came

    async def _tell(self, call: Call) -> None:
        """Tell the dossier; an answer nobody waits for any more stays in the ledger and is not told."""
        register = self.border.register
        told = is_settled(call) and await tell(self.client, call)
        if told or not await asyncio.to_thread(register.is_awaited, call):
            await asyncio.to_thread(register.note_told, call.key, now())

    async def _call_off(self, call: Call) -> None:
        """Withdraw a request nobody waits for; one that was never sent is only struck off."""
        register = self.border.register
        if not call.attempts or call.request is None:
            await asyncio.to_thread(register.called_off, call.key, None, "never_sent", now())
            return
        attempt = await asyncio.to_thread(register.trying, call.key, "withdraw", now())
        began, result = now(), "refused"
        try:
            result = (await self.border.departments[self.system].withdraw(request_of(call), NOBODY_WAITS)).outcome
        except DepartmentUnavailableError as away:
            failure = Failure(began, now(), away.message, away.scope == "request", away.status, away.retry_after)
            await asyncio.to_thread(register.went_wrong, call.key, attempt, failure, self.border.pace)
            if not failure.own:
                self._pacer.stop()
            return
        except (RequestRefusedError, InvalidInputError) as unusable:
            log.warning("withdrawal_refused", once_key=call.key, error=unusable.kind)
        await asyncio.to_thread(register.called_off, call.key, attempt, result, now())
        log.info("request_withdrawn", once_key=call.key, result=result)
