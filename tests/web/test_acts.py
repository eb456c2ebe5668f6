"""What can be done, on the page of a dossier, in a real browser: readable by all, never lost meanwhile."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.access.conftest import House
from tests.web.browsing import CHROMIUM, Reader, look, signed_in

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
LAND = "played-dat-dai"
OPEN = "document.querySelectorAll('details.act').forEach((each) => { each.open = true; })"


@pytest.fixture(scope="module")
def place(codes: dict[str, str]) -> str:
    """Return the page of an overdue dossier whose appraisal the land office holds."""
    return f"/dossiers/{codes['land-forgotten']}"


@pytest.fixture(scope="module")
async def officer(house: House) -> AsyncIterator[Reader]:
    """Return an officer of the land office in a browser."""
    async with signed_in(house.address, LAND) as somebody:
        yield somebody


async def look_with_forms_open(page: Page) -> None:
    """Look at a page with all its forms open."""
    await page.evaluate(OPEN)
    await look(page)


async def test_axe_finds_nothing_in_the_forms(officer: Reader, place: str) -> None:
    async with officer.page(f"{place}?lang=vi") as page:
        assert await page.locator("details.act").count() > 5
        assert await page.locator(".act-off").count() >= 1
        await look_with_forms_open(page)
        assert len((await page.content()).encode()) < 100_000


async def test_axe_finds_nothing_in_a_refusal_and_its_link_leads_to_the_field(officer: Reader, place: str) -> None:
    async with officer.page(place) as page:
        act = page.locator("#f-ask_supplement")
        await act.locator("summary").click()
        await act.locator("input[type=text][name=items]").fill("Giấy khác")
        await act.locator("textarea[name=reason]").fill("Còn thiếu.")
        await act.locator("button").click()
        await page.wait_for_url("**/actions")
        assert await page.locator("[role=alert]").is_visible()
        assert await act.locator("textarea[name=reason]").input_value() == "Còn thiếu."
        await page.click("a[href='#f-ask_supplement-items']")
        await look_with_forms_open(page)


async def test_a_form_that_is_filled_in_is_not_taken_away_by_the_page_renewing_itself(
    officer: Reader, place: str
) -> None:
    async with officer.page("/find") as page:
        await page.clock.install()
        await page.goto(officer.address + place)
        act = page.locator("#f-assign-s2")
        await act.locator("summary").click()
        await act.locator("input[name=officer]").fill("dd-77")
        await page.locator("h1").click()
        await page.clock.run_for(46_000)
        assert await act.locator("input[name=officer]").input_value() == "dd-77"


async def test_the_keyboard_opens_and_sends_a_form(officer: Reader, place: str) -> None:
    async with officer.page(place) as page:
        await page.locator("#f-assign-s2 summary").focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.name") == "officer"
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.tagName") == "BUTTON"
