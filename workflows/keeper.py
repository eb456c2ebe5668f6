"""The keeper of a department system: one durable workflow that looks after whatever waits on it."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.keeping import KeepingActivities

KEEPING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=15),
    heartbeat_timeout=timedelta(seconds=8),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10)),
    summary="looks after what waits on the system",
)
ROUNDS = 20
"""Activities of one run; then it goes on in a new one, so that no outage, however long, makes a long history."""


@workflow.defn(name="Keeper")
class KeeperWorkflow:
    """Tries a system that is away, lets what waits go on, polls, withdraws; another worker follows one that died."""

    @workflow.run
    async def run(self, system: str) -> None:
        """Look after a system without end."""
        for _ in range(ROUNDS):
            await workflow.execute_activity_method(KeepingActivities.keep, system, **KEEPING)
        workflow.continue_as_new(system)
