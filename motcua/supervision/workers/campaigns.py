"""The worker that carries changes over many dossiers."""

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.campaigns import CampaignActivities
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.supervision.workers.running import GRACE, STICKY
from workflows.campaign import CampaignWorkflow, campaigns_of


def campaign_worker(
    client: Client, register: Register, footing: Footing, task_queue: str, *, alone_up_to: int = 20
) -> Worker:
    """Return the worker that carries changes over many dossiers: one preview or page at a time, beside the rest."""
    return Worker(
        client,
        task_queue=campaigns_of(task_queue),
        workflows=[CampaignWorkflow],
        activities=CampaignActivities(client, register, footing, task_queue, alone_up_to).all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=2,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
