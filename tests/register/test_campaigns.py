"""Campaigns in the register: planned, confirmed by group, written down dossier by dossier; on both databases."""

from datetime import timedelta

import pytest

from motcua.dossiers.parts import Actor
from motcua.errors import ConflictError, NotFoundError
from motcua.register.campaign_records import CampaignState, Group, Item, ItemState, NewCampaign
from motcua.register.open_dossiers import OpenWanted
from tests.register.papers import LAND, LAND_OFFICE, TAX, at, receipt

BY, NOW = Actor(agency="one-stop"), at("Tue 2026-11-24 09:00")
CODES = [f"000.00.01.H61-261123-000{n}" for n in range(1, 6)]
NEW = NewCampaign(
    id="calendar:x", kind="calendar", title_vi="lịch", title_en="calendar", basis="1/QĐ", by=BY, parameters={"a": 1}
)


@pytest.fixture
def planned(register):
    """Return a register with five dossiers, four of which are planned in a campaign."""
    for number, code in enumerate(CODES):
        register.record(None, receipt(code, competent=TAX if number == 4 else LAND_OFFICE), LAND)
    register.open_campaign(NEW, NOW)
    register.plan_anew(NEW.id, NOW)
    register.plan_items(NEW.id, [item(code, n) for n, code in enumerate(CODES[:4])], looked_at=5)
    register.mark_campaign(NEW.id, CampaignState.DRAFT)
    return register


def item(code: str, number: int) -> Item:
    effect = "refused" if number == 3 else "longer" if number % 2 else "shorter"
    state = ItemState.REFUSED if number == 3 else ItemState.PLANNED
    return Item(dossier=code, state=state, effect=effect, agency=LAND_OFFICE, step="s1")


def test_R10_nothing_is_to_be_done_before_it_is_confirmed(planned):
    assert planned.items_to_do(NEW.id, limit=10) == []
    assert planned.confirm_campaign(NEW.id, BY, NOW, group=Group(), treatment="now") == 3
    assert [each.dossier for each in planned.items_to_do(NEW.id, limit=2)] == CODES[:2]
    campaign = planned.campaign(NEW.id)
    assert (campaign.state, campaign.confirmed_by, campaign.looked_at) == (CampaignState.RUNNING, BY, 5)


def test_R21_a_group_is_confirmed_by_what_its_dossiers_have_in_common(planned):
    assert planned.confirm_campaign(NEW.id, BY, NOW, group=Group(effect="longer", step="s1"), treatment="now") == 1
    assert planned.settle_group(NEW.id, Group(effect="shorter"), NOW, vi="giữ", en="kept") == 2
    states = {each.dossier: each.state for each in planned.items(NEW.id)}
    assert [states[code] for code in CODES[:4]] == ["unchanged", "planned", "unchanged", "refused"]
    groups = {(g.effect, g.state): g.dossiers for g in planned.groups(NEW.id)}
    assert groups == {("longer", "planned"): 1, ("shorter", "unchanged"): 2, ("refused", "refused"): 1}


def test_what_came_of_each_dossier_is_written_and_the_rest_is_still_to_do(planned):
    planned.confirm_campaign(NEW.id, BY, NOW, group=Group(), treatment="now")
    first, second, third = planned.items_to_do(NEW.id, limit=10)
    done = first.model_copy(update={"state": ItemState.DONE, "done_at": NOW, "new_due": NOW + timedelta(days=3)})
    failed = second.model_copy(update={"state": ItemState.FAILED, "done_at": NOW, "detail_en": "no answer"})
    planned.settle_items(NEW.id, [done, failed])
    assert [each.dossier for each in planned.items_to_do(NEW.id, limit=10)] == [third.dossier]
    assert planned.campaign(NEW.id).counts == {"done": 1, "failed": 1, "planned": 1, "refused": 1}
    assert planned.items(NEW.id, state=ItemState.DONE) == [done]
    assert planned.try_again(NEW.id) == 1
    assert len(planned.items_to_do(NEW.id, limit=10)) == 2


def test_a_page_planned_twice_is_planned_once_and_a_new_preview_begins_anew(planned):
    planned.plan_items(NEW.id, [item(CODES[0], 1)], looked_at=5)
    assert planned.items(NEW.id, limit=1)[0].effect == "shorter"
    planned.plan_anew(NEW.id, NOW)
    assert planned.campaign(NEW.id).touched == 0


def test_R10_a_campaign_is_changed_while_nobody_has_confirmed_it_and_not_after(planned):
    assert not planned.open_campaign(NEW.model_copy(update={"parameters": {"a": 2}}), NOW)
    assert planned.campaign(NEW.id).parameters == {"a": 2}
    planned.confirm_campaign(NEW.id, BY, NOW, group=Group(), treatment="now")
    assert not planned.open_campaign(NEW.model_copy(update={"parameters": {"a": 2}}), NOW)
    with pytest.raises(ConflictError):
        planned.open_campaign(NEW, NOW)


def test_a_campaign_nobody_knows_is_not_found(register):
    with pytest.raises(NotFoundError):
        register.campaign("calendar:never")
    assert register.campaigns() == []


def test_open_dossiers_are_read_by_the_page_and_by_what_they_have_in_common(planned):
    pages, after = [], None
    while True:
        page = planned.open_dossiers(OpenWanted(), after=after, limit=2)
        pages.append([d.code for d in page.dossiers])
        after = page.after
        if after is None:
            break
    assert [code for page in pages for code in page] == CODES
    found = planned.open_dossiers(OpenWanted(), after=None, limit=1).dossiers[0]
    assert found.model_copy(update={"seq": 0, "head": "", "keys": ()}) == planned.dossier(CODES[0]).model_copy(
        update={"seq": 0, "head": "", "keys": ()}
    )


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (OpenWanted(agency=TAX), CODES[4:]),  # it decides that one
        (OpenWanted(agency=LAND_OFFICE), CODES),  # it decides the others, and holds a step of every one
        (OpenWanted(procedure="TN13"), CODES),
        (OpenWanted(procedure="TN14"), []),
        (OpenWanted(not_in=NEW.id), CODES[4:]),
        (OpenWanted(changed_since=at("Mon 2026-11-23 09:00")), CODES),
        (OpenWanted(changed_since=at("Tue 2026-11-24 09:00")), []),
    ],
)
def test_which_open_dossiers_are_meant(planned, wanted, codes):
    assert [d.code for d in planned.open_dossiers(wanted, after=None, limit=10).dossiers] == codes
