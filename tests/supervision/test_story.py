"""A dossier as it is read: the story, who holds it, and the proof of its date."""

from datetime import datetime, timedelta

import httpx2

from motcua.dossiers.ground import Ground
from motcua.worktime.due import add_working
from tests.supervision.conftest import now, opening


async def test_every_fact_is_told_in_both_languages(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    for event in (await api.get(f"/dossiers/{code}")).json()["timeline"]:
        assert event["vi"].strip().endswith((".", "!"))
        assert event["en"].strip().endswith((".", "!"))
        assert event["vi"] != event["en"]
        assert event["by"]["vi"]


async def test_R74_the_date_is_proved_line_by_line(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    dossier = (await api.get(f"/dossiers/{code}")).json()
    why = dossier["why_due"]
    counted = [line for line in why["lines"] if line["kind"] == "counted"]
    assert why["due"] == dossier["clock"]["due"] == dossier["clock"]["due_original"]
    assert len(counted) == 8  # eight working days
    assert why["lines"][-1]["moment"] == why["due"]


async def test_R52_a_promise_already_given_is_kept_and_said_to_be(api: httpx2.AsyncClient, ground: Ground) -> None:
    received = add_working(now(), -timedelta(hours=8), ground.calendars["vn"])
    promised = add_working(now(), timedelta(hours=80), ground.calendars["vn"])
    asked = opening("1.013831", at=received.isoformat(), promised=promised.isoformat())
    code = (await api.post("/dossiers", json=asked)).json()["code"]
    dossier = (await api.get(f"/dossiers/{code}")).json()
    assert datetime.fromisoformat(dossier["clock"]["due"]).date() == promised.date()
    assert "được giữ nguyên" in dossier["why_due"]["lines"][-1]["vi"]


async def test_a_pause_is_shown_with_its_ground_and_stops_the_promise(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    act = {
        "key": "ask",
        "by": {"agency": "vinhlong.vpdkdd"},
        "reason": "Thiếu hợp đồng.",
        "do": {"kind": "ask_supplement", "items": ["contract"]},
    }
    assert (await api.post(f"/dossiers/{code}/actions", json=act)).status_code == 200
    dossier = (await api.get(f"/dossiers/{code}")).json()
    assert dossier["state"]["portal"] == 5
    assert dossier["waiting_for"]["id"] == "applicant"
    assert dossier["holder"]["agency"]["vi"] == "Người nộp"
    assert dossier["clock"]["promise"] == "clock_stopped"
    assert dossier["clock"]["due"] is None
    assert dossier["clock"]["due_original"]
    assert dossier["pauses"][0]["ground"]["id"] == "supplement"
    assert dossier["supplement"]["items"] == ["Hợp đồng hoặc văn bản chuyển quyền"]


async def test_who_asks_again_is_told_that_nothing_happened(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    tag = (await api.get(f"/dossiers/{code}")).headers["etag"]
    assert (await api.get(f"/dossiers/{code}", headers={"If-None-Match": tag})).status_code == 304
    act = {"key": "1", "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "complete", "step": "s1"}}
    await api.post(f"/dossiers/{code}/actions", json=act)
    changed = await api.get(f"/dossiers/{code}", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_with_a_dossier_that_was_withdrawn_its_clock_stands_no_longer(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    asked = {"key": "ask", "by": {"agency": "applicant"}, "do": {"kind": "ask_withdrawal"}}
    granted = {"key": "grant", "by": {"agency": "an-hoi.ttpvhcc"}, "do": {"kind": "settle_withdrawal", "granted": True}}
    for act in (asked, granted):
        assert (await api.post(f"/dossiers/{code}/actions", json=act)).status_code == 200
    dossier = (await api.get(f"/dossiers/{code}")).json()
    assert (dossier["clock"]["promise"], dossier["clock"]["left"]) == ("ended", None)
    assert [pause["until"] for pause in dossier["pauses"]] == [dossier["ended_at"]]
