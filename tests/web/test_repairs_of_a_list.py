"""All that the stuck list finds is carried to the form of a repair by the question itself, and asked for as by API."""

import json
import re
from html import unescape
from typing import Any

import httpx2
import pytest

from activities.repair_kinds import REPAIR
from motcua.register.open_dossiers import OpenWanted
from motcua.supervision.access.roles import Role
from tests.access.browser import Browser
from tests.access.conftest import PROVINCE, House
from tests.web.browsing import BETWEEN, CHROMIUM, look, sideways, signed_in

SUPERVISOR, HTML = "played-giam-sat", {"Accept": "text/html"}
in_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
FORM = {"what": "retry", "reason": "hệ thống đã thông"}
CARRIED = re.compile(r'<input type="hidden" name="stuck" value="([^"]*)">')


@pytest.fixture
def key(house: House, codes: dict[str, str]) -> dict[str, str]:
    """Return the key of a supervisor of everything."""
    assert codes
    return house.key(Role.SUPERVISOR, agency=PROVINCE, whole=True) | HTML


def carried(page: str) -> dict[str, Any]:
    """Return the question a page carries on."""
    (found,) = CARRIED.findall(page)
    question: dict[str, Any] = json.loads(unescape(found))
    return question


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"only_late": "true"},
        {"reason": "officer", "field": "Đất đai"},
        {"late_by": "1wd", "due_before": "2026-12-01", "group": "overdue"},
        {"q": "dat dai", "will_be_late": "true"},
        {"q": "true"},
        {"agency": "vinhlong.vpdkdd", "system": "tax", "procedure": "1.009645"},
    ],
    ids=str,
)
async def test_the_form_names_the_question_of_the_list_and_how_many_it_finds(
    web: httpx2.AsyncClient, key: dict[str, str], asked: dict[str, str]
) -> None:
    told = (await web.get("/api/v1/stuck", params=asked, headers=key)).json()
    listed = (await web.get("/stuck", params=asked, headers=key)).text
    assert (told["total"] > 0) is (CARRIED.search(listed) is not None)
    question = json.dumps(carried(listed) if told["total"] else asked)
    form = await web.get("/repairs/new", params={"what": "retry", "stuck": question}, headers=key)
    assert form.status_code == 200, form.text
    said = f"Cả {told['total']} hồ sơ mà danh sách ách tắc tìm thấy" if told["total"] else "không tìm thấy hồ sơ nào"
    assert said in form.text
    again = (await web.get("/api/v1/stuck", params=carried(form.text), headers=key)).json()
    assert [each["code"] for each in again["dossiers"]] == [each["code"] for each in told["dossiers"]]
    assert 'name="codes"' not in form.text


async def test_a_saved_view_carries_its_question(house: House, web: httpx2.AsyncClient, key: dict[str, str]) -> None:
    new = {"name": "Trễ", "question": {"only_late": True}}
    id = (await web.post("/api/v1/views", json=new, headers=key)).json()["id"]
    assert carried((await web.get("/stuck", params={"view": id}, headers=key)).text) == {"only_late": True}


async def test_what_is_sent_chooses_all_that_the_list_finds(house: House, key: dict[str, str]) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30) as client:
        browser = Browser(client)
        await browser.sign_in(SUPERVISOR)
        told = (await client.get("/api/v1/stuck", params={"only_late": "true"})).json()
        form = FORM | {"csrf": await browser.csrf(), "stuck": '{"only_late":true}'}
        before = {each.id for each in house.register.campaigns(kind=REPAIR)}
        sent = await client.post("/repairs", data=form, headers=HTML)
    assert sent.status_code == 503  # no engine runs here: the preview itself is made by a worker
    (new,) = {each.id for each in house.register.campaigns(kind=REPAIR)} - before
    chosen = house.register.open_dossiers(OpenWanted(chosen_for=new), after=None, limit=100).dossiers
    assert {each.code for each in chosen} == {each["code"] for each in told["dossiers"]} != set()


@pytest.mark.parametrize(
    ("stuck", "more", "field"),
    [
        ({"agency": ""}, {}, "stuck"),
        ({"scope": "all"}, {}, "stuck.scope"),
        ({"agency": "nowhere.at-all"}, {}, "stuck.agency"),
        ({"officer": "cb-1"}, {}, "stuck.officer"),
        ({"only_late": True}, {"codes": "000.01.41.H61-261123-0001"}, "codes"),
    ],
    ids=str,
)
async def test_what_the_api_refuses_page_and_form_refuse_and_nothing_is_kept(
    house: House, web: httpx2.AsyncClient, key: dict[str, str], stuck: dict[str, Any], more: dict[str, str], field: str
) -> None:
    kept = house.register.campaigns(kind=REPAIR)
    body = FORM | {"by": {"agency": PROVINCE}, "stuck": stuck} | {name: [text] for name, text in more.items()}
    api = await web.post("/api/v1/repairs", json=body, headers=key)
    sent = await web.post("/repairs", data=FORM | {"stuck": json.dumps(stuck)} | more, headers=key)
    carried = {"what": "retry", "stuck": json.dumps(stuck), "code": list(more.values())}
    opened = await web.get("/repairs/new", params=carried, headers=key | {"Accept": "application/json"})
    assert (api.status_code, sent.status_code, opened.status_code) == (422, 422, 422)
    assert (api.json()["field"], opened.json()["field"]) == (field, field)
    assert api.json()["detail"] == opened.json()["detail"]
    assert house.register.campaigns(kind=REPAIR) == kept


@pytest.mark.parametrize("text", ["{", "null", "[]", '{"only_late":', " "])
async def test_what_is_no_question_is_refused(web: httpx2.AsyncClient, key: dict[str, str], text: str) -> None:
    answer = await web.get("/repairs/new", params={"what": "retry", "stuck": text}, headers=key)
    assert answer.status_code == 422


async def test_the_form_counts_what_its_reader_may_see(house: House, web: httpx2.AsyncClient) -> None:
    narrow = house.key(Role.SUPERVISOR, agency=PROVINCE, whole=True, fields=("Hộ tịch",)) | HTML
    told = (await web.get("/api/v1/stuck", headers=narrow)).json()["total"]
    form = await web.get("/repairs/new", params={"what": "retry", "stuck": "{}"}, headers=narrow)
    assert (f"Cả {told} hồ sơ" if told else "không tìm thấy hồ sơ nào") in form.text


async def test_who_may_not_prepare_repairs_is_offered_none_of_it(house: House, web: httpx2.AsyncClient) -> None:
    officer = house.key(Role.OFFICER, whole=True) | HTML
    assert CARRIED.search((await web.get("/stuck", headers=officer)).text) is None
    refused = await web.get("/repairs/new", params={"what": "retry", "stuck": "{}"}, headers=officer)
    assert refused.status_code == 403


@in_a_browser
@pytest.mark.parametrize("scripts", [True, False])
async def test_from_the_list_the_filters_lead_to_the_form_with_or_without_a_script(
    house: House, codes: dict[str, str], scripts: bool
) -> None:
    listed = "/stuck?only_late=true&field=%C4%90%E1%BA%A5t%20%C4%91ai"
    async with (
        signed_in(house.address, SUPERVISOR) as reader,
        reader.page(listed, java_script_enabled=scripts) as page,
    ):
        await page.click("summary:has-text('Sửa mọi hồ sơ khớp bộ lọc')")
        await page.select_option("#op-all", "skip")
        await page.click("form:has(#op-all) button")
        await page.wait_for_url("**/repairs/new?**")
        said = await page.inner_text("main")
        assert "Quá hạn" in said
        assert "Đất đai" in said
        for width in BETWEEN:
            await page.set_viewport_size({"width": width, "height": 900})
            assert await sideways(page) <= 0
        if scripts:
            assert await page.locator("#steps option").count() > 0
            await look(page)


@pytest.mark.parametrize("field", ["step", "codes", "data", "reason", "basis"])
async def test_a_character_no_register_keeps_is_refused_in_every_field_of_the_form(
    house: House, web: httpx2.AsyncClient, key: dict[str, str], field: str
) -> None:
    kept = house.register.campaigns(kind=REPAIR)
    whole = FORM | {"what": "skip", "codes": "000.01.41.H61-261123-0001", "step": "s1", "basis": "x", "data": "a = 1"}
    sent = await web.post("/repairs", data=whole | {field: f"{whole[field]}\x00"}, headers=key)
    assert (sent.status_code, house.register.campaigns(kind=REPAIR)) == (422, kept)
