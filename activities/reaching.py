"""Reaching the workflows that carry dossiers: starting one, telling it something, and saying what its silence means."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import Receipt, Start
from activities.refusals import error_of
from motcua.dossiers.commands import Act, Life, Open
from motcua.dossiers.dossier import Dossier
from motcua.errors import NotFoundError, RefusedError, UnavailableError
from motcua.register.register import Register

DOSSIER, OPENED, ACT, ENGINE = "Dossier", "opened", "act", "engine"
"""The type of the workflow and the names of its updates, as they are registered."""
PROCEDURE = SearchAttributeKey.for_keyword("MotcuaProcedure")
ANSWER_WITHIN = timedelta(seconds=20)
"""How long a caller waits for a worker; the act may still be done, and is recognised when sent again."""
AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)
NEVER_REACHED = "Failed client connect"
"""How the error of a client begins that never reached a server."""
STUMBLED = 0.25
"""Seconds until a question is put again whose workflow task failed."""


@dataclass(frozen=True)
class Dossiers:
    """The dossiers of one installation, wherever their workers are."""

    client: Client
    register: Register
    patience: timedelta = ANSWER_WITHIN

    async def start(self, life: Life, code: str, queue: str) -> Receipt:
        """Start a dossier's workflow on a task queue, once, and return its receipt when the opening is written.

        Raises:
            MotcuaError: It was refused, or nobody answered; sent again, it is the same dossier.
        """
        procedure = life.opening.do.procedure if isinstance(life.opening.do, Open) else ""

        def asking(patience: timedelta) -> Awaitable[Receipt]:
            start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
                DOSSIER,
                Start(life=life),
                id=code,
                task_queue=queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
                search_attributes=_under(procedure),
                static_summary=f"{procedure} · {code}",
            )
            return self.client.execute_update_with_start_workflow(
                OPENED, id=OPENED, start_workflow_operation=start, result_type=Receipt, rpc_timeout=patience
            )

        return await self._answer(asking, code)

    async def take_up(self, dossier: Dossier, queue: str) -> None:
        """Start the workflow of a dossier that none carries, as the register has it; one that runs is left alone.

        Raises:
            UnavailableError: The server did not answer; ask again.
        """
        try:
            await self.client.start_workflow(
                DOSSIER,
                Start(dossier=dossier),
                id=dossier.code,
                task_queue=queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                search_attributes=_under(dossier.procedure),
                static_summary=f"{dossier.procedure} · {dossier.code}",
            )
        except (RPCError, RuntimeError) as error:
            raise self._explained(error, dossier.code) from error

    async def tell(self, code: str, update: str, act: Act, *, id: str | None = None) -> Receipt:
        """Have a dossier do an act under the name of an update, and return when it is written.

        Raises:
            RefusedError: The law or the dossier's state does not allow it, or it has ended; nothing changed.
            NotFoundError: There is no dossier with that code.
            UnavailableError: No worker answered in time; send the same act again, with the same key.
        """
        handle: WorkflowHandle[object, object] = self.client.get_workflow_handle(code)
        key = id or act.key or str(uuid4())

        def asking(patience: timedelta) -> Awaitable[Receipt]:
            return handle.execute_update(update, act, id=key, result_type=Receipt, rpc_timeout=patience)

        return await self._answer(asking, code)

    async def _answer(self, asking: Callable[[timedelta], Awaitable[Receipt]], code: str) -> Receipt:
        """Wait for an answer, and ask again where a worker stumbled over the task that carried the question.

        Nothing was done then, and the server forgets the question; asked again it is the same one, by its key.
        """
        clock = asyncio.get_running_loop()
        ends = clock.time() + self.patience.total_seconds()
        while True:
            try:
                return await self._heard(asking(timedelta(seconds=max(ends - clock.time(), 0.1))), code)
            except RPCError as error:
                if error.status is not RPCStatusCode.FAILED_PRECONDITION:
                    raise
                if clock.time() + STUMBLED >= ends:
                    raise _nobody_answers() from error
            await asyncio.sleep(STUMBLED)

    async def _heard(self, asking: Awaitable[Receipt], code: str) -> Receipt:
        try:
            return await asking
        except (WorkflowUpdateFailedError, WorkflowFailureError) as failed:
            cause = failed.cause
            refusal = error_of(cause) if isinstance(cause, ApplicationError) else None
            raise refusal or failed from failed
        except WorkflowUpdateRPCTimeoutOrCancelledError as silent:
            raise _nobody_answers() from silent
        except (RPCError, RuntimeError) as error:
            raise self._explained(error, code) from error

    def _explained(self, error: RPCError | RuntimeError, code: str) -> Exception:
        """Say what a refusal of the server means: the dossier has ended, never was, or the server is away."""
        if isinstance(error, RPCError) and error.status in (RPCStatusCode.NOT_FOUND, RPCStatusCode.ALREADY_EXISTS):
            return self._ended_or_unknown(code)
        if is_away(error):
            return _nobody_answers()
        return error

    def _ended_or_unknown(self, code: str) -> Exception:
        if not self.register.has(code):
            return NotFoundError(f"There is no dossier {code}.", vi=f"Không có hồ sơ {code}.", field="code", rule="R18")
        dossier = self.register.dossier(code)
        if not dossier.closed:
            return UnavailableError(
                f"Dossier {code} is open in the register, but no workflow carries it.",
                vi=f"Hồ sơ {code} đang mở trong sổ nhưng không có tiến trình nào xử lý.",
                field="code",
                hint="The supervisor's stuck list shows it; it has to be taken up again.",
                hint_vi="Hồ sơ có trong danh sách ách tắc của người giám sát; phải được mở xử lý lại.",
            )
        return RefusedError(
            f"Dossier {code} has ended ({dossier.state.value}).",
            vi=f"Hồ sơ {code} đã kết thúc (mã trạng thái {dossier.state.portal_code}).",
            field="code",
            rule="R60",
            hint="Open a new dossier that names this one as `previous`.",
            hint_vi="Mở hồ sơ mới, ghi hồ sơ này là hồ sơ trước (`previous`).",
        )


def is_away(error: Exception) -> bool:
    """Whether an error says that the Temporal server does not answer; a client that never reached it has its own."""
    if isinstance(error, RPCError):
        return error.status in AWAY
    return isinstance(error, RuntimeError) and str(error).startswith(NEVER_REACHED)


async def is_carried(client: Client, code: str) -> bool:
    """Whether a workflow of a dossier runs, as the server says."""
    try:
        described = await client.get_workflow_handle(code).describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return described.status is WorkflowExecutionStatus.RUNNING


def carried_asker(client: Client, loop: asyncio.AbstractEventLoop) -> Callable[[str], bool]:
    """Return what tells a thread beside the loop whether a workflow carries a dossier."""

    def carried(code: str) -> bool:
        asked = asyncio.run_coroutine_threadsafe(is_carried(client, code), loop)
        return asked.result(ANSWER_WITHIN.total_seconds())

    return carried


def _under(procedure: str) -> TypedSearchAttributes:
    return TypedSearchAttributes([SearchAttributePair(PROCEDURE, procedure)])


def _nobody_answers() -> UnavailableError:
    return UnavailableError(
        "No worker answered in time.",
        vi="Chưa có tiến trình xử lý nào trả lời.",
        hint="Send the same request again with the same key: it is done once.",
        hint_vi="Gửi lại đúng yêu cầu đó với cùng khoá: chỉ được thực hiện một lần.",
    )
