"""What a played system does with one request."""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable

from fastapi import Response
from pydantic import JsonValue

from motcua.departments.port import Accepted, Answer, Request
from motcua.departments.simulator.behaviour import Behaviour, Flaw, Kind
from motcua.departments.simulator.caller import Caller
from motcua.departments.simulator.ledger import Ledger, Work
from motcua.exchange.payload import MAX_BODY

Gone = Callable[[], Awaitable[bool]]
"""Tells whether whoever asked has hung up."""

_LOOK_AGAIN = 0.25


class Player:
    """Plays the department's side of a request: first the work, once for each key, then what is said about it."""

    def __init__(self, ledger: Ledger, caller: Caller) -> None:
        self._ledger = ledger
        self._caller = caller

    async def play(self, request: Request, gone: Gone) -> Response:
        """Treat one request as the system was last told to.

        Raises:
            ConflictError: The key was used before for another request.
        """
        behaviour = self._ledger.next_behaviour(request.system)
        self._ledger.asked(request)
        if behaviour.kind is Kind.ERROR:
            return _error(behaviour)
        asked_at = time.time()
        work = self._carry_out(request, behaviour, asked_at)
        match behaviour.kind:
            case Kind.HANG:
                return await _never(gone)
            case Kind.WRONG:
                return _wrong(request.system, work, behaviour.flaw)
            case Kind.SILENT:
                return self._accept(request)
            case Kind.SLOW:
                await asyncio.sleep(behaviour.after)
        return self._accept(request) if asked_at <= work.ready_at else self._answer(request, work)

    def _carry_out(self, request: Request, behaviour: Behaviour, asked_at: float) -> Work:
        later = behaviour.kind is Kind.LATER
        ready_at = asked_at + behaviour.after if later else 0
        answer = _decision(request, behaviour)
        work = self._ledger.carry_out(request.system, answer, ready_at=ready_at, calls_back=later)
        if work.calls_back and work.callback_url is not None:
            self._caller.schedule(request.system, request.key)
        return work

    def _answer(self, request: Request, work: Work) -> Response:
        self._ledger.count(request.system, request.key, "answered")
        return _json(200, work.answer.model_dump_json())

    def _accept(self, request: Request) -> Response:
        self._ledger.count(request.system, request.key, "accepted")
        return _json(202, Accepted(key=request.key, reference=_reference(request)).model_dump_json())


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


def _error(behaviour: Behaviour) -> Response:
    response = _json(behaviour.status, json.dumps({"title": "The played system fails, as it was told."}))
    if behaviour.retry_after is not None:
        response.headers["Retry-After"] = str(behaviour.retry_after)
    return response


def _wrong(system: str, work: Work, flaw: Flaw) -> Response:
    match flaw:
        case Flaw.NOT_JSON:
            return Response("<html>Hệ thống đang bảo trì</html>", media_type="text/html")
        case Flaw.OTHER_KEY:
            return _json(200, work.answer.model_copy(update={"key": "another/key/1"}).model_dump_json())
        case Flaw.UNKNOWN_OUTCOME:
            return _json(200, json.dumps(work.answer.model_dump() | {"outcome": "perhaps"}))
        case Flaw.TOO_LARGE:
            return _json(200, json.dumps(work.answer.model_dump() | {"content": {"filler": "x" * 2 * MAX_BODY}}))
        case Flaw.REDIRECT:
            return Response(status_code=307, headers={"Location": f"/{system}-elsewhere/requests"})


async def _never(gone: Gone) -> Response:
    while not await gone():
        await asyncio.sleep(_LOOK_AGAIN)
    return Response(status_code=204)


def _json(status: int, body: str) -> Response:
    return Response(body, status_code=status, media_type="application/json")
