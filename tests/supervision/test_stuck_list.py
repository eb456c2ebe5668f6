"""The supervisor's question: what is stuck, why, with whom, since when, what happens next by itself."""

from datetime import datetime, timedelta

import httpx2

from motcua.dossiers.ground import Ground
from motcua.worktime.due import add_working
from tests.supervision.conftest import Json, now, opening

COMMITTEE = "phu-khuong.ubnd"
PHU_KHUONG = "28756"


async def late_permit(api: httpx2.AsyncClient, ground: Ground, days: float) -> str:
    """Open a permit received that many working days ago, appraised, and not signed since."""
    calendar = ground.calendars["vn"]
    received = add_working(now(), -timedelta(hours=8 * days), calendar)
    done = [("phu-khuong.ttpvhcc", "s1", 1), (COMMITTEE, "s2", 10)]
    past = [
        {
            "by": {"agency": agency},
            "at": add_working(received, timedelta(hours=hours), calendar).isoformat(),
            "do": {"kind": "complete", "step": step},
        }
        for agency, step, hours in done
    ]
    asked = opening(
        "1.013225",
        territory=PHU_KHUONG,
        at=received.isoformat(),
        past=past,
        data={"permit_for": "house", "opinions_needed": False},
    )
    answer = await api.post("/dossiers", json=asked)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


async def row_of(api: httpx2.AsyncClient, code: str, **query: str) -> Json | None:
    page = (await api.get("/stuck", params={"limit": 1000, **query})).json()
    return next((row for row in page["dossiers"] if row["code"] == code), None)


async def test_a_late_dossier_comes_with_reason_holder_and_time_lost(api: httpx2.AsyncClient, ground: Ground) -> None:
    code = await late_permit(api, ground, 12)
    row = await row_of(api, code)
    assert row is not None
    assert row["reason"] == {"id": "officer", "vi": "Cán bộ", "en": "officer"}
    assert row["holder"]["id"] == COMMITTEE
    assert row["holder"]["vi"] == "UBND phường Phú Khương"
    assert row["procedure"]["vi"].startswith("Cấp giấy phép xây dựng")
    assert row["late"] is True
    assert 12 <= row["late_by"]["hours"] <= 48  # seven of twelve days were promised
    assert 80 <= row["working_time_lost"]["hours"] <= 90  # the signature is open since the tenth hour
    assert row["working_time_lost"]["iso"].startswith("PT8")


async def test_what_waits_comes_with_what_happens_next_and_when(api: httpx2.AsyncClient) -> None:
    code = (await api.post("/dossiers", json=opening("1.013831"))).json()["code"]
    row = await row_of(api, code)
    assert row is not None
    assert row["late"] is False
    assert row["late_by"] is None
    assert row["next"]["vi"].startswith("Hết hạn của bước")
    assert datetime.fromisoformat(row["next_at"]) > now()


async def test_filters_hold_together(api: httpx2.AsyncClient, ground: Ground) -> None:
    code = await late_permit(api, ground, 12)
    assert await row_of(api, code, agency=COMMITTEE, procedure="1.013225", only_late="true", late_by="1wd")
    assert await row_of(api, code, agency="vinhlong.thue") is None
    assert await row_of(api, code, procedure="1.013831") is None
    assert await row_of(api, code, reason="payment") is None
    assert await row_of(api, code, late_by="20wd") is None
    assert await row_of(api, code, due_before=now().isoformat())


async def test_late_ones_come_first_and_pages_follow_one_another(api: httpx2.AsyncClient, ground: Ground) -> None:
    for days in (11, 10):
        await late_permit(api, ground, days)
    await api.post("/dossiers", json=opening("1.013831"))
    seen: list[Json] = []
    cursor: str | None = None
    total = None
    while True:
        page = (await api.get("/stuck", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        total = page["total"] if total is None else total
        seen += page["dossiers"]
        cursor = page["next"]
        if cursor is None:
            break
    lates = [row["late"] for row in seen]
    assert lates == sorted(lates, reverse=True)
    assert len({row["code"] for row in seen}) == len(seen) == total


async def test_counts_by_reason_add_up(api: httpx2.AsyncClient) -> None:
    page = (await api.get("/stuck", params={"limit": 1})).json()
    assert sum(count["dossiers"] for count in page["counts"]) == page["total"]
    assert "nobody" not in {count["id"] for count in page["counts"]}
