"""An outage as people see it: in the stuck list, on the dossier, in a line of its own; and what was not believed."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from motcua.supervision.stack import Stack
from tests.supervision.conftest import Json, Ran, opening

RESIDENCE, POLICE = "1.004222", "an-hoi.cong-an"
BY = {"by": {"agency": "an-hoi.ttpvhcc", "officer": "tn-01"}}


async def until(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    for _ in range(300):
        if found := await look():
            return found
        await asyncio.sleep(0.1)
    pytest.fail(f"did not happen: {what}")


@pytest.fixture
async def waiting(api: httpx2.AsyncClient, departments: httpx2.AsyncClient) -> str:
    """Open a dossier that waits on a system that is away."""
    (await departments.put("/police/behaviour", json={"kind": "error", "status": 503})).raise_for_status()
    code = (await api.post("/dossiers", json=opening(RESIDENCE, by={"agency": POLICE}))).json()["code"]
    act = {"key": "s1", "by": {"agency": POLICE}, "do": {"kind": "complete", "step": "s1"}}
    assert (await api.post(f"/dossiers/{code}/actions", json=act)).status_code == 200

    async def away() -> list[Json]:
        outages = (await api.get("/exchange/outages", params={"system": "police"})).json()["outages"]
        return [each for each in outages if each["ended_at"] is None and code in each["codes"]]

    await until(away, "the dossier waits on the outage")
    return code


async def test_a_dossier_says_which_system_it_waits_for_and_since_when_and_goes_on(
    api: httpx2.AsyncClient, departments: httpx2.AsyncClient, motcua: Callable[..., Ran], waiting: str
) -> None:
    shown = await api.get(f"/dossiers/{waiting}")
    assert shown.json()["waiting_for"]["id"] == "department_system"
    assert shown.json()["waiting_for"]["en"].startswith("department system Police since ")
    page = (await api.get("/stuck", params={"reason": "department_system", "limit": 500})).json()
    row = next(row for row in page["dossiers"] if row["code"] == waiting)
    assert "gián đoạn từ" in row["reason"]["vi"]
    assert row["call"]["away_since"] is not None
    ran = motcua("outages", "--json")
    assert waiting in json.loads(ran.out)["outages"][0]["codes"]
    assert "held" in motcua("calls", waiting).out

    (await departments.put("/police/behaviour", json={"kind": "at_once"})).raise_for_status()
    assert (await api.post("/exchange/outages/police/try", json=BY)).status_code == 200

    async def went_on() -> bool:
        duties = (await api.get(f"/dossiers/{waiting}")).json()["duties"]
        return "s2" not in {duty["step"]["id"] for duty in duties}

    await until(went_on, "it goes on by itself")
    (call,) = (await api.get(f"/dossiers/{waiting}/calls")).json()["calls"]
    assert (call["state"], call["exchanges"][-1]["result"]) == ("answered", "answered")
    again = await api.get(f"/dossiers/{waiting}", headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 200
    assert (await api.post("/exchange/outages/police/try", json=BY)).status_code == 404


async def test_what_was_not_believed_is_shown_by_digest_until_somebody_has_seen_it(
    api: httpx2.AsyncClient, stack: Stack, motcua: Callable[..., Ran]
) -> None:
    for _ in range(2):
        assert (await api.post("/callbacks/police", content=b"nobody signed this")).status_code == 401
    messages = (await api.get("/exchange/refused", params={"system": "police"})).json()["messages"]
    message = next(m for m in messages if m["size"] == 18)
    assert (message["kind"], message["times"], message["code"]) == ("signature-refused", 2, None)
    assert message["digest"][:16] in motcua("messages", "--json").out
    seen = await api.post(f"/exchange/refused/{message['id']}/seen", json=BY)
    assert seen.json()["seen_by"] == "an-hoi.ttpvhcc/tn-01"
    left = (await api.get("/exchange/refused")).json()["messages"]
    assert message["id"] not in {m["id"] for m in left}
