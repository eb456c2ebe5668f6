"""The workers that ask department systems: one for each system, on a queue of its own."""

import os

from temporalio.client import Client
from temporalio.worker import Worker

from activities.departments import DepartmentActivities
from motcua.departments.adapters import adapter_for
from motcua.departments.port import Department
from motcua.departments.profile import load_profiles
from motcua.settings import Settings
from motcua.supervision.workers.running import GRACE

CALLS_PER_SECOND = 20.0
"""Most requests a department system gets from all workers together."""


def adapters(settings: Settings) -> dict[str, Department]:
    """Return an adapter for each department system that is described."""
    if settings.departments is None:
        return {}
    profiles = load_profiles(settings.departments)
    return {name: adapter_for(profile, os.environ) for name, profile in profiles.items()}


def department_worker(client: Client, system: str, activities: DepartmentActivities) -> Worker:
    """Return the worker of one department system's own queue: its trouble is nobody else's."""
    return Worker(
        client,
        task_queue=f"department.{system}",
        activities=activities.all(),
        max_task_queue_activities_per_second=CALLS_PER_SECOND,
        max_concurrent_activities=50,
        max_concurrent_activity_task_polls=1,
        graceful_shutdown_timeout=GRACE,
    )
