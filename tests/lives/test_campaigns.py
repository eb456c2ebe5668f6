"""Changes over many dossiers on a real server: previewed, confirmed, carried out once, while officers go on working."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from activities.campaign_messages import CampaignOrder
from motcua.dossiers.commands import AskSupplement, Complete, GiveSupplement
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.errors import CalendarError, ConflictError, NotFoundError, RefusedError
from motcua.procedures.definition import Procedure
from motcua.register.campaign_records import CampaignState, Group, ItemState
from motcua.register.footing import Footing, following
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.connection import connect, ensure_search_attributes
from motcua.supervision.embedded import TemporalServer
from motcua.supervision.workers.campaigns import campaign_worker
from motcua.supervision.workers.dossiers import dossier_worker
from motcua.worktime.due import shift_days
from tests.empty_register import empty_register
from tests.lives.house import INVESTMENT, LOOKS_EVERY, House

PERMIT = "1.013225"
DRAFT, DONE = CampaignState.DRAFT, CampaignState.DONE


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


async def test_R10_a_decision_replans_the_dossiers_it_touches_once_and_no_others(house):
    codes = [await house.open() for _ in range(3)]
    dossier = await house.dossier(codes[0])
    ended, still = codes[1], codes[2]
    await house.act(still, dossier.competent, AskSupplement(items=("x",), basis="Decree"), reason="missing")
    day = house.working_day(5)
    campaign = await house.previewed(house.decision(day), dossier.one_stop)
    assert (campaign.looked_at, campaign.counts) == (3, {ItemState.PLANNED: 2})  # a clock that stands has no date
    assert (await house.dossier(codes[0])).due == dossier.due  # a preview changes nothing
    lines = {item.dossier: item for item in house.register.items(campaign.id)}
    await house.act(ended, dossier.competent, {"kind": "stop", "basis": "Decree 61/2018"}, reason="withdrawn by law")
    campaign = await house.carried_out(campaign, dossier.one_stop)
    assert campaign.counts == {ItemState.DONE: 1, ItemState.UNCHANGED: 1}
    moved = await house.dossier(codes[0])
    assert moved.due == lines[codes[0]].new_due == shifted(house, dossier)
    assert moved.due_original == dossier.due  # R52
    lines = {item.dossier: item for item in house.register.items(campaign.id)}
    assert lines[ended].detail_en == "The dossier has ended meanwhile"
    assert [t.key for t in house.register.transitions(codes[0])][-1] == f"campaign:{campaign.id}"
    fact = next(f for t in house.register.transitions(codes[0]) for f in t.facts if f.kind == "replanned")
    assert fact.decision == campaign.basis
    await house.act(still, dossier.one_stop, GiveSupplement())
    assert house.register.verify(codes[0]) is None


def shifted(house: House, before: Dossier) -> datetime:
    """Return the date one working day later, by the calendar as it was."""
    vn = load_ground().calendars["vn"]
    return vn.closing_of(shift_days(vn.local(before.due).date(), 1, vn))


async def test_R10_the_same_decision_twice_is_the_same_campaign_and_another_content_is_refused(house):
    code = await house.open()
    one_stop = (await house.dossier(code)).one_stop
    content = house.decision(house.working_day(5))
    first = await house.previewed(content, one_stop)
    again = await house.previewed(content, one_stop)
    assert again.id == first.id
    corrected = await house.previewed(content | {"reason": "Nghỉ bù"}, one_stop)  # nobody has confirmed it yet
    assert corrected.id == first.id
    done = await house.carried_out(corrected, one_stop)
    seq = (await house.dossier(code)).seq
    assert (await house.desk.confirm(first.id, Actor(agency=one_stop))).state is DONE
    assert (await house.desk.preview_decision(content | {"reason": "Nghỉ bù"}, Actor(agency=one_stop))).id == done.id
    with pytest.raises(ConflictError):
        await house.desk.preview_decision(content, Actor(agency=one_stop))
    assert (await house.dossier(code)).seq == seq


async def test_R10_a_decision_that_cannot_be_carried_out_is_refused_before_anything_is_looked_at(house):
    by = Actor(agency=(await house.dossier(await house.open())).one_stop)
    past = house.decision(house.today - timedelta(days=1))
    sunday = house.today + timedelta(days=6 - house.today.weekday() + 7)
    for content in (
        past,
        house.decision(sunday),
        house.decision(date(2040, 1, 2)),
        house.decision(house.today) | {"reason": ""},
    ):
        with pytest.raises(CalendarError):
            await house.desk.preview_decision(content, by)
    with pytest.raises(NotFoundError):
        await house.desk.preview_decision(house.decision(house.working_day(3), scope="nowhere"), by)
    with pytest.raises(NotFoundError):
        await house.desk.confirm("calendar:never", by)
    assert house.register.campaigns() == []


async def test_R10_an_emergency_closure_of_one_agency_leaves_the_others_alone(house):
    here, there = [await house.open(commune, PERMIT, permit_for="house") for commune in ("28777", "29242")]
    closed, other = await house.dossier(here), await house.dossier(there)
    assert closed.competent != other.competent
    tomorrow = house.working_day(1)
    campaign = await house.previewed(house.decision(tomorrow, scope=closed.competent), closed.one_stop)
    assert [item.dossier for item in house.register.items(campaign.id)] == [here]
    await house.carried_out(campaign, closed.one_stop)
    after, untouched = await house.dossier(here), await house.dossier(there)
    assert after.due == shifted(house, closed)
    assert untouched == other
    later = await house.open("28777", PERMIT, permit_for="house")
    assert (await house.dossier(later)).due == after.due  # counted on the closed agency's own calendar


async def test_R10_what_is_opened_between_preview_and_confirmation_follows_too(house):
    code = await house.open()
    one_stop = (await house.dossier(code)).one_stop
    campaign = await house.previewed(house.decision(house.working_day(5)), one_stop)
    late = await house.open()
    before = await house.dossier(late)
    campaign = await house.carried_out(campaign, one_stop)
    assert campaign.counts == {ItemState.DONE: 2}
    assert (await house.dossier(late)).due == shifted(house, before)


async def test_officers_act_while_a_campaign_runs(house):
    codes = [await house.open() for _ in range(30)]
    dossier = await house.dossier(codes[0])
    step = dossier.duties[0].step
    campaign = await house.previewed(house.decision(house.working_day(5)), dossier.one_stop)
    await house.desk.confirm(campaign.id, Actor(agency=dossier.one_stop))
    for code in codes:
        await house.act(code, dossier.duties[0].agency, Complete(step=step))
        await asyncio.sleep(0.1)
    campaign = await house.desk.until(campaign.id, DONE, within=40)
    assert campaign.counts == {ItemState.DONE: 30}
    for code in codes:
        now = await house.dossier(code)
        assert now.due == shifted(house, dossier)
        assert step in now.done
        assert house.register.verify(code) is None


async def test_two_workers_learn_the_new_calendar_by_themselves(house, tmp_path):
    other = Footing(house.register, load_ground())
    code = await house.open()
    one_stop = (await house.dossier(code)).one_stop
    day = house.working_day(5)
    async with following(other):
        campaign = await house.previewed(house.decision(day), one_stop)
        assert house.footing.ground.calendars["vn"].is_working_day(day)
        await house.carried_out(campaign, one_stop)
        assert not house.footing.ground.calendars["vn"].is_working_day(day)
        assert not other.ground.calendars["vn"].is_working_day(day)
        assert other.ground.calendars["vn"].version == house.footing.ground.calendars["vn"].version


async def test_R10_a_decision_may_be_revoked_by_a_later_one_and_the_dates_come_back(house):
    code = await house.open()
    before = await house.dossier(code)
    content = house.decision(house.working_day(5))
    first = await house.carried_out(await house.previewed(content, before.one_stop), before.one_stop)
    entered = house.register.entered_decisions()[0]
    assert (entered.number, entered.by.agency) == (first.basis, before.one_stop)
    revoking = house.decision(house.working_day(5)) | {"days_off": [], "revokes": entered.id}
    await house.carried_out(await house.previewed(revoking, before.one_stop), before.one_stop)
    assert (await house.dossier(code)).due == before.due


def new_version(old: Procedure, total: str, from_day: date) -> Procedure:
    """Return a version that follows the one in force, with another total."""
    return Procedure.model_validate(
        old.model_dump(exclude_defaults=True)
        | {"version": "next", "valid_from": from_day, "valid_to": None, "total": total}
    )


async def published(house: House, total: str) -> str:
    """Publish a further version of the investment procedure, and return its name once it is known."""
    ground = house.footing.ground
    old = ground.catalogue.versions(INVESTMENT)[-1]
    new = new_version(old, total, house.today + timedelta(days=30))
    ended = old.model_copy(update={"valid_to": new.valid_from - timedelta(days=1)})
    await asyncio.to_thread(house.register.publish_all, [ended, new])
    for _ in range(100):
        if house.footing.ground.catalogue.has(INVESTMENT, "next"):
            return new.version
        await asyncio.sleep(0.1)
    raise AssertionError("the version was not taken up")


async def test_R21_a_version_published_while_workers_run_is_taken_up_rehearsed_and_moved_to(house):
    codes = [await house.open() for _ in range(3)]
    before = await house.dossier(codes[0])
    version = await published(house, "30wd")
    by = Actor(agency=before.one_stop)
    campaign = await house.desk.rehearse_move(INVESTMENT, version, by, deadlines="recompute")
    campaign = await house.desk.until(campaign.id, DRAFT, within=20)
    groups = house.register.groups(campaign.id)
    assert [(g.effect, g.dossiers) for g in groups] == [("longer", 3)]
    assert (await house.dossier(codes[0])).version == before.version  # a rehearsal changes nothing
    with pytest.raises(RefusedError, match=r"has no dossier in the group effect=shorter\."):
        await house.desk.confirm(campaign.id, by, group=Group(effect="shorter"))
    campaign = house.register.campaign(campaign.id)
    assert campaign.counts == {ItemState.PLANNED: 3}
    await house.desk.confirm(campaign.id, by, group=Group(effect="longer"), treatment="now")
    campaign = await house.desk.until(campaign.id, DONE, within=20)
    assert campaign.counts == {ItemState.DONE: 3}
    moved = await house.dossier(codes[0])
    assert moved.version == version
    assert moved.due > before.due


async def test_R21_group_by_group_dossiers_are_moved_kept_or_moved_from_the_next_step(house):
    codes = [await house.open() for _ in range(2)]
    before = await house.dossier(codes[0])
    first = before.duties[0]
    await house.act(codes[1], first.agency, Complete(step=first.step))
    second = (await house.dossier(codes[1])).duties[0].step
    version, by = await published(house, "30wd"), Actor(agency=before.one_stop)
    campaign = await house.desk.rehearse_move(INVESTMENT, version, by)
    await house.desk.until(campaign.id, DRAFT, within=20)
    with pytest.raises(RefusedError):
        await house.desk.confirm(campaign.id, by, treatment="sideways")
    await house.desk.confirm(campaign.id, by, group=Group(step=second), treatment="keep")
    await house.desk.until(campaign.id, DRAFT, within=20)
    await house.desk.confirm(campaign.id, by, group=Group(step=first.step), treatment="next_step")
    campaign = await house.desk.until(campaign.id, DONE, within=20)
    assert campaign.counts == {ItemState.DONE: 1, ItemState.UNCHANGED: 1}
    assert (await house.dossier(codes[0])).version == before.version
    await house.act(codes[0], first.agency, Complete(step=first.step))
    after = await house.dossier(codes[0])
    assert (after.version, after.due) == (version, before.due)  # deadlines survive
    assert (await house.dossier(codes[1])).version == before.version


def test_an_order_waits_longer_than_processes_take_to_look():
    from motcua.register.footing import FOLLOW_EVERY

    assert CampaignOrder(id="x").wait > FOLLOW_EVERY
