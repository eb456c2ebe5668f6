"""The frame of a page is there before its figures are; what can be refused has its own status all the same."""

import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from motcua.errors import UnavailableError
from motcua.supervision.access.roles import Role
from motcua.supervision.web import overview
from motcua.supervision.web.ahead import MARK
from tests.access.conftest import House
from tests.web.browsing import CHROMIUM, signed_in

HTML = {"Accept": "text/html"}
FRAME_AHEAD = ("/", "/stuck", "/agencies", "/agencies/an-hoi.ttpvhcc", "/procedures", "/procedures/1.009645")
MINUTES = re.compile(r"\d\d:\d\d(:\d\d)?|\d+ (phút|giờ)")


@pytest.fixture(scope="module")
def supervisor(house: House) -> dict[str, str]:
    """Return the key of a supervisor who sees all."""
    return house.key(Role.SUPERVISOR, whole=True)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Return what lets the overview's figures be counted; until it is called they are not."""
    counted, count = threading.Event(), overview.figures_of

    def later(*of: Any) -> Any:
        assert counted.wait(20)
        return count(*of)

    monkeypatch.setattr(overview, "figures_of", later)
    yield counted.set
    counted.set()


@asynccontextmanager
async def coming(web: httpx2.AsyncClient, path: str, headers: dict[str, str]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Yield a page piece by piece, as it comes."""
    async with web.stream("GET", path, headers=headers | HTML) as answer:
        assert answer.status_code == 200
        yield answer.aiter_bytes()


async def test_the_frame_comes_before_the_figures_are_counted(
    web: httpx2.AsyncClient, supervisor: dict[str, str], counting: Callable[[], None]
) -> None:
    async with coming(web, "/?lang=en", supervisor) as pieces:
        first = await anext(pieces)
        assert first.endswith(MARK)
        assert b"<title>Overview" in first
        assert b'href="/stuck"' in first
        counting()
        rest = b"".join([piece async for piece in pieces])
    assert rest.count(b"<h1>") == 1
    assert rest.endswith(b"</html>")
    assert MARK not in rest


@pytest.mark.parametrize("path", FRAME_AHEAD)
async def test_a_page_that_comes_in_two_is_the_page_that_comes_whole(
    web: httpx2.AsyncClient, supervisor: dict[str, str], path: str
) -> None:
    for _ in range(2):  # figures may have been counted anew in between
        whole = await web.get(path, headers=supervisor)
        async with coming(web, path, supervisor) as pieces:
            in_two = b"".join([piece async for piece in pieces]).decode()
        if _timeless(in_two) == _timeless(whole.text):
            break
    assert "content-length" in whole.headers
    assert _timeless(in_two) == _timeless(whole.text)


def _timeless(page: str) -> str:
    """Return a page without what the clock says, and without what alone tells that its frame came ahead."""
    return MINUTES.sub("", page.replace('class="push opt" hidden', 'class="push opt"'))


async def test_a_choice_of_language_is_kept_whether_or_not_the_frame_comes_ahead(
    web: httpx2.AsyncClient, supervisor: dict[str, str]
) -> None:
    answer = await web.get("/stuck?lang=en", headers=supervisor | HTML)
    assert "content-length" not in answer.headers
    assert answer.cookies["motcua_lang"] == "en"


async def test_a_part_that_is_away_is_told_within_the_page(
    web: httpx2.AsyncClient, supervisor: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> Any:
        raise UnavailableError("The register does not answer.", vi="Sổ đăng ký không trả lời.")

    monkeypatch.setattr(overview, "figures_of", away)
    page = await web.get("/", headers=supervisor | HTML)
    assert (page.status_code, page.text.count("<h1>"), page.text.count("<main")) == (200, 1, 1)
    assert "Sổ đăng ký không trả lời." in page.text
    assert page.text.endswith("</html>")
    assert (await web.get("/", headers=supervisor)).status_code == 503


async def test_a_defect_says_nothing_of_itself_within_the_page(
    web: httpx2.AsyncClient, supervisor: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "figures_of", lambda *_: {}["secret of the house"])
    page = await web.get("/", headers=supervisor | HTML)
    assert "Hệ thống gặp lỗi; lỗi đã được ghi nhận." in page.text
    assert "secret" not in page.text
    assert page.text.endswith("</html>")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stuck?cursor=made-up", 422),
        ("/stuck?agency=nowhere.at-all", 422),
        ("/stuck?view=none", 404),
        ("/agencies/nowhere.at-all", 404),
        ("/agencies?page=0", 422),
        ("/procedures/0.000000", 404),
        ("/procedures/1.009645?version=none", 404),
    ],
)
async def test_what_is_refused_has_its_status(
    web: httpx2.AsyncClient, supervisor: dict[str, str], path: str, status: int
) -> None:
    assert (await web.get(path, headers=supervisor | HTML)).status_code == status


async def test_nobody_is_shown_a_frame_who_may_not_see_the_page(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.OFFICER, agency="an-hoi.ttpvhcc")
    refused = await web.get("/agencies/vinhlong.thue", headers=key | HTML)
    assert refused.status_code == 403
    unknown = await web.get("/stuck", headers=HTML)
    assert (unknown.status_code, unknown.text) == (303, "")


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
async def test_the_moment_of_the_figures_stands_at_the_top_with_a_script_and_at_the_bottom_without(
    house: House, codes: dict[str, str]
) -> None:
    assert codes
    async with signed_in(house.address, "played-giam-sat") as somebody:
        for scripts in (True, False):
            async with somebody.page("/stuck", java_script_enabled=scripts) as page:
                assert await page.is_visible(".strip [data-at]") is scripts
                assert await page.is_visible(".foot [data-at]")
                said = [await each.text_content() for each in await page.query_selector_all("[data-at]")]
                assert len(said) == 2
                assert not scripts or said[0] == said[1]
