"""The stuck list as API, page and command line: one question, one answer; views that are saved and shared."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from typer.testing import CliRunner

from motcua.procedures.confidentiality import Confidentiality
from motcua.supervision.access.roles import Role
from motcua.supervision.cli import program
from tests.access.browser import Browser
from tests.access.conftest import House
from tests.web.taking_over import take_over

LOGGED = ("20",)
"""How a line begins that the house, served beside the command in this process, writes to the same output."""
MOMENTARY = ("working_time_lost", "late_by", "technical")
"""What differs from one second to the next."""
QUESTIONS: list[dict[str, str]] = [
    {},
    {"reason": "officer"},
    {"reason": "payment"},
    {"only_late": "true"},
    {"late_by": "1wd"},
    {"group": "overdue", "sort": "code"},
    {"stopped": "true"},
    {"field": "Đất đai", "sort": "lost"},
    {"system": "tax"},
    {"q": "dat dai", "sort": "due"},
    {"q": "vo van kiet khong co"},
    {"due_before": "2099-12-31", "sort": "since"},
]
OPTIONS = {"q": "find", "only_late": "late"}
"""Where the command line calls it otherwise."""


@pytest.fixture(scope="module")
async def full(new_house: Callable[..., Any]) -> House:
    """Return a house of its own with the demonstration's dossiers, and the master key where commands look for it."""
    house: House = await new_house()
    house.access.settings.master_key_file.write_bytes(bytes(range(32)))
    take_over(house.register, house.ground, datetime.now(UTC))
    return house


@pytest.fixture
async def client(full: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=full.address, trust_env=False, timeout=30) as opened:
        yield opened


async def command(house: House, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]) -> dict[str, Any]:
    """Return what the command line answers."""
    monkeypatch.setenv("MOTCUA_HOME", str(house.access.settings.home))
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    words = ["stuck", "--json"]
    for name, value in asked.items():
        option = f"--{OPTIONS.get(name, name).replace('_', '-')}"
        words += [option] if value == "true" else [option, value]
    ran = await asyncio.to_thread(CliRunner().invoke, program(words), words)
    assert ran.exit_code == 0, ran.output
    told = "\n".join(line for line in ran.stdout.splitlines() if not line.startswith(LOGGED))
    answered: dict[str, Any] = json.loads(told)
    return answered


def lasting(page: dict[str, Any]) -> dict[str, Any]:
    """Return a page without the moment it was asked at."""
    rows = [{name: value for name, value in row.items() if name not in MOMENTARY} for row in page["dossiers"]]
    return page | {"dossiers": rows, "at": None}


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
async def test_api_page_and_command_line_give_the_same_answer(
    full: House, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    key = full.key(Role.SUPERVISOR, whole=True, clearance=Confidentiality.SECRET)  # the machine's own user sees all
    answer = (await client.get("/api/v1/stuck", params=asked, headers=key)).json()
    assert lasting(answer) == lasting(await command(full, monkeypatch, asked))
    page = (await client.get("/stuck", params=asked, headers=key)).text
    shown = re.findall(r'class="code" href="/dossiers/([^"]+)"', page)
    told = [row["code"] for row in answer["dossiers"]]
    assert sorted(shown) == sorted(told)
    if "sort" in asked:
        assert shown == told
    if told:
        assert f"Có {len(told)} hồ sơ" in page


async def test_somebody_is_found_by_every_way_a_page_offers(full: House, client: httpx2.AsyncClient) -> None:
    key = full.key(Role.SUPERVISOR, whole=True)
    every = (await client.get("/api/v1/stuck", headers=key)).json()
    assert every["by_agency"]
    assert every["by_procedure"]
    for count in every["by_agency"]:
        found = (await client.get("/api/v1/stuck", params={"agency": count["id"]}, headers=key)).json()
        assert found["total"] == count["dossiers"]
    row = every["dossiers"][0]
    for words in (row["code"], row["code"].lower(), row["procedure"]["id"], row["holder"]["vi"], row["step"]["en"]):
        found = (await client.get("/api/v1/stuck", params={"q": words, "limit": 1000}, headers=key)).json()
        assert row["code"] in [each["code"] for each in found["dossiers"]], words


async def test_pages_follow_one_another_by_the_link(full: House, client: httpx2.AsyncClient) -> None:
    key = full.key(Role.SUPERVISOR, whole=True)
    for sort in ("rank", "due", "since", "lost", "code"):
        asked, seen = {"limit": "3", "sort": sort}, []
        cursor: str | None = ""
        while cursor is not None:
            page = (await client.get("/api/v1/stuck", params=asked | {"cursor": cursor}, headers=key)).json()
            seen += [row["code"] for row in page["dossiers"]]
            cursor = page["next"]
        assert len(seen) == len(set(seen))
        assert len(seen) == (await client.get("/api/v1/stuck", headers=key)).json()["total"]


async def test_a_cursor_is_good_for_its_question_alone(full: House, client: httpx2.AsyncClient) -> None:
    key = full.key(Role.SUPERVISOR, whole=True)
    cursor = (await client.get("/api/v1/stuck", params={"limit": "1"}, headers=key)).json()["next"]
    for asked in ({"sort": "code"}, {"only_late": "true"}, {"cursor": cursor[:-1]}, {"cursor": cursor[::-1]}):
        answer = await client.get("/api/v1/stuck", params={"cursor": cursor} | asked, headers=key)
        assert (answer.status_code, answer.json()["field"]) == (422, "cursor")
        assert answer.json()["hint"]


async def test_a_view_is_saved_shared_renamed_and_deleted(full: House, client: httpx2.AsyncClient) -> None:
    mine, other = full.key(Role.SUPERVISOR, whole=True), full.key(Role.OFFICER)
    new = {"name": "Quá hạn lâu", "question": {"late_by": "1wd", "sort": "code"}}
    saved = (await client.post("/api/v1/views", json=new, headers=mine)).json()
    assert saved["mine"] is True
    assert saved["page"] == f"/stuck?view={saved['id']}"
    assert (await client.post("/api/v1/views", json=new, headers=mine)).status_code == 409
    asked = (await client.get("/api/v1/stuck", params={"view": saved["id"]}, headers=mine)).json()
    plain = (await client.get("/api/v1/stuck", params=new["question"], headers=mine)).json()
    assert lasting(asked) == lasting(plain)
    shared = (await client.get(f"/api/v1/views/{saved['id']}", headers=other)).json()
    assert (shared["mine"], shared["question"]["late_by"]) == (False, "1wd")
    page = (await client.get(saved["page"], headers=other)).text
    assert "Quá hạn lâu" in page
    assert (await client.get("/api/v1/views", headers=other)).json() == {"views": []}
    own = f"/api/v1/views/{saved['id']}"
    assert (await client.patch(own, json={"name": "Khác"}, headers=other)).status_code == 403
    assert (await client.delete(own, headers=other)).status_code == 403
    assert (await client.patch(own, json={"name": "Khác"}, headers=mine)).json()["name"] == "Khác"
    assert (await client.delete(own, headers=mine)).status_code == 204
    assert (await client.get(saved["page"], headers=mine)).status_code == 404


async def test_whoever_opens_a_shared_view_sees_their_own_scope(full: House, client: httpx2.AsyncClient) -> None:
    mine, ward = full.key(Role.SUPERVISOR, whole=True), full.key(Role.OFFICER)
    new = {"name": "Tất cả theo mã", "question": {"sort": "code"}}
    id = (await client.post("/api/v1/views", json=new, headers=mine)).json()["id"]
    seen = [(await client.get("/api/v1/stuck", params={"view": id}, headers=key)).json() for key in (mine, ward)]
    assert seen[1]["total"] < seen[0]["total"]


@pytest.mark.parametrize(
    ("view", "wrong"),
    [
        ({"name": " ", "question": {}}, "name"),
        ({"name": "x" * 81, "question": {}}, "name"),
        ({"name": "a\u0007b", "question": {}}, "name"),
        ({"name": "x", "question": {"scope": "all"}}, "question.scope"),
        ({"name": "x", "question": {"sort": "beauty"}}, "question.sort"),
        ({"name": "x"}, "question"),
    ],
)
async def test_a_view_that_is_none_is_refused(
    full: House, client: httpx2.AsyncClient, view: dict[str, Any], wrong: str
) -> None:
    answer = await client.post("/api/v1/views", json=view, headers=full.key(Role.SUPERVISOR))
    assert (answer.status_code, answer.json()["field"]) == (422, wrong)


async def test_a_view_takes_no_conditions_beside_it(full: House, client: httpx2.AsyncClient) -> None:
    key = full.key(Role.SUPERVISOR, whole=True)
    new = {"name": "Đứng lâu", "question": {"sort": "lost"}}
    id = (await client.post("/api/v1/views", json=new, headers=key)).json()["id"]
    answer = await client.get("/api/v1/stuck", params={"view": id, "reason": "officer"}, headers=key)
    assert (answer.status_code, answer.json()["field"]) == (422, "reason")


async def test_what_the_engine_says_is_left_open_where_it_does_not_answer(
    full: House, client: httpx2.AsyncClient
) -> None:
    key = full.key(Role.SUPERVISOR, whole=True)
    answer = (await client.get("/api/v1/stuck", headers=key)).json()
    assert {row["technical"] for row in answer["dossiers"]} == {None}
    assert "Chưa đọc được phần kỹ thuật" in (await client.get("/stuck", headers=key)).text


async def test_a_page_saves_renames_and_deletes_what_it_shows(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30) as client:
        browser = Browser(client)
        await browser.sign_in("played-giam-sat")
        form = {"csrf": await browser.csrf(), "name": "Mới đến tay", "question": '{"sort":"since"}'}
        forged = await client.post("/stuck/views", data=form | {"csrf": "made-up"})
        saved = await client.post("/stuck/views", data=form)
        place = saved.headers["location"]
        assert (forged.status_code, saved.status_code) == (403, 303)
        assert "Mới đến tay" in (await client.get(place)).text
        again = await client.post("/stuck/views", data=form)
        wrong = await client.post("/stuck/views", data=form | {"question": '{"scope":"all"}'})
        nameless = await client.post("/stuck/views", data=form | {"name": ""})
        assert [answer.status_code for answer in (again, wrong, nameless)] == [409, 422, 422]
        id = place.partition("=")[2]
        renamed = await client.post(f"/stuck/views/{id}/name", data=form | {"name": "Đến sau cùng"})
        assert renamed.headers["location"] == place
        assert "Đến sau cùng" in (await client.get("/stuck")).text
        assert (await client.post(f"/stuck/views/{id}/deletion", data=form)).headers["location"] == "/stuck"
        assert "Đến sau cùng" not in (await client.get("/stuck")).text


async def test_fields_are_named_in_the_readers_language_and_chosen_by_the_name_dossiers_bear(
    full: House, client: httpx2.AsyncClient
) -> None:
    key = full.key(Role.SUPERVISOR, whole=True)
    for path in ("/stuck", "/reports/form06"):
        page = (await client.get(f"{path}?lang=en", headers=key)).text
        assert '<option value="Đất đai">Land</option>' in page
        assert ">Đất đai<" not in page
        assert ">Đất đai<" in (await client.get(f"{path}?lang=vi", headers=key)).text
