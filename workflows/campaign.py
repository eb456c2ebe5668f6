"""A change over many dossiers: previewed, confirmed by somebody, then carried out dossier by dossier.

Nothing is changed before it is confirmed. Workers may die at any moment: the preview goes on where it was, and a
dossier is changed once, however often it is asked.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.campaign_messages import CampaignOrder, Chosen, Look, Progress
    from activities.campaigns import CampaignActivities

LONG = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(hours=6),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)),
)
SHORT = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=60),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)),
)
WAITS = timedelta(days=30)
"""How long a preview waits to be confirmed."""


def campaigns_of(task_queue: str) -> str:
    """Return the queue of the campaigns over the dossiers of a queue."""
    return "campaigns" if task_queue == "dossiers" else f"campaigns.{task_queue}"


@workflow.defn(name="Campaign")
class CampaignWorkflow:
    """One campaign."""

    @workflow.init
    def __init__(self, order: CampaignOrder) -> None:
        self._order = order
        self._waits = False
        self._again = False
        self._chosen: Chosen | None = None
        self._everybody = False

    @workflow.run
    async def run(self, order: CampaignOrder) -> None:
        """Preview, then do what is confirmed, until nothing is left that could be."""
        if not order.resume:
            await self._preview()
        while order.resume or await self._confirmed():
            if self._everybody:
                await self._look_further()
            while (done := await self._apply()).left:
                continue
            if done.lasts:
                await workflow.execute_activity_method(CampaignActivities.last, self._look(), **LONG)
            waiting = await workflow.execute_activity_method(CampaignActivities.finish, self._look(), **SHORT)
            if not waiting.left or order.resume:
                break
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def confirm(self, chosen: Chosen) -> Progress:
        """Have a group of the dossiers changed; the answer means that it begins."""
        self._waits = False
        try:
            begun = await workflow.execute_activity_method(CampaignActivities.begin, chosen, **SHORT)
        except ActivityError as failed:
            self._waits = True
            raise failed.cause or failed from failed
        self._everybody, self._chosen = begun.left, chosen
        return begun

    @confirm.validator
    def check(self, chosen: Chosen) -> None:
        """Refuse while the preview is under way, or another group is being changed."""
        if not self._waits:
            raise ApplicationError(
                "The campaign is not waiting to be confirmed.", type="NotWaiting", non_retryable=True
            )

    @workflow.signal(name="look_again")
    async def look_again(self) -> None:
        """Make the preview anew: what it said may be days old."""
        self._again = True

    async def _preview(self) -> None:
        self._again = self._waits = False
        await workflow.execute_activity_method(CampaignActivities.plan, self._look(), **LONG)

    async def _confirmed(self) -> bool:
        """Wait for a confirmation, previewing anew as often as asked; False where none comes in time."""
        while True:
            self._waits = self._chosen is None
            try:
                await workflow.wait_condition(lambda: self._chosen is not None or self._again, timeout=WAITS)
            except TimeoutError:
                await workflow.execute_activity_method(CampaignActivities.drop, self._look(), **SHORT)
                return False
            if self._chosen is not None:
                self._chosen = None
                return True
            await self._preview()

    async def _look_further(self) -> None:
        """Find what was opened or changed since the preview, once every process stands on what was decided."""
        await workflow.sleep(timedelta(seconds=self._order.wait), summary="all take it up")
        await workflow.execute_activity_method(CampaignActivities.plan, self._look(further=True), **LONG)

    async def _apply(self) -> Progress:
        return await workflow.execute_activity_method(CampaignActivities.apply, self._look(), **LONG)

    def _look(self, *, further: bool = False) -> Look:
        return Look(campaign=self._order.id, further=True) if further else Look(campaign=self._order.id)
