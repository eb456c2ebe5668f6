"""Having the portal compared with us at once, besides the daily hour."""

from temporalio.client import Client, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from workflows.portal import PortalComparisonWorkflow, comparison_of, portal_of


async def start_comparison(client: Client, task_queue: str) -> WorkflowHandle[PortalComparisonWorkflow, int]:
    """Begin a comparison on demand, or join the one that was begun so and is under way; a worker carries it out."""
    return await client.start_workflow(
        PortalComparisonWorkflow.run,
        id=f"{comparison_of(task_queue)}.now",
        task_queue=portal_of(task_queue),
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
