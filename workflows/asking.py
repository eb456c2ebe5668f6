"""Asking a department system until it has answered."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError
from temporalio.exceptions import TimeoutError as ActivityTimeout

from workflows.agencies import answer_by_agency

with workflow.unsafe.imports_passed_through():
    from activities.departments import AwaitingActivities, DepartmentActivities
    from activities.messages import Order
    from motcua.dossiers.commands import DepartmentAnswered

ASKING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=5)
    ),
    summary="asks the department system",
)
NET = timedelta(days=1)
"""The net under everything: after so long the ledger is asked again, which costs the department nothing by itself."""
AWAITING = workflow.ActivityConfig(
    start_to_close_timeout=NET, retry_policy=RetryPolicy(maximum_attempts=1), summary="awaits its answer"
)


async def answer_to(order: Order, told: dict[str, DepartmentAnswered]) -> DepartmentAnswered:
    """Put a request until it is answered: at once, or later, when the system calls back or is there again.

    Asking is short and heartbeats, so a worker that dies while asking costs seconds. A request that was accepted waits
    in an activity with its key as its id, which the callback completes. One that is held, since its system is away,
    waits for nothing but a word (`told`, by request): ten thousand of them cost nothing, and months may pass.
    """
    queue = f"department.{order.system}"
    while True:
        asking: workflow.ActivityConfig = {**ASKING, "task_queue": queue, "activity_id": f"{order.key}:ask"}
        reply = await workflow.execute_activity_method(DepartmentActivities.ask, order, **asking)
        if reply.endpoint is not None:
            return await answer_by_agency(order, reply.endpoint, queue)
        answer = reply.answer or await (_told(order.key, told) if reply.held else _called_back(order))
        if answer is not None:
            told.pop(order.key, None)
            return answer


async def _told(key: str, told: dict[str, DepartmentAnswered]) -> DepartmentAnswered | None:
    try:
        await workflow.wait_condition(lambda: key in told, timeout=NET, timeout_summary="asks the ledger again")
    except TimeoutError:
        return None
    return told[key]


async def _called_back(order: Order) -> DepartmentAnswered | None:
    """Wait on the dossier's own queue, so that waiting takes nothing from the rate at which a system is asked."""
    waiting: workflow.ActivityConfig = {**AWAITING, "activity_id": order.key}
    try:
        return await workflow.execute_activity_method(AwaitingActivities.await_answer, order, **waiting)
    except ActivityError as ended:
        if isinstance(ended.cause, ActivityTimeout):
            return None
        raise
