"""Killed while legs open and come back, a linked dossier loses none, opens none twice, and returns every result."""

import asyncio
from collections import Counter as Tally
from datetime import UTC, datetime

from motcua.dossiers.commands import Act, Complete
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.parts import Actor, State
from motcua.supervision.counter import Counter, Opening
from tests.faults.conftest import Plant
from tests.faults.test_killed import break_things, insist
from workflows.dossier import DossierWorkflow

BIRTH, WARD = "2.002621", "28777"
WHOLES = 6
PATIENCE = 90.0


async def live(counter: Counter, number: int) -> str:
    """Carry one birth and its legs, by whoever holds what is open, until the whole is returned."""
    opening = Opening(key=f"b-{number}", by=Actor(agency="applicant"), procedure=BIRTH, territory=WARD)
    code = (await insist(lambda: counter.open(opening), "opening")).code
    until = asyncio.get_running_loop().time() + PATIENCE
    while not (whole := await asyncio.to_thread(counter.register.dossier, code)).closed:
        assert asyncio.get_running_loop().time() < until, [duty.step for duty in whole.duties]
        for dossier in (whole, *[await asyncio.to_thread(counter.register.dossier, leg) for leg in legs_of(whole)]):
            await work_on(counter, dossier)
        await asyncio.sleep(0.1)
    return code


def legs_of(whole: Dossier) -> list[str]:
    """Return the legs that are waited for."""
    return [duty.leg for duty in whole.duties if duty.leg]


async def work_on(counter: Counter, dossier: Dossier) -> None:
    """Complete whatever is open in one dossier and is done by hand."""
    for duty in dossier.duties:
        if duty.kind != "linked":
            by = Actor(agency=dossier.one_stop if duty.agency == "applicant" else duty.agency)
            act = Act(key=f"do-{duty.ref}", by=by, at=datetime.now(UTC), do=Complete(step=duty.step))
            await insist(lambda act=act: counter.act(dossier.code, act), duty.ref)


async def test_R44_killing_worker_and_server_loses_no_leg_and_no_result(plant: Plant):
    counter = await plant.counter()
    codes, _ = await asyncio.gather(
        asyncio.gather(*(live(counter, number) for number in range(WHOLES))), break_things(plant)
    )
    client, legs = await plant.client(), []
    for code in codes:
        facts = [fact for transition in counter.register.transitions(code) for fact in transition.facts]
        legs += [fact.code for fact in facts if fact.kind == "leg_opened"]
        told = Tally((fact.kind, getattr(fact, "step", None)) for fact in facts)
        for step in ("s3", "s4"):
            assert told["leg_opened", step] == told["leg_reported", step] == told["duty_closed", step] == 1
        assert counter.register.dossier(code).state is State.RETURNED
    assert len(set(legs)) == len(legs) == 2 * WHOLES
    for code in (*codes, *legs):
        assert counter.register.verify(code) is None
        dossier = counter.register.dossier(code)
        assert dossier.state is State.RETURNED
        assert await client.get_workflow_handle_for(DossierWorkflow.run, code).query(DossierWorkflow.dossier) == dossier
    counter.register.close()
