"""A worker: it carries dossiers, asks department systems, sends notices.

Wiring only: settings → client → adapters → workers.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion, WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.campaigns import CampaignActivities
from activities.departments import DepartmentActivities
from activities.linked import LinkedActivities
from activities.notices import NoticeActivities
from activities.post import PostOffice
from activities.register import RegisterActivities
from activities.standing import stand_on
from motcua.departments.http import HttpDepartment
from motcua.departments.port import Department
from motcua.departments.profile import load_profiles
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.errors import MotcuaError
from motcua.register.footing import Footing, following
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.channels import contacts_of, messengers_of
from motcua.supervision.connection import connect, ensure_search_attributes
from motcua.supervision.keys import master_key
from motcua.supervision.numbering import numbering
from motcua.telemetry import set_up_logs
from workflows.campaign import CampaignWorkflow, campaigns_of
from workflows.dossier import DossierWorkflow
from workflows.post import PostWorkflow

WORKFLOWS = [DossierWorkflow, PostWorkflow, CampaignWorkflow]
PATIENCE = 0.25
"""Seconds a write waits for another process's; then the act is tried again, and the worker goes on meanwhile."""
CALLS_PER_SECOND = 20.0
"""Most requests a department system gets from all workers together."""

log = structlog.get_logger("worker")


def sandbox() -> SandboxedWorkflowRunner:
    """Return the runner that watches what workflow files do, for replay and tests.

    The worker itself runs without it: it costs as much as the work, and what it forbids is forbidden by test.
    """
    passed = SandboxRestrictions.default.with_passthrough_modules("motcua", "activities", "pydantic", "cel_expr_python")
    return SandboxedWorkflowRunner(restrictions=passed)


class AtOnce(ThreadPoolExecutor):
    """Runs what it is given where it is given: a write to a local file is over sooner than a thread is woken."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it now and return what came of it."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as failed:
            done.set_exception(failed)
        return done


def writers(register: Register) -> ThreadPoolExecutor:
    """Return who writes the register: this thread for a local file, a pool of threads for a database server."""
    return AtOnce(1) if register.local else ThreadPoolExecutor(8, thread_name_prefix="register")


def dossier_worker(client: Client, register: Register, ground: Ground, settings: Settings) -> Worker:
    """Return the worker that carries dossiers and writes the register."""
    stand_on(ground)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: there is no use in looking through it again and again
    linked = LinkedActivities(client, register, ground, settings.queues)
    options: dict[str, Any] = {}
    if settings.build_id:
        version = WorkerDeploymentVersion(deployment_name="motcua", build_id=settings.build_id)
        options["deployment_config"] = WorkerDeploymentConfig(
            version=version, use_worker_versioning=True, default_versioning_behavior=VersioningBehavior.PINNED
        )
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=[DossierWorkflow],
        activities=[*RegisterActivities(register, ground).all(), *linked.all()],
        activity_executor=writers(register),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=settings.cached_dossiers,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
        **options,
    )


def department_worker(client: Client, system: str, activities: DepartmentActivities) -> Worker:
    """Return the worker of one department system's own queue: its trouble is nobody else's."""
    return Worker(
        client,
        task_queue=f"department.{system}",
        activities=activities.all(),
        max_task_queue_activities_per_second=CALLS_PER_SECOND,
        max_concurrent_activities=50,
        max_concurrent_activity_task_polls=1,
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


def post_of(task_queue: str) -> str:
    """Return the id of the post that serves a queue of dossiers; its own queue has the same name."""
    return "notices" if task_queue == "dossiers" else f"notices.{task_queue}"


async def post_worker(client: Client, office: PostOffice, task_queue: str) -> Worker:
    """Return the worker that sends notices, and see to it that the post runs: there is one, however many workers."""
    name = post_of(task_queue)
    await client.start_workflow(
        PostWorkflow.run, id=name, task_queue=name, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    return Worker(
        client,
        task_queue=name,
        workflows=[PostWorkflow],
        activities=NoticeActivities(office).all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=1,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


def campaign_worker(client: Client, register: Register, footing: Footing, task_queue: str) -> Worker:
    """Return the worker that carries changes over many dossiers: one preview or page at a time, beside the rest."""
    return Worker(
        client,
        task_queue=campaigns_of(task_queue),
        workflows=[CampaignWorkflow],
        activities=CampaignActivities(client, register, footing).all(),
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=2,
        max_concurrent_activity_task_polls=1,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


def adapters(settings: Settings) -> dict[str, Department]:
    """Return an adapter for each department system that is described."""
    if settings.departments is None:
        return {}
    profiles = load_profiles(settings.departments)
    return {name: HttpDepartment(profile, profile.secret(os.environ)) for name, profile in profiles.items()}


async def run(settings: Settings, stopped: asyncio.Event) -> None:
    """Run the workers until asked to stop."""
    client = await connect()
    await ensure_search_attributes(client)
    register = Register.open(
        settings.register, master_key=master_key(settings), synchronous=settings.synchronous, patience=PATIENCE
    )
    files = load_ground(settings.catalogue, settings.directory, settings.calendars)
    register.publish_all(files.catalogue)
    footing = Footing(register, files)
    footing.follow()
    ground = footing.living
    departments = adapters(settings)
    messengers = messengers_of(settings)
    office = PostOffice(register, ground, contacts_of(settings), messengers)
    activities = DepartmentActivities(departments, register, settings.callback_base)
    async with AsyncExitStack() as running:
        await running.enter_async_context(following(footing))
        await running.enter_async_context(numbering(register, ground))
        await running.enter_async_context(dossier_worker(client, register, ground, settings))
        await running.enter_async_context(campaign_worker(client, register, footing, settings.task_queue))
        for system in departments:
            await running.enter_async_context(department_worker(client, system, activities))
        if messengers:
            await running.enter_async_context(await post_worker(client, office, settings.task_queue))
        log.info(
            "worker_started", queue=settings.task_queue, departments=sorted(departments), channels=sorted(messengers)
        )
        await stopped.wait()
    for department in departments.values():
        await department.close()
    for messenger in messengers.values():
        await messenger.close()
    register.close()
    log.info("worker_stopped")


async def main() -> int:
    """Run one worker process until SIGTERM or SIGINT."""
    settings = Settings()
    set_up_logs(json=settings.log_json)
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    try:
        await run(settings, stopped)
    except MotcuaError as refused:
        log.error("worker_refused", error=refused.kind, detail=str(refused))
        return 2
    return 0


if __name__ == "__main__":
    code = asyncio.run(main())
    sys.stderr.flush()
    os._exit(code)  # a clean stop may still abort inside the interpreter's own shutdown
