"""Sending subscribers again what they were sent: for operators of the whole register alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from motcua.procedures.confidentiality import Confidentiality
from motcua.supervision.access.roles import Role
from motcua.webhooks.subscriber import Subscribers
from tests.access.conftest import PROVINCE, WARD, House
from tests.access.test_seeing import OURS, THEIRS, paper
from tests.access.unchanged import kept

NAME = "land-register"
SECRET = Confidentiality.SECRET
BODIES = {"replays": {"from": 1}, "again": {}}


@pytest.fixture(scope="module")
async def house(new_house: Callable[..., Any]) -> House:
    """Return a house with a subscriber, and dossiers of two wards."""
    built: House = await new_house()
    paper(built, OURS, "an-hoi.ttpvhcc", "an-hoi.ubnd")
    paper(built, THEIRS, "phu-khuong.ttpvhcc", "phu-khuong.ubnd")
    said = {"name": NAME, "url": "https://dat-dai.example.vn/hooks", "secret_env": "HOOK_SECRET"}
    office = built.app.state.office
    built.app.state.office = replace(office, subscribers=Subscribers.model_validate({"subscribers": [said]}))
    return built


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize(
    ("agency", "rights"),
    [
        (WARD, {"clearance": SECRET}),  # one agency
        (PROVINCE, {"clearance": SECRET}),  # a whole province
        (PROVINCE, {"whole": True}),  # everything but what is restricted or secret
        (PROVINCE, {"whole": True, "clearance": SECRET, "fields": ("Hộ tịch",)}),  # one field of everything
    ],
)
async def test_an_operator_of_a_part_has_nothing_of_the_stream_sent_again(
    house: House, web: httpx2.AsyncClient, what: str, agency: str, rights: dict[str, Any]
) -> None:
    key, before = house.key(Role.OPERATOR, agency=agency, **rights), kept(house.register)
    answer = await web.post(f"/api/v1/webhooks/{NAME}/{what}", headers=key, json=BODIES[what] | by(agency))
    assert answer.status_code == 403, answer.text
    assert "whole register" in answer.json()["detail"]
    assert "toàn bộ hồ sơ" in answer.json()["detail_vi"]
    assert {table: rows for table, rows in kept(house.register).items() if rows != before[table]} == {}


async def test_an_operator_of_the_whole_register_has_it_sent_again(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.OPERATOR, agency=PROVINCE, whole=True, clearance=SECRET)
    for what, body in BODIES.items():
        answer = await web.post(f"/api/v1/webhooks/{NAME}/{what}", headers=key, json=body | by(PROVINCE))
        assert answer.status_code == 200, answer.text
    assert [each.after for each in house.register.replays(NAME)] == [0]


def by(agency: str) -> dict[str, Any]:
    """Return who asks."""
    return {"by": {"agency": agency, "officer": "vh-1"}}
