"""Campaigns over HTTP: each reads of them what is theirs; whoever does not see everything has none begun or done."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from motcua.dossiers.parts import Actor
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.campaign_records import CampaignState, Item, ItemState, NewCampaign
from motcua.supervision.access.roles import Role
from tests.access.conftest import PROVINCE, House
from tests.access.test_seeing import ADOPTION, OURS, THEIRS, paper

ID, NONE = "calendar:vn:9-qd", "calendar:vn:never"
WARD_BOARD, OTHERS = "an-hoi.ubnd", "hanoi.so-tu-phap"
ALL = [ADOPTION, OURS, THEIRS]
SECRET = Confidentiality.SECRET


@pytest.fixture(scope="module")
async def house(new_house: Callable[..., Any]) -> House:
    """Return a house with a previewed decision that touches two dossiers of An Hội, one an adoption, and a third."""
    built: House = await new_house()
    paper(built, OURS, "an-hoi.ttpvhcc", WARD_BOARD)
    paper(built, THEIRS, "phu-khuong.ttpvhcc", "phu-khuong.ubnd")
    paper(built, ADOPTION, "an-hoi.ttpvhcc", WARD_BOARD, "1.003976", "Nuôi con nuôi")
    by = Actor(agency=PROVINCE, officer="gs-9")
    words = {"title_vi": "Lịch", "title_en": "Calendar", "basis": "9/QĐ"}
    new = NewCampaign(id=ID, kind="calendar", reason="bão", by=by, parameters={}, **words)
    built.register.open_campaign(new, datetime.now(UTC))
    items = [Item(dossier=code, state=ItemState.PLANNED, effect="longer", step="s1") for code in ALL]
    built.register.plan_items(ID, items, looked_at=9)
    built.register.mark_campaign(ID, CampaignState.DRAFT)
    return built


@pytest.mark.parametrize(
    ("rights", "seen", "looked_at"),
    [
        ({"whole": True, "clearance": SECRET}, ALL, 9),
        ({"whole": True}, [OURS, THEIRS], 2),  # an adoption is above their clearance
        ({"agency": WARD_BOARD}, [OURS], 1),
        ({"agency": WARD_BOARD, "clearance": SECRET}, [ADOPTION, OURS], 2),
    ],
)
async def test_of_a_campaign_each_reads_their_own_dossiers_and_their_numbers(
    house: House, web: httpx2.AsyncClient, rights: dict[str, Any], seen: list[str], looked_at: int
) -> None:
    key = house.key(Role.UNIT_HEAD, **rights)
    view = (await web.get(f"/api/v1/campaigns/{ID}", headers=key)).json()
    assert (view["looked_at"], sum(count["dossiers"] for count in view["counts"])) == (looked_at, len(seen))
    assert sum(group["dossiers"] for group in view["groups"]) == len(seen)
    items = (await web.get(f"/api/v1/campaigns/{ID}/items", headers=key)).json()["items"]
    assert [item["dossier"] for item in items] == seen
    table = (await web.get(f"/api/v1/campaigns/{ID}/items.csv", headers=key)).text
    assert [code for code in ALL if code in table] == seen
    listed = (await web.get("/api/v1/campaigns", headers=key)).json()["campaigns"]
    assert [(each["id"], each["looked_at"]) for each in listed] == [(ID, looked_at)]


async def test_whoever_sees_none_of_it_is_told_the_same_as_of_a_campaign_that_is_none(
    house: House, web: httpx2.AsyncClient
) -> None:
    key = house.key(Role.SUPERVISOR, agency=OTHERS)
    for path in ("", "/items", "/items.csv"):
        answers = [await web.get(f"/api/v1/campaigns/{id}{path}", headers=key) for id in (ID, NONE)]
        assert [answer.status_code for answer in answers] == [404, 404], path
        assert answers[0].text.replace(ID, "") == answers[1].text.replace(NONE, "")
    assert (await web.get("/api/v1/campaigns", headers=key)).json() == {"campaigns": []}


@pytest.mark.parametrize("rights", [{"agency": WARD_BOARD}, {"agency": WARD_BOARD, "whole": True}])
async def test_whoever_does_not_see_the_whole_register_has_no_campaign_begun_or_done(
    house: House, web: httpx2.AsyncClient, rights: dict[str, Any]
) -> None:
    key, by = house.key(Role.SUPERVISOR, **rights), {"by": {"agency": WARD_BOARD, "officer": "x-1"}}
    decision = {"number": "9/QĐ", "decided_on": "2026-11-24", "reason": "x", "source": "x"}
    outage = decision | {"authority": WARD_BOARD, "basis": "x", "since": "2026-11-24T08:00:00+07:00"}
    posts = [
        (f"/campaigns/{ID}/confirmations", by),
        (f"/campaigns/{ID}/retries", by),
        ("/campaigns/rehearsals", by | {"procedure": "1.013831", "version": "2099"}),
        ("/calendars/decisions", by | {"decision": decision | {"scope": "vn", "days_off": ["2027-12-29"]}}),
        ("/outages/weather/standings", by | {"decision": {k: v for k, v in outage.items() if k != "source"}}),
    ]
    for path, body in posts:
        answer = await web.post(f"/api/v1{path}", headers=key, json=body)
        assert answer.status_code == 403, (path, answer.text)
        assert "whole register" in answer.json()["detail"]
        assert answer.json()["hint"]
    assert [each.id for each in house.register.campaigns()] == [ID]
