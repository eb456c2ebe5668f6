"""The morning of a working day: every head's sheet is made, kept and sent."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.morning import MorningActivities

AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))
MAKING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(hours=1),
    heartbeat_timeout=timedelta(seconds=30),
    retry_policy=AGAIN,
    summary="makes the morning sheets",
)
SENDING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(hours=1),
    schedule_to_close_timeout=timedelta(hours=4),
    heartbeat_timeout=timedelta(seconds=30),
    retry_policy=AGAIN,
    summary="tells the heads",
)
"""Until about noon: a sheet that comes after the afternoon has begun helps nobody."""
TELLING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30), retry_policy=AGAIN, summary="tells the operators"
)


def mornings_of(task_queue: str) -> str:
    """Return the id of the mornings of a queue of dossiers: their schedule, its workflows and their queue."""
    return "mornings" if task_queue == "dossiers" else f"mornings.{task_queue}"


@workflow.defn(name="MorningSheet")
class MorningSheetWorkflow:
    """Tells every head what is due today, what will be late, what others hold up and what stands too long."""

    @workflow.run
    async def run(self) -> int:
        """Return how many sheets were made; none on a day off."""
        made = await workflow.execute_activity_method(MorningActivities.make, **MAKING)
        if made.sheets:
            try:
                await workflow.execute_activity_method(MorningActivities.send, made.day, **SENDING)
            except ActivityError:
                await workflow.execute_activity_method(MorningActivities.unsent, made.day, **TELLING)
        return made.sheets
