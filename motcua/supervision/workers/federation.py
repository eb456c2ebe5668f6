"""The workers of a federation: for systems that agencies ask for us, and for those we ask for others."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from nexusrpc.handler import StartOperationContext, service_handler, sync_operation
from temporalio import nexus
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.border import is_settled, told_of
from activities.departments import AwaitingActivities
from activities.elsewhere import ElsewhereActivities
from activities.federation import Departments, Done, Elsewhere, Standing, Unwanted, Watching, errand_of
from activities.for_others import ForOthersActivities
from activities.messages import Order
from motcua.dossiers.commands import DepartmentAnswered
from motcua.errors import InvalidInputError, NotFoundError
from motcua.register.register import Register
from motcua.settings import Role, Settings
from motcua.supervision.workers.running import GRACE, STICKY
from workflows.errands import ElsewhereWorkflow, ErrandWorkflow, WatchWorkflow


@service_handler(service=Departments)
class DepartmentsForOthers:
    """Asks this agency's systems for other installations: with its own credentials, ledger, outages and alarms."""

    def __init__(self, register: Register, systems: frozenset[str]) -> None:
        self._register = register
        self._systems = systems

    @nexus.temporal_operation
    async def ask(
        self, _ctx: nexus.TemporalStartOperationContext, client: nexus.TemporalNexusClient, order: Order
    ) -> nexus.TemporalOperationResult[DepartmentAnswered]:
        """Answer at once what the ledger has the answer to; else carry the request until its system has answered."""
        if order.system not in self._systems:
            detail = f"This agency asks no system {order.system}."
            answer = DepartmentAnswered(step=order.step, visit=order.visit, outcome="trouble", detail=detail)
            return nexus.TemporalOperationResult.sync(answer)
        if (known := await asyncio.to_thread(self._answer, order.key)) is not None:
            return nexus.TemporalOperationResult.sync(known)
        return await client.start_workflow(
            ErrandWorkflow.run,
            order,
            id=errand_of(order.key),
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=f"{order.system} · {order.key}",
        )

    @nexus.workflow_run_operation
    async def watch(self, ctx: nexus.WorkflowRunOperationContext, watching: Watching) -> nexus.WorkflowHandle[Standing]:
        """Say when a system goes away or comes back."""
        within = timedelta(minutes=5) + watching.within
        return await ctx.start_workflow(
            WatchWorkflow.run, watching, id=f"watch:{watching.system}:{ctx.request_id}", execution_timeout=within
        )

    @sync_operation
    async def withdraw(self, _ctx: StartOperationContext, unwanted: Unwanted) -> Done:
        """Note that nobody waits for a request any more; the system's keeper calls it off where that can be done."""
        await asyncio.to_thread(self._register.unwanted, unwanted.key, datetime.now(UTC))
        with contextlib.suppress(RPCError):  # it is over already
            await nexus.client().get_workflow_handle(errand_of(unwanted.key)).cancel()
        return Done(key=unwanted.key)

    def _answer(self, key: str) -> DepartmentAnswered | None:
        try:
            call = self._register.call(key)
        except NotFoundError:
            return None
        return told_of(call) if call.answer is not None and is_settled(call) else None


async def federated_workers(
    client: Client, elsewhere: ElsewhereActivities, settings: Settings, own: frozenset[str]
) -> list[Worker]:
    """Return the workers for the systems that agencies ask for us, and the one that asks our own for others."""
    silent_after = settings.agency_silent_after
    workers = [await elsewhere_worker(client, system, elsewhere, silent_after) for system in elsewhere.endpoints]
    if settings.nexus_queue is not None:
        workers.append(for_others_worker(client, elsewhere.register, own, settings.nexus_queue))
    return workers


def for_others_worker(client: Client, register: Register, systems: frozenset[str], queue: str) -> Worker:
    """Return the worker that asks our systems for other installations, which reach it through a Nexus endpoint."""
    return Worker(
        client,
        task_queue=queue,
        workflows=[ErrandWorkflow, WatchWorkflow],
        activities=[*AwaitingActivities(register).all(), *ForOthersActivities(register).all()],
        nexus_service_handlers=[DepartmentsForOthers(register, systems)],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=200,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )


async def elsewhere_worker(client: Client, system: str, asking: ElsewhereActivities, silent_after: timedelta) -> Worker:
    """Return the worker that stands in for a system which its agency asks, and see to it that the agency is heard."""
    queue = f"department.{system}"
    await client.start_workflow(
        ElsewhereWorkflow.run,
        Elsewhere(system=system, silent_after=silent_after),
        id=f"elsewhere.{system}",
        task_queue=queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    return Worker(
        client,
        task_queue=queue,
        workflows=[ElsewhereWorkflow],
        activities=asking.all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )


def must_have_a_name(settings: Settings) -> None:
    """Refuse a worker that would share another installation's post by having its name.

    Raises:
        InvalidInputError: It carries no dossiers and tells operators, under the name everybody starts with.
    """
    alone = Role.POST in settings.roles and Role.DOSSIERS not in settings.roles
    if alone and settings.task_queue == Settings.model_fields["task_queue"].default:
        raise InvalidInputError(
            "A worker that carries no dossiers and has a post of its own needs a name of its own.",
            vi="Tiến trình chỉ phục vụ hệ thống ngành phải có tên riêng.",
            field="MOTCUA_TASK_QUEUE",
            hint="Set MOTCUA_TASK_QUEUE=tax-office, or leave `post` out of MOTCUA_ROLES where another process of the "
            "same register has it.",
            hint_vi="Đặt MOTCUA_TASK_QUEUE=tax-office, hoặc bỏ `post` khỏi MOTCUA_ROLES nếu tiến trình khác của "
            "cùng sổ đã đảm nhận.",
        )
