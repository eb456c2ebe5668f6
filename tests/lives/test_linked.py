"""Linked dossiers live on a real server: legs open by themselves, report, come back, end with their parent (R44)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.testing import ActivityEnvironment

from activities.linked import LinkedActivities
from activities.messages import LegAnswer, LegOrder, Message
from activities.refusals import error_of
from motcua.dossiers.commands import (
    Act,
    AskAgain,
    AskWithdrawal,
    Complete,
    HearLeg,
    ReturnToLead,
    SendBack,
    SettleWithdrawal,
    Stop,
)
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor, State
from motcua.procedures.definition import Ending
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.workers.dossiers import dossier_worker
from tests.empty_register import empty_register
from tests.lives.conftest import Office
from tests.lives.family import Family, registered, spend

BIRTH, WARD = "thu-khai-sinh", "28777"
POLICE, INSURANCE, LEAD, STOP = "an-hoi.cong-an", "an-hoi.bhxh", "an-hoi.ho-tich", "an-hoi.ttpvhcc"
DEFINITIONS = Path(__file__).parent / "linked"


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the shipped ground and a linked birth whose parts are done by officers."""
    return load_ground([DEFINITIONS])


@pytest.fixture
def office(office: Office) -> Office:
    """Return the office with codes of its own."""
    spend(office.register)
    return office


@pytest.fixture
async def family(office: Office) -> Family:
    """Open a birth that is registered, so that both its legs are due."""
    code = await office.open(BIRTH, datetime.now(UTC), territory=WARD, documents=("form",), data={"at_home": True})
    return await registered(office, code)


async def test_R44_two_legs_open_by_themselves_with_codes_of_their_agencies_and_dates_within_the_promise(family):
    whole = await family.whole()
    residence, card = await family.leg("residence"), await family.leg("card")
    assert residence.code.startswith("041.00.86.G01-")
    assert card.code.startswith("041.02.86.G12-")
    assert (residence.competent, card.competent) == (POLICE, INSURANCE)
    assert (residence.parent, residence.leg) == (family.code, "residence/1")
    assert residence.due <= whole.due
    assert card.due <= whole.due
    assert residence.data == {"at_home": True}  # the police declare it, the insurance does not
    assert card.data == {}
    assert (residence.documents, card.documents) == (("form",), ())


async def test_R44_results_come_back_at_different_times_and_the_whole_is_returned_at_one_counter(family):
    residence, card = await family.leg("residence"), await family.leg("card")
    await family.done(card)
    await family.open_steps("residence")
    await family.stands(card.code, State.RETURNED)
    assert family.shown() == [("residence", None, False), ("card", "granted", False)]
    await family.done(residence)
    await family.open_steps("give_back")
    assert family.shown() == [("residence", "granted", False), ("card", "granted", False)]
    await family.office.complete(family.code, "give_back")
    assert family.shown() == [("residence", "granted", True), ("card", "granted", True)]
    assert (await family.whole()).state is State.RETURNED
    for code in (family.code, residence.code, card.code):
        await family.office.handles[code].result()
        assert family.office.register.verify(code) is None
    assert "stopped" not in family.kinds(residence.code) + family.kinds(card.code)


async def test_R44_a_leg_sent_back_is_done_again_under_a_new_code_that_names_the_first(family):
    residence, card = await family.leg("residence"), await family.leg("card")
    await family.office.act(residence.code, POLICE, ReturnToLead(), reason="chưa có giấy tờ chỗ ở")
    await family.open_steps("card", "register")
    closed = [f for t in family.office.register.transitions(family.code) for f in t.facts if f.kind == "duty_closed"]
    assert (closed[-1].outcome, closed[-1].reason) == ("sent_back", "chưa có giấy tờ chỗ ở")
    await family.office.complete(family.code, "register")
    again = await family.leg("residence")
    assert again.code != residence.code
    assert (again.previous, again.leg) == (residence.code, "residence/2")
    assert (await family.leg("card")).code == card.code  # the other one goes on untouched
    for leg in (again, card):
        await family.done(leg)
    await family.open_steps("give_back")


@pytest.mark.parametrize("end", ["withdrawn", "stopped"])
async def test_R44_legs_end_with_their_parent(family, end):
    residence, card = await family.leg("residence"), await family.leg("card")
    await family.done(card)
    await family.stands(card.code, State.RETURNED)
    if end == "withdrawn":
        await family.office.act(family.code, "applicant", AskWithdrawal())
        await family.office.act(family.code, STOP, SettleWithdrawal(granted=True))
    else:
        await family.office.act(family.code, LEAD, Stop(basis="Điều 19"), reason="không đủ điều kiện")
    await family.stands(residence.code, State.STOPPED)
    stopped = family.office.register.transitions(residence.code)[-1]
    assert (stopped.facts[-1].reason, stopped.by.agency) == ("parent_ended", LEAD)
    assert (await family.office.dossier(card.code)).result is Ending.GRANTED  # what is done stays done
    await family.office.handles[family.code].result()


async def test_R44_a_leg_of_a_visit_that_is_over_ends_and_the_next_visit_has_its_own(family):
    first = await family.leg("residence")
    await family.leg("card")
    await family.office.act(first.code, POLICE, ReturnToLead(), reason="sai tên")
    await family.open_steps("card", "register")
    card = await family.leg("card")
    await family.office.act(family.code, LEAD, SendBack(step="register", to="intake"), reason="nhập lại")
    await family.stands(card.code, State.STOPPED)
    assert family.office.register.transitions(card.code)[-1].facts[-1].reason == "visit_over"
    for step in ("intake", "register"):
        await family.office.complete(family.code, step)
    assert (await family.leg("card")).previous == card.code


async def test_R44_a_refusal_that_the_route_does_not_know_is_the_leads_to_decide_on(family):
    residence = await family.leg("residence")
    await family.leg("card")
    await family.done(residence, "refused")
    await family.open_steps("card", "register")
    assert (await family.office.dossier(residence.code)).result is Ending.REFUSED


async def test_R44_a_leg_asked_for_three_times_is_opened_once(family, workers_client):
    """What happens when the answer of `linked.open` is lost: it is asked again, now or after the leg has ended."""
    card = await family.leg("card")
    office, order = family.office, LegOrder(dossier=family.code, step="card", visit=1)
    activities = LinkedActivities(workers_client, office.register, office.ground, {})
    answers = [await ActivityEnvironment().run(activities.open, order) for _ in range(2)]
    await family.done(card)
    await family.open_steps("residence")
    answers.append(await ActivityEnvironment().run(activities.open, order))
    assert {answer.code for answer in answers} == {card.code}
    assert family.kinds(card.code).count("opened") == 1
    gone = order.model_copy(update={"visit": 7})
    assert await ActivityEnvironment().run(activities.open, gone) == LegAnswer()  # nobody waits, no code is spent


async def test_R44_a_report_repeated_three_times_has_one_effect(family):
    card = await family.leg("card")
    await family.done(card)
    await family.open_steps("residence")
    report = next(t for t in family.office.register.transitions(family.code) if t.key.startswith(f"leg:{card.code}"))
    do = HearLeg(step="card", visit=1, code=card.code, state=State.RETURNED, result=Ending.GRANTED)
    message = Message(dossier=family.code, act=Act(key=report.key, by=report.by, do=do))
    handle = family.office.handles[family.code]
    before = family.kinds()
    for _ in range(3):
        receipt = await handle.execute_update("engine", message.act)
        assert receipt["repeated"]
    assert family.kinds() == before
    late = message.act.model_copy(update={"key": f"leg:{card.code}:999"})
    await handle.execute_update("engine", late)  # another report about a visit that is over
    assert family.kinds() == before


async def test_R44_what_the_engine_says_is_not_taken_from_callers_and_nothing_else_is_taken_as_the_engines(family):
    card = await family.leg("card")
    handle = family.office.handles[family.code]
    heard = HearLeg(step="card", visit=1, code=card.code, state=State.RETURNED, result=Ending.GRANTED)
    by = Actor(agency=INSURANCE)
    wrong = [
        ("act", Act(key="mine", by=by, do=heard)),
        ("act", Act(key=f"leg:{card.code}:9", by=by, do=heard)),
        ("engine", Act(key="mine", by=by, do=heard)),
        ("engine", Act(key="leg:x", by=Actor(agency=STOP), do=Complete(step="card"))),
        ("act", Act(key="by-hand", by=by, do=Complete(step="card"))),
    ]
    for update, act in wrong:
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await handle.execute_update(update, act)
        assert error_of(refused.value.cause) is not None
    assert "leg_reported" not in family.kinds()


async def test_R44_a_parent_that_has_ended_is_told_nothing_and_keeps_nobody_waiting(family):
    card = await family.leg("card")
    await family.office.act(family.code, LEAD, Stop(basis="Điều 19"), reason="không đủ điều kiện")
    await family.stands(card.code, State.STOPPED)
    receipt = await asyncio.wait_for(family.office.handles[card.code].result(), 20)
    assert receipt.state is State.STOPPED


async def test_R44_applicants_data_go_to_the_agency_under_a_key_of_the_legs_own(office):
    now = datetime.now(UTC)
    code = await office.open(BIRTH, now, territory=WARD, data={"at_home": False})
    kept = {"name": "Nguyễn Văn Thử", "email": "kept before it was checked"}
    office.register.save_applicant(code, kept, anew=False)
    family = await registered(office, code)
    residence = await family.leg("residence")
    assert office.register.applicant(residence.code, POLICE, "kiểm tra") == kept
    assert (POLICE, f"liên thông {residence.code}") in [(r.who, r.purpose) for r in office.register.readings(code)]
    office.register.forget_applicant(residence.code)
    assert office.register.applicant(code, LEAD, "kiểm tra") == kept


async def test_R44_what_cannot_be_opened_is_shown_and_asked_for_again(office):
    """The part of the insurance asks for a datum that the whole does not declare."""
    code = await office.open("thu-khong-khop", datetime.now(UTC), territory=WARD)
    family = Family(office, code)

    async def trouble() -> bool:
        duty = (await family.whole()).duty("card")
        return duty is not None and duty.trouble is not None

    await registered(office, code)
    await office.until(trouble, "the trouble is noted")
    assert "at_home" in (await family.whole()).duty("card").trouble
    await office.act(code, LEAD, AskAgain(step="card"))
    await office.until(trouble, "and again")
    assert family.kinds().count("department_trouble") == 3  # one of the residence, two of the card


@pytest.fixture
async def plain(env, ground, tmp_path) -> AsyncIterator[tuple[Office, Register, Settings]]:
    """Give an office without a worker, for tests that start and stop workers themselves."""
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    spend(register)
    queue = f"dossiers-{uuid4().hex[:8]}"
    yield Office(env, register, ground, queue), register, Settings(task_queue=queue, home=tmp_path)
    register.close()


async def test_R44_a_worker_that_is_gone_in_between_loses_no_leg_and_no_result(plain, workers_client):
    office, register, settings = plain
    client = workers_client
    async with dossier_worker(client, register, office.ground, settings):
        code = await office.open(BIRTH, datetime.now(UTC), territory=WARD, data={"at_home": True})
        await registered(office, code)
    async with dossier_worker(client, register, office.ground, settings):
        family = Family(office, code)
        residence, card = await family.leg("residence"), await family.leg("card")
        await family.done(card)
    async with dossier_worker(client, register, office.ground, settings):
        await family.done(residence)
    async with dossier_worker(client, register, office.ground, settings):
        await family.open_steps("give_back")
        assert family.kinds().count("leg_opened") == 2
        assert register.verify(code) is None


async def test_R44_an_agency_with_workers_of_its_own_carries_its_legs_there(plain, workers_client):
    office, register, settings = plain
    client = workers_client
    own = f"{settings.task_queue}-police"
    leads = settings.model_copy(update={"queues": {POLICE: own}})
    async with dossier_worker(client, register, office.ground, leads):
        code = await office.open(BIRTH, datetime.now(UTC), territory=WARD, data={"at_home": True})
        family = await registered(office, code)
        assert (await family.leg("card")).competent == INSURANCE
        assert (await family.whole()).duty("residence").leg is None  # no worker of the police is there yet
        async with dossier_worker(client, register, office.ground, Settings(task_queue=own, home=settings.home)):
            residence = await family.leg("residence")
            described = await office.handles[residence.code].describe()
            assert described.task_queue == own
            await family.done(residence)
            await family.open_steps("card")


def test_what_is_asked_of_other_agencies_has_names_that_outlive_renaming():
    names = {"linked.open", "linked.report", "linked.stop"}
    methods = (LinkedActivities.open, LinkedActivities.report, LinkedActivities.stop)
    assert {m.__temporal_activity_definition.name for m in methods} == names
