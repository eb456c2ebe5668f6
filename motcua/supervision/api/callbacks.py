"""Answers of department systems that came later: believed when signed, taken in once, refused clearly otherwise."""

from datetime import UTC, datetime

import structlog
from fastapi import APIRouter, Request
from temporalio.client import AsyncActivityHandle
from temporalio.service import RPCError, RPCStatusCode

from activities.departments import answered
from motcua.departments.callbacks import verify
from motcua.departments.port import Answer
from motcua.dossiers.parts import Model
from motcua.errors import ConflictError, MotcuaError, NotFoundError, UnavailableError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.payload import digest
from motcua.register.calls import Call
from motcua.register.register import Register
from motcua.supervision.access.door import signed_instead
from motcua.supervision.api.office import Office, TheOffice, off_loop

router = APIRouter(
    prefix="/callbacks",
    tags=["department systems"],
    dependencies=[signed_instead("Department systems sign what they say; see motcua.departments.callbacks.")],
)

log = structlog.get_logger(__name__)


class Taken(Model):
    """An answer that was taken in."""

    key: str
    repeated: bool = False
    """Whether the same answer had come before; nothing was done then."""


@router.post("/{system}")
async def callback(system: str, request: Request, office: TheOffice) -> Taken:
    """Take in the signed answer of a system that had accepted a request; the same answer again does nothing."""
    body = await request.body()
    try:
        answer = verify(request.headers, body, _secret(office, system))
        taken = await _take_in(system, answer, digest(body), office)
    except MotcuaError as refused:
        log.warning("callback_refused", system=system[:63], error=refused.kind, sha256=digest(body))
        raise
    log.info("callback_taken", system=system, once_key=answer.key, repeated=taken.repeated)
    return taken


def _secret(office: Office, system: str) -> str:
    secret = office.secrets.get(system)
    if secret is None:
        raise SignatureRefusedError(
            "No secret is shared with a system of this name, so nothing it says can be believed.",
            vi="Không có khoá ký chung với hệ thống này.",
            field="system",
        )
    return secret


async def _take_in(system: str, answer: Answer, sha256: str, office: Office) -> Taken:
    register = office.register
    call = await off_loop(_asked_of, register, system, answer.key)
    if call.answered_at is not None:
        return _again(call, sha256)
    handle = office.client.get_async_activity_handle(workflow_id=call.dossier, run_id=None, activity_id=call.key)
    try:
        await _complete(handle, call, answer)
    except RPCError as error:
        raise await off_loop(_explained, error, call, register) from error
    await off_loop(_note, register, answer, sha256)
    return Taken(key=answer.key)


async def _complete(handle: AsyncActivityHandle, call: Call, answer: Answer) -> None:
    """Complete the activity that waits; the ledger is written after it, so a repeat makes good a lost note."""
    await handle.complete(answered(call.step, call.visit, answer))


def _asked_of(register: Register, system: str, key: str) -> Call:
    """Return the request the answer belongs to; one that another system was asked is none of this system's business."""
    call = register.call(key)
    if call.system != system:
        raise NotFoundError(f"No request {key} was made.", vi=f"Không có yêu cầu {key}.", field="key")
    return call


def _again(call: Call, sha256: str) -> Taken:
    if call.digest == sha256:
        return Taken(key=call.key, repeated=True)
    raise ConflictError(
        f"Request {call.key} is answered already, and not so.",
        vi=f"Yêu cầu {call.key} đã có câu trả lời khác.",
        field="key",
        hint="The first answer counts; a correction is made by the agencies, not by a second answer.",
    )


def _explained(error: RPCError, call: Call, register: Register) -> Exception:
    """Say why nobody waits for the answer: the step is over, or its request is just being sent again."""
    if error.status is not RPCStatusCode.NOT_FOUND:
        return _later() if error.status in _AWAY else error
    dossier = register.dossier(call.dossier)
    duty = dossier.duty(call.step)
    if not dossier.closed and duty is not None and duty.visit == call.visit and duty.trouble is None:
        return _later()
    return ConflictError(
        f"Nobody waits for an answer to {call.key} any more.",
        vi=f"Không còn chờ câu trả lời cho {call.key}.",
        field="key",
        hint="The step is over, or waits for a person; nothing was done with the answer.",
    )


_AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)


def _later() -> UnavailableError:
    return UnavailableError(
        "The answer cannot be taken in at this moment.",
        vi="Chưa thể nhận câu trả lời vào lúc này.",
        hint="Send it again, unchanged.",
    )


def _note(register: Register, answer: Answer, sha256: str) -> None:
    at = datetime.now(UTC)
    register.callback_received(answer.key, at)
    register.answered(answer.key, answer.outcome, at, reference=answer.reference, digest=sha256)
