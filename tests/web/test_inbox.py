"""The officer's inbox in a real browser."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from motcua.supervision.access.roles import Role
from tests.access.conftest import House
from tests.web.browsing import CHROMIUM, Reader, look, signed_in

in_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
LAND, HTML = "played-dat-dai", {"Accept": "text/html"}
OFFICE = "vinhlong.vpdkdd"


@pytest.fixture(scope="module")
async def officer(house: House, codes: dict[str, str]) -> AsyncIterator[Reader]:
    """Return an officer of the land office, whose office holds work, in a browser."""
    async with signed_in(house.address, LAND) as somebody:
        yield somebody


@in_a_browser
async def test_axe_finds_nothing_in_any_box(officer: Reader) -> None:
    for path in ("/inbox?lang=vi", "/inbox?box=unassigned", "/inbox?box=mine", "/inbox?box=unit&page=9&lang=en"):
        async with officer.page(path) as page:
            await look(page)


@in_a_browser
async def test_the_keyboard_leads_from_the_side_column_to_the_first_piece_of_work(
    officer: Reader, codes: dict[str, str]
) -> None:
    async with officer.page("/") as page:
        await page.keyboard.press("g")
        await page.keyboard.press("i")
        await page.wait_for_url("**/inbox")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/dossiers/*")
        assert page.url.rpartition("/")[2] in codes.values()


async def test_the_inbox_shows_what_ones_own_agency_holds(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    page = (await web.get("/inbox", headers=house.key(Role.OFFICER, agency=OFFICE) | HTML)).text
    assert codes["land-forgotten"] in page
    assert codes["land-paying"] not in page
    assert "Đã qua mốc phải làm" in page
    other = (await web.get("/inbox", headers=house.key(Role.OFFICER, agency="vinhlong.so-tu-phap") | HTML)).text
    assert codes["land-forgotten"] not in other


async def test_R72_what_lies_outside_fields_and_clearance_is_in_no_inbox(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    key = house.key(Role.OFFICER, agency=OFFICE, fields=("Hộ tịch",))
    page = (await web.get("/inbox?box=unit", headers=key | HTML)).text
    assert codes["land-forgotten"] not in page
    assert "Đơn vị không giữ việc nào" in page


@pytest.mark.parametrize("wrong", [{"box": "theirs"}, {"page": "0"}, {"page": "x"}, {"page": "99999999"}])
async def test_a_box_or_page_that_is_none_is_refused(
    house: House, web: httpx2.AsyncClient, wrong: dict[str, str]
) -> None:
    answer = await web.get("/inbox", params=wrong, headers=house.key(Role.OFFICER, agency=OFFICE) | HTML)
    assert answer.status_code == 422


async def test_who_does_not_act_on_dossiers_has_no_inbox(house: House, web: httpx2.AsyncClient) -> None:
    assert (await web.get("/inbox", headers=house.key(Role.SUPERVISOR) | HTML)).status_code == 403
    assert 'href="/inbox"' not in (await web.get("/", headers=house.key(Role.SUPERVISOR) | HTML)).text
