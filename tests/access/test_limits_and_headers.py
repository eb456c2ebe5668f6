"""What every response says to a browser, and how often anybody may ask."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from motcua.errors import TooManyRequestsError
from motcua.supervision.access.headers import policy
from motcua.supervision.access.limits import Limit
from motcua.supervision.access.roles import Role
from tests.access.conftest import House


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/me", "/api/v1/docs", "/nowhere", "/signed-out"])
async def test_every_answer_bears_the_headers(web: httpx2.AsyncClient, path: str) -> None:
    headers = (await web.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'self'; form-action 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    said = policy("https://id.example.gov.vn/realms/vinhlong")
    assert "unsafe" not in said
    assert "form-action 'self' https://id.example.gov.vn;" in said


async def test_under_https_cookies_are_the_host_s_own_and_the_browser_is_bound_to_it(
    new_house: Callable[..., Any],
) -> None:
    house: House = await new_house(public_url="https://mot-cua.example.gov.vn")
    assert house.access.cookie("a") == "__Host-a"
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as web:
        assert (await web.get("/healthz")).headers["strict-transport-security"].startswith("max-age=")


async def test_the_page_of_the_api_loads_nothing(web: httpx2.AsyncClient) -> None:
    page = (await web.get("/api/v1/docs")).text
    assert "/api/v1/dossiers" in page
    assert not any(mark in page for mark in ("<script", "<style", "style=", "http://", "https://"))


def test_a_bucket_fills_again_evenly() -> None:
    now = 0.0
    limit = Limit(60, lambda: now)
    for _ in range(60):
        limit.take("a")
    with pytest.raises(TooManyRequestsError) as refused:
        limit.take("a")
    assert refused.value.seconds == 1
    limit.take("b")
    now = 1.0
    limit.take("a")
    with pytest.raises(TooManyRequestsError):
        limit.take("a")


async def test_whoever_asks_too_often_is_told_when_to_come_again(new_house: Callable[..., Any]) -> None:
    house: House = await new_house(system_requests_per_minute=3, unknown_requests_per_minute=3)
    key = house.key(Role.AUDITOR)
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as web:
        for _ in range(3):
            assert (await web.get("/api/v1/me", headers=key)).status_code == 200
        refused = await web.get("/api/v1/me", headers=key)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert refused.json()["type"] == "urn:motcua:too-many-requests"
        assert (await web.get("/api/v1/me", headers=house.key(Role.AUDITOR))).status_code == 200, "another key"
        statuses = [(await web.get("/api/v1/me")).status_code for _ in range(4)]
        assert statuses == [401, 401, 401, 429]
        assert (await web.get("/api/v1/docs")).status_code == 429
        assert (await web.get("/healthz")).status_code == 200, "the platform's probes are not counted"
