"""The list and the overview as pages: what hostile addresses get, and what an empty house says."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from motcua.supervision.access.roles import Role
from tests.access.conftest import House

HTML = {"Accept": "text/html"}
HOSTILE = (
    "'; DROP TABLE dossier;--",
    "<script>alert(1)</script>",
    "\x00\x1b[2J",
    "٣٤",
    "x" * 79,
    "../../etc/passwd",
)


async def test_an_empty_house_says_that_nothing_is_stuck(new_house: Callable[..., Any]) -> None:
    empty = await new_house()
    key = empty.key(Role.SUPERVISOR, agency="vinhlong.ubnd")
    async with httpx2.AsyncClient(base_url=empty.address, trust_env=False, timeout=30) as web:
        stuck, overview = await web.get("/stuck", headers=key), await web.get("/", headers=key)
    assert "0 hồ sơ cần người xử lý" in stuck.text
    assert "Không có việc nào chờ quyết định" in overview.text
    assert "Chưa có hồ sơ có hạn nào xong trong tháng này" in overview.text


@pytest.mark.parametrize("field", ["agency", "procedure", "q", "cursor"])
@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_filters_find_nothing_and_are_shown_as_text(
    house: House, web: httpx2.AsyncClient, field: str, text: str
) -> None:
    answer = await web.get("/stuck", params={field: text}, headers=house.key(Role.SUPERVISOR) | HTML)
    assert answer.status_code in (200, 422)
    assert "<script>" not in answer.text
    assert "\x1b" not in answer.text
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "magic"},
        {"late_by": "5cd"},
        {"late": "any"},
        {"sort": "beauty"},
        {"group": "mine"},
        {"officer": "cb-1"},
        {"system": "nowhere"},
        {"field": "Thiên văn"},
        {"q": "a b c d e f g h i j k l m n o p q"},
        {"due_before": "31/12/2026"},
        {"due_before": "9999-12-31"},
        {"cursor": "1~"},
        {"cursor": "abc~H61"},
        {"agency": "x" * 81},
        {"cursor": "x" * 500},
    ],
)
async def test_a_filter_that_is_none_is_refused_by_name(
    house: House, web: httpx2.AsyncClient, wrong: dict[str, str]
) -> None:
    answer = await web.get("/stuck", params=wrong, headers=house.key(Role.SUPERVISOR) | HTML)
    assert answer.status_code == 422
    assert "Không làm được như yêu cầu" in answer.text
    assert 'class="skip"' in answer.text


async def test_a_form_left_as_it_was_asks_for_everything(house: House, web: httpx2.AsyncClient) -> None:
    left = dict.fromkeys(
        ("agency", "procedure", "reason", "late_by", "due_before", "officer", "field", "system", "group", "q"), ""
    )
    assert (await web.get("/stuck", params=left, headers=house.key(Role.SUPERVISOR) | HTML)).status_code == 200


async def test_operators_connections_are_shown_to_those_who_may_see_them(house: House, web: httpx2.AsyncClient) -> None:
    assert 'id="h-src"' in (await web.get("/", headers=house.key(Role.SUPERVISOR))).text
    assert 'id="h-src"' not in (await web.get("/", headers=house.key(Role.OFFICER))).text


@pytest.mark.parametrize("asked", ["", "12/TNHS", "nobody", *HOSTILE])
async def test_what_is_not_found_is_said_and_never_guessed(house: House, web: httpx2.AsyncClient, asked: str) -> None:
    answer = await web.get("/find", params={"q": asked}, headers=house.key(Role.OFFICER))
    assert answer.status_code == 200
    assert "Tìm hồ sơ" in answer.text
    assert "<script>" not in answer.text


async def test_a_code_leads_to_its_dossier(house: House, web: httpx2.AsyncClient) -> None:
    answer = await web.get("/find", params={"q": " 000.00.07.h61-261102-0005 "}, headers=house.key(Role.OFFICER))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dossiers/000.00.07.H61-261102-0005"
