"""The worker that sends notices and tells operators of alarms."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.alarms import AlarmTeller
from activities.anchor_alarms import AnchorWatch
from activities.notices import NoticeActivities
from activities.post import PostOffice
from motcua.supervision.workers.running import GRACE, STICKY
from workflows.post import PostWorkflow


def post_of(task_queue: str) -> str:
    """Return the id of the post that serves a queue of dossiers; its own queue has the same name."""
    return "notices" if task_queue == "dossiers" else f"notices.{task_queue}"


async def post_worker(client: Client, office: PostOffice, task_queue: str, watch: AnchorWatch | None = None) -> Worker:
    """Return the worker that sends notices, and see to it that the post runs: there is one, however many workers.

    It tells the operators of alarms too; where no channel is set up, it is the log that says them. Where a watch
    is given, it looks whether every evening has its anchor.
    """
    name = post_of(task_queue)
    await client.start_workflow(
        PostWorkflow.run, id=name, task_queue=name, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    teller = AlarmTeller(office.register, office.contacts, office.messengers, office.ground.calendars["vn"].tz)
    return Worker(
        client,
        task_queue=name,
        workflows=[PostWorkflow],
        activities=NoticeActivities(office, teller, watch).all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=1,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
