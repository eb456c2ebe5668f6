"""The floor: a hand-written workflow with the same update, a timer per step, and a local activity that does nothing."""

from datetime import timedelta

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Receipt
    from motcua.dossiers.commands import Act
    from motcua.dossiers.parts import State

DEADLINE = timedelta(days=10)


@activity.defn(name="bare.nothing")
async def nothing() -> None:
    """Do nothing."""


@workflow.defn(name="Bare")
class BareWorkflow:
    """Waits for a number of acts, each with a deadline."""

    @workflow.init
    def __init__(self, steps: int) -> None:
        self._left = steps

    @workflow.run
    async def run(self, _steps: int) -> None:
        """Wait for each step's act, or its deadline."""
        while self._left:
            before = self._left
            await workflow.wait_condition(lambda now=before: self._left < now, timeout=DEADLINE)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name="act")
    async def act(self, act: Act) -> Receipt:
        """Take one act."""
        await workflow.execute_local_activity(nothing, start_to_close_timeout=timedelta(seconds=5))
        self._left -= 1
        return Receipt(code=workflow.info().workflow_id, seq=self._left, state=State.IN_PROCESS)
