"""No page is heavy, however much there is to say."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from bench.registers import AGENCIES, fill
from motcua.supervision.access.roles import Role
from tests.access.conftest import House

MOST = 90_000
"""Bytes; the bound is 100 kB, and the names of this register are shorter than real ones."""
PAGES = (
    "/agencies?idle=true",
    "/agencies/vinhlong.ubnd?whole=true",
    "/procedures",
    *(
        f"/reports/{kind}?period=2026&details=true"
        for kind in ("form06", "ontime", "766", "index", "officers", "delays", "ageing")
    ),
    *(f"/reports/{kind}?period=2026&least=1" for kind in ("best", "late-procedures")),
    "/reports/form06/behind?period=2026&figure=3",
    "/reports",
)


@pytest.fixture(scope="module")
async def full(new_house: Callable[..., Any]) -> House:
    """Return a house with 200 procedures, all of which 130 agencies carry out."""
    built: House = await new_house()
    fill(built.register, 6_000, visits=2)
    return built


async def test_no_page_is_heavy_however_much_there_is(full: House) -> None:
    key = full.key(Role.SUPERVISOR, agency="vinhlong.ubnd", whole=True)
    async with httpx2.AsyncClient(base_url=full.address, trust_env=False, timeout=60) as web:
        for path in PAGES:
            page = await web.get(path, headers=key)
            assert page.status_code == 200, (path, page.text[:300])
            assert len(page.content) < MOST, (path, len(page.content))


async def test_a_list_goes_on_where_the_page_ends(full: House) -> None:
    key = full.key(Role.SUPERVISOR, agency="vinhlong.ubnd", whole=True)
    async with httpx2.AsyncClient(base_url=full.address, trust_env=False, timeout=60) as web:
        first = await web.get("/reports/ontime?period=2026", headers=key)
        assert "Trang 1/" in first.text
        last = await web.get("/reports/ontime?period=2026&page=10000", headers=key)
        assert f'<td class="r">{AGENCIES}</td>' in last.text
        listed = await web.get("/reports/form06/behind?period=2026&figure=3", headers=key)
        following = listed.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        further = await web.get(following.replace("&amp;", "&"), headers=key)
        codes = [set(_codes(page.text)) for page in (listed, further)]
        assert [len(each) for each in codes] == [60, 60]
        assert not codes[0] & codes[1]


def _codes(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('href="/dossiers/')[1:]]
