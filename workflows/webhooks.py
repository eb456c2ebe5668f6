"""Webhooks: one durable workflow that keeps subscribers told for as long as the installation lives."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.webhooks import WebhookActivities

FOLLOWING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=15),
    heartbeat_timeout=timedelta(seconds=8),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10)),
    summary="tells subscribers",
)
ROUNDS = 20
"""Activities of one run; then it goes on in a new one."""


@workflow.defn(name="Webhooks")
class WebhooksWorkflow:
    """Tells subscribers, round after round; a worker that dies is replaced by another within seconds."""

    @workflow.run
    async def run(self) -> None:
        """Have the stream followed without end."""
        for _ in range(ROUNDS):
            await workflow.execute_activity_method(WebhookActivities.follow, **FOLLOWING)
        workflow.continue_as_new()
