"""Killed at any moment and started again, nothing is lost and nothing is recorded twice."""

import asyncio
import random
from collections import Counter as Tally
from datetime import UTC, datetime

from motcua.dossiers.commands import Act, Complete
from motcua.dossiers.parts import Actor, State
from motcua.errors import UnavailableError
from motcua.supervision.counter import Counter, Opening
from tests.faults.conftest import Plant
from workflows.dossier import DossierWorkflow

DOSSIERS = 24
COPY = "2.000908"
STEPS = ("s1", "s2", "s3", "s4")


async def insist(attempt, what: str):
    """Repeat a call with the same key until it is answered, as a caller does."""
    for _ in range(60):
        try:
            return await attempt()
        except UnavailableError:
            await asyncio.sleep(0.5)
    raise AssertionError(f"never answered: {what}")


async def live(counter: Counter, number: int) -> str:
    """Open one dossier and carry it to its end, repeating whatever is not answered."""
    opening = Opening(key=f"o-{number}", by=Actor(agency="applicant"), procedure=COPY, territory="01")
    receipt = await insist(lambda: counter.open(opening), "opening")
    for step in STEPS:
        dossier = await asyncio.to_thread(counter.register.dossier, receipt.code)
        duty = dossier.duty(step)
        act = Act(
            key=f"{step}-{number}",
            by=Actor(agency=duty.agency if duty else dossier.one_stop),
            at=datetime.now(UTC),
            do=Complete(step=step),
        )
        await insist(lambda act=act: counter.act(receipt.code, act), step)
        await asyncio.sleep(random.random() / 4)
    return receipt.code


async def break_things(plant: Plant) -> None:
    """Kill the worker, the server, and the worker again, while dossiers are under way."""
    for kill_server in (False, True, False):
        await asyncio.sleep(1.5)
        if kill_server:
            plant.server.kill()
            await asyncio.sleep(0.5)
            await asyncio.to_thread(plant.server.start)
        else:
            plant.kill_worker()
            await asyncio.sleep(0.3)
            plant.start_worker()


async def test_killing_worker_and_server_loses_nothing_and_records_nothing_twice(plant):
    counter = await plant.counter()
    codes, _ = await asyncio.gather(
        asyncio.gather(*(live(counter, number) for number in range(DOSSIERS))), break_things(plant)
    )
    assert len(set(codes)) == DOSSIERS
    client = await plant.client()
    for code in codes:
        dossier = counter.register.dossier(code)
        assert dossier.state is State.RETURNED
        facts = [fact for transition in counter.register.transitions(code) for fact in transition.facts]
        told = Tally((fact.kind, getattr(fact, "step", None)) for fact in facts)
        assert told["opened", None] == told["returned", None] == 1
        assert all(told["duty_closed", step] == told["duty_opened", step] == 1 for step in STEPS)
        assert counter.register.verify(code) is None
        assert await client.get_workflow_handle_for(DossierWorkflow.run, code).query(DossierWorkflow.dossier) == dossier
    counter.register.close()
