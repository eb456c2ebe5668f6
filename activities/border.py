"""The border to department systems: what is sent and what comes back is in the ledger before anybody acts on it."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog

from activities.messages import Reply
from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, UnreadableAnswerError
from motcua.departments.port import STAGES, Accepted, Answer, BesideRefused, Department, Progress, Request, Unknown
from motcua.dossiers.commands import DepartmentAnswered
from motcua.errors import InvalidInputError
from motcua.register.answers import Got, Kept
from motcua.register.asking import Turn
from motcua.register.breaker import PACE, Failure, Pace
from motcua.register.calls import Call, CallState
from motcua.register.refused_messages import Refusal
from motcua.register.register import Register

log = structlog.get_logger(__name__)


class Came(NamedTuple):
    """What came of one exchange."""

    reply: Reply
    away: bool = False
    """Whether the system itself did not answer."""


@dataclass(frozen=True)
class Border:
    """Speaks to department systems through their adapters, and keeps the ledger of what was said."""

    departments: Mapping[str, Department]
    register: Register
    pace: Pace = PACE

    async def ask(self, request: Request, attempt: int, *, told: bool) -> Came:
        """Put a request that is noted as an attempt; `told`: whoever calls this takes the answer to the dossier."""
        return await self._heard(request, attempt, self.departments[request.system].ask(request), told=told)

    async def poll(self, request: Request, attempt: int) -> Came:
        """Look where a request stands that was accepted."""
        return await self._heard(request, attempt, self.departments[request.system].poll(request), told=False)

    async def _heard(self, request: Request, attempt: int, saying: Awaitable[Any], *, told: bool) -> Came:
        began = now()
        try:
            said = await saying
        except DepartmentUnavailableError as away:
            own = away.scope == "request"
            failure = Failure(began, now(), away.message, own, away.status, away.retry_after)
            return await self._failed(request, attempt, failure)
        except (RequestRefusedError, UnreadableAnswerError, InvalidInputError) as unusable:
            return await self._dead(request, attempt, began, unusable, told=told)
        except Exception as defect:
            return await self._stumbled(request, attempt, began, defect)
        return await asyncio.to_thread(self._said, request, attempt, said, told)

    def _said(self, request: Request, attempt: int, said: Any, told: bool) -> Came:
        key = request.key
        match said:
            case Answer():
                kept = self.answered(said, "answer", attempt=attempt, told=told)
                return Came(Reply(answer=told_of(kept.call)))
            case Accepted():
                call = self.register.accepted(key, attempt, now(), reference=said.reference)
                if call.answered_at is None:
                    return Came(Reply())
                if told:
                    self.register.note_told(key, now())
                return Came(Reply(answer=told_of(call)))
            case Progress():
                self.progressed(said, attempt=attempt)
            case BesideRefused():
                self._keep_aside(key, said)
                return self._said(request, attempt, said.said, told)
            case Unknown():
                self.register.unknown_there(key, attempt, now())
        return Came(Reply())

    def answered(self, answer: Answer, door: str, *, attempt: int | None = None, told: bool = False) -> Kept:
        """Write an answer into the ledger; one that differs from what stands there is kept aside, not acted upon."""
        text = written(answer)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        got = Got(text, answer.outcome, sha256, answer.reference)
        kept = self.register.answered(answer.key, got, now(), attempt=attempt, told=told)
        if kept.other:
            detail = "It is answered already, and not so; the first answer stays."
            refusal = _refusal(kept.call, door, "second-answer", detail, sha256, len(text.encode()))
            self.register.refuse_message(refusal, now())
        return kept

    def progressed(self, said: Progress, *, attempt: int | None = None) -> bool:
        """Write how far a system has come into the ledger; False where it had come further before: that stands."""
        words = said.stage + (f": {said.said}" if said.said else "")
        return self.register.progressed(said.key, STAGES.index(said.stage), words, now(), attempt=attempt)

    def _keep_aside(self, key: str, found: BesideRefused) -> None:
        call = self.register.call(key)
        for refused in found.refused:
            refusal = _refusal(call, "answer", refused.kind, refused.message, refused.digest, 0)
            self.register.refuse_found(refusal, now())

    async def _failed(self, request: Request, attempt: int, failure: Failure) -> Came:
        turn = await asyncio.to_thread(self.register.went_wrong, request.key, attempt, failure, self.pace)
        if turn is not Turn.ANSWERED:
            return Came(Reply(held=True), away=not failure.own)
        call = await asyncio.to_thread(self.register.call, request.key)
        return Came(Reply(answer=told_of(call)), away=not failure.own)

    async def _stumbled(self, request: Request, attempt: int, began: datetime, defect: Exception) -> Came:
        """Let what nobody foresaw be this request's own trouble: it rests as one that fails alone, and is shown."""
        what = type(defect).__name__
        log.error("department_defect", system=request.system, once_key=request.key, error=what, exc_info=defect)
        detail = f"Speaking to the system failed on our side ({what})."
        return await self._failed(request, attempt, Failure(began, now(), detail, True))

    async def _dead(
        self,
        request: Request,
        attempt: int,
        began: datetime,
        unusable: RequestRefusedError | InvalidInputError,
        *,
        told: bool,
    ) -> Came:
        """Give a request up for a person to look at: asking again unchanged cannot help."""
        status = unusable.status if isinstance(unusable, RequestRefusedError) else None
        failure = Failure(began, now(), str(unusable), True, status)
        call = await asyncio.to_thread(self._bury, request, attempt, failure, unusable, told)
        return Came(Reply(answer=told_of(call)))

    def _bury(self, request: Request, attempt: int, failure: Failure, unusable: Exception, told: bool) -> Call:
        unread = isinstance(unusable, UnreadableAnswerError)
        digest = unusable.digest if isinstance(unusable, UnreadableAnswerError) else None
        result = "unreadable" if unread else "refused"
        self.register.dead(request.key, attempt, failure, result, told=told, digest=digest)
        call = self.register.call(request.key)
        if isinstance(unusable, UnreadableAnswerError):
            refusal = _refusal(call, "answer", unusable.kind, unusable.message, unusable.digest, 0)
            self.register.refuse_message(refusal, failure.at)
        return call


def request_of(call: Call) -> Request:
    """Return what a call asks, as the ledger keeps it."""
    return Request.model_validate_json(call.request or "")


def written(answer: Answer) -> str:
    """Return an answer as text, the same from whichever side it comes."""
    return json.dumps(answer.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def told_of(call: Call) -> DepartmentAnswered:
    """Return what a dossier is told of a call that is settled: the answer in the ledger, or the trouble."""
    if call.answer is not None:
        return answered(call.step, call.visit, Answer.model_validate_json(call.answer))
    return DepartmentAnswered(step=call.step, visit=call.visit, outcome="trouble", detail=call.last_error)


def is_settled(call: Call) -> bool:
    """Return whether there is something to tell."""
    return call.answer is not None or call.state is CallState.TROUBLE


def answered(step: str, visit: int, answer: Answer) -> DepartmentAnswered:
    """Return a department's answer as what the dossier is told."""
    said: dict[str, Any] = {"step": step, "visit": visit, "outcome": answer.outcome}
    said |= {"detail": answer.reason} if answer.reason else {}
    said |= {"reference": answer.reference} if answer.reference else {}
    said |= {"data": answer.content} if answer.content else {}
    return DepartmentAnswered.model_validate(said)


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def _refusal(call: Call, door: str, kind: str, detail: str, digest: str, size: int) -> Refusal:
    return Refusal(call.system, door, kind, detail, digest, size, call.key, call.dossier)
