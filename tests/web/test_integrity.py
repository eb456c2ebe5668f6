"""The chain of a dossier's facts on a page: whole, or broken from a fact on; read by who may see the dossier."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from sqlalchemy import create_engine, text

from motcua.supervision.access.roles import Role
from tests.access.conftest import PROVINCE, House
from tests.web.browsing import CHROMIUM, Reader, look, signed_in
from tests.web.taking_over import take_over

in_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
AUDITOR, HTML = "played-kiem-toan", {"Accept": "text/html"}


@pytest.fixture(scope="module")
async def auditor(house: House, codes: dict[str, str]) -> AsyncIterator[Reader]:
    """Return an auditor in a browser."""
    async with signed_in(house.address, AUDITOR) as somebody:
        yield somebody


@in_a_browser
async def test_axe_finds_nothing_and_the_keyboard_leads_from_the_list_to_a_chain(
    auditor: Reader, codes: dict[str, str]
) -> None:
    async with auditor.page("/integrity?lang=vi") as page:
        await look(page)
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/chain")
        await look(page)
    async with auditor.page("/integrity?q=nothing&lang=en") as page:
        await look(page)


async def test_every_fact_stands_with_its_hash_and_the_last_one_is_the_head(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    code = codes["land-paying"]
    page = (await web.get(f"/dossiers/{code}/chain", headers=house.key(Role.OFFICER) | HTML)).text
    hashes = [hash for _, hash in house.register.fact_hashes(code)]
    assert all(page.count(hash) >= 1 for hash in hashes)
    assert page.count(hashes[-1]) == 2
    assert f"{len(hashes)} sự kiện còn nguyên như khi ghi" in page


async def test_a_chain_out_of_scope_is_refused_like_an_unknown_one(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    key = house.key(Role.OFFICER, agency="phu-khuong.ttpvhcc")
    there = await web.get(f"/dossiers/{codes['land-paying']}/chain", headers=key)
    nowhere = await web.get("/dossiers/000.00.41.H61-200101-0001/chain", headers=key)
    assert (there.status_code, nowhere.status_code) == (403, 403)
    assert there.json()["type"] == nowhere.json()["type"]


async def test_a_code_leads_to_its_chain_and_what_is_none_is_said_to_be(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    key = house.key(Role.AUDITOR, agency=PROVINCE, whole=True) | HTML
    led = await web.get("/integrity", params={"q": f" {codes['land-paying'].lower()} "}, headers=key)
    assert (led.status_code, led.headers["location"]) == (303, f"/dossiers/{codes['land-paying']}/chain")
    lost = await web.get("/integrity", params={"q": "<script>"}, headers=key)
    assert lost.status_code == 200
    assert "<script>" not in lost.text
    assert "không phải mã hồ sơ" in lost.text


async def test_only_auditors_see_what_was_verified_last(house: House, web: httpx2.AsyncClient) -> None:
    assert (await web.get("/integrity", headers=house.key(Role.SUPERVISOR) | HTML)).status_code == 403
    assert 'href="/integrity"' not in (await web.get("/", headers=house.key(Role.SUPERVISOR) | HTML)).text


@pytest.mark.parametrize(
    "touched",
    [
        "UPDATE dossier_fact SET reason = 'x' WHERE dossier = :code AND seq = 3",
        "UPDATE dossier_fact SET officer = 'x' WHERE dossier = :code AND seq = 3",
        "UPDATE dossier_fact SET fact = '{' WHERE dossier = :code AND seq = 3",
        "DELETE FROM dossier_fact WHERE dossier = :code AND seq = 3",
    ],
)
async def test_R74_a_touched_fact_is_found_and_shown(new_house: Callable[..., Any], touched: str) -> None:
    built: House = await new_house()
    code = take_over(built.register, built.ground, datetime.now(UTC))["land-paying"]
    engine = create_engine(f"sqlite:///{built.access.settings.home}/register.db")
    with engine.begin() as connection:
        for (trigger,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text(touched), {"code": code})
    engine.dispose()
    key = built.key(Role.AUDITOR, agency=PROVINCE, whole=True) | HTML
    async with httpx2.AsyncClient(base_url=built.address, trust_env=False, timeout=30) as web:
        last = await web.get("/integrity", headers=key)
        chain = await web.get(f"/dossiers/{code}/chain", headers=key)
        if "fact = '{'" in touched:  # nothing can be read any more, and it is said why, with the way to the chain
            for path in (f"/dossiers/{code}", f"/api/v1/dossiers/{code}", f"/api/v1/dossiers/{code}/overdue"):
                refused = await web.get(path, headers=key)
                assert refused.status_code == 409, path
                assert f"/dossiers/{code}/chain" in refused.text
    assert (last.status_code, chain.status_code) == (200, 200)
    assert "không còn nguyên vẹn" in last.text
    broken = built.register.verify(code)
    assert f"Từ sự kiện {broken}, sổ không còn như khi ghi." in chain.text
    assert f'href="#fact-{broken}"' in chain.text


async def test_R74_a_row_that_is_shown_otherwise_than_its_facts_say_is_found_and_shown(
    new_house: Callable[..., Any],
) -> None:
    built: House = await new_house()
    code = take_over(built.register, built.ground, datetime.now(UTC))["land-paying"]
    key = built.key(Role.AUDITOR, agency=PROVINCE, whole=True) | HTML
    said = "hiển thị hồ sơ này khác với các sự kiện"
    async with httpx2.AsyncClient(base_url=built.address, trust_env=False, timeout=30) as web:
        assert said not in (await web.get(f"/dossiers/{code}/chain", headers=key)).text
        engine = create_engine(f"sqlite:///{built.access.settings.home}/register.db")
        with engine.begin() as connection:
            connection.execute(text("UPDATE dossier SET state = 'returned' WHERE code = :code"), {"code": code})
        engine.dispose()
        chain = (await web.get(f"/dossiers/{code}/chain", headers=key)).text
    assert said in chain
    assert "dossier.state: register returned" in chain
