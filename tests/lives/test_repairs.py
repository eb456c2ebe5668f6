"""Repairs on a real server: previewed, confirmed by whoever may, done once in each dossier, undone where possible."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from activities.campaign_kinds import kind_of
from activities.messages import Receipt
from activities.reaching import Dossiers
from activities.reopening import Reopening
from activities.repair_alone import needs_second
from activities.repair_carrying import RepairCarrier
from motcua.dossiers.commands import Act, AskSupplement, Complete, Life, Open
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError, NotFoundError, RefusedError
from motcua.register.campaign_records import Campaign, CampaignState, ItemState
from motcua.register.footing import Footing
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.settings import Settings
from motcua.supervision.connection import connect, ensure_search_attributes
from motcua.supervision.embedded import TemporalServer
from motcua.supervision.repair_requests import RepairRequest
from motcua.supervision.repairing import RepairDesk
from motcua.supervision.workers.campaigns import campaign_worker
from motcua.supervision.workers.dossiers import dossier_worker
from tests.empty_register import empty_register
from tests.lives.house import INVESTMENT, House

DRAFT, DONE = CampaignState.DRAFT, CampaignState.DONE
ONE, TWO = (Actor(agency="vinhlong.ttpvhcc", officer=officer) for officer in ("gs-1", "gs-2"))


NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemporalServer]:
    """Run a server for the tests of this file."""
    server = TemporalServer(tmp_path_factory.mktemp("server") / "temporal.db").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture
async def house(server: TemporalServer, ground: Ground, tmp_path: Path) -> AsyncIterator[House]:
    """Run workers with a register of their own; two dossiers may be repaired by one person alone."""
    client = await connect(server.address)
    await ensure_search_attributes(client)
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    queue = f"dossiers-{uuid4().hex[:8]}"
    footing = Footing(register, ground)
    async with (
        dossier_worker(client, register, footing.living, Settings(task_queue=queue, home=tmp_path)),
        campaign_worker(client, register, footing, queue, alone_up_to=2),
    ):
        house = House(client, register, footing, queue)
        _begin_elsewhere(house)
        yield house
    register.close()


def _begin_elsewhere(house: House) -> None:
    """Let the codes of a new register begin behind those of the one before: they are names on one server."""
    ground = house.footing.ground
    one_stop = ground.agency_for(ground.catalogue.version_for(INVESTMENT, house.today).one_stop, "28777", house.today)
    for number in range(10 * next(NUMBERS)):
        house.register.allot(f"before-{number}", "test", "0", ground.directory.code_of(one_stop), house.today)


def desk(house: House, scope: Scope = WHOLE, key: str | None = None) -> RepairDesk:
    return RepairDesk(house.desk, scope, key)


async def previewed(house: House, what: str, codes: list[str], key: str | None = None, **how) -> Campaign:
    said = {"by": ONE, "what": what, "reason": "sửa lỗi", "basis": "9/QĐ", "codes": codes}
    asked = await desk(house, key=key).preview(RepairRequest.model_validate(said | how))
    return await house.desk.until(asked.id, DRAFT, within=20)


async def carried_out(house: House, campaign: Campaign, by: Actor = ONE) -> Campaign:
    await desk(house).confirm(campaign.id, by)
    return await house.desk.until(campaign.id, DONE, within=40)


async def test_a_step_is_skipped_in_several_dossiers_once_confirmed_and_taken_up_again_by_undoing(house):
    codes = [await house.open() for _ in range(2)]
    step = (await house.dossier(codes[0])).duties[0].step
    draft = await previewed(house, "skip", codes, step=step)
    assert (draft.counts, draft.needs_second) == ({ItemState.PLANNED: 2}, False)
    assert (await house.dossier(codes[0])).duties[0].step == step  # a preview changes nothing
    item = house.register.items(draft.id)[0]
    assert "ends" in item.detail_en
    assert item.old_due == item.new_due
    done = await carried_out(house, draft)
    assert done.counts == {ItemState.DONE: 2}
    assert (await house.dossier(codes[0])).done[step].outcome == "skipped"
    story = house.register.transitions(codes[0])[-1]
    assert (story.key, story.reason, story.by) == (f"campaign:{draft.id}", "sửa lỗi", ONE)
    back = await desk(house).undo(draft.id, ONE, "bỏ nhầm")
    back = await house.desk.until(back.id, DRAFT, within=20)
    assert back.counts == {ItemState.PLANNED: 2}
    assert (await carried_out(house, back)).counts == {ItemState.DONE: 2}
    assert [d.step for d in (await house.dossier(codes[1])).duties] == [step]
    assert [repair for repair, _ in house.register.repairs_of(codes[0], kind="repair")] == [back.id, draft.id]
    assert house.register.verify(codes[0]) is None


async def test_above_a_size_another_person_than_the_one_who_asked_confirms(house):
    codes = [await house.open() for _ in range(3)]
    agency = (await house.dossier(codes[0])).duties[0].agency
    draft = await previewed(house, "reassign", codes, agency=agency, officer="cb-7")
    assert draft.needs_second is True
    for same in (ONE, Actor(agency=ONE.agency)):  # who gives no officer may be anybody of the agency
        with pytest.raises(RefusedError):
            await desk(house).confirm(draft.id, same)
    assert (await house.dossier(codes[0])).duties[0].officer is None
    assert (await carried_out(house, draft, TWO)).counts == {ItemState.DONE: 3}
    fact = house.register.transitions(codes[0])[-1].facts[0]
    assert (fact.kind, fact.confirmed_by) == ("repaired", TWO)


async def test_many_small_repairs_of_a_day_need_a_second_person_as_one_large_one_does(house):
    codes = [await house.open() for _ in range(3)]
    agency = (await house.dossier(codes[0])).duties[0].agency
    new = {"agency": agency, "officer": "cb-7"}
    both, waiting = (
        await previewed(house, "reassign", codes[:2], **new),
        await previewed(house, "reassign", codes[2:], **new),
    )
    assert (both.needs_second, waiting.needs_second) == (False, False)  # each is small enough by itself
    await carried_out(house, both)
    with pytest.raises(RefusedError, match=r"with 2 that the same asker had repaired alone in the last 24 hours") as no:
        await desk(house).confirm(waiting.id, ONE)
    assert "24 giờ" in no.value.message_vi
    assert (await house.dossier(codes[2])).duties[0].officer is None
    assert house.register.campaign(waiting.id).needs_second is True
    third = await previewed(house, "reassign", codes[2:], **new)
    assert third.needs_second is True  # asked for now, the preview says it already
    for hours, needed in ((23, True), (25, False)):
        assert needs_second(third.id, house.register, datetime.now(UTC) + timedelta(hours=hours), 2) is needed
    assert (await carried_out(house, waiting, TWO)).counts == {ItemState.DONE: 1}
    other = await previewed(house, "reassign", codes[:1], agency=agency, officer="cb-8", by=TWO)
    assert other.needs_second is False  # what one has had repaired does not count for another
    assert (await carried_out(house, other, TWO)).counts == {ItemState.DONE: 1}


async def test_two_small_repairs_confirmed_in_the_same_instant_know_of_each_other(house):
    codes = [await house.open() for _ in range(4)]
    agency = (await house.dossier(codes[0])).duties[0].agency
    new = {"agency": agency, "officer": "cb-7"}
    drafts = [await previewed(house, "reassign", some, **new) for some in (codes[:2], codes[2:])]
    came = await asyncio.gather(*(desk(house).confirm(each.id, ONE) for each in drafts), return_exceptions=True)
    assert sorted(type(each) for each in came if isinstance(each, RefusedError)) == [RefusedError]
    assert sum(house.register.campaign(each.id).confirmed_at is not None for each in drafts) == 1


async def test_one_repair_confirmed_several_times_at_once_is_done_once_and_everybody_is_told_so(house):
    codes = [await house.open() for _ in range(2)]
    agency = (await house.dossier(codes[0])).duties[0].agency
    draft = await previewed(house, "reassign", codes, agency=agency, officer="cb-7")
    said = await asyncio.gather(*(desk(house).confirm(draft.id, ONE) for _ in range(4)))
    assert {each.id for each in said} == {draft.id}
    await house.desk.until(draft.id, DONE, within=40)
    for code in codes:
        assert [one.key for one in house.register.transitions(code)].count(f"campaign:{draft.id}") == 1


async def test_small_repairs_asked_for_with_one_key_count_together_whomever_it_names(house):
    codes = [await house.open() for _ in range(3)]
    agency = (await house.dossier(codes[0])).duties[0].agency
    new = {"agency": agency, "officer": "cb-7", "key": "key:3f9a1c0b7d2e"}
    await carried_out(house, await previewed(house, "reassign", codes[:2], by=ONE, **new), TWO)
    more = await previewed(house, "reassign", codes[2:], by=Actor(agency="an-hoi.ubnd", officer="gs-5"), **new)
    assert more.needs_second is True
    other = await previewed(house, "reassign", codes[2:], **new | {"key": "key:000000000000", "by": TWO})
    assert other.needs_second is False


async def test_whom_a_key_named_is_not_the_second_person_of_what_it_asked_for(house):
    codes = [await house.open() for _ in range(3)]
    agency, ward = (await house.dossier(codes[0])).duties[0].agency, "an-hoi.ubnd"
    by = Actor(agency=ward, officer=ONE.officer, on_behalf_of=f"{ward}/gs-3")
    new = {"agency": agency, "officer": "cb-7", "by": by}
    draft = await previewed(house, "reassign", codes, key="key:3f9a1c0b7d2e", **new)
    assert (draft.needs_second, draft.parameters["key"]) == (True, "key:3f9a1c0b7d2e")
    acted_for = Actor(agency=ONE.agency, officer="gs-3")
    for named in (by, ONE, acted_for, Actor(agency=ward), Actor(agency=ONE.agency)):
        with pytest.raises(RefusedError):
            await desk(house).confirm(draft.id, named)
    assert (await carried_out(house, draft, TWO)).counts == {ItemState.DONE: 3}
    plain = await previewed(house, "reassign", codes, **new | {"officer": "cb-8"})
    assert (await carried_out(house, plain, ONE)).counts == {ItemState.DONE: 3}  # persons sign in for their own agency


async def test_what_cannot_be_repaired_says_why_in_its_line_and_the_others_are_repaired(house):
    good, rests, ended = [await house.open() for _ in range(3)]
    dossier = await house.dossier(good)
    await house.act(rests, dossier.competent, AskSupplement(items=("x",), basis="Decree"), reason="missing")
    await house.act(ended, dossier.competent, {"kind": "stop", "basis": "Decree 61/2018"}, reason="by law")
    draft = await previewed(house, "go_to", [good, rests, ended, "000.00.00.X00-261101-0001"], step="s3")
    assert draft.parameters["left_out"] == ["000.00.00.X00-261101-0001"]
    lines = {item.dossier: item for item in house.register.items(draft.id)}
    assert {code: line.state for code, line in lines.items()} == dict.fromkeys((good, rests, ended), ItemState.REFUSED)
    assert "waits for the applicant" in lines[rests].detail_en
    assert "has ended" in lines[ended].detail_en
    assert all(line.detail_vi != line.detail_en for line in lines.values())


async def test_R60_an_ended_matter_is_taken_up_in_a_new_dossier_that_names_it(house):
    code, at_work = [await house.open() for _ in range(2)]
    dossier = await house.dossier(code)
    kept = {"name": "Người Thử", "email": "kept before it was checked"}
    house.register.save_applicant(code, kept, anew=False)
    await house.act(code, dossier.competent, {"kind": "stop", "basis": "Decree 61/2018"}, reason="by mistake")
    draft = await previewed(house, "reopen", [code, at_work])
    assert draft.counts == {ItemState.PLANNED: 1, ItemState.REFUSED: 1}
    await carried_out(house, draft)
    item = house.register.items(draft.id, state=ItemState.DONE)[0]
    new = await house.dossier(item.opened)
    assert (new.previous, new.procedure, new.data, new.corrects) == (code, dossier.procedure, dossier.data, None)
    assert house.register.applicant(new.code, "x", "test") == kept
    assert (await house.dossier(code)).closed  # nothing leaves its end
    with pytest.raises(RefusedError):
        await desk(house).undo(draft.id, ONE, "no")


async def test_R32_a_matter_is_taken_up_again_once_until_the_new_dossier_has_ended(house):
    code = await house.open()
    dossier = await house.dossier(code)
    stop = {"kind": "stop", "basis": "Decree 61/2018"}
    await house.act(code, dossier.competent, stop, reason="by mistake")
    first, rival = [await previewed(house, "reopen", [code]) for _ in range(2)]
    assert first.counts == rival.counts == {ItemState.PLANNED: 1}  # nobody has taken it up yet
    await carried_out(house, first)
    new = house.register.items(first.id)[0].opened
    assert house.register.open_after(code) == [new]
    assert (await carried_out(house, rival)).counts == {ItemState.REFUSED: 1}
    again = await previewed(house, "reopen", [code])
    assert again.counts == {ItemState.REFUSED: 1}
    assert f"dossier {new} continues it" in house.register.items(again.id)[0].detail_en
    reopening = Reopening(house.client, house.register, house.footing.ground, house.queue, first)
    assert (await reopening.open(code)).code == new  # the same repair, repeated, is the same dossier
    await house.act(new, dossier.competent, stop, reason="by mistake")
    assert (await previewed(house, "reopen", [code])).counts == {ItemState.PLANNED: 1}


async def test_R32_of_two_that_take_a_matter_up_in_the_same_instant_one_is_refused_and_keeps_nothing(house):
    code = await house.open()
    house.register.save_applicant(code, {"name": "Nguyễn Văn A"})
    stop = {"kind": "stop", "basis": "Decree 61/2018"}
    await house.act(code, (await house.dossier(code)).competent, stop, reason="by mistake")
    drafts = [await previewed(house, "reopen", [code]) for _ in range(2)]
    reopenings = [Reopening(house.client, house.register, house.footing.ground, house.queue, each) for each in drafts]
    told = await asyncio.gather(*(each.open(code) for each in reopenings), return_exceptions=True)
    (refusal,) = [each for each in told if isinstance(each, RefusedError)]
    (new,) = [each.code for each in told if isinstance(each, Receipt)]
    assert refusal.rule == "R32"
    assert house.register.open_after(code) == [new]
    assert house.register.applicant(new, "vinhlong.ttpvhcc", "thử")["name"] == "Nguyễn Văn A"
    codes = [house.register.code_for("repair", f"reopen:{each.id}:{code}") for each in drafts]
    for lost in {*codes} - {new, None}:
        with pytest.raises((NotFoundError, RefusedError)):
            house.register.applicant(lost, "vinhlong.ttpvhcc", "thử")


async def test_R32_a_dossier_that_is_to_be_alone_is_refused_by_the_register_when_it_opens(house):
    code = await house.open()
    dossier = await house.dossier(code)
    await house.act(code, dossier.competent, {"kind": "stop", "basis": "Decree 61/2018"}, reason="by mistake")
    book = house.footing.ground.directory.code_of(dossier.one_stop)
    first, rival = [house.register.allot(f"alone-{n}", "test", "0", book, house.today).code for n in range(2)]

    async def start(new: str) -> Receipt:
        said = dossier.model_dump(include={"procedure", "version", "channel", "territory", "data"})
        do = Open.model_validate(said | {"code": new, "received_by": dossier.one_stop, "previous": code})
        life = Life(opening=Act(by=ONE, do=do), alone=True)
        return await Dossiers(house.client, house.register).start(life, new, house.queue)

    assert (await start(first)).code == (await start(first)).code == first
    with pytest.raises(RefusedError, match=f"{first} continues it"):
        await start(rival)
    assert (house.register.open_after(code), house.register.has(rival)) == ([first], False)


async def test_a_dossier_that_no_workflow_carries_is_taken_up_again_and_goes_on(house):
    lost, carried = [await house.open() for _ in range(2)]
    duty = (await house.dossier(lost)).duties[0]
    handle = house.client.get_workflow_handle(lost)
    await handle.terminate("by mistake")
    draft = await previewed(house, "retry", [lost, carried])
    assert draft.counts == {ItemState.PLANNED: 1, ItemState.REFUSED: 1}  # nothing failed in the other
    done = await carried_out(house, draft)
    assert done.counts == {ItemState.DONE: 1, ItemState.REFUSED: 1}
    before = await house.dossier(lost)
    await house.act(lost, duty.agency, Complete(step=duty.step))
    after = await house.dossier(lost)
    assert (after.seq > before.seq, duty.step in after.done, after.due) == (True, True, before.due)
    assert house.register.verify(lost) is None


async def test_a_dossier_whose_workflow_runs_and_fails_is_not_said_to_be_started_again(house):
    code = await house.open()
    handle = house.client.get_workflow_handle(code)
    await handle.terminate("by mistake")
    draft = await previewed(house, "retry", [code])
    await Dossiers(house.client, house.register).take_up(await house.dossier(code), house.queue)
    item = house.register.items(draft.id)[0]
    reopening = Reopening(house.client, house.register, house.footing.ground, house.queue, draft)
    carrier = RepairCarrier(house.client, house.register, draft, kind_of(draft), reopening=reopening)
    failed = await carrier.gone(item)
    assert (failed.state, failed.detail_en) == (ItemState.FAILED, "Its workflow runs, and failed to do what was asked")
    await handle.terminate("by mistake")
    assert (await carrier.gone(item)).detail_en == "Its workflow was started again"


async def test_nobody_repairs_what_they_may_not_see(house):
    code = await house.open()
    mine = Scope(agencies=frozenset({"hanoi.so-tu-phap"}))
    asked = RepairRequest(by=ONE, what=RepairKind.WITHDRAW, reason="đơn", basis="đơn", codes=(code,))
    with pytest.raises(NotFoundError):
        await desk(house, mine).preview(asked)
    draft = await previewed(house, "withdraw", [code])
    for deal in (desk(house, mine).confirm(draft.id, TWO), desk(house, mine).undo(draft.id, TWO, "x")):
        with pytest.raises(NotFoundError):
            await deal
    assert desk(house, mine).repairs() == []
    assert [each.id for each in desk(house).repairs()] == [draft.id]


async def test_a_repair_says_which_dossiers_and_what_it_needs(house):
    for said in (
        {"what": "withdraw", "basis": "x"},
        {"what": "withdraw", "codes": ["x"]},
        {"what": "skip", "codes": ["x"], "basis": "x"},
        {"what": "undo", "codes": ["x"]},
        {"what": "retry", "codes": ["x"], "stuck": {}},
    ):
        with pytest.raises(InvalidInputError):
            await desk(house).preview(RepairRequest.model_validate({"by": ONE, "reason": "x"} | said))


async def test_all_that_the_stuck_list_finds_is_repaired_and_a_dossier_that_moved_on_is_refused(house):
    codes = [await house.open() for _ in range(2)]
    duty = (await house.dossier(codes[0])).duties[0]
    draft = await previewed(house, "skip", [], step=duty.step, stuck={"agency": duty.agency})
    assert draft.counts == {ItemState.PLANNED: 2}
    await house.act(codes[0], duty.agency, Complete(step=duty.step))
    done = await carried_out(house, draft)
    assert done.counts == {ItemState.DONE: 1, ItemState.REFUSED: 1}


async def test_a_repair_of_what_is_stuck_takes_every_condition_of_the_list(house):
    codes = [await house.open() for _ in range(2)]
    step = (await house.dossier(codes[0])).duties[0].step
    by_code = await previewed(house, "skip", [], step=step, stuck={"q": codes[1], "group": "running"})
    assert [item.dossier for item in house.register.items(by_code.id)] == [codes[1]]
    for nothing in ({"only_late": True}, {"stopped": True}, {"late_by": "1wd"}, {"at_risk": True, "q": codes[0]}):
        with pytest.raises(NotFoundError):
            await previewed(house, "skip", [], step=step, stuck=nothing)
    with pytest.raises(InvalidInputError) as wrong:
        await previewed(house, "skip", [], step=step, stuck={"agency": "nowhere"})
    assert wrong.value.field == "stuck.agency"


@pytest.mark.parametrize("asked", ["try_again", "confirm"])
async def test_what_was_planned_once_more_is_done_though_whoever_asked_died_before_it_was_started(house, asked):
    code = await house.open()
    step = (await house.dossier(code)).duties[0].step
    draft = await carried_out(house, await previewed(house, "skip", [code], step=step))
    unreached = house.register.items(draft.id)[0].model_copy(update={"state": ItemState.FAILED})
    house.register.settle_items(draft.id, [unreached])
    assert house.register.try_again(draft.id) == 1  # and there the asker's process ends
    await getattr(desk(house), asked)(draft.id, ONE)
    await house.client.get_workflow_handle(draft.id).result()
    assert house.register.campaign(draft.id).counts == {ItemState.DONE: 1}
