"""The morning sheet as a page: what was told, on paper too, for whoever it was told to."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any

import httpx2
import pypdf
import pytest

from motcua.dossiers.morning import MorningLine, MorningPart, MorningSheet
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import id_of_key
from tests.access.conftest import WARD, House
from tests.notices.test_morning import line, sheet
from tests.web.browsing import AXE, CHROMIUM, Reader, faults, sideways, signed_in

SUPERVISOR = "played-giam-sat"
DAY = "/morning?day=2026-11-30"
PAPER = "/api/v1/morning.pdf?day=2026-11-30"
HTML = {"Accept": "text/html"}


def told(
    house: House, agency: str = WARD, day: date = date(2026, 11, 30), said: MorningSheet | None = None, **rights: Any
) -> dict[str, str]:
    """Return the key of somebody who was told a sheet, for an agency, and has these rights by now."""
    key = house.key(Role.UNIT_HEAD, **rights)
    id = id_of_key(key["Authorization"].removeprefix("Bearer "))
    house.register.keep_morning({f"key:{id}": (said or sheet(agency)).model_copy(update={"day": day})})
    return key | HTML


def some_days_ago() -> date:
    """Return a day that is over: of today, whoever was told nothing sees what it would say now."""
    return (datetime.now(UTC) - timedelta(days=3)).date()


async def test_page_paper_and_api_say_what_was_told(house: House, web: httpx2.AsyncClient) -> None:
    key = told(house)
    page = (await web.get(DAY, headers=key)).text
    assert "<b>13</b> hồ sơ đến hạn hôm nay; <b>1</b> sẽ trễ nếu không chuyển trước <b>15:00</b>" in page
    assert "giống thư đã gửi và bản in" in page
    assert "000.01.41.H61-261123-0013" in page
    said = (await web.get("/api/v1/morning?day=2026-11-30", headers=key)).json()
    assert (said["kept"], said["sheet"]["due_today"]["total"], said["sheet"]["until"][11:16]) == (True, 13, "15:00")
    paper = await web.get(PAPER, headers=key)
    assert paper.headers["content-type"] == "application/pdf"
    printed = "".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(paper.content)).pages)
    assert "000.01.41.H61-261123-0013" in printed
    assert (await web.get(PAPER, headers=key)).content == paper.content


async def test_nobody_is_shown_what_another_was_told(house: House, web: httpx2.AsyncClient) -> None:
    day = some_days_ago()
    told(house, day=day)
    other = house.key(Role.UNIT_HEAD)
    page = (await web.get(f"/morning?day={day}", headers=other | HTML)).text
    assert f"Bạn không có bản tin của ngày {day:%d/%m/%Y}." in page
    for address in ("/api/v1/morning", "/api/v1/morning.pdf"):
        assert (await web.get(f"{address}?day={day}", headers=other)).status_code == 404


async def test_R72_what_was_told_for_another_agency_is_shown_no_more(house: House, web: httpx2.AsyncClient) -> None:
    day = some_days_ago()
    key = told(house, "phu-khuong.ubnd", day)
    assert "Bạn không có bản tin" in (await web.get(f"/morning?day={day}", headers=key)).text


def of_two_dossiers(mine: str, others: MorningLine) -> MorningSheet:
    """Return a sheet with two dossiers due, one of which others hold up, and three that were counted and not listed."""
    due, held = MorningPart(total=5, lines=(line(1, code=mine), others)), MorningPart(total=1, lines=(others,))
    none = MorningPart(total=0, lines=())
    return sheet(WARD).model_copy(update={"due_today": due, "will_be_late": none, "blocked": held})


@pytest.mark.parametrize("narrowed", ["fields", "clearance", "agencies"])
async def test_R72_a_sheet_shows_no_dossier_outside_what_its_reader_may_see_by_now(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str], narrowed: str
) -> None:
    secret = next(each.code for each in house.ground.catalogue if each.secrecy.value != "normal")
    others = line(9001, procedure=secret) if narrowed == "clearance" else line(2, code=codes["land-forgotten"])
    rights = {"fields": {"fields": ("Hộ tịch",)}, "clearance": {}, "agencies": {"agencies": ("phu-khuong.ubnd",)}}
    said = of_two_dossiers("000.01.41.H61-261123-9002", others)
    key = told(house, said=said, **rights[narrowed])
    page, paper = [await web.get(place, headers=key) for place in (DAY, PAPER)]
    api = (await web.get("/api/v1/morning?day=2026-11-30", headers=key)).json()
    printed = "".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(paper.content)).pages)
    for text in (page.text, printed, str(api)):
        assert others.code not in text
        assert "000.01.41.H61-261123-9002" in text
    assert api["left_out"] == 1
    assert (api["sheet"]["due_today"]["total"], api["sheet"]["blocked"]["total"], api["sheet"]["open"]) == (4, 0, 31)
    assert "bớt 1 hồ sơ nay nằm ngoài phạm vi của bạn" in page.text


async def test_a_sheet_goes_on_showing_what_was_worked_on_and_moved_on(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    land = codes["land-forgotten"]
    key = told(house, said=of_two_dossiers(land, line(2, code=codes["land-paying"])))
    api = (await web.get("/api/v1/morning?day=2026-11-30", headers=key)).json()
    assert (api["left_out"], api["sheet"]["due_today"]["total"]) == (0, 5)


async def test_each_part_leads_to_its_dossiers_as_of_now(house: House, web: httpx2.AsyncClient) -> None:
    page = (await web.get(DAY, headers=told(house))).text
    assert 'href="/stuck?due_before=2026-11-30">hẹn trả đến ngày này, cả hồ sơ đã quá hạn</a>' in page
    assert 'href="/stuck?will_be_late=true">đã qua giờ phải chuyển</a>' in page
    assert 'href="/stuck?reason=officer">chờ cán bộ, cả cán bộ của cơ quan mình</a>' in page
    for address in re.findall(r'href="(/stuck\?[^"]*)"', page):
        listed = await web.get(unescape(address), headers=house.key(Role.UNIT_HEAD) | HTML)
        assert listed.status_code == 200, address


async def test_who_was_told_nothing_today_sees_what_it_would_say_now(house: House, web: httpx2.AsyncClient) -> None:
    calendar = house.ground.calendar_of(WARD)
    works = calendar.is_working_day(calendar.local(datetime.now(UTC)).date())
    page = (await web.get("/morning", headers=house.key(Role.OFFICER) | HTML)).text
    assert ("Bản chính thức lập lúc 07:30" if works else "là ngày nghỉ") in page


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "'; DROP TABLE dossier;--"])
async def test_a_day_that_is_none_is_refused(house: House, web: httpx2.AsyncClient, day: str) -> None:
    key = house.key(Role.UNIT_HEAD)
    assert (await web.get("/morning", params={"day": day}, headers=key | HTML)).status_code == 422
    assert (await web.get("/api/v1/morning.pdf", params={"day": day}, headers=key)).status_code == 422


async def test_days_far_away_have_no_sheet(house: House, web: httpx2.AsyncClient) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        answer = await web.get("/morning", params={"day": day}, headers=house.key(Role.UNIT_HEAD) | HTML)
        assert "Bạn không có bản tin" in answer.text


@pytest.fixture(scope="module")
async def reader(house: House) -> AsyncIterator[Reader]:
    """Return a supervisor in a browser, who was told a sheet."""
    account = house.register.account(SUPERVISOR)
    assert account is not None
    house.register.keep_morning({SUPERVISOR: sheet(account.agency)})
    async with signed_in(house.address, SUPERVISOR) as somebody:
        yield somebody


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
async def test_axe_finds_nothing_and_a_telephone_shows_all_of_it(reader: Reader) -> None:
    reader.said.clear()
    async with reader.page(DAY) as page:
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        for theme, width in product(("light", "dark"), (1440, 390)):
            await page.emulate_media(color_scheme=theme)
            await page.set_viewport_size({"width": width, "height": 900})
            assert await faults(page) == [], (theme, width)
        await page.set_viewport_size({"width": 360, "height": 740})
        assert await sideways(page) <= 0
    assert reader.said == []


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
async def test_the_keyboard_opens_it_and_a_form_another_day_without_a_script(reader: Reader) -> None:
    async with reader.page("/stuck") as page:
        await page.keyboard.press("g")
        await page.keyboard.press("m")
        await page.wait_for_url("**/morning")
    async with reader.page("/morning", java_script_enabled=False) as page:
        await page.select_option("select[name=day]", "2026-11-30")
        await page.click("form[action='/morning'] button")
        assert "Thứ Hai 30/11/2026" in await page.inner_text("h1")
