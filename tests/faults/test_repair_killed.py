"""A worker is killed in the middle of a repair: each dossier is repaired once, and the rest by the next worker."""

import asyncio
from contextlib import suppress

from activities.messages import Receipt
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.errors import UnavailableError
from motcua.register.campaign_records import CampaignState, ItemState
from motcua.register.footing import Footing
from motcua.register.scope import WHOLE
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.counter import Counter
from motcua.supervision.repair_requests import RepairRequest
from motcua.supervision.repairing import RepairDesk
from tests.faults.test_campaign_killed import opening

MANY = 60
ONE, TWO = (Actor(agency="vinhlong.ttpvhcc", officer=officer) for officer in ("gs-1", "gs-2"))


async def _first(counter: Counter) -> Receipt:
    """Open a dossier, however long the worker takes to start: the same opening is done once."""
    for _ in range(5):
        with suppress(UnavailableError):
            return await counter.open(opening(0))
    return await counter.open(opening(0))


async def test_a_worker_dies_in_the_middle_of_a_repair_and_every_dossier_is_repaired_once(plant):
    counter = await plant.counter()
    register, footing = counter.register, Footing(counter.register, load_ground())
    codes = [(await _first(counter)).code]
    for number in range(1, MANY, 10):
        some = (counter.open(opening(n)) for n in range(number, min(number + 10, MANY)))
        codes += [receipt.code for receipt in await asyncio.gather(*some)]
    desk = RepairDesk(CampaignDesk(counter.client, register, footing.living, "dossiers"), WHOLE)
    agency = register.dossier(codes[0]).duties[0].agency
    said = {"by": ONE, "what": "reassign", "reason": "nghỉ phép", "agency": agency, "officer": "cb-9", "codes": codes}
    repair = await desk.preview(RepairRequest.model_validate(said))
    repair = await desk.desk.until(repair.id, CampaignState.DRAFT, within=60)
    assert (repair.counts, repair.needs_second) == ({ItemState.PLANNED: MANY}, True)
    await desk.confirm(repair.id, TWO)
    while register.campaign(repair.id).counts.get(ItemState.DONE, 0) < MANY // 5:
        await asyncio.sleep(0.05)
    plant.kill_worker()
    assert register.campaign(repair.id).counts.get(ItemState.PLANNED, 0) > 0  # it was in the middle
    plant.start_worker()
    repair = await desk.desk.until(repair.id, CampaignState.DONE, within=120)
    assert repair.counts == {ItemState.DONE: MANY}
    for code in codes:
        kinds = [fact.kind for t in register.transitions(code) for fact in t.facts]
        assert kinds.count("repaired") == 1
        assert register.dossier(code).duties[0].officer == "cb-9"
    assert register.verify_all() == {}
