"""With the workflow engine away whoever needs it is told so, and to ask again; nothing fails with an error of ours."""

from typing import Any

import httpx2
import pytest

from motcua.supervision.access.roles import Role
from tests.access.conftest import WARD, House
from tests.access.test_seeing import paper

CODE = "000.00.07.H61-261123-0005"
BY = {"agency": WARD, "officer": "gs-1"}
NEEDS_IT: dict[str, dict[str, Any]] = {
    "/repairs": {"what": "reassign", "reason": "thử", "agency": "an-hoi.ubnd", "officer": "cb-2", "codes": [CODE]},
    f"/dossiers/{CODE}/actions": {"key": "k-1", "do": {"kind": "complete", "step": "s1"}},
}


@pytest.mark.parametrize("path", NEEDS_IT)
async def test_a_call_that_needs_the_engine_is_answered_with_503_while_it_is_away(house: House, path: str) -> None:
    if not house.register.has(CODE):
        paper(house, CODE, "an-hoi.ttpvhcc", "an-hoi.ubnd")
    key = house.key(Role.SUPERVISOR, Role.OFFICER, Role.OPERATOR, whole=True)
    async with httpx2.AsyncClient(base_url=f"{house.address}/api/v1", timeout=30, trust_env=False, headers=key) as web:
        answer = await web.post(path, json=NEEDS_IT[path] | {"by": BY})
    assert answer.status_code == 503, answer.text
    assert answer.json()["type"] == "urn:motcua:unavailable"
    assert answer.headers["Retry-After"]
