"""Anchors on the command line, and the schedules a real worker makes: beside the running stack."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from activities.anchors import AnchorActivities
from motcua.dossiers.ground import Ground
from motcua.register.anchor_files import AnchorFolder
from motcua.register.register import Register
from motcua.supervision.connection import connect
from motcua.supervision.stack import Stack
from tests.supervision.conftest import Ran, opening

Motcua = Callable[..., Ran]


@pytest.fixture
def office(stack: Stack, ground: Ground) -> Iterator[AnchorActivities]:
    """Return what takes anchors of the stack's register, where its own worker would file them."""
    register = Register.open(f"sqlite:///{stack.home}/register.db")
    yield AnchorActivities(register, AnchorFolder(stack.home / "anchors"), ground.calendars["vn"].tz, {})
    register.close()


async def test_anchors_are_listed_checked_and_prove_a_dossier(
    motcua: Motcua, api: httpx2.AsyncClient, office: AnchorActivities
) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    anchor = office.taken(f"test/{datetime.now(UTC).isoformat()}")
    listed = json.loads(motcua("anchors", "--json").out)["anchors"]
    assert [each["digest"] for each in listed if each["number"] == anchor.number] == [anchor.digest]
    assert anchor.digest[:12] in motcua("anchors", "--lang", "en").out
    verified = motcua("anchors", "verify", "--no-chains")
    assert (verified.code, verified.out.strip()) == (0, "Toàn vẹn: sổ khớp với mọi dấu neo.")
    proof = json.loads(motcua("anchors", "prove", code).out)
    assert (proof["holds"], proof["anchor"]["number"]) == (True, anchor.number)
    early = motcua("anchors", "prove", code, "--day", "2020-01-01")
    assert (early.code, f"No anchor covers dossier {code} yet." in early.err) == (2, True)


async def test_a_file_that_was_exchanged_is_found_and_said(motcua: Motcua, office: AnchorActivities) -> None:
    before, anchor = (office.taken(f"test/{name}/{datetime.now(UTC).isoformat()}") for name in "ab")
    path = office.folder.path / f"{anchor.number:06d}.json"
    kept = path.read_bytes()
    path.write_text(before.statement)
    try:
        ran = motcua("anchors", "verify", "--no-chains", "--lang", "en")
    finally:
        path.write_bytes(kept)
    said = f"Anchor {anchor.number}: is not what its file of the day says"
    assert (ran.code, said in ran.out) == (1, True)


async def test_a_worker_schedules_anchors_and_mornings(stack: Stack) -> None:
    client = await connect(f"127.0.0.1:{stack.state.ports['temporal']}")
    hours = {}
    for name in ("anchors", "mornings"):
        (spec,) = (await client.get_schedule_handle(name).describe()).schedule.spec.calendars
        hours[name] = (spec.hour[0].start, spec.minute[0].start)
    assert hours == {"anchors": (23, 50), "mornings": (7, 30)}
