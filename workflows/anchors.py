"""The anchor of every day: taken, given to those outside, and held against the register."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.anchors import AnchorActivities, Outcome, Sending, Taken

AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))
TAKING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(hours=4),
    heartbeat_timeout=timedelta(seconds=30),
    retry_policy=AGAIN,
    summary="takes the anchor",
)
SENDING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=5),
    schedule_to_close_timeout=timedelta(hours=10),
    retry_policy=AGAIN,
    summary="sends the anchor",
)
CHECKING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(hours=8),
    schedule_to_close_timeout=timedelta(hours=10),
    heartbeat_timeout=timedelta(seconds=30),
    retry_policy=AGAIN,
    summary="checks the anchors",
)
TELLING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30), retry_policy=AGAIN, summary="tells the operators"
)
NOT_DONE = -1
"""Returned where the check came to nothing: what is wrong is not known."""


def anchors_of(task_queue: str) -> str:
    """Return the id of the anchors of a queue of dossiers: their schedule, its workflows and their queue."""
    return "anchors" if task_queue == "dossiers" else f"anchors.{task_queue}"


@workflow.defn(name="DailyAnchor")
class DailyAnchorWorkflow:
    """Takes one day's anchor; its id, which the schedule dates, is what the anchor is taken for."""

    @workflow.run
    async def run(self) -> int:
        """Return how much was found wrong; an evening's check or mail that fails does not hold up the next evening."""
        taken = await workflow.execute_activity_method(AnchorActivities.take, **TAKING)
        found, _ = await asyncio.gather(self._check(), self._send(taken))
        return found

    async def _check(self) -> int:
        try:
            found = await workflow.execute_activity_method(AnchorActivities.check, **CHECKING)
        except ActivityError:
            found = NOT_DONE
        await self._tell(Outcome(what="checked", done=found != NOT_DONE))
        return found

    async def _send(self, taken: Taken) -> None:
        ways = (self._sent(Sending(number=taken.number, recipient=place)) for place in range(taken.recipients))
        await self._tell(Outcome(what="sent", done=all(await asyncio.gather(*ways))))

    async def _sent(self, sending: Sending) -> bool:
        try:
            await workflow.execute_activity_method(AnchorActivities.send, sending, **SENDING)
        except ActivityError:
            return False
        return True

    async def _tell(self, outcome: Outcome) -> None:
        await workflow.execute_activity_method(AnchorActivities.outcome, outcome, **TELLING)
