"""Whether the API lives, and whether it can do its work."""

import asyncio
from datetime import timedelta

from fastapi import APIRouter, Response
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.service import RPCError

from motcua.dossiers.parts import Model
from motcua.supervision.access.door import open_to_all
from motcua.supervision.api.office import Office, TheOffice, off_loop

PATIENCE = timedelta(seconds=3)

router = APIRouter(
    tags=["health"], dependencies=[open_to_all("Probes of the platform ask it; it says counts only.", counted=False)]
)


class Health(Model):
    """What of it is there."""

    api: bool = True
    register_answers: bool | None = None
    temporal_answers: bool | None = None
    workers: int | None = None
    """Processes that poll for dossiers; none means that every act waits."""
    notices_waiting: int | None = None
    """What people have still to be told; it grows where no channel is set up, or one is away."""
    notices_failed: int | None = None
    """What could not be told, until somebody has it sent again."""
    webhooks_waiting: int | None = None
    """Events that wait to be delivered to subscribers."""
    webhooks_dead: int | None = None
    """Events that were given up, until somebody has them sent again."""
    alarms_open: int | None = None
    """What operators have to hear of and nobody has seen."""
    alarms_untold: int | None = None
    """Of these, those no operator has been reached for: it stays near 0 where a channel and an address are there."""


@router.get("/healthz")
async def healthz() -> Health:
    """Return if the process lives."""
    return Health()


@router.get("/readyz", responses={503: {"model": Health}})
async def readyz(office: TheOffice, response: Response) -> Health:
    """Return 200 if a dossier could be opened now: register, Temporal and a worker are there."""
    open_there, workers = await asyncio.gather(_register(office), _workers(office))
    health = Health(register_answers=open_there is not None, temporal_answers=workers is not None, workers=workers)
    if not (open_there and workers):
        response.status_code = 503
    return health.model_copy(update=open_there or {})


async def _register(office: Office) -> dict[str, int] | None:
    """Return how many notices and alarms want somebody; None where the register does not answer."""
    try:
        waiting, failed = await off_loop(office.register.notices_open)
        posts, dead = await off_loop(office.register.webhooks_open)
        alarms = await off_loop(office.register.alarm_counts)
    except Exception:
        return None
    counted = {"notices_waiting": waiting, "notices_failed": failed, "webhooks_waiting": posts, "webhooks_dead": dead}
    return counted | {"alarms_open": alarms.open, "alarms_untold": alarms.untold}


async def _workers(office: Office) -> int | None:
    request = DescribeTaskQueueRequest(
        namespace=office.client.namespace,
        task_queue=TaskQueue(name=office.task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        found = await office.client.workflow_service.describe_task_queue(request, timeout=PATIENCE)
    except (RPCError, RuntimeError):
        return None
    return len(found.pollers)
