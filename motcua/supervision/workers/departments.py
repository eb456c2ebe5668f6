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
from motcua.departments.profile import AnyProfile, load_endpoints, load_profiles
from motcua.errors import InvalidInputError
from motcua.register.breaker import PACE, Pace
from motcua.settings import Role, Settings
from motcua.supervision.workers.running import GRACE, STICKY
from workflows.keeper import KeeperWorkflow


def adapters(settings: Settings) -> dict[str, Department]:
    """Return an adapter for each department system that this worker asks.

    Raises:
        InvalidInputError: A profile cannot be used, or a system is to be served that none describes.
    """
    profiles = _profiles(settings)
    return {name: adapter_for(profile, os.environ) for name, profile in profiles.items()}


def pace_of(settings: Settings) -> Pace:
    """Return how often a system that is away is tried."""
    first = timedelta(seconds=settings.probe_after)
    return Pace(first=first, longest=max(first, PACE.longest))


def manners_of(settings: Settings) -> dict[str, Manners]:
    """Return how each described system wants to be treated."""
    profiles = _profiles(settings)
    return {
        name: Manners(
            per_second=profile.rate, poll_every=profile.poll_every if profile.polls else profile.answer_within
        )
        for name, profile in profiles.items()
    }


def endpoints_of(settings: Settings) -> dict[str, str]:
    """Return the Nexus endpoints of the systems that agencies ask for us, as far as this worker stands in for them."""
    if settings.departments is None or Role.DEPARTMENTS not in settings.roles:
        return {}
    found = load_endpoints(settings.departments)
    return {name: endpoint for name, endpoint in found.items() if settings.serves is None or name in settings.serves}


def _profiles(settings: Settings) -> dict[str, AnyProfile]:
    if settings.departments is None or Role.DEPARTMENTS not in settings.roles:
        return {}
    found = load_profiles(settings.departments)
    if settings.serves is None:
        return found
    described = found.keys() | load_endpoints(settings.departments).keys()
    if unknown := sorted(settings.serves - described):
        raise InvalidInputError(
            f"This worker is to serve {', '.join(unknown)}, which {settings.departments.name} does not describe.",
            vi=f"Tệp {settings.departments.name} không mô tả hệ thống {', '.join(unknown)}.",
            field="MOTCUA_SERVES",
            hint="Name systems of the profiles' file, or leave it out to serve them all.",
            hint_vi="Nêu hệ thống có trong tệp cấu hình, hoặc bỏ trống để phục vụ tất cả.",
        )
    return {name: profile for name, profile in found.items() if name in settings.serves}


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
