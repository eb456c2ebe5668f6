"""Repairs over HTTP: whoever sees none of their dossiers is told the same as of none; nobody is two persons."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import httpx2
import pytest

from activities.repair_kinds import REPAIR, RepairOrder
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.parts import Actor
from motcua.register.accounts import Account
from motcua.register.campaign_records import CampaignState, Item, ItemState, NewCampaign
from motcua.supervision.access.door import SESSION
from motcua.supervision.access.own_key import own_key
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import csrf_of, digest_of, new_secret
from motcua.supervision.access.viewer import SignIn, Viewer
from motcua.supervision.api.office import Office
from motcua.supervision.api.repairs import repairs_desk
from motcua.supervision.connection import connect
from tests.access.conftest import PROVINCE, House
from tests.access.test_seeing import OURS, THEIRS, paper

ID, NONE = "repair:skip:20261129-031500-1f2e3d", "repair:skip:20261129-031500-999999"
ASKER = Actor(agency=PROVINCE, officer="gs-9")
WARD_BOARD, NEIGHBOUR, OTHERS = "an-hoi.ubnd", "phu-khuong.ubnd", "hanoi.so-tu-phap"


@pytest.fixture(scope="module")
async def house(new_house: Callable[..., Any]) -> House:
    """Return a house with a previewed repair of a dossier of An Hội and of one of Phú Khương."""
    built: House = await new_house()
    paper(built, OURS, "an-hoi.ttpvhcc", WARD_BOARD)
    paper(built, THEIRS, "phu-khuong.ttpvhcc", NEIGHBOUR)
    previewed(built, RepairOrder(what=RepairKind.SKIP, step="s1", basis="9/QĐ"), ASKER)
    return built


def previewed(house: House, order: RepairOrder, by: Actor) -> None:
    """Keep a repair of both dossiers that has been previewed and needs a second person."""
    said = {"kind": REPAIR, "title_vi": "Bỏ qua", "title_en": "Skip", "basis": "9/QĐ", "reason": "sai", "by": by}
    new = NewCampaign.model_validate(said | {"id": ID, "parameters": order.parameters})
    house.register.open_campaign(new, datetime.now(UTC))
    house.register.choose(ID, [OURS, THEIRS])
    items = [Item(dossier=code, state=ItemState.PLANNED, effect="same", step="s1") for code in (OURS, THEIRS)]
    house.register.plan_items(ID, items, looked_at=2)
    house.register.note_second(ID, True)
    house.register.mark_campaign(ID, CampaignState.DRAFT)


class Person(NamedTuple):
    """Somebody who is signed in."""

    web: httpx2.AsyncClient
    account: Account


@pytest.fixture
async def person(house: House) -> AsyncIterator[Person]:
    """Return a supervisor of the whole province, signed in."""
    async with signed_in(house, agency=PROVINCE, agencies=None) as somebody:
        yield somebody


@asynccontextmanager
async def signed_in(house: House, **rights: Any) -> AsyncIterator[Person]:
    """Sign a supervisor in, with the token of the session."""
    account, secret = house.account(Role.SUPERVISOR, **rights), new_secret()
    house.register.start_session(digest_of(secret), account.subject, house.clock())
    headers = {"X-CSRF-Token": csrf_of(secret)}
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30, headers=headers) as client:
        client.cookies.set(SESSION, secret, domain="127.0.0.1")
        yield Person(client, account)


async def test_of_a_repair_each_sees_their_own_dossiers_and_their_numbers(
    house: House, web: httpx2.AsyncClient
) -> None:
    whole, ours = house.key(Role.SUPERVISOR, whole=True), house.key(Role.SUPERVISOR, agency=WARD_BOARD)
    for key, seen in ((whole, [OURS, THEIRS]), (ours, [OURS])):
        view = (await web.get(f"/api/v1/repairs/{ID}", headers=key)).json()
        assert (view["touched"], view["looked_at"], view["needs_second"]) == (len(seen), len(seen), True)
        assert sum(group["dossiers"] for group in view["groups"]) == len(seen)
        items = (await web.get(f"/api/v1/repairs/{ID}/items", headers=key)).json()["items"]
        assert [item["dossier"] for item in items] == seen
        table = (await web.get(f"/api/v1/repairs/{ID}/items.csv", headers=key)).text
        assert [code in table for code in (OURS, THEIRS)] == [True, len(seen) == 2]
        listed = (await web.get("/api/v1/repairs", headers=key)).json()["repairs"]
        assert [(each["id"], each["touched"]) for each in listed] == [(ID, len(seen))]
    own = (await web.get(f"/api/v1/dossiers/{OURS}/repairs", headers=ours)).json()["repairs"]
    assert [each["repair"] for each in own] == [ID]
    assert (await web.get(f"/api/v1/dossiers/{THEIRS}/repairs", headers=ours)).status_code == 403


async def test_whoever_sees_none_of_it_is_told_the_same_as_of_a_repair_that_is_none(
    house: House, web: httpx2.AsyncClient
) -> None:
    key = house.key(Role.SUPERVISOR, agency=OTHERS)
    by = {"by": {"agency": OTHERS, "officer": "x-1"}}
    asked = [("GET", "", None), ("GET", "/items", None), ("GET", "/items.csv", None), ("POST", "/confirmations", by)]
    asked += [("POST", "/retries", by), ("POST", "/undoings", by | {"reason": "x"})]
    for method, path, body in asked:
        told = []
        for id in (ID, NONE):
            answer = await web.request(method, f"/api/v1/repairs/{id}{path}", headers=key, json=body)
            assert answer.status_code == 404, path
            told.append(answer.text.replace(id, ""))
        assert told[0] == told[1]
    assert (await web.get("/api/v1/repairs", headers=key)).json() == {"repairs": []}


async def test_whoever_sees_a_part_of_it_does_not_have_it_done(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.SUPERVISOR, agency=WARD_BOARD)
    by = {"by": {"agency": WARD_BOARD, "officer": "x-1"}}
    async with signed_in(house, agency=WARD_BOARD, agencies=(WARD_BOARD,)) as ours:
        own = {"by": {"agency": WARD_BOARD, "officer": ours.account.officer}}
        done = await ours.web.post(f"/api/v1/repairs/{ID}/confirmations", json=own)
    again = await web.post(f"/api/v1/repairs/{ID}/retries", headers=key, json=by)
    for answer in (done, again):
        assert (answer.status_code, answer.json()["field"]) == (404, "id")


async def test_a_key_is_not_the_second_person_whomever_it_names(house: House, web: httpx2.AsyncClient) -> None:
    own = {"Authorization": f"Bearer {own_key(house.access.settings.home, house.register, house.ground)}"}
    for key in (own, house.key(Role.SUPERVISOR, agency=PROVINCE, whole=True)):
        by = {"by": {"agency": PROVINCE, "officer": "gs-2"}}
        answer = await web.post(f"/api/v1/repairs/{ID}/confirmations", headers=key, json=by)
        told = answer.json()
        assert (answer.status_code, told["field"], told["rule"]) == (403, "by", "R74")
        assert "signed in" in told["detail"]
        assert (await web.post(f"/repairs/{ID}/confirmation", headers=key)).status_code == 403
        assert "confirmation" not in (await web.get(f"/repairs/{ID}", headers=key)).text
    assert house.register.campaign(ID).confirmed_at is None


async def test_whom_a_key_named_is_not_offered_to_confirm_what_it_asked_for(new_house: Callable[..., Any]) -> None:
    house: House = await new_house()
    paper(house, OURS, "an-hoi.ttpvhcc", WARD_BOARD)
    paper(house, THEIRS, "phu-khuong.ttpvhcc", NEIGHBOUR)
    async with (
        signed_in(house, agency=PROVINCE, agencies=None) as named,
        signed_in(house, agency=PROVINCE, agencies=None) as other,
    ):
        by = Actor(agency=NEIGHBOUR, officer=named.account.officer)
        previewed(house, RepairOrder(what=RepairKind.SKIP, step="s1", basis="9/QĐ", key="key:3f9a1c0b7d2e"), by)
        pages = [(await each.web.get(f"/repairs/{ID}")).text for each in (named, other)]
        view = (await other.web.get(f"/api/v1/repairs/{ID}")).json()
    assert ["confirmation" in page for page in pages] == [False, True]
    assert all("key:3f9a1c0b7d2e" in page for page in pages)
    assert (view["key"], view["by"]["officer"], "key" in view["order"]) == ("key:3f9a1c0b7d2e", by.officer, False)


async def test_what_a_key_asks_for_is_known_by_the_key_whomever_it_names(house: House) -> None:
    office = Office(await connect("127.0.0.1:1", lazy=True), house.register, house.ground, "dossiers")
    for subject, how, key in (("key:3f9a1c0b7d2e", SignIn.API_KEY, "key:3f9a1c0b7d2e"), ("8f1c", SignIn.SESSION, None)):
        viewer = Viewer(subject, "x", PROVINCE, None, frozenset({Role.SUPERVISOR}), how)
        assert repairs_desk(office, viewer).key == key


async def test_a_key_asks_for_its_own_agency_and_one_of_the_whole_register_for_any(
    house: House, web: httpx2.AsyncClient
) -> None:
    asked = {"by": {"agency": NEIGHBOUR, "officer": "x-1"}, "what": "withdraw", "reason": "x", "basis": "x"}
    asked |= {"codes": ["000.01.41.H61-261123-9999"]}
    bound = house.key(Role.SUPERVISOR, agency=PROVINCE)
    own = {"Authorization": f"Bearer {own_key(house.access.settings.home, house.register, house.ground)}"}
    for key, told in ((bound, (403, "by.agency")), (own, (404, "codes"))):
        answer = await web.post("/api/v1/repairs", headers=key, json=asked)
        assert (answer.status_code, answer.json()["field"]) == told


async def test_a_person_is_not_another_one_by_naming_another_agency(person: Person) -> None:
    by = {"by": {"agency": NEIGHBOUR, "officer": person.account.officer}}
    asked = {"what": "withdraw", "codes": [OURS], "reason": "x", "basis": "x"}
    posts = [
        (f"/repairs/{ID}/confirmations", by),
        (f"/repairs/{ID}/undoings", by | {"reason": "x"}),
        ("/repairs", by | asked),
    ]
    for path, body in posts:
        answer = await person.web.post(f"/api/v1{path}", json=body)
        assert (answer.status_code, answer.json()["field"]) == (403, "by.agency"), path


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": "magic"}, "what"),
        ({"codes": []}, "codes"),
        ({"codes": ["x" * 81]}, "codes.0"),
        ({"stuck": {}}, "codes"),
        ({"what": "resend", "messages": []}, "messages"),
        ({"what": "reassign", "agency": "nobody", "officer": "cb-1"}, None),
        ({"what": "undo"}, "what"),
        ({"what": "skip"}, "step"),
        ({"reason": " "}, "reason"),
        ({"to": "31/12/2026"}, "to"),
        ({"codes": ["000.01.41.H61-261123-9999"]}, "codes"),
    ],
)
async def test_a_repair_that_says_too_little_or_the_impossible_is_refused_by_name_and_none_is_kept(
    house: House, web: httpx2.AsyncClient, wrong: dict[str, Any], field: str | None
) -> None:
    key = house.key(Role.SUPERVISOR, agency=PROVINCE, whole=True)
    asked = {"by": {"agency": PROVINCE}, "what": "withdraw", "codes": [OURS], "reason": "x", "basis": "x"} | wrong
    answer = await web.post("/api/v1/repairs", headers=key, json=asked)
    assert answer.status_code in (404, 413, 422), answer.text
    assert field is None or answer.json()["field"] == field
    assert len(house.register.campaigns(kind=REPAIR)) == 1


async def test_a_repair_is_no_campaign_for_those_who_look_after_campaigns(
    house: House, web: httpx2.AsyncClient
) -> None:
    key = house.key(Role.SUPERVISOR, whole=True)
    assert (await web.get("/api/v1/campaigns", headers=key)).json() == {"campaigns": []}
    for path in ("", "/items", "/items.csv"):
        assert (await web.get(f"/api/v1/campaigns/{ID}{path}", headers=key)).status_code == 404
    body = {"by": {"agency": PROVINCE, "officer": "gs-8"}}
    assert (await web.post(f"/api/v1/campaigns/{ID}/confirmations", headers=key, json=body)).status_code == 404
