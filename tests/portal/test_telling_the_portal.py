"""The portal on a real Temporal server: told by itself, also when the worker that tells dies; compared on demand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client

from activities.portal import PortalActivities
from activities.portal_comparing import PortalComparer
from activities.portal_courier import PortalCourier
from motcua.departments.portal.client import PortalClient
from motcua.departments.portal.fields import Wording
from motcua.dossiers import facts as f
from motcua.register.portal_lines import PortalState
from motcua.supervision.embedded import TemporalServer
from motcua.supervision.portal_comparison import start_comparison
from motcua.supervision.workers.portal import PortalOffice, portal_worker
from tests.portal.conftest import ACCOUNT, profile_of
from tests.portal.test_courier import CODES, PATIENCE, ground, papers, register, told
from workflows.converter import DATA_CONVERTER
from workflows.portal import comparison_of, portal_of

__all__ = ["ground", "register"]


class Killed(BaseException):
    """A process that ended before it could note what it had sent; nothing in it runs on."""


@pytest.fixture(scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """Run one server for the tests of this file."""
    server = TemporalServer(tmp_path_factory.mktemp("temporal") / "temporal.db").start()
    yield await Client.connect(server.address, data_converter=DATA_CONVERTER)
    server.stop()


@pytest.fixture
def queue() -> str:
    """Return a queue of this test's own."""
    return f"dossiers-{uuid4().hex[:8]}"


@asynccontextmanager
async def telling(client, register, ground, portal, queue, **values) -> AsyncIterator[None]:
    """Run a worker that tells the portal, until the block is left."""
    profile = profile_of(portal.address, **CODES | values)
    speaker, wording = PortalClient(profile, ACCOUNT), Wording(ground, profile)
    courier, comparer = PortalCourier(register, wording, speaker), PortalComparer(register, wording, speaker)
    office = PortalOffice(speaker, PortalActivities(courier, comparer))
    async with await portal_worker(client, office, queue):
        yield
    await speaker.close()


async def until(holds) -> None:
    end = asyncio.get_running_loop().time() + PATIENCE
    while not holds():
        assert asyncio.get_running_loop().time() < end, "it did not happen"
        await asyncio.sleep(0.05)


async def test_the_portal_is_told_by_itself_compared_on_demand_and_taken_over_by_another_worker(
    client, register, ground, portal, queue
):
    dossier = papers(register)
    async with telling(client, register, ground, portal, queue):
        await until(told(register))
        assert portal.heard(dossier.code) == ["2", "4"]
        portal.drift(dossier.code, "5")
        drifted = await (await start_comparison(client, queue)).result()
        assert drifted == 1
        await until(lambda: portal.holds(dossier.code) == "4")
    handle = client.get_workflow_handle(portal_of(queue))
    first = (await handle.describe()).run_id
    dossier.does(f.ResultReady(result="granted"))
    async with telling(client, register, ground, portal, queue):
        await until(lambda: portal.holds(dossier.code) == "9")
        assert (await handle.describe()).run_id == first  # there is one courier, however many workers
        daily = await client.get_schedule_handle(comparison_of(queue)).describe()
        assert daily.schedule.spec.time_zone_name == "Asia/Ho_Chi_Minh"
    await handle.terminate()
    await client.get_schedule_handle(comparison_of(queue)).delete()


async def test_R61_a_worker_killed_between_sending_and_noting_sends_again_and_the_portal_has_one_row(
    client, register, ground, portal, queue, monkeypatch
):
    dossier = papers(register)
    with monkeypatch.context() as dying:

        def never(*_args: object, **_more: object) -> bool:
            raise Killed

        dying.setattr(register, "portal_sent", never)
        profile = profile_of(portal.address, **CODES)
        speaker = PortalClient(profile, ACCOUNT)
        courier = PortalCourier(register, Wording(ground, profile), speaker)
        await courier.take_up()
        await courier.look()
        with pytest.raises(Killed):
            await courier.settle()
        await speaker.close()
    assert portal.heard(dossier.code) == ["2"]
    assert register.portal_counts()[PortalState.SENT] == 0
    async with telling(client, register, ground, portal, queue):
        await until(told(register))
    assert portal.heard(dossier.code) == ["2", "4"]
    assert portal.events(dossier.code)[0]["times"] == 2
    assert all(m.sent_at and m.sent_at <= datetime.now(UTC) for m in register.portal_messages(dossier.code))
    await client.get_workflow_handle(portal_of(queue)).terminate()
    await client.get_schedule_handle(comparison_of(queue)).delete()
