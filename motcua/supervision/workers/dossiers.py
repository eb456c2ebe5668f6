"""The worker that carries dossiers."""

from typing import Any

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig

from activities.departments import AwaitingActivities
from activities.linked import LinkedActivities
from activities.register import RegisterActivities
from activities.standing import stand_on
from motcua.dossiers.ground import Ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.workers.running import GRACE, STICKY, writers
from motcua.supervision.workers.turns import turns_of
from motcua.supervision.workers.warm import warm_of
from workflows.dossier import DossierWorkflow


def dossier_worker(client: Client, register: Register, ground: Ground, settings: Settings) -> Worker:
    """Return the worker that carries dossiers and writes the register."""
    stand_on(ground)
    recording = RegisterActivities(register, ground, turns_of(settings))
    linked = LinkedActivities(client, register, ground, settings.queues)
    awaiting = AwaitingActivities(register)
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=[DossierWorkflow],
        activities=[*recording.all(), *linked.all(), *awaiting.all()],
        activity_executor=writers(register),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=warm_of(settings),
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
        **_versioned(settings),
    )


def _versioned(settings: Settings) -> dict[str, Any]:
    """Return how dossiers stay on the build they began a run with, where this worker has a build's name."""
    if not settings.build_id:
        return {}
    version = WorkerDeploymentVersion(deployment_name="motcua", build_id=settings.build_id)
    config = WorkerDeploymentConfig(
        version=version, use_worker_versioning=True, default_versioning_behavior=VersioningBehavior.PINNED
    )
    return {"deployment_config": config}
