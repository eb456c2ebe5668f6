"""The pages in a real browser: read by everybody, with the keyboard, without a script, on a telephone."""

import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Literal

import pytest

from motcua.supervision.web.report_waiting import DESK
from tests.access.conftest import House
from tests.web.browsing import AXE, CHROMIUM, Reader, signed_in
from tests.web.taking_over import ask_supplement

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
SUPERVISOR, LAND = "played-giam-sat", "played-dat-dai"


@pytest.fixture(scope="module")
async def reader(house: House) -> AsyncIterator[Reader]:
    """Return a supervisor in a browser."""
    async with signed_in(house.address, SUPERVISOR) as somebody:
        yield somebody


def test_the_vendored_checker_is_the_published_one() -> None:
    said = json.loads(AXE.with_name("axe.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == said["sha256"]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("theme", ["", "light", "dark"])
@pytest.mark.parametrize("prefers", ["light", "dark"])
async def test_the_other_theme_is_offered_and_no_more(
    reader: Reader, prefers: Literal["light", "dark"], theme: str, scripts: bool
) -> None:
    path = f"/find?theme={theme}" if theme else "/find"
    async with reader.page(path, color_scheme=prefers, java_script_enabled=scripts) as page:
        offered = [each for each in ("light", "dark") if await page.is_visible(f"a[data-theme-to={each}]")]
        assert offered == ["light" if (theme or prefers) == "dark" else "dark"]


async def test_the_keyboard_is_enough(reader: Reader, codes: dict[str, str]) -> None:
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
        await page.keyboard.type(codes["land-paying"])
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/dossiers/{codes['land-paying']}")


async def test_without_a_script_everything_is_a_link_or_a_form(reader: Reader, codes: dict[str, str]) -> None:
    async with reader.page("/stuck", java_script_enabled=False) as page:
        await page.check("input[name=only_late]")
        await page.click("form.panel button.go")
        await page.wait_for_url("**only_late=true**")
        assert await page.is_visible(f"a[href='/dossiers/{codes['land-forgotten']}']")
        assert not await page.is_visible(f"a[href='/dossiers/{codes['land-in-time']}']")
        await page.click("a[hreflang=en]")
        assert await page.get_attribute("html", "lang") == "en"
        assert "only_late=true" in page.url
        await page.click("a[data-theme-to=dark]")
        assert await page.get_attribute("html", "data-theme") == "dark"


async def test_a_filter_changes_the_list_and_the_address_alone(reader: Reader, codes: dict[str, str]) -> None:
    async with reader.page("/stuck") as page:
        await page.evaluate("window.same = true")
        await page.check("input[name=only_late]")
        await page.wait_for_url("**only_late=true**")
        await page.wait_for_selector(f"a[href='/dossiers/{codes['land-in-time']}']", state="detached")
        assert await page.evaluate("window.same") is True
        assert await page.is_visible(f"a[href='/dossiers/{codes['land-forgotten']}']")


async def test_a_list_renews_itself(reader: Reader, codes: dict[str, str], house: House) -> None:
    async with reader.page("/find") as page:
        await page.clock.install()
        await page.goto(f"{reader.address}/stuck?reason=officer")
        link = f"a[href='/dossiers/{codes['land-in-time']}']"
        assert await page.is_visible(link)
        ask_supplement(house.register, house.ground, codes["land-in-time"])
        await page.clock.run_for(16_000)
        await page.wait_for_selector(link, state="detached", timeout=10_000)


async def test_a_dossier_is_seen_as_of_a_past_moment(reader: Reader, codes: dict[str, str]) -> None:
    code = codes["land-paying"]
    async with reader.page(f"/dossiers/{code}?as_of={datetime.now(UTC):%Y-%m-%dT00:00}") as page:
        assert "Hồ sơ như lúc" in await page.inner_text("main")
        assert await page.locator("#slip").count() == 0
    async with reader.page(f"/dossiers/{code}?as_of=2020-10-01T08:00") as page:
        assert "Lúc đó chưa có hồ sơ" in await page.inner_text("main")
    async with reader.page(f"/dossiers/{code}?as_of=2090-10-01T08:00") as page:
        assert "thời điểm đã qua" in await page.inner_text("main")


async def test_an_applicant_is_shown_for_a_purpose_and_the_reading_is_noted(
    house: House, codes: dict[str, str]
) -> None:
    code = codes["land-paying"]
    house.register.save_applicant(code, {"name": "Người Thử Không Có Thật"})
    async with signed_in(house.address, LAND) as officer, officer.page(f"/dossiers/{code}") as page:
        assert "Không Có Thật" not in await page.content()
        await page.fill("#purpose", "trả lời người dân hỏi")
        await page.click("form[action$='/applicant'] button")
        await page.wait_for_url("**/applicant")
        assert "Người Thử Không Có Thật" in await page.inner_text("main")
    assert [each.purpose for each in house.register.readings(code)] == ["trả lời người dân hỏi"]


async def test_a_report_that_takes_long_comes_by_itself(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DESK, "patience", 0.0)
    async with reader.page("/find") as page:
        await page.clock.install()
        await page.goto(f"{reader.address}/reports/delays?period=2026-08")
        assert "Đang lập báo cáo" in await page.inner_text("#live")
        monkeypatch.setattr(DESK, "patience", 10.0)
        await page.clock.run_for(4_000)
        await page.wait_for_selector("#live h2#h-tab", state="attached")
        assert await page.get_attribute("#live", "data-live") is None
