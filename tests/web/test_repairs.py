"""The pages of repairs in a real browser: a list with its form, and a preview that somebody else confirms."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import product

import httpx2
import pytest

from activities.repair_kinds import REPAIR, RepairOrder
from motcua.dossiers.commands_of_repair import RepairKind
from motcua.dossiers.parts import Actor
from motcua.register.campaign_records import CampaignState, Item, ItemState, NewCampaign
from motcua.supervision.access.roles import Role
from tests.access.conftest import House
from tests.web.browsing import AXE, CHROMIUM, Reader, faults, sideways, signed_in

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
ID = "repair:skip:20261129-031500-1f2e3d"
FORM = "/repairs/new?what=skip"


@pytest.fixture(scope="module")
def code(house: House, codes: dict[str, str]) -> str:
    """Keep the preview of a repair of one dossier, asked for by somebody else and large enough for a second person."""
    code = codes["land-forgotten"]
    order, by = (
        RepairOrder(what=RepairKind.SKIP, step="s2", basis="9/QĐ"),
        Actor(agency="vinhlong.ubnd", officer="gs-9"),
    )
    words = {"title_vi": "Bỏ qua một bước", "title_en": "Skip a step"}
    new = NewCampaign(
        id=ID, kind=REPAIR, basis="9/QĐ", reason="sai quy trình", by=by, parameters=order.parameters, **words
    )
    house.register.open_campaign(new, datetime.now(UTC))
    house.register.choose(ID, [code])
    item = Item(dossier=code, state=ItemState.PLANNED, effect="same", detail_vi="đóng bước", detail_en="a step ends")
    house.register.plan_items(ID, [item], looked_at=1)
    house.register.note_second(ID, True)
    house.register.mark_campaign(ID, CampaignState.DRAFT)
    return code


@pytest.fixture(scope="module")
async def reader(house: House, code: str) -> AsyncIterator[Reader]:
    """Return a supervisor in a browser."""
    async with signed_in(house.address, "played-giam-sat") as somebody:
        yield somebody


@pytest.mark.parametrize("path", ["/repairs", FORM, f"/repairs/{ID}", f"/repairs/{ID}?lang=en"])
async def test_axe_finds_nothing_in_either_theme_at_either_width(reader: Reader, path: str) -> None:
    async with reader.page(path) as page:
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        for theme, width in product(("light", "dark"), (1440, 390)):
            await page.emulate_media(color_scheme=theme)
            await page.set_viewport_size({"width": width, "height": 900})
            assert await faults(page) == [], (theme, width)
        await page.set_viewport_size({"width": 360, "height": 740})
        assert await sideways(page) <= 0


async def test_a_preview_says_what_changes_and_who_has_to_confirm(reader: Reader, code: str) -> None:
    async with reader.page(f"/repairs/{ID}") as page:
        assert await page.is_visible(f"text={code}")
        assert await page.is_visible("text=đóng bước")
        assert await page.is_visible("text=người khác với người đề nghị")
        assert await page.is_visible("button:has-text('Xác nhận sửa 1 hồ sơ')")  # this reader did not ask for it


async def test_rows_chosen_on_the_stuck_list_are_carried_to_the_form_of_a_repair(reader: Reader, code: str) -> None:
    async with reader.page("/stuck") as page:
        bar = page.locator("[data-bulk]")
        assert not await bar.is_visible()
        await page.check(f"input[data-pick][value='{code}']")
        assert await bar.locator("[data-count]").inner_text() == "1"
        await bar.locator("select").select_option("skip")
        await bar.locator("button").click()
        await page.wait_for_url("**/repairs/new?**")
        assert await page.input_value("#r-codes") == code
        assert "Bỏ qua một bước" in await page.inner_text("h1")
        named = await page.locator("#steps option").evaluate_all("(all) => all.map((each) => each.value)")
        assert named  # the steps of its version


async def test_without_a_script_rows_are_carried_too(reader: Reader, code: str) -> None:
    async with reader.page("/stuck", java_script_enabled=False) as page:
        await page.check(f"input[data-pick][value='{code}']")
        await page.click("#picked button")
        await page.wait_for_url("**/repairs/new?**")
        assert await page.input_value("#r-codes") == code


@pytest.mark.parametrize("field", ["reason", "codes", "basis"])
async def test_a_form_that_lacks_something_is_refused_by_name_and_nothing_is_kept(
    reader: Reader, house: House, field: str
) -> None:
    said = {"codes": "000.00.00.X00-261101-0001", "step": "s2", "basis": "9/QĐ", "reason": "sai"}
    kept = house.register.campaigns(kind=REPAIR)
    async with reader.page(FORM) as page:
        await page.evaluate("document.querySelectorAll('[required]').forEach((each) => each.required = false)")
        for name, text in said.items():
            await page.fill(f"[name={name}]", "" if name == field else text)
        await page.click("main form button")
        await page.wait_for_load_state()
        assert await page.is_visible("text=Không làm được như yêu cầu")
    assert house.register.campaigns(kind=REPAIR) == kept


async def test_who_may_not_prepare_repairs_chooses_no_rows(house: House, code: str) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=30) as web:
        officer, head = house.key(Role.OFFICER, whole=True), house.key(Role.UNIT_HEAD, whole=True)
        assert "data-pick" not in (await web.get("/stuck", headers=officer)).text
        assert (await web.get("/repairs", headers=officer)).status_code == 403
        assert (await web.get(FORM, headers=head)).status_code == 403
        shown = await web.get(f"/repairs/{ID}", headers=head)
        assert code in shown.text
        assert "confirmation" not in shown.text
