"""The worker that keeps the national portal told, and its daily comparison."""

import os
from typing import NamedTuple

from temporalio.client import (
    Client,
    Schedule,
    ScheduleAlreadyRunningError,
    ScheduleOverlapPolicy,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.portal import PortalActivities
from activities.portal_comparing import PortalComparer
from activities.portal_courier import PortalCourier
from motcua.departments.portal.client import PortalClient
from motcua.departments.portal.dates import ZONE
from motcua.departments.portal.fields import Wording
from motcua.departments.portal.profile import Comparing, load_portal
from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.workers.running import GRACE, STICKY
from motcua.supervision.workers.schedules import daily
from workflows.portal import PortalComparisonWorkflow, PortalWorkflow, comparison_of, portal_of


class PortalOffice(NamedTuple):
    """Everything that speaks to the portal in one worker process."""

    client: PortalClient
    activities: PortalActivities


def portal_office(settings: Settings, register: Register, ground: Ground) -> PortalOffice | None:
    """Return what speaks to the portal; None where no portal is described.

    Raises:
        InvalidInputError: Its profile cannot be used, or its account is not in the environment.
    """
    if settings.portal is None:
        return None
    profile = load_portal(settings.portal)
    client, wording = PortalClient(profile, os.environ), Wording(ground, profile)
    courier, comparer = PortalCourier(register, wording, client), PortalComparer(register, wording, client)
    return PortalOffice(client, PortalActivities(courier, comparer))


async def portal_worker(client: Client, office: PortalOffice, task_queue: str) -> Worker:
    """Return the worker that tells the portal; the courier and the comparison run once, however many workers."""
    name = portal_of(task_queue)
    await client.start_workflow(
        PortalWorkflow.run, id=name, task_queue=name, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    await _compare_daily(client, office.client.profile.comparing, task_queue)
    return Worker(
        client,
        task_queue=name,
        workflows=[PortalWorkflow, PortalComparisonWorkflow],
        activities=office.activities.all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=2,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )


async def _compare_daily(client: Client, comparing: Comparing, task_queue: str) -> None:
    """See to it that the comparison is scheduled, at the hour the profile now says."""
    name, skip = comparison_of(task_queue), ScheduleOverlapPolicy.SKIP
    queue = portal_of(task_queue)
    schedule = daily(PortalComparisonWorkflow.run, name, comparing.at, ZONE, skip, queue=queue)
    try:
        await client.create_schedule(name, schedule)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(name).update(lambda _now: _changed(_now, schedule))


def _changed(_now: ScheduleUpdateInput, schedule: Schedule) -> ScheduleUpdate:
    return ScheduleUpdate(schedule)
