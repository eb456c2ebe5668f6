"""Alarms on a running stack: told by itself, shown over HTTP and in the terminal, seen once."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from activities.alarms import GATHER
from motcua.register.alarms import AlarmKind
from motcua.register.register import Register
from motcua.supervision.stack import Stack
from tests.supervision.conftest import Ran

Motcua = Callable[..., Ran]


@pytest.fixture
def alarm(stack: Stack) -> Iterator[int]:
    """Raise an alarm in the stack's register as a dead letter does, and clear what the test leaves."""
    register = Register.open(f"sqlite:///{stack.home / 'register.db'}")
    for other in register.alarms():  # of what other tests let fail; some would stand until a person comes
        register.clear_alarm(other.kind, other.ref, datetime.now(UTC))
    ref, now = f"A/tax/{uuid4().hex[:6]}", datetime.now(UTC)
    detail = {"detail": "The tax office refused it.", "detail_vi": "Cơ quan thuế từ chối."}
    raised = register.raise_alarm(AlarmKind.DEAD_CALL, ref, at=now, system="tax", **detail)
    told = [other.id for other in register.alarms(every=True, limit=1000) if other.told_at and other.id != raised]
    register.told(told, now - GATHER)  # the last message was long ago, so that the next is sent at once
    yield raised
    register.clear_alarm(AlarmKind.DEAD_CALL, ref, datetime.now(UTC))
    register.close()


def outbox(stack: Stack) -> Iterator[str]:
    for mail in Path(stack.home / "outbox").glob("*.eml"):
        yield mail.read_text(encoding="utf-8")


async def test_an_alarm_is_shown_told_and_seen_over_http(stack: Stack, api: httpx2.AsyncClient, alarm: int) -> None:
    shown = (await api.get("/alarms")).json()
    assert (shown["alarms"][0]["id"], shown["alarms"][0]["detail"]["vi"]) == (alarm, "Cơ quan thuế từ chối.")
    assert shown["counts"][0]["id"] == "dead_call"
    async with httpx2.AsyncClient(base_url=stack.address, trust_env=False) as client:
        assert (await client.get("/readyz")).json()["alarms_open"] == 1
    deadline = time.monotonic() + 30
    while (await api.get("/alarms")).json()["alarms"][0]["told_at"] is None:
        assert time.monotonic() < deadline, "operators were not told within half a minute"
        time.sleep(0.2)
    assert any("motcua alarms" in mail for mail in outbox(stack))
    seen = await api.post(f"/alarms/{alarm}/seen", json={"by": {"agency": "vinhlong.ttpvhcc", "officer": "vl-9"}})
    assert seen.json()["seen_by"] == "vinhlong.ttpvhcc/vl-9"
    assert (await api.get("/alarms")).json()["alarms"] == []
    every = (await api.get("/alarms", params={"every": True, "limit": 1})).json()
    assert every["alarms"][0]["id"] == alarm


async def test_an_unknown_alarm_and_a_wrong_page_are_refused(api: httpx2.AsyncClient) -> None:
    assert (await api.post("/alarms/99999/seen", json={"by": {"agency": "a"}})).status_code == 404
    assert (await api.post("/alarms/0/seen", json={"by": {"agency": "a"}})).status_code == 422
    assert (await api.get("/alarms", params={"limit": 0})).status_code == 422


def test_an_alarm_stands_above_the_stuck_list_until_it_is_seen_in_the_terminal(motcua: Motcua, alarm: int) -> None:
    assert motcua("stuck", "--lang", "en").out.startswith("⚠ 1 alarm: calls to a department system were given up 1")
    listed = json.loads(motcua("alarms", "--json").out)
    assert [line["id"] for line in listed["alarms"]] == [alarm]
    assert "refused it" in motcua("alarms", "--lang", "en", COLUMNS="200").out
    seen = json.loads(motcua("alarms", "seen", str(alarm), "--by", "truc-01", "--json").out)
    assert seen["seen_by"] == "truc-01"
    assert motcua("alarms", "--lang", "en").out == "No alarm wants anybody.\n"
    assert "⚠" not in motcua("stuck").out
    refused = motcua("alarms", "seen", "99999")
    assert (refused.code, "no alarm 99999" in refused.err) == (2, True)
