"""What a played system does with one request."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable

from fastapi import Response
from pydantic import JsonValue

from motcua.departments.port import Accepted, Answer, Progress, Request
from motcua.departments.simulator.behaviour import Behaviour, Kind
from motcua.departments.simulator.caller import Caller
from motcua.departments.simulator.ledger import Ledger, Work
from motcua.departments.simulator.speech import Speech, failing, flawed, spoken

Gone = Callable[[], Awaitable[bool]]
"""Tells whether whoever asked has hung up."""

_LOOK_AGAIN = 0.25

_CALLS_BACK = (Kind.LATER, Kind.CALLBACK_FIRST, Kind.TWICE)


class Player:
    """Plays the department's side of a request: first the work, once for each key, then what is said about it."""

    def __init__(self, ledger: Ledger, caller: Caller) -> None:
        self._ledger = ledger
        self._caller = caller

    async def play(self, request: Request, speech: Speech, gone: Gone) -> Response:
        """Treat one request as the system was last told to.

        Raises:
            ConflictError: The key was used before for another request.
        """
        behaviour = self._ledger.next_behaviour(request.system)
        self._ledger.asked(request)
        if behaviour.kind is Kind.ERROR:
            return failing(speech, behaviour)
        asked_at = time.time()
        work = self._carry_out(request, speech, behaviour, asked_at)
        match behaviour.kind:
            case Kind.HANG:
                return await _never(gone)
            case Kind.WRONG:
                return flawed(speech, work.answer, behaviour.flaw, f"/{request.system}-elsewhere/requests")
            case Kind.SILENT | Kind.STAGES:
                return self._accept(request, speech)
            case Kind.CALLBACK_FIRST:
                await self._caller.deliver_now(request.system, request.key)
                return self._accept(request, speech)
            case Kind.SLOW:
                await asyncio.sleep(behaviour.after)
        return self._accept(request, speech) if asked_at <= work.ready_at else self._answer(request, speech, work)

    def look(self, system: str, key: str, speech: Speech) -> Response:
        """Say where a request stands: its stages one after the other, then the answer."""
        stand = self._ledger.standing.of(system, key)
        if stand is None or stand.withdrawn:
            return speech.unknown(key)
        behaviour = self._ledger.next_behaviour(system)
        if behaviour.kind is Kind.ERROR:
            return failing(speech, behaviour)
        work = self._ledger.work(system, key)
        if behaviour.kind is Kind.WRONG:
            return flawed(speech, work.answer, behaviour.flaw, f"/{system}-elsewhere/requests")
        looks = self._ledger.standing.polled(system, key)
        if looks < len(stand.stages):
            said = {"key": key, "stage": stand.stages[looks], "reference": work.answer.reference}
            return speech.progress(Progress.model_validate(said))
        if time.time() <= work.ready_at:
            return speech.accepted(Accepted(key=key, reference=work.answer.reference))
        self._ledger.count(system, key, "answered")
        return spoken(200, speech.answer(work.answer))

    def withdraw(self, system: str, key: str, speech: Speech) -> Response:
        """Call a request off, unless its answer has left the house; doing so twice is the same."""
        stand = self._ledger.standing.of(system, key)
        if stand is None:
            return speech.unknown(key)
        behaviour = self._ledger.next_behaviour(system)
        if behaviour.kind is Kind.ERROR:
            return failing(speech, behaviour)
        in_time = stand.withdrawn or not self._ledger.told(system, key)
        if in_time:
            self._ledger.standing.withdraw(system, key)
        return speech.withdrawn(key, in_time=in_time)

    def _carry_out(self, request: Request, speech: Speech, behaviour: Behaviour, asked_at: float) -> Work:
        kind = behaviour.kind
        ready_at = asked_at + behaviour.after if kind is Kind.LATER else 0
        answer = _decision(request, behaviour)
        other = answer.model_copy(update={"content": behaviour.second}) if kind is Kind.TWICE else None
        stages = behaviour.stages if kind is Kind.STAGES else ()
        self._ledger.standing.begun(request.system, request.key, speech.name, stages, other)
        work = self._ledger.carry_out(request.system, answer, ready_at=ready_at, calls_back=kind in _CALLS_BACK)
        if work.calls_back and work.callback_url is not None and kind is not Kind.CALLBACK_FIRST:
            self._caller.schedule(request.system, request.key)
        return work

    def _answer(self, request: Request, speech: Speech, work: Work) -> Response:
        self._ledger.count(request.system, request.key, "answered")
        return spoken(200, speech.answer(work.answer))

    def _accept(self, request: Request, speech: Speech) -> Response:
        self._ledger.count(request.system, request.key, "accepted")
        return speech.accepted(Accepted(key=request.key, reference=_reference(request)))


def _decision(request: Request, behaviour: Behaviour) -> Answer:
    refused = behaviour.kind is Kind.REFUSE
    return Answer(
        key=request.key,
        outcome="refused" if refused else "done",
        content=_content(request, behaviour),
        reason=behaviour.reason if refused else None,
        reference=_reference(request),
    )


def _content(request: Request, behaviour: Behaviour) -> dict[str, JsonValue]:
    """Return what it was told to answer; a body that is asked for an opinion agrees unless told otherwise."""
    agreed: dict[str, JsonValue] = {"opinion": "agreed"} if request.asks == "opinion" else {}
    return agreed | behaviour.answer


def _reference(request: Request) -> str:
    return f"{request.system}-{hashlib.sha256(request.key.encode()).hexdigest()[:10]}"


async def _never(gone: Gone) -> Response:
    while not await gone():
        await asyncio.sleep(_LOOK_AGAIN)
    return Response(status_code=204)
