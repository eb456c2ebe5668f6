"""R36: clocks that stand by decision while a system is away, on a real server: what waits, what begins to, the end."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import insert, update

from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError, MotcuaError, NotFoundError, RefusedError
from motcua.register.campaign_records import Campaign, CampaignState, Group, ItemState
from motcua.register.department_tables import OutageRow
from motcua.register.footing import Footing, following
from motcua.register.register import Register
from motcua.register.topic import sql_table
from motcua.settings import Settings
from motcua.supervision.connection import connect, ensure_search_attributes
from motcua.supervision.embedded import TemporalServer
from motcua.supervision.outage_desk import Decided, preview_running, preview_standing
from motcua.supervision.workers.campaigns import campaign_worker
from motcua.supervision.workers.dossiers import dossier_worker
from tests.empty_register import empty_register
from tests.lives.house import LOOKS_EVERY, House

BUSINESS, SYSTEM = "2.001199", "business-registration"
BY = Actor(agency="vinhlong.ttpvhcc", officer="vl-001")
DRAFT, DONE, LASTING = CampaignState.DRAFT, CampaignState.DONE, CampaignState.LASTING


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TemporalServer]:
    """Run a server on which time passes as it does outside."""
    server = TemporalServer(tmp_path / "temporal.db").start()
    yield server
    server.stop()


@pytest.fixture
async def house(server: TemporalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Run a worker with a register of its own."""
    monkeypatch.setattr("motcua.register.footing.FOLLOW_EVERY", LOOKS_EVERY)
    client = await connect(server.address)
    await ensure_search_attributes(client)
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    queue = f"dossiers-{uuid4().hex[:8]}"
    footing = Footing(register, load_ground())
    settings = Settings(task_queue=queue, home=tmp_path)
    async with (
        following(footing),
        dossier_worker(client, register, footing.living, settings),
        campaign_worker(client, register, footing, queue),
    ):
        yield House(client, register, footing, queue)
    register.close()


async def waiting(house: House) -> str:
    """Open a dossier and bring it to where it waits on the system."""
    code = await house.open(procedure=BUSINESS)
    await asks(house, code)
    return code


async def asks(house: House, code: str) -> None:
    dossier = await house.dossier(code)
    await house.act(code, dossier.duty("s1").agency, {"kind": "complete", "step": "s1"})


def away(house: House, *, since: timedelta = timedelta(hours=1)) -> int:
    """Let the system be away since a while, as the breaker would note it."""
    row = {"system": SYSTEM, "began_at": datetime.now(UTC) - since, "last_error": "500", "failures": 9, "dossiers": 0}
    with house.register._store.writing() as connection:
        connection.execute(insert(sql_table(OutageRow)), row | {"probes": 3})
    return house.register.outage_under_way(SYSTEM).id


def back(house: House, outage: int) -> datetime:
    """Let it be back."""
    at = datetime.now(UTC)
    with house.register._store.writing() as connection:
        connection.execute(update(OutageRow).where(OutageRow.id == outage).values(ended_at=at))
    return at


def decided(**values: object) -> Decided:
    said = {"number": "12/QĐ-UBND", "decided_on": "2026-11-06", "authority": BY.agency, "basis": "Điều 9 Quy chế"}
    said |= {"reason": "Hệ thống gián đoạn", "since": datetime.now(UTC)}
    return Decided.model_validate(said | values)


async def stands(house: House, **values: object) -> Campaign:
    """Preview a decision that clocks stand."""
    campaign = await preview_standing(house.desk, SYSTEM, decided(**values), BY)
    return await house.desk.until(campaign.id, DRAFT, within=20)


async def in_force(house: House, campaign: Campaign) -> Campaign:
    """Confirm it, and wait until what was previewed is done."""
    await house.desk.confirm(campaign.id, BY)
    return await house.desk.until(campaign.id, LASTING, within=20)


async def until(holds) -> None:
    """Wait for what comes by itself."""
    for _ in range(200):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(holds)


async def test_R36_what_waits_stands_what_begins_to_wait_stands_and_all_runs_again_when_the_system_is_back(house):
    first, other = await waiting(house), await house.open(procedure=BUSINESS)
    before, outage = await house.dossier(first), away(house)
    moment = datetime.now(UTC) - timedelta(seconds=1)
    campaign = await stands(house, since=moment)
    assert (campaign.looked_at, campaign.counts) == (1, {ItemState.PLANNED: 1})
    assert [(i.dossier, i.effect) for i in house.register.items(campaign.id)] == [(first, "stands")]
    assert not (await house.dossier(first)).paused  # a preview changes nothing
    await in_force(house, campaign)
    dossier = await house.dossier(first)
    assert (dossier.paused, dossier.due) == (True, None)
    assert dossier.pauses[0].since == max(moment, before.duty("s2").since)
    assert (
        house.register.standing_outage(outage).clocks_stand
        == "12/QĐ-UBND (06/11/2026, " + centre() + ") · Điều 9 Quy chế"
    )
    assert not (await house.dossier(other)).paused
    await asks(house, other)  # and now it waits too

    async def it_stands() -> bool:
        return (await house.dossier(other)).paused

    await until(it_stands)
    late = await house.dossier(other)
    assert late.pauses[0].since == late.duty("s2").since
    at = back(house, outage)
    done = await house.desk.until(campaign.id, DONE, within=20)
    assert done.counts == {ItemState.DONE: 2}
    for code in (first, other):
        again = await house.dossier(code)
        assert (again.paused, again.pauses[0].until) == (False, at)
        assert again.due == next(i.new_due for i in house.register.items(campaign.id) if i.dossier == code)
        assert house.register.verify(code) is None
    facts = [f for t in house.register.transitions(first) for f in t.facts if f.kind in ("paused", "resumed")]
    assert [f.at for f in facts] == [dossier.pauses[0].since, at]
    assert house.register.standing_outage(outage).clocks_from == moment  # it stays written why they stood


def centre() -> str:
    return load_ground().directory.get(BY.agency).name.vi


async def test_R36_another_decision_ends_it_and_what_waits_from_then_on_is_left_alone(house):
    code = await waiting(house)
    outage = away(house)
    campaign = await in_force(house, await stands(house))
    with pytest.raises(RefusedError, match="stand already"):
        await preview_standing(house.desk, SYSTEM, decided(number="13/QĐ-UBND"), BY)
    ending = await preview_running(house.desk, SYSTEM, decided(number="15/QĐ-UBND"), BY)
    await house.desk.until(ending.id, DRAFT, within=20)
    assert [(i.dossier, i.effect) for i in house.register.items(ending.id)] == [(code, "runs")]
    await house.desk.confirm(ending.id, BY)
    await house.desk.until(ending.id, DONE, within=20)
    dossier = await house.dossier(code)
    assert (dossier.paused, house.register.standing_outage(outage).clocks_stand) == (False, None)
    resumed = next(f for t in house.register.transitions(code) for f in t.facts if f.kind == "resumed")
    assert resumed.decision == ending.basis
    await house.desk.until(campaign.id, DONE, within=20)
    later = await waiting(house)
    with pytest.raises(RefusedError, match="No clock stands"):
        await preview_running(house.desk, SYSTEM, decided(number="16/QĐ-UBND"), BY)
    assert not (await house.dossier(later)).paused


async def test_R36_what_does_not_fit_is_refused_and_whom_it_is_for_stands_in_the_decision(house):
    with pytest.raises(NotFoundError):
        await stands(house)  # it is not away
    outage = away(house)
    now = datetime.now(UTC)
    for values, kind in (
        ({"since": now - timedelta(hours=2)}, RefusedError),
        ({"since": now + timedelta(hours=2)}, RefusedError),
        ({"authority": "nobody"}, NotFoundError),
    ):
        with pytest.raises(kind) as refused:
            await stands(house, **values)
        assert isinstance(refused.value, MotcuaError)
        assert refused.value.hint
    await waiting(house)
    some = await stands(house, procedures=("1.001193",), agencies=("an-hoi.ubnd",))
    assert (some.looked_at, some.counts) == (0, {})
    with pytest.raises(InvalidInputError):
        await stands(house, procedures=("9.999999",))
    campaign = await stands(house, number="14/QĐ-UBND")
    assert campaign.counts == {ItemState.PLANNED: 1}
    with pytest.raises(RefusedError):  # whom it is for stands in the decision
        await house.desk.confirm(campaign.id, BY, group=Group(step="s2"))
    back(house, outage)
    with pytest.raises(RefusedError, match="is back"):
        await house.desk.confirm(campaign.id, BY)
