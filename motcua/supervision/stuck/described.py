"""What the workflow engine's own answers mean for a dossier."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, PendingActivityState, TaskQueueType, WorkflowExecutionStatus
from temporalio.api.failure.v1 import Failure
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkflowExecutionRequest,
    DescribeWorkflowExecutionResponse,
    GetWorkflowExecutionHistoryReverseRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from motcua.supervision.stuck.technical import Failing, Life, Technical

PATIENCE = timedelta(seconds=3)
"""How long one answer may take."""
GONE_AFTER = timedelta(seconds=90)
"""A worker asks for work at least once a minute; one that has not asked for so long is gone."""
LONGEST_ERROR = 300
LAST_EVENTS = 20
"""Events looked at, the latest first, for what a workflow's code failed with."""
WORKFLOWS, ACTIVITIES = TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY


class Queue(NamedTuple):
    """A task queue somebody has to poll."""

    name: str
    kind: int


async def workflow_of(client: Client, code: str) -> DescribeWorkflowExecutionResponse | None:
    """Return what the engine knows of a dossier's workflow; None where it knows of none.

    Raises:
        RPCError, RuntimeError: It does not answer.
    """
    request = DescribeWorkflowExecutionRequest(
        namespace=client.namespace, execution=WorkflowExecution(workflow_id=code)
    )
    try:
        return await client.workflow_service.describe_workflow_execution(request, timeout=PATIENCE)
    except RPCError as refused:
        if refused.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


async def described(
    client: Client, code: str, found: DescribeWorkflowExecutionResponse
) -> tuple[Technical, list[Queue]]:
    """Return what is wrong with a workflow, and the queues that have to be polled for it to go on.

    Raises:
        RPCError, RuntimeError: The engine does not say what its code failed with.
    """
    info = found.workflow_execution_info
    if info.status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING:
        return Technical(workflow=Life.ENDED), []
    failures = max(0, found.pending_workflow_task.attempt - 1) if found.HasField("pending_workflow_task") else 0
    said = Technical(
        failing=(*_failing(found.pending_activities), *_failing_elsewhere(found.pending_nexus_operations)),
        task_failures=failures,
        task_error=await _what_it_failed_with(client, code) if failures else None,
    )
    queue = found.execution_config.task_queue.name
    waited_for = [Queue(each.activity_options.task_queue.name or queue, ACTIVITIES) for each in _waiting(found)]
    return said, list(dict.fromkeys([Queue(queue, WORKFLOWS), *waited_for]))


async def is_served(client: Client, name: str, kind: int) -> bool:
    """Whether a worker polls a task queue; one that nothing is known of counts as served.

    Raises:
        RPCError, RuntimeError: The engine does not answer.
    """
    request = DescribeTaskQueueRequest(
        namespace=client.namespace, task_queue=TaskQueue(name=name), task_queue_type=TaskQueueType.ValueType(kind)
    )
    found = await client.workflow_service.describe_task_queue(request, timeout=PATIENCE)
    since = datetime.now(UTC) - GONE_AFTER
    return any(poller.last_access_time.ToDatetime(UTC) >= since for poller in found.pollers)


def _waiting(found: DescribeWorkflowExecutionResponse) -> Iterator[Any]:
    """Yield the activities that wait for a worker, not for their next attempt."""
    scheduled = PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED
    yield from (each for each in found.pending_activities if each.state == scheduled)


def _failing(pending: Iterable[Any]) -> Iterator[Failing]:
    for each in pending:
        if each.HasField("last_failure") or each.paused:
            yield Failing(
                activity=each.activity_type.name,
                attempts=max(1, each.attempt - 1),
                last_error=_error(each.last_failure),
                next_at=_moment(each, "next_attempt_schedule_time"),
                paused=each.paused,
            )


def _failing_elsewhere(pending: Iterable[Any]) -> Iterator[Failing]:
    for each in pending:
        if each.HasField("last_attempt_failure"):
            yield Failing(
                activity=f"{each.endpoint}/{each.operation}",
                attempts=max(1, each.attempt),
                last_error=_error(each.last_attempt_failure),
                next_at=_moment(each, "next_attempt_schedule_time"),
            )


async def _what_it_failed_with(client: Client, code: str) -> str | None:
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace, execution=WorkflowExecution(workflow_id=code), maximum_page_size=LAST_EVENTS
    )
    found = await client.workflow_service.get_workflow_execution_history_reverse(request, timeout=PATIENCE)
    for event in found.history.events:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            return _error(event.workflow_task_failed_event_attributes.failure)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
            return "the worker did not answer in time"
    return None


def _error(failure: Failure) -> str | None:
    """Return the first line of what something failed with, from the failure that caused it where there is one."""
    while failure.HasField("cause") and not failure.message:
        failure = failure.cause
    line = failure.message.strip().partition("\n")[0][:LONGEST_ERROR]
    return line or None


def _moment(each: Any, field: str) -> datetime | None:
    if not each.HasField(field):
        return None
    at: datetime = getattr(each, field).ToDatetime(UTC)
    return at
