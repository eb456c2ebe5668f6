"""The one-stop's intake: for those who may open dossiers, of what their agency receives; a refusal loses nothing."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.procedures.confidentiality import Confidentiality
from motcua.supervision.access.roles import GRANTS, Permission, Role
from motcua.supervision.offers.of_opening import intake
from motcua.supervision.offers.offer import Option
from motcua.worktime.words import Words
from tests.access.browser import Browser
from tests.access.conftest import House
from tests.supervision.page_forms import forms
from tests.web.browsing import CHROMIUM, Reader, look, signed_in

LAND, PERMIT, ADOPTION, BIRTH = "1.013831", "1.013225", "1.003976", "1.001193"
PROVINCE = "vinhlong.ttpvhcc"
HTML = {"Accept": "text/html"}
needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")


@pytest.mark.parametrize("role", Role)
async def test_the_roles_that_open_by_api_are_those_that_open_from_the_page(
    house: House, web: httpx2.AsyncClient, role: Role
) -> None:
    key, expected = house.key(role), 200 if Permission.OPEN_DOSSIERS in GRANTS[role] else 403
    assert (await web.get("/intake", headers=key)).status_code == expected
    assert (await web.get(f"/intake/{LAND}", headers=key)).status_code == expected


async def test_what_lies_above_the_clearance_or_outside_the_fields_is_not_offered(
    house: House, web: httpx2.AsyncClient
) -> None:
    normal = house.key(Role.ONE_STOP, agency=PROVINCE)
    cleared = house.key(Role.ONE_STOP, agency=PROVINCE, clearance=Confidentiality.RESTRICTED)
    of_land = house.key(Role.ONE_STOP, agency=PROVINCE, fields=("Đất đai",), clearance=Confidentiality.RESTRICTED)
    for key, status in ((normal, 403), (cleared, 200), (of_land, 403)):
        assert (await web.get(f"/intake/{ADOPTION}", headers=key)).status_code == status
        offered = f'href="/intake/{ADOPTION}"' in (await web.get("/intake", headers=key)).text
        assert offered is (status == 200)


async def test_a_committee_that_is_no_one_stop_is_told_that_it_receives_nothing(
    house: House, web: httpx2.AsyncClient
) -> None:
    key = house.key(Role.ONE_STOP, agency="an-hoi.ubnd")
    page = (await web.get("/intake", headers=key)).text
    assert "không tiếp nhận thủ tục nào hôm nay" in page
    assert (await web.get(f"/intake/{LAND}", headers=key)).status_code == 403


async def test_a_place_is_chosen_beforehand_where_it_is_the_receivers_own_and_else_by_the_officer(
    house: House, web: httpx2.AsyncClient
) -> None:
    ward = (await web.get(f"/intake/{LAND}", headers=house.key(Role.ONE_STOP))).text
    assert forms(ward)["open"]["territory"] == "28777"
    province = (await web.get(f"/intake/{BIRTH}", headers=house.key(Role.ONE_STOP, agency=PROVINCE))).text
    assert not forms(province)["open"].get("territory")


async def test_while_nobody_answers_the_form_keeps_its_key_and_everything_typed(
    house: House, web: httpx2.AsyncClient
) -> None:
    await Browser(web).sign_in("played-mot-cua")
    form = forms((await web.get(f"/intake/{LAND}", headers=HTML)).text)["open"]
    form |= {"applicant.name": "Người Nộp Không Có Thật", "applicant.address": "Ấp Không Có"}
    page = await web.post(f"/intake/{LAND}", data=form, headers=HTML)
    assert page.status_code == 503
    assert "Chưa biết hồ sơ đã được mở hay chưa" in page.text
    assert forms(page.text)["open"] == form


def test_R22_the_post_mark_is_asked_for_where_a_version_goes_by_it(ground: Ground) -> None:
    plain, by = ground.procedure(LAND, "2025-07-01"), Actor(agency="an-hoi.ttpvhcc", officer="tn-01")
    places = (Option("28777", Words("An Hội", "An Hội")),)
    by_mark = plain.model_copy(update={"postmark_counts": True})
    asked = [{each.name for each in intake(it, by, places).matter} for it in (plain, by_mark)]
    assert asked[1] - asked[0] == {"postmarked"}
    assert "territory" not in asked[0]


@pytest.fixture(scope="module")
async def officer(house: House) -> AsyncIterator[Reader]:
    """Return an officer of the ward's one-stop in a browser."""
    async with signed_in(house.address, "played-mot-cua") as somebody:
        yield somebody


@needs_browser
async def test_axe_finds_nothing_in_a_refused_form_and_its_link_leads_to_the_field(officer: Reader) -> None:
    async with officer.page(f"/intake/{PERMIT}") as page:
        await page.fill("[name='applicant.name']", "Người Nộp Không Có Thật")
        await page.fill("[name='applicant.email']", "không phải thư")
        await page.select_option("[name='data.permit_for']", "house")
        await page.check("[name=documents][value=land]")
        await page.click("main form button.go")
        await page.locator("[role=alert]").wait_for()
        assert await page.is_checked("[name=documents][value=land]")
        assert await page.input_value("[name='data.permit_for']") == "house"
        await page.click("[role=alert] a")
        assert await page.locator("[name='applicant.email']").get_attribute("aria-invalid") == "true"
        await look(page)
