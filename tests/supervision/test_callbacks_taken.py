"""Answers that come later: signed by the right system, for an open request, once."""

import asyncio
from base64 import b64encode
from datetime import UTC, datetime

import httpx2
import pytest

from motcua.departments.port import Answer, Progress
from motcua.exchange.signing import SigningKey
from motcua.supervision.local_state import signing_secret
from motcua.supervision.stack import Stack
from tests.supervision.conftest import Json, opening

POLICE = "an-hoi.cong-an"


@pytest.fixture
async def asked(api: httpx2.AsyncClient, departments: httpx2.AsyncClient) -> str:
    """Open a dossier whose request the police system has taken on and never answers; return the request's key."""
    (await departments.put("/police/behaviour", json={"kind": "silent"})).raise_for_status()
    code = (await api.post("/dossiers", json=opening("1.004222", by={"agency": POLICE}))).json()["code"]
    act = {"key": "s1", "by": {"agency": POLICE}, "do": {"kind": "complete", "step": "s1"}}
    assert (await api.post(f"/dossiers/{code}/actions", json=act)).status_code == 200
    key = f"{code}/s2/1"
    for _ in range(100):
        ledger = (await departments.get("/police/ledger")).json()["requests"]
        if ledger.get(key, {}).get("accepted"):
            return key
        await asyncio.sleep(0.1)
    pytest.fail("the police system was not asked")


async def deliver(
    api: httpx2.AsyncClient, stack: Stack, key: str, *, system: str = "police", secret: str | None = None, **said: str
) -> httpx2.Response:
    body = Answer.model_validate({"key": key, "outcome": "done", **said}).model_dump_json().encode()
    signed = SigningKey(secret or signing_secret(stack.home)).headers(key, body, datetime.now(UTC))
    for _ in range(50):
        taken = await api.post(f"/callbacks/{system}", content=body, headers=signed)
        if taken.status_code != 503:
            return taken
        await asyncio.sleep(0.1)  # whoever waits for it is just being set up: a system sends it again
    return taken


async def dossier_of(api: httpx2.AsyncClient, key: str) -> Json:
    dossier: Json = (await api.get(f"/dossiers/{key.split('/')[0]}")).json()
    return dossier


async def wait_until_answered(api: httpx2.AsyncClient, key: str) -> Json:
    for _ in range(100):
        dossier = await dossier_of(api, key)
        if "s2" not in {duty["step"]["id"] for duty in dossier["duties"]}:
            return dossier
        await asyncio.sleep(0.1)
    pytest.fail("the answer did not reach the dossier")


async def test_a_signed_answer_moves_the_dossier_on(api: httpx2.AsyncClient, stack: Stack, asked: str) -> None:
    answer = await deliver(api, stack, asked, reference="CT-17")
    assert answer.status_code == 200, answer.text
    dossier = await wait_until_answered(api, asked)
    assert [duty["step"]["id"] for duty in dossier["duties"]] == ["s3"]


async def test_an_answer_may_be_as_large_by_callback_as_at_once(api: httpx2.AsyncClient, stack: Stack) -> None:
    for size, status in ((1_000_000, 401), (1_100_000, 413)):
        assert (await api.post("/callbacks/police", content=b"x" * size)).status_code == status


async def test_a_second_delivery_does_nothing(api: httpx2.AsyncClient, stack: Stack, asked: str) -> None:
    first, again = [await deliver(api, stack, asked, reference="CT-17") for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["repeated"] is True
    seq = (await wait_until_answered(api, asked))["seq"]
    await deliver(api, stack, asked, reference="CT-17")
    assert (await dossier_of(api, asked))["seq"] == seq


async def test_another_answer_to_what_is_answered_is_a_conflict(
    api: httpx2.AsyncClient, stack: Stack, asked: str
) -> None:
    await deliver(api, stack, asked, reference="CT-17")
    other = await deliver(api, stack, asked, reference="CT-18")
    assert other.status_code == 409
    assert other.json()["type"] == "urn:motcua:conflict"


async def test_nobody_answers_what_nobody_asked(api: httpx2.AsyncClient, stack: Stack) -> None:
    answer = await deliver(api, stack, "041.00.86.G01-261119-9999/s2/1")
    assert answer.status_code == 404


async def test_a_system_cannot_answer_for_another(api: httpx2.AsyncClient, stack: Stack, asked: str) -> None:
    answer = await deliver(api, stack, asked, system="tax")
    assert answer.status_code == 404
    assert (await dossier_of(api, asked))["waiting_for"]["id"] == "department_system"


async def test_a_wrong_signature_is_not_believed(api: httpx2.AsyncClient, stack: Stack, asked: str) -> None:
    stolen = f"whsec_{b64encode(bytes(32)).decode()}"
    answer = await deliver(api, stack, asked, secret=stolen)
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:motcua:signature-refused"
    unsigned = await api.post("/callbacks/police", content=b"{}")
    assert unsigned.status_code == 401
    unknown = await deliver(api, stack, asked, system="unheard-of")
    assert unknown.status_code == 401
    assert (await dossier_of(api, asked))["waiting_for"]["id"] == "department_system"


async def test_a_signed_answer_that_is_none_is_not_acted_on(api: httpx2.AsyncClient, stack: Stack, asked: str) -> None:
    body = b'{"key": "x", "outcome": "perhaps"}'
    signed = SigningKey(signing_secret(stack.home)).headers("x", body, datetime.now(UTC))
    answer = await api.post("/callbacks/police", content=body, headers=signed)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:motcua:unreadable-answer"


async def test_a_stage_that_comes_late_is_taken_kept_aside_and_changes_nothing(
    api: httpx2.AsyncClient, stack: Stack, asked: str
) -> None:
    for stage in ("received", "in_process", "received"):
        body = Progress(key=asked, stage=stage).model_dump_json().encode()
        signed = SigningKey(signing_secret(stack.home)).headers(asked, body, datetime.now(UTC))
        taken = await api.post("/callbacks/police", content=body, headers=signed)
        assert taken.status_code == 200, taken.text  # sent again it would be no use either

    kept = (await api.get("/exchange/refused")).json()["messages"]
    assert [message["kind"] for message in kept if message["key"] == asked] == ["out-of-order"]
    assert (await dossier_of(api, asked))["waiting_for"]["id"] == "department_system"
