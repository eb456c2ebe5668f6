"""Subscribers on a real server: told of a living dossier, also in a new run of the workflow that tells them."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from motcua.dossiers.commands import AskWithdrawal
from motcua.supervision.workers.webhooks import subscriptions_of, webhook_worker, webhooks_of
from motcua.webhooks.subscriber import Subscribers
from tests.lives.conftest import Office
from tests.webhooks.conftest import BASE, ENVIRONMENT, QUICK, described
from tests.webhooks.receiver import Receiver

COPY = "2.000908"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Run a subscriber's program."""
    receiver = Receiver().start()
    yield receiver
    receiver.stop()


@pytest.fixture
async def ended(office: Office) -> AsyncIterator[None]:
    """End the workflow of this test, which would live for ever."""
    yield
    await office.client.get_workflow_handle(webhooks_of(office.queue)).terminate()


async def test_a_living_dossier_is_told_also_in_a_new_run(office, receiver, ended, monkeypatch):
    monkeypatch.setattr("activities.webhooks.ROUND", timedelta(milliseconds=50))
    monkeypatch.setattr("workflows.webhooks.ROUNDS", 2)
    subscribers = Subscribers.model_validate({"subscribers": [described(receiver)]})
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    subscriptions = subscriptions_of(subscribers, office.register, office.ground, BASE, ENVIRONMENT, QUICK)

    async def told() -> bool:
        return len(receiver.ids(code)) == (await office.dossier(code)).seq

    async with webhook_worker(office.client, subscriptions, office.queue):
        handle = office.client.get_workflow_handle(webhooks_of(office.queue))
        first = (await handle.describe()).run_id

        async def another_run() -> bool:
            return (await handle.describe()).run_id != first

        await office.until(told, "the receipt is told")
        await office.until(another_run, "it goes on in a new run")
        await office.act(code, "applicant", AskWithdrawal())
        await office.until(told, "it still tells")
    kinds = [event["data"]["kind"] for event in receiver.effects.values()]
    assert kinds[0] == "opened"
    assert "withdrawal_asked" in kinds
    assert set(receiver.arrived.values()) == {1}
