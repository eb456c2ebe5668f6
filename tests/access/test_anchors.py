"""Anchors over HTTP: auditors see them, and whoever sees a dossier has its proof."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from motcua.dossiers.anchoring import Anchor, Beside, Head, root_over
from motcua.register.anchor_files import AnchorFolder
from motcua.supervision.access.roles import Role
from tests.access.conftest import House
from tests.access.test_seeing import OURS, THEIRS, paper


@pytest.fixture(scope="module")
async def anchored(new_house: Callable[..., Any]) -> House:
    """Return a house with two dossiers of two wards, both anchored."""
    house: House = await new_house()
    paper(house, OURS, "an-hoi.ttpvhcc", "an-hoi.ubnd")
    paper(house, THEIRS, "phu-khuong.ttpvhcc", "phu-khuong.ubnd")
    register = house.register
    anchor = register.take_anchor("test", datetime.now(UTC), house.ground.calendars["vn"].tz)
    heads = (grown.head for grown in register.grown(anchor.after, anchor.position))
    AnchorFolder(house.access.settings.anchors_folder).write(anchor, heads)
    return house


async def get(house: House, path: str, key: dict[str, str]) -> httpx2.Response:
    """Ask the house."""
    async with httpx2.AsyncClient(base_url=f"{house.address}/api/v1", trust_env=False, timeout=30) as web:
        return await web.get(path, headers=key)


async def test_an_auditor_sees_what_was_given_away(anchored: House) -> None:
    key = anchored.key(Role.AUDITOR, whole=True)
    (listed,) = (await get(anchored, "/anchors", key)).json()["anchors"]
    assert Anchor.model_validate(listed).holds
    assert (await get(anchored, "/anchors/1", key)).json()["digest"] == listed["digest"]
    assert (await get(anchored, "/anchors/2", key)).status_code == 404
    assert (await get(anchored, "/anchors", anchored.key(Role.OFFICER))).status_code == 403


async def test_whoever_sees_a_dossier_can_check_its_proof_alone(anchored: House) -> None:
    key = anchored.key(Role.OFFICER, agency="an-hoi.ubnd")
    told = (await get(anchored, f"/dossiers/{OURS}/anchor", key)).json()
    path = [Beside.model_validate(step) for step in told["path"]]
    assert told["holds"]
    assert root_over(Head(OURS, told["seq"], told["hash"]), path) == told["anchor"]["root"]
    assert (await get(anchored, f"/dossiers/{THEIRS}/anchor", key)).status_code == 403


@pytest.mark.parametrize("path", ["/anchors?limit=0", "/anchors?cursor=-1", "/anchors/0", f"/anchors/{2**63}"])
async def test_what_cannot_be_meant_is_refused(anchored: House, path: str) -> None:
    assert (await get(anchored, path, anchored.key(Role.AUDITOR, whole=True))).status_code == 422


async def test_a_day_before_the_first_anchor_has_no_proof(anchored: House) -> None:
    answer = await get(anchored, f"/dossiers/{OURS}/anchor?day=2020-01-01", anchored.key(Role.AUDITOR, whole=True))
    assert (answer.status_code, answer.json()["field"]) == (404, "day")
