"""Subscribers on the whole stack: told within a moment, their ledger shown, a stretch replayed, a file checked."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx2

from motcua.register.register import Register
from motcua.supervision.stack import Stack
from motcua.webhooks.cloudevent import EventData
from tests.supervision.conftest import SUBSCRIBERS, Ran, opening
from tests.webhooks.receiver import Receiver

NAME = "register-of-births"
OPERATOR = {"agency": "vinhlong.ttpvhcc", "officer": "vl-001"}


async def until(holds: Callable[[], bool], what: str, patience: float = 20) -> None:
    """Wait until something that must come by itself is there."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


async def told(api: httpx2.AsyncClient, stack: Stack, receiver: Receiver) -> str:
    """Open a dossier and return its code once the subscriber has heard all of it."""
    code = str((await api.post("/dossiers", json=opening("2.000908"))).raise_for_status().json()["code"])
    register = Register.open(stack.settings.register)
    seq = register.summary(code).seq
    register.close()
    await until(lambda: len(receiver.ids(code)) >= seq, "every event arrives")
    return code


async def test_a_subscriber_hears_of_a_dossier_in_order_and_verifies_it(
    api: httpx2.AsyncClient, stack: Stack, receiver: Receiver
) -> None:
    code = await told(api, stack, receiver)
    events = [event for event in receiver.effects.values() if event["subject"] == code]
    assert [event["sequence"] for event in events] == [str(seq) for seq in range(1, len(events) + 1)]
    assert receiver.forged == 0
    assert {event["source"] for event in events} == {stack.address}
    schema = (await httpx2.AsyncClient(trust_env=False).get(events[0]["dataschema"])).json()
    assert set(schema["properties"]) == set(EventData.model_fields) == set(events[0]["data"])


async def test_the_ledger_shows_where_a_subscriber_stands(
    api: httpx2.AsyncClient, stack: Stack, receiver: Receiver, motcua: Callable[..., Ran]
) -> None:
    code = await told(api, stack, receiver)
    (subscriber,) = (await api.get("/webhooks")).raise_for_status().json()["subscribers"]
    assert (subscriber["name"], subscriber["dead"], subscriber["gone"]) == (NAME, 0, False)
    shown = (await api.get(f"/webhooks/{NAME}", params={"dossier": code})).raise_for_status().json()
    assert {line["code"] for line in shown["deliveries"]} == {code}
    ran = await asyncio.to_thread(motcua, "webhooks", NAME, "--json")
    assert json.loads(ran.out)["subscriber"]["name"] == NAME, ran.err
    table = await asyncio.to_thread(motcua, "webhooks", "--lang", "en")
    assert NAME in table.out, table.err
    assert (await api.get("/webhooks/nobody")).status_code == 404


async def test_a_stretch_is_replayed_over_http_and_from_the_command_line(
    api: httpx2.AsyncClient, stack: Stack, receiver: Receiver, motcua: Callable[..., Ran]
) -> None:
    code = await told(api, stack, receiver)
    first = receiver.ids(code)[0]
    asked = await api.post(f"/webhooks/{NAME}/replays", json={"by": OPERATOR, "from": 1})
    assert asked.status_code == 200, asked.text
    await until(lambda: receiver.arrived[first] == 2, "it is sent again")
    ran = await asyncio.to_thread(motcua, "webhooks", "replay", NAME, "--from", "2020-01-01T00:00:00+07:00", "--json")
    assert json.loads(ran.out)["after"] == 0, ran.err
    await until(lambda: receiver.arrived[first] == 3, "it is sent once more")
    assert receiver.ids(code)[0] == first
    unfit = ({"from": 10**30}, {"from": 0}, {"from": "yesterday"}, {"from": 2, "to": 1}, {"from": -3})
    for wrong in (*unfit, {"from": "0001-01-01T00:00:00+14:00"}, {"from": 1, "to": "9999-12-31T23:59:59-12:00"}):
        refused = await api.post(f"/webhooks/{NAME}/replays", json={"by": OPERATOR} | wrong)
        assert refused.status_code in (400, 422), (wrong, refused.text)
    assert (await api.post(f"/webhooks/{NAME}/again", json={"by": OPERATOR})).json() == {"deliveries": 0}


def test_a_file_is_checked_before_it_is_used(motcua: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "subscribers.yaml"
    file.write_text(SUBSCRIBERS.format(url="http://127.0.0.1:9/hooks"), encoding="utf-8")
    assert motcua("webhooks", "check", str(file), "--lang", "en").out.strip() == "1 subscribers, in order."
    file.write_text(
        SUBSCRIBERS.format(url="http://127.0.0.1:9/hooks").replace("2.000908", "9.999999"), encoding="utf-8"
    )
    refused = motcua("webhooks", "check", str(file))
    assert (refused.code, "9.999999" in refused.err) == (2, True)
