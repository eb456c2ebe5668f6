"""What department systems say of their own accord: believed when signed, taken in once, kept aside otherwise."""

import structlog
from fastapi import APIRouter, Request

from activities.border import Border, now
from activities.telling import tell
from motcua.departments.port import Answer, Progress
from motcua.dossiers.parts import Model
from motcua.errors import ConflictError, MotcuaError, NotFoundError, UnavailableError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.payload import digest
from motcua.exchange.signing import TIMESTAMP
from motcua.register.calls import Call
from motcua.register.refused_messages import Refusal
from motcua.supervision.access.door import signed_instead
from motcua.supervision.api.office import Office, TheOffice, off_loop

router = APIRouter(
    prefix="/callbacks",
    tags=["department systems"],
    dependencies=[signed_instead("Department systems sign what they say; see motcua.supervision.api.callbacks.")],
)

UNKNOWN = "unknown"
"""Under which name messages of systems nobody has described are kept."""

log = structlog.get_logger(__name__)


class Taken(Model):
    """What was taken in."""

    key: str
    repeated: bool = False
    """Whether the same had come before; nothing was done then."""


@router.post("/{system}")
async def callback(system: str, request: Request, office: TheOffice) -> Taken:
    """Take in the signed answer of a system that was asked; the same answer again does nothing.

    It is in the ledger when this returns; the dossier is told at once, or by the system's keeper within seconds.
    """
    body, said = await request.body(), None
    try:
        said = _understood(office, system, request, body)
        taken, call = await off_loop(_take_in, office, system, said, body)
    except MotcuaError as refused:
        log.warning("callback_refused", system=system[:63], error=refused.kind, sha256=digest(body))
        # Another answer the ledger has kept aside already; a register that is away is no fault of the message.
        if not isinstance(refused, _AnotherAnswerError | UnavailableError):
            await off_loop(_keep, office, system, body, refused, said)
        raise
    if call is not None and await tell(office.client, call):
        await off_loop(office.register.note_told, call.key, now())
    log.info("callback_taken", system=system, once_key=taken.key, repeated=taken.repeated)
    return taken


class _AnotherAnswerError(ConflictError):
    """The request has another answer; the first one stays."""


class _NobodyWaitsError(ConflictError):
    """The duty the request was made for has ended."""

    kind = "finished"


class _NeverAskedError(NotFoundError):
    """The system was never asked under this key."""

    kind = "unknown-key"


class _TakenBackError(ConflictError):
    """The system had come further before: kept aside, and taken all the same, since sent again it is no use either."""

    kind = "out-of-order"

    def __init__(self) -> None:
        super().__init__(
            "The system had come further before; a stage is never taken back.",
            vi="Hệ thống đã báo giai đoạn sau giai đoạn này; không lùi lại.",
        )


def _understood(office: Office, system: str, request: Request, body: bytes) -> Answer | Progress:
    department = office.departments.get(system)
    if department is None:
        raise SignatureRefusedError(
            "No secret is shared with a system of this name, so nothing it says can be believed.",
            vi="Không có khoá ký chung với hệ thống này.",
            field="system",
        )
    return department.understand(request.headers, body, now())


def _take_in(office: Office, system: str, said: Answer | Progress, body: bytes) -> tuple[Taken, Call | None]:
    """Write what was said into the ledger; return what to answer, and the call if its dossier has to be told."""
    register, border = office.register, Border(office.departments, office.register)
    call = _asked_of(office, system, said.key)
    if call.answered_at is None and (call.withdrawn_at is not None or not register.is_awaited(call)):
        raise _NobodyWaitsError(
            f"Nobody waits for an answer to {call.key} any more.",
            vi=f"Không còn chờ câu trả lời cho {call.key}.",
            field="key",
            hint="The step is over; nothing was done with the answer.",
            hint_vi="Bước đã kết thúc; câu trả lời không được sử dụng.",
        )
    if isinstance(said, Progress):
        if not border.progressed(said):
            _keep(office, system, body, _TakenBackError(), said)
        return Taken(key=call.key), None
    kept = border.answered(said, "callback")
    if kept.other:
        raise _AnotherAnswerError(
            f"Request {call.key} is answered already, and not so.",
            vi=f"Yêu cầu {call.key} đã có câu trả lời khác.",
            field="key",
            hint="The first answer counts; a correction is made by the agencies, not by a second answer.",
            hint_vi="Câu trả lời đầu tiên có hiệu lực; đính chính do các cơ quan thực hiện, không gửi trả lời thứ hai.",
        )
    return Taken(key=call.key, repeated=kept.repeated), kept.call if kept.call.told_at is None else None


def _asked_of(office: Office, system: str, key: str) -> Call:
    """Return the request that is meant; one that another system was asked is none of this system's business."""
    never = _NeverAskedError(f"No request {key} was made.", vi=f"Không có yêu cầu {key}.", field="key")
    try:
        call = office.register.call(key)
    except NotFoundError:
        raise never from None
    if call.system != system:
        raise never
    return call


def _keep(office: Office, system: str, body: bytes, refused: MotcuaError, said: Answer | Progress | None) -> None:
    """Keep what was refused, by digest, for a supervisor to look at; of a message nobody signed nothing is believed."""
    skewed = isinstance(refused, SignatureRefusedError) and refused.field == TIMESTAMP
    register, known = office.register, system in office.departments
    key = said.key if said is not None else None
    asked = key is not None and not isinstance(refused, _NeverAskedError)
    refusal = Refusal(
        system=system if known else UNKNOWN,
        door="callback",
        kind="clock-skew" if skewed else refused.kind,
        detail=refused.message,
        digest=digest(body),
        size=len(body),
        key=key,
        dossier=register.call(key).dossier if key is not None and asked else None,
    )
    register.refuse_message(refusal, now())
