"""The workers that ask department systems: one for each system, on a queue of its own."""

import os
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.border import Border
from activities.departments import AwaitingActivities, DepartmentActivities
from activities.keeper import Keeper, Manners
from activities.keeping import KeepingActivities
from motcua.departments.adapters import adapter_for
from motcua.departments.port import Department
from motcua.departments.profile import load_profiles
from motcua.register.breaker import PACE, Pace
from motcua.settings import Settings
from motcua.supervision.workers.running import GRACE, STICKY
from workflows.keeper import KeeperWorkflow


def adapters(settings: Settings) -> dict[str, Department]:
    """Return an adapter for each department system that is described."""
    if settings.departments is None:
        return {}
    profiles = load_profiles(settings.departments)
    return {name: adapter_for(profile, os.environ) for name, profile in profiles.items()}


def pace_of(settings: Settings) -> Pace:
    """Return how often a system that is away is tried."""
    first = timedelta(seconds=settings.probe_after)
    return Pace(first=first, longest=max(first, PACE.longest))


def manners_of(settings: Settings) -> dict[str, Manners]:
    """Return how each described system wants to be treated."""
    if settings.departments is None:
        return {}
    profiles = load_profiles(settings.departments)
    return {
        name: Manners(
            per_second=profile.rate, poll_every=profile.poll_every if profile.polls else profile.answer_within
        )
        for name, profile in profiles.items()
    }


async def department_worker(
    client: Client, system: str, border: Border, callback_base: str, manners: Manners | None = None
) -> Worker:
    """Return the worker of one department system's own queue: its trouble is nobody else's.

    See also to it that the system's keeper runs: there is one, however many workers.
    """
    manners, queue = manners or Manners(), f"department.{system}"
    keeper = Keeper(system, border, client, manners)
    asking = DepartmentActivities(border, callback_base)
    await client.start_workflow(
        KeeperWorkflow.run, system, id=queue, task_queue=queue, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    return Worker(
        client,
        task_queue=queue,
        workflows=[KeeperWorkflow],
        # Dossiers that began to wait on older code wait on this queue.
        activities=[
            *asking.all(),
            *AwaitingActivities(border.register).all(),
            *KeepingActivities({system: keeper}).all(),
        ],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_task_queue_activities_per_second=manners.per_second,
        max_concurrent_activities=51,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
