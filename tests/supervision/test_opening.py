"""Opening a dossier over HTTP: once per key, however often and however many at once."""

import asyncio

import httpx2

from tests.supervision.conftest import opening


async def test_an_opening_is_written_when_it_is_answered(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/dossiers", json=opening("1.013831"))
    code = answer.json()["code"]
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/dossiers/{code}"
    assert (await api.get(f"/dossiers/{code}")).json()["timeline"][0]["kind"] == "opened"


async def test_the_same_key_twice_is_the_same_dossier(api: httpx2.AsyncClient) -> None:
    asked = opening("1.013831")
    first, again = [await api.post("/dossiers", json=asked) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["code"] == again.json()["code"]
    assert again.json()["repeated"] is True


async def test_the_same_key_ten_times_at_once_is_one_dossier(api: httpx2.AsyncClient) -> None:
    asked = opening("1.013831")
    answers = await asyncio.gather(*(api.post("/dossiers", json=asked) for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json()["code"] for answer in answers}) == 1


async def test_the_same_key_for_something_else_is_a_conflict(api: httpx2.AsyncClient) -> None:
    asked = opening("1.013831")
    await api.post("/dossiers", json=asked)
    other = await api.post("/dossiers", json=asked | {"procedure": "1.013225", "data": {"permit_for": "house"}})
    assert other.status_code == 409
    assert other.json()["type"] == "urn:motcua:conflict"
    assert other.json()["field"] == "key"


async def test_R20_the_authority_s_suffix_does_not_matter(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/dossiers", json=opening("1.013831.000.00.00.H61"))
    assert answer.status_code == 201


async def test_an_act_sent_twice_is_done_once(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    act = {"by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "complete", "step": "s1"}}
    first, again = [
        await api.post(f"/dossiers/{code}/actions", json=act, headers={"Idempotency-Key": "same"}) for _ in range(2)
    ]
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["seq"] == again.json()["seq"]
    closed = [e for e in (await api.get(f"/dossiers/{code}")).json()["timeline"] if e["kind"] == "duty_closed"]
    assert len(closed) == 1


async def test_personal_data_is_nowhere_in_what_is_shown(api: httpx2.AsyncClient) -> None:
    asked = opening("1.013831", applicant={"name": "Người Thử Nghiệm"})
    code = (await api.post("/dossiers", json=asked)).json()["code"]
    assert "Người Thử Nghiệm" not in (await api.get(f"/dossiers/{code}")).text
    assert "Người Thử Nghiệm" not in (await api.get("/stuck")).text
