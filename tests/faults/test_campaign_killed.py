"""A worker is killed in the middle of a campaign: what was done stays done, and the rest is done by the next one."""

import asyncio
from datetime import UTC, datetime

from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import CampaignState, ItemState
from motcua.register.footing import Footing
from motcua.supervision.campaigns import CampaignDesk
from motcua.supervision.counter import Opening
from motcua.worktime.due import shift_days

MANY = 150
BY = Actor(agency="vinhlong.ttpvhcc", officer="cb-1")


def opening(number: int) -> Opening:
    said = {"key": f"k-{number}", "by": Actor(agency="applicant"), "procedure": "1.009645", "territory": "28777"}
    return Opening.model_validate(said | {"data": {"defence_area": False}})


async def test_R10_a_worker_dies_in_the_middle_of_a_campaign_and_every_dossier_follows_once(plant):
    counter = await plant.counter()
    register, footing = counter.register, Footing(counter.register, load_ground())
    await counter.open(opening(0))
    for number in range(1, MANY, 10):
        await asyncio.gather(*(counter.open(opening(n)) for n in range(number, min(number + 10, MANY))))
    desk = CampaignDesk(counter.client, register, footing.living, "dossiers")
    vn = footing.ground.calendars["vn"]
    day = shift_days(vn.local(datetime.now(UTC)).date(), 5, vn)
    said = {"scope": "vn", "number": "1/TB", "decided_on": day, "reason": "bão", "source": "1/TB", "days_off": [day]}
    campaign = await desk.preview_decision(said, BY, wait=2)
    campaign = await desk.until(campaign.id, CampaignState.DRAFT, within=60)
    assert campaign.counts == {ItemState.PLANNED: MANY}
    await desk.confirm(campaign.id, BY)
    while register.campaign(campaign.id).counts.get(ItemState.DONE, 0) < MANY // 5:
        await asyncio.sleep(0.05)
    plant.kill_worker()
    done_by_then = register.campaign(campaign.id).counts
    assert done_by_then.get(ItemState.PLANNED, 0) > 0  # it was in the middle
    plant.start_worker()  # its calendar is that of the register, not of its files
    campaign = await desk.until(campaign.id, CampaignState.DONE, within=120)
    assert campaign.counts == {ItemState.DONE: MANY}
    for item in register.items(campaign.id):
        kinds = [fact.kind for t in register.transitions(item.dossier) for fact in t.facts]
        assert kinds.count("replanned") == 1
        assert item.old_due < item.new_due == register.dossier(item.dossier).due
    assert register.verify_all() == {}
    later = await counter.open(opening(MANY + 1))
    assert later.due == campaign_due(register, campaign.id)


def campaign_due(register, id: str) -> datetime:
    """Return the date all of the campaign's dossiers have now; they were received on one day."""
    (due,) = {item.new_due for item in register.items(id)}
    return due
