"""How workers run: with or without the sandbox, where they write, how long they wait for a cached workflow."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from motcua.register.register import Register
from workflows.anchors import DailyAnchorWorkflow
from workflows.campaign import CampaignWorkflow
from workflows.dossier import DossierWorkflow
from workflows.errands import ElsewhereWorkflow, ErrandWorkflow, WatchWorkflow
from workflows.keeper import KeeperWorkflow
from workflows.morning import MorningSheetWorkflow
from workflows.portal import PortalComparisonWorkflow, PortalWorkflow
from workflows.post import PostWorkflow
from workflows.webhooks import WebhooksWorkflow

WORKFLOWS = [
    DossierWorkflow,
    PostWorkflow,
    CampaignWorkflow,
    KeeperWorkflow,
    WebhooksWorkflow,
    PortalWorkflow,
    PortalComparisonWorkflow,
    ErrandWorkflow,
    WatchWorkflow,
    ElsewhereWorkflow,
    DailyAnchorWorkflow,
    MorningSheetWorkflow,
]
"""Every kind of workflow there is, for replay and for tests."""
PATIENCE = 0.25
"""Seconds a write waits for another process's; then the act is tried again, and the worker goes on meanwhile."""
STICKY = timedelta(seconds=2)
"""How long a task waits for the worker that has its workflow in memory before any other may take it."""
GRACE = timedelta(seconds=10)
"""How long work under way may take to end when a worker is told to stop."""


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
