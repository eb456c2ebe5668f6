"""Calendar decisions, rehearsals and moves as an operator meets them: over HTTP and on the command line."""

import asyncio
import csv
import io
import json
from importlib.resources import files
from typing import Any

import pytest

from tests.supervision.conftest import Json, opening

TRA_VINH = "29242"
BY = {"agency": "vinhlong.ttpvhcc", "officer": "vl-001"}
PERMIT = "1.013225"
FAR = "2027-12-29"
"""A Wednesday by which nothing in these tests is due."""


def decision(number: str, **values: Any) -> Json:
    """Return a calendar decision as an agency's system sends it."""
    said = {"scope": "vn", "number": number, "decided_on": "2026-11-24", "reason": "Nghỉ bù", "source": number}
    return {"by": BY, "decision": said | {"days_off": [FAR]} | values}


async def until(api, id: str, *states: str) -> Json:
    """Return a campaign once it is in one of these states."""
    for _ in range(150):
        view = (await api.get(f"/campaigns/{id}")).json()
        if view["state"] in states:
            return view
        await asyncio.sleep(0.2)
    raise AssertionError(view)


async def test_R10_a_decision_is_previewed_confirmed_and_listed(api):
    preview = await api.post("/calendars/decisions", json=decision("77/TB-BNV"))
    assert preview.status_code == 202
    id = preview.json()["id"]
    assert id == "calendar:vn:77-tb-bnv"
    early = await api.post(f"/campaigns/{id}/confirmations", json={"by": BY, "group": {"step": "s1"}})
    assert early.status_code == 409
    await until(api, id, "draft")
    before = (await api.get("/calendars")).json()
    assert "vn:77-tb-bnv" not in {each["id"] for each in before["decisions"]}  # a preview enters nothing
    assert (await api.post(f"/campaigns/{id}/confirmations", json={"by": BY})).status_code == 202
    await until(api, id, "done")
    after = (await api.get("/calendars")).json()
    entered = next(each for each in after["decisions"] if each["id"] == "vn:77-tb-bnv")
    assert (entered["in_force"], entered["by"]["officer"]) == (True, "vl-001")
    for _ in range(60):  # the API takes it up by itself
        if (await api.get("/calendars")).json()["calendars"][0]["version"] != before["calendars"][0]["version"]:
            break
        await asyncio.sleep(0.1)
    due = await api.post("/due", json={"received": "2027-12-28T09:00:00+07:00", "allow": "1wd"})
    assert due.json()["due"].startswith("2027-12-30")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days_off": ["2020-01-06"]}, "days_off"),
        ({"days_off": ["2027-12-26"]}, "days_off"),
        ({"days_off": [], "make_up": ["2027-12-28"]}, "make_up"),
        ({"reason": ""}, "reason"),
        ({"holidays": []}, "holidays"),
        ({"days_off": -1}, "days_off"),
        ({"make_up": True}, "make_up"),
        ({"reason": "Vì " * 700}, "reason"),
    ],
)
async def test_R10_a_decision_that_makes_no_sense_is_a_problem_with_its_field(api, values, field):
    answer = await api.post("/calendars/decisions", json=decision("78/TB-BNV", **values))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["detail_vi"]


async def test_what_nobody_knows_is_not_found(api):
    assert (await api.get("/campaigns/calendar:vn:never")).status_code == 404
    assert (await api.get("/campaigns/calendar:vn:never/items")).status_code == 404
    unknown = decision("79/TB-BNV", scope="nowhere")
    assert (await api.post("/calendars/decisions", json=unknown)).status_code == 404
    asked = {"by": BY, "procedure": PERMIT, "version": "2099"}
    assert (await api.post("/campaigns/rehearsals", json=asked)).status_code == 404
    nobody = decision("79/TB-BNV", days_off=["2027-12-22"]) | {"by": {"agency": "nobody"}}
    assert (await api.post("/calendars/decisions", json=nobody)).status_code == 404


async def test_R10_an_agency_is_closed_from_a_terminal_and_its_dossier_follows(api, motcua):
    said = opening(PERMIT, territory=TRA_VINH, data={"permit_for": "house"})
    opened = (await api.post("/dossiers", json=said)).json()
    due = opened["due"][:10]
    asked = ("close-agency", "tra-vinh.ubnd", due, "--reason", "Ngập lụt", "--by", "vinhlong.ttpvhcc/vl-001")
    first = await asyncio.to_thread(motcua, *asked, "--preview", "--json")
    assert first.code == 0, first.err
    view = json.loads(first.out)
    assert [item["dossier"] for item in view["items"]] == [opened["code"]]
    assert view["state"] == "draft"
    done = await asyncio.to_thread(motcua, *asked, "--yes", "--lang", "en")
    assert done.code == 0, done.err
    assert "carried out" in done.out
    shown = (await api.get(f"/dossiers/{opened['code']}")).json()
    assert shown["clock"]["due"][:10] > due == shown["clock"]["due_original"][:10]
    told = [event for event in shown["timeline"] if event["kind"] == "replanned"]
    assert len(told) == 1
    listed = await asyncio.to_thread(motcua, "calendar", "list")
    assert f"tra-vinh.ubnd:{due}" in listed.out


async def test_R21_a_version_is_published_rehearsed_and_moved_to_from_a_terminal(api, motcua, tmp_path):
    shipped = files("motcua.procedures").joinpath("catalogue", "1.013225-2026.yaml").read_text(encoding="utf-8")
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    text = shipped.replace(f'code: "{PERMIT}"', "code: TEST9").replace('version: "2026-07-01"', "version: first")
    old.write_text(text, encoding="utf-8")
    later = text.replace("version: first", "version: second").replace(
        "valid_from: 2026-07-01", "valid_from: 2028-01-01"
    )
    new.write_text(later, encoding="utf-8")
    assert later.count("TEST9") == 1
    assert "second" in later
    assert (await asyncio.to_thread(motcua, "publish", str(old))).code == 0
    rival = await asyncio.to_thread(motcua, "publish", str(new))
    assert (rival.code, "R20" in rival.err) == (2, True)  # two versions on one day
    assert (await asyncio.to_thread(motcua, "check", str(old), str(new))).code == 1
    assert (await asyncio.to_thread(motcua, "check", str(old), str(new), "--end-previous")).code == 0
    assert (await asyncio.to_thread(motcua, "publish", str(new), "--end-previous")).code == 0
    for _ in range(100):  # nobody is restarted
        if len((await api.get("/procedures/TEST9")).json().get("versions", ())) == 2:
            break
        await asyncio.sleep(0.1)
    opened = (await api.post("/dossiers", json=opening("TEST9", data={"permit_for": "house"}))).json()
    rehearsed = await asyncio.to_thread(
        motcua, "rehearse", "TEST9", "--to", "second", "--by", "vinhlong.ttpvhcc", "--json"
    )
    assert rehearsed.code == 0, rehearsed.err
    view = json.loads(rehearsed.out)
    assert [(item["dossier"], item["effect"]) for item in view["items"]] == [(opened["code"], "same")]
    said = ("move", "TEST9", "--by", "vinhlong.ttpvhcc", "--confirm", view["id"], "--group", "effect=same")
    wrong = await asyncio.to_thread(motcua, *said, "--to", "first")
    assert (wrong.code, "was made of something else" in wrong.err) == (2, True)
    moved = await asyncio.to_thread(motcua, *said, "--to", "second")
    assert moved.code == 0, moved.err
    table = (await api.get(f"/campaigns/{view['id']}/items.csv")).text
    (line,) = csv.DictReader(io.StringIO(table))
    assert (line["dossier"], line["state"], line["treatment"]) == (opened["code"], "done", "now")
    kinds = [e["kind"] for e in (await api.get(f"/dossiers/{opened['code']}")).json()["timeline"]]
    assert "version_moved" in kinds
    assert view["id"] in (await asyncio.to_thread(motcua, "campaign")).out
