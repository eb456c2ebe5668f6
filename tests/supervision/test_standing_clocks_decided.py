"""R36: a decision about clocks during an outage as an operator meets it: over HTTP and on the command line."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from motcua.register.department_tables import OutageRow
from motcua.register.register import Register
from motcua.register.topic import sql_table
from motcua.settings import Settings
from motcua.supervision.installation import register_of
from motcua.supervision.stack import Stack

BY = {"agency": "vinhlong.ttpvhcc", "officer": "vl-001"}
SYSTEM = "weather"
"""A system nobody is connected to: no keeper looks after its outages."""


@pytest.fixture
def away(stack: Stack):
    """Let the system be away since an hour, and be back in the end."""
    with register_of(Settings(home=stack.settings.home)) as register:
        row = {"system": SYSTEM, "began_at": _ago(1), "last_error": "500", "failures": 9, "dossiers": 0, "probes": 3}
        _change(register, insert(sql_table(OutageRow)), row)
        yield register.outage_under_way(SYSTEM).id
        over = update(OutageRow).where(OutageRow.system == SYSTEM).values(ended_at=datetime.now(UTC))
        _change(register, over, None)


def _change(register: Register, statement, row) -> None:
    with register._store.writing() as connection:
        connection.execute(statement, row)


def _ago(hours: float) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


def asked(**values):
    said = {"number": "21/QĐ-UBND", "decided_on": "2026-11-06", "authority": "vinhlong.ttpvhcc", "basis": "Điều 9"}
    said |= {"reason": "gián đoạn", "since": _ago(0.5).isoformat()}
    return {"by": BY, "decision": said | values}


async def test_R36_a_decision_is_previewed_and_confirmed_over_http(api, away):
    preview = await api.post(f"/outages/{SYSTEM}/standings", json=asked())
    assert preview.status_code == 202, preview.text
    id = preview.json()["id"]
    assert id == f"stand:{away}:21-qd-ubnd"
    for _ in range(100):
        if (await api.get(f"/campaigns/{id}")).json()["state"] == "draft":
            break
        await asyncio.sleep(0.2)
    assert (await api.post(f"/campaigns/{id}/confirmations", json={"by": BY})).status_code == 202
    second = await api.post(f"/outages/{SYSTEM}/standings", json=asked(number="22/QĐ-UBND"))
    assert (second.status_code, second.json()["rule"]) == (409, "R36")


@pytest.mark.parametrize(
    ("values", "status", "field"),
    [
        ({"since": _ago(5).isoformat()}, 409, "since"),
        ({"since": _ago(-5).isoformat()}, 409, "since"),
        ({"basis": ""}, 422, "decision.basis"),
        ({"since": "2026-11-06T07:30:00"}, 422, "decision.since"),
        ({"authority": "nobody"}, 404, None),
        ({"number": "9" * 241}, 422, "number"),  # each dossier says it, with its date and whose it is
    ],
)
async def test_R36_a_decision_that_does_not_fit_is_a_problem_with_its_field(api, away, values, status, field):
    answer = await api.post(f"/outages/{SYSTEM}/standings", json=asked(**({"number": "23/QĐ-UBND"} | values)))
    assert answer.status_code == status, answer.text
    assert field is None or answer.json()["field"].endswith(field)
    assert answer.json()["detail_vi"]


async def test_R36_a_system_that_is_not_away_lets_nothing_stand(api, motcua):
    answer = await api.post("/outages/population/runs", json=asked())
    assert (answer.status_code, answer.json()["rule"]) == (404, "R36")
    said = (
        "outages",
        "stand",
        "population",
        "--number",
        "1/QĐ",
        "--basis",
        "Điều 9",
        "--reason",
        "x",
        "--by",
        "nobody",
    )
    ran = await asyncio.to_thread(motcua, *said)
    assert (ran.code, "R36" in ran.err) == (2, True)


async def test_R36_a_decision_is_previewed_confirmed_and_ended_from_a_terminal(motcua, away):
    said = ("--basis", "Điều 9", "--reason", "gián đoạn", "--by", "vinhlong.ttpvhcc/vl-001")
    made = await asyncio.to_thread(motcua, "outages", "stand", SYSTEM, "--number", "24/QĐ-UBND", *said, "--json")
    assert made.code == 0, made.err
    id = json.loads(made.out)["id"]
    confirmed = ("campaign", id, "--confirm", "--by", "vinhlong.ttpvhcc/vl-001", "--lang", "en")
    ran = await asyncio.to_thread(motcua, *confirmed)
    assert (ran.code, "still in force" in ran.out) == (0, True), ran.err
    ended = await asyncio.to_thread(motcua, "outages", "run", SYSTEM, "--number", "25/QĐ-UBND", *said, "--lang", "en")
    assert (ended.code, "Nothing is changed yet" in ended.out) == (0, True), ended.err
