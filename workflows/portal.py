"""Keeping the national portal told for as long as the installation lives, and comparing with it day by day."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.portal import PortalActivities

DISPATCHING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=15),
    heartbeat_timeout=timedelta(seconds=8),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10)),
    summary="tells the portal",
)
COMPARING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(days=1),
    heartbeat_timeout=timedelta(seconds=8),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5)),
    summary="compares with the portal",
)
ROUNDS = 20
"""Activities of one run; then it goes on in a new one."""


def portal_of(task_queue: str) -> str:
    """Return the id of the courier that serves a queue of dossiers; its own queue has the same name."""
    return "portal" if task_queue == "dossiers" else f"portal.{task_queue}"


def comparison_of(task_queue: str) -> str:
    """Return the id of the daily comparison beside that courier: its schedule's and, dated, its workflows'."""
    return f"{portal_of(task_queue)}.comparison"


@workflow.defn(name="Portal")
class PortalWorkflow:
    """Sends to the portal, round after round; a worker that dies is replaced by another within seconds."""

    @workflow.run
    async def run(self) -> None:
        """Have the queue emptied without end."""
        for _ in range(ROUNDS):
            await workflow.execute_activity_method(PortalActivities.dispatch, **DISPATCHING)
        workflow.continue_as_new()


@workflow.defn(name="PortalComparison")
class PortalComparisonWorkflow:
    """Compares the portal's state of every dossier with ours, once."""

    @workflow.run
    async def run(self) -> int:
        """Return how many differed."""
        return await workflow.execute_activity_method(PortalActivities.compare, **COMPARING)
