"""The pages in a real browser: read by everybody, with the keyboard, without a script, on a telephone."""

import hashlib
import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from motcua.dossiers.ground import Ground
from motcua.supervision.stack import Stack
from tests.supervision.browsing import AXE, CHROMIUM, Reader, faults, sideways, signed_in
from tests.supervision.conftest import opening
from tests.supervision.test_stuck_list import late_permit

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
SUPERVISOR = "played-giam-sat"


@pytest.fixture(scope="module")
async def codes(api: httpx2.AsyncClient, ground: Ground) -> list[str]:
    """Open a handful of dossiers: a late one, one long overdue, one of today."""
    late = await late_permit(api, ground, 12)
    asked = [opening("1.013831", at="2026-10-20T08:00:00+07:00"), opening("1.013831"), opening("1.001193")]
    answers = [await api.post("/dossiers", json=each) for each in asked]
    return [late, *(str(answer.raise_for_status().json()["code"]) for answer in answers)]


@pytest.fixture(scope="module")
async def reader(stack: Stack) -> AsyncIterator[Reader]:
    """Return a supervisor in a browser."""
    async with signed_in(stack.address, SUPERVISOR) as somebody:
        yield somebody


def every_page(codes: list[str]) -> tuple[str, ...]:
    return ("/", "/stuck", f"/dossiers/{codes[0]}", f"/dossiers/{codes[1]}?lang=en", "/find?q=1/TNHS", "/nowhere")


def test_the_vendored_checker_is_the_published_one() -> None:
    said = json.loads(AXE.with_name("axe.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == said["sha256"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_axe_finds_nothing_on_any_page(reader: Reader, codes: list[str], theme: str, width: int) -> None:
    for path in every_page(codes):
        async with reader.page(path, color_scheme=theme, viewport={"width": width, "height": 900}) as page:
            assert await faults(page) == [], path


async def test_no_page_is_wider_than_a_small_telephone(reader: Reader, codes: list[str]) -> None:
    for path in every_page(codes):
        async with reader.page(path, viewport={"width": 360, "height": 740}) as page:
            assert await sideways(page) <= 0, path


async def test_a_page_is_small_and_the_console_is_silent(reader: Reader, codes: list[str], stack: Stack) -> None:
    reader.said.clear()
    for path in every_page(codes)[:-1]:
        async with reader.page(path) as page:
            assert len((await page.content()).encode()) < 100_000, path
    assert reader.said == []


async def test_the_keyboard_is_enough(reader: Reader, codes: list[str]) -> None:
    async with reader.page("/") as page:
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "skip"
        await page.keyboard.press("g")
        await page.keyboard.press("s")
        await page.wait_for_url("**/stuck")
        await page.keyboard.press("?")
        assert await page.is_visible("dialog#keys")
        await page.keyboard.press("Escape")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/dossiers/*")
        await page.keyboard.press("/")
        await page.keyboard.type(codes[1])
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/dossiers/{codes[1]}")


async def test_without_a_script_everything_is_a_link_or_a_form(reader: Reader, codes: list[str]) -> None:
    async with reader.page("/stuck", java_script_enabled=False) as page:
        await page.select_option("select[name=late]", "any")
        await page.click("form.panel button.go")
        assert "late=any" in page.url
        assert await page.is_visible(f"a[href='/dossiers/{codes[0]}']")
        assert not await page.is_visible(f"a[href='/dossiers/{codes[2]}']")
        await page.click("a[hreflang=en]")
        assert await page.get_attribute("html", "lang") == "en"
        assert "late=any" in page.url
        await page.click("a[data-theme-to=dark]")
        assert await page.get_attribute("html", "data-theme") == "dark"


async def test_a_filter_changes_the_list_and_the_address_alone(reader: Reader, codes: list[str]) -> None:
    async with reader.page("/stuck") as page:
        await page.evaluate("window.same = true")
        await page.select_option("select[name=late]", "any")
        await page.wait_for_url("**late=any**")
        await page.wait_for_selector(f"a[href='/dossiers/{codes[2]}']", state="detached")
        assert await page.evaluate("window.same") is True
        assert await page.is_visible(f"a[href='/dossiers/{codes[0]}']")


async def test_a_list_renews_itself(reader: Reader, codes: list[str], api: httpx2.AsyncClient) -> None:
    async with reader.page("/find") as page:
        await page.clock.install()
        await page.goto(f"{reader.address}/stuck")
        new = str((await api.post("/dossiers", json=opening("1.001193"))).json()["code"])
        assert not await page.is_visible(f"a[href='/dossiers/{new}']")
        await page.clock.run_for(16_000)
        await page.wait_for_selector(f"a[href='/dossiers/{new}']", timeout=10_000)


async def test_a_dossier_is_seen_as_of_a_past_moment(reader: Reader, codes: list[str]) -> None:
    async with reader.page(f"/dossiers/{codes[1]}?as_of=2026-10-21T08:00") as page:
        assert "Hồ sơ như lúc" in await page.inner_text("main")
        assert await page.locator("#slip").count() == 0
    async with reader.page(f"/dossiers/{codes[1]}?as_of=2026-10-01T08:00") as page:
        assert "Lúc đó chưa có hồ sơ" in await page.inner_text("main")


async def test_an_applicant_is_shown_for_a_purpose_and_the_reading_is_noted(
    stack: Stack, api: httpx2.AsyncClient
) -> None:
    asked = opening("1.013831", applicant={"name": "Người Thử Không Có Thật"})
    code = str((await api.post("/dossiers", json=asked)).raise_for_status().json()["code"])
    async with (
        signed_in(stack.address, "played-truong-dat-dai") as head,
        head.page(f"/dossiers/{code}") as page,
    ):
        if await page.locator("#purpose").count():
            assert "Không Có Thật" not in await page.content()
            await page.fill("#purpose", "trả lời người dân hỏi")
            await page.click("form[action$='/applicant'] button")
            await page.wait_for_load_state()
            assert "Người Thử Không Có Thật" in await page.inner_text("main")
            assert "Không Có Thật" not in page.url
    readings = (await api.get(f"/dossiers/{code}/readings")).json()["readings"]
    assert [each["purpose"] for each in readings] == ["trả lời người dân hỏi"]
