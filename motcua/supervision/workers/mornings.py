"""The worker that tells heads in the morning, and its schedule."""

from temporalio.client import Client, ScheduleOverlapPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.morning import MorningActivities
from activities.morning_post import MorningPost
from activities.post import PostOffice
from motcua.dossiers.morning import BEGINS
from motcua.supervision.telling.heads import heads_of
from motcua.supervision.workers.running import GRACE, STICKY
from motcua.supervision.workers.schedules import daily, keep_scheduled
from workflows.morning import MorningSheetWorkflow, mornings_of


def morning_office(office: PostOffice, site: str) -> MorningActivities:
    """Return what tells heads, by the channels and contacts of the post; `site` is the address of the pages."""
    register, ground = office.register, office.ground
    post = MorningPost(register, ground, office.contacts, office.messengers, site)
    return MorningActivities(register, ground, lambda at: heads_of(register, ground, at), post)


async def morning_worker(client: Client, office: MorningActivities, task_queue: str) -> Worker:
    """Return the worker that tells heads, and see to it that it is scheduled: once, however many workers.

    A morning that waited for a worker is told as of the day on which it gets one; those in between are left out.
    """
    name, zone = mornings_of(task_queue), office.ground.calendars["vn"].tz
    skip = ScheduleOverlapPolicy.SKIP
    await keep_scheduled(client, name, daily(MorningSheetWorkflow.run, name, BEGINS, zone, skip))
    return Worker(
        client,
        task_queue=name,
        workflows=[MorningSheetWorkflow],
        activities=office.all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=1,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
