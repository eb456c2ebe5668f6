"""An act that ends a dossier just when something else comes for it: the server throws the task away, we ask again."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.messages import Receipt
from activities.reaching import ACT, Dossiers
from motcua.dossiers.commands import Act, GiveSupplement
from motcua.dossiers.parts import Actor, State
from motcua.errors import UnavailableError
from tests.lives.conftest import Office

TASKS: list[threading.Event] = []
"""One for each task that is to last until something else has come, the next one last."""


@workflow.defn(name="Dossier")
class Closing:
    """Ends with the first act it takes."""

    def __init__(self) -> None:
        """Nothing was taken yet."""
        self.taken = 0

    @workflow.run
    async def run(self) -> int:
        """Live until an act was taken."""
        await workflow.wait_condition(lambda: self.taken > 0)
        return self.taken

    @workflow.signal
    def come(self) -> None:
        """Something else comes."""

    @workflow.update(name=ACT)
    async def act(self, act: Act) -> Receipt:
        """Take an act, slowly where that is said."""
        if TASKS:
            TASKS.pop().set()
            time.sleep(0.7)
        self.taken += 1
        return Receipt(code="T-1", seq=self.taken, state=State.RETURNED)


@pytest.fixture
async def dossier(workers_client: Client) -> AsyncIterator[WorkflowHandle[Closing, int]]:
    """Carry one workflow of that kind on a queue of its own."""
    queue = f"closing-{uuid4().hex[:8]}"
    running = Worker(workers_client, task_queue=queue, workflows=[Closing], workflow_runner=UnsandboxedWorkflowRunner())
    async with running:
        yield await workers_client.start_workflow(Closing.run, id=queue, task_queue=queue)


async def something_comes(dossier: WorkflowHandle[Closing, int], times: int) -> None:
    """Send something else while each of the next tasks is under way."""
    under_way = [threading.Event() for _ in range(times)]
    TASKS[:] = reversed(under_way)
    for each in under_way:
        if not await asyncio.to_thread(each.wait, 5):
            return
        await dossier.signal(Closing.come)


def told() -> Act:
    return Act(by=Actor(agency="an-hoi.ttpvhcc"), do=GiveSupplement())


async def test_an_act_whose_task_was_thrown_away_is_put_again_and_done_once(
    office: Office, workers_client: Client, dossier: WorkflowHandle[Closing, int]
) -> None:
    other = asyncio.create_task(something_comes(dossier, 2))
    receipt = await Dossiers(workers_client, office.register).tell(dossier.id, ACT, told())
    await other
    assert (receipt.seq, await dossier.result(), TASKS) == (1, 1, [])


async def test_where_that_goes_on_the_caller_hears_that_nobody_answered_and_what_to_do(
    office: Office, workers_client: Client, dossier: WorkflowHandle[Closing, int]
) -> None:
    other = asyncio.create_task(something_comes(dossier, 9))
    dossiers = Dossiers(workers_client, office.register, timedelta(seconds=1.5))
    with pytest.raises(UnavailableError, match="same key"):
        await dossiers.tell(dossier.id, ACT, told())
    await other
    TASKS.clear()
