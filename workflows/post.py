"""The post: one durable workflow that keeps the outbox emptied for as long as the installation lives."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.notices import NoticeActivities

DISPATCHING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=15),
    heartbeat_timeout=timedelta(seconds=8),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10)),
    summary="sends notices",
)
ROUNDS = 20
"""Activities of one run; then it goes on in a new one."""


@workflow.defn(name="Post")
class PostWorkflow:
    """Sends notices, round after round; a worker that dies is replaced by another within seconds."""

    @workflow.run
    async def run(self) -> None:
        """Have the outbox emptied without end."""
        for _ in range(ROUNDS):
            await workflow.execute_activity_method(NoticeActivities.dispatch, **DISPATCHING)
        workflow.continue_as_new()
