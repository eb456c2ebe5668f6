"""Dossiers live on a real server: carried, waited for, warned about, returned."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

from activities.messages import Start
from activities.refusals import error_of
from motcua.dossiers.commands import Acknowledge, Act, Assign, Complete, Life, Open, Opine, PayFee
from motcua.dossiers.parts import Actor, State, Waiting
from motcua.worktime.allowance import Allowance
from motcua.worktime.due import due_at, late_from, opening_after
from tests.lives.conftest import Office
from workflows.dossier import DossierWorkflow

LAND, COPY, INVESTMENT, RESIDENCE = "1.013831", "2.000908", "1.009645", "1.004222"
COMMUNE, PROVINCE = "29242", "86"


def kinds(office: Office, code: str) -> list[str]:
    """Return the kinds of all facts of a dossier, in order."""
    return [fact.kind for transition in office.register.transitions(code) for fact in transition.facts]


async def carry(office: Office, code: str, until: str | None = None) -> None:
    """Complete open steps in turn, by whoever holds them, until one is reached or the dossier ends."""
    for _ in range(60):
        dossier = await office.dossier(code)
        duty = next((d for d in dossier.duties if d.step == until), None)
        if dossier.closed or duty is not None:
            return
        duty = dossier.duties[0]
        by = dossier.one_stop if duty.agency == "applicant" else duty.agency
        if duty.kind == "return" and duty.holder is Waiting.PAYMENT:
            await office.act(code, by, PayFee(reference="BL-000917"))
            continue
        if duty.kind == "consult":
            await office.act(code, by, Opine(step=duty.step, opinion="agreed"))
        else:
            await office.act(code, by, Complete(step=duty.step))


async def test_a_copy_from_the_register_is_returned_and_the_workflow_ends_with_it(office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    await carry(office, code)
    dossier = await office.dossier(code)
    assert dossier.state is State.RETURNED
    assert (await office.handles[code].result()).state is State.RETURNED
    assert kinds(office, code)[-1] == "returned"


async def test_what_the_workflow_remembers_is_what_the_register_holds(office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    await office.complete(code, "s1")
    remembered = await office.handles[code].query(DossierWorkflow.dossier)
    assert remembered == await office.dossier(code)
    assert office.register.verify(code) is None


async def test_R46_a_forgotten_dossier_is_warned_about_falls_due_and_is_overdue_from_the_legal_midnight(office):
    opened = datetime.now(UTC)
    code = await office.open(COPY, opened, territory="01")
    calendar = office.ground.calendar_of((await office.dossier(code)).competent)
    due = due_at(opened, Allowance.parse("1wd"), calendar)
    await office.pass_time(code, late_from(due, calendar))

    async def overdue() -> bool:
        return (await office.dossier(code)).episode("dossier") is not None

    await office.until(overdue, "the episode opens at midnight")
    episode = (await office.dossier(code)).episode("dossier")
    assert episode.threshold == late_from(due, calendar)  # the legal moment, not the moment of waking
    assert episode.holder == (await office.dossier(code)).one_stop
    facts = [f for t in office.register.transitions(code) for f in t.facts]
    assert next(f for f in facts if f.kind == "fell_due").at == due


async def test_R47_an_unanswered_episode_climbs_a_level_each_working_day_until_somebody_answers(office):
    opened = datetime.now(UTC)
    code = await office.open(COPY, opened, territory="01")
    calendar = office.ground.calendar_of((await office.dossier(code)).competent)
    late = late_from(due_at(opened, Allowance.parse("1wd"), calendar), calendar)
    first = opening_after(late, calendar)
    await office.pass_time(code, first)

    async def level_one() -> bool:
        episode = (await office.dossier(code)).episode("dossier")
        return episode is not None and episode.level == 1

    await office.until(level_one, "the head of the unit hears of it")
    by = (await office.dossier(code)).one_stop
    await office.act(code, by, Acknowledge(subject="dossier", explanation="hồ sơ gốc đang được tìm"))
    await office.pass_time(code, opening_after(first, calendar) + timedelta(days=5))
    episode = (await office.dossier(code)).episode("dossier")
    assert episode.level == 1
    assert episode.acknowledged_by.agency == by


async def test_R40_silent_bodies_agree_by_law_after_seven_working_days_of_skipped_time(office):
    code = await office.open(INVESTMENT, datetime.now(UTC), territory=COMMUNE, data={"defence_area": True})
    await carry(office, code, until="s2")
    await office.complete(code, "s2")
    duty = next(d for d in (await office.dossier(code)).duties if d.kind == "consult")
    await office.pass_time(code, duty.silence_at)

    async def report_is_open() -> bool:
        return (await office.dossier(code)).duty("s3") is not None

    await office.until(report_is_open, "the report opens once every consulted body has agreed by silence")
    dossier = await office.dossier(code)
    assert dossier.done[duty.step].outcome == "agreed_by_silence"
    assert dossier.done[duty.step].at == duty.silence_at


async def test_a_refused_act_leaves_no_trace_in_history(office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    handle = office.handles[code]
    before = (await handle.describe()).history_length
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await office.act(code, "tax-office", Complete(step="s1"))
    assert isinstance(refused.value.cause, ApplicationError)
    said = error_of(refused.value.cause)
    assert said.field == "by.agency"
    assert said.message_vi != said.message
    # A rejected update is answered by a task of its own, which is not kept when nothing else came of it.
    assert (await handle.describe()).history_length == before


async def test_the_same_act_sent_twice_is_done_once(office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    by = (await office.dossier(code)).one_stop
    first = await office.act(code, by, Assign(step="s1", officer="cb-7"), key="assign-1")
    second = await office.act(code, by, Assign(step="s1", officer="cb-7"), key="assign-1")
    assert first.seq == second.seq
    assert kinds(office, code).count("assigned") == 1


async def test_opening_the_same_code_twice_is_the_same_dossier(office):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    version = (await office.dossier(code)).version
    do = Open(code=code, procedure=COPY, version=version, territory="01")
    life = Life(opening=Act(by=Actor(agency="applicant"), do=do))
    again = await office.client.start_workflow(
        DossierWorkflow.run,
        Start(life=life),
        id=code,
        task_queue=office.queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    assert (await again.execute_update(DossierWorkflow.opened)).code == code
    assert kinds(office, code).count("opened") == 1


async def test_a_dossier_goes_on_in_a_new_run_and_still_knows_what_was_done(office):
    code = await office.open(LAND, datetime.now(UTC), territory=COMMUNE)
    handle = office.client.get_workflow_handle(code)
    first_run = (await handle.describe()).run_id
    by = (await office.dossier(code)).one_stop
    done = 0

    async def moved() -> bool:
        nonlocal done
        done += 1
        await office.act(code, by, Assign(step="s1", officer=f"cb-{done}"), key=f"assign-{done}")
        return (await handle.describe()).run_id != first_run

    await office.until(moved, "a long history is left behind")
    again = await office.act(code, by, Assign(step="s1", officer="cb-0"), key=f"assign-{done}")
    assert again.repeated
    assert (await office.dossier(code)).duty("s1").officer == f"cb-{done}"
    await office.complete(code, "s1")
    assert (await office.dossier(code)).done["s1"].outcome == "done"


async def test_an_idle_dossier_waits_for_months_and_is_there(office):
    code = await office.open(LAND, datetime.now(UTC), territory=COMMUNE)
    await carry(office, code, until="pay")
    await office.pass_time(code, datetime.now(UTC) + timedelta(days=90))
    dossier = await office.dossier(code)
    assert dossier.state is State.AWAITING_PAYMENT
    assert not dossier.is_late(datetime.now(UTC) + timedelta(days=90))
    receipt = await office.complete(code, "pay")
    assert receipt.state is State.IN_PROCESS
    assert receipt.waiting_for in (Waiting.OFFICER, Waiting.PARTNER)
    assert (await office.dossier(code)).phase == "GD2"


async def test_a_dossier_in_flight_comes_with_its_past_and_keeps_its_promise(office):
    now = datetime.now(UTC)
    calendar = office.ground.calendars["vn"]
    received = calendar.local(now) - timedelta(days=40)
    promised = received + timedelta(days=20)
    code = await office.open(LAND, received, territory=COMMUNE, promised=promised)
    dossier = await office.dossier(code)
    assert dossier.received_at == received
    assert dossier.due == promised
    episode = dossier.episode("dossier")
    assert episode.threshold == late_from(promised, calendar)
    assert "escalated" in kinds(office, code)
