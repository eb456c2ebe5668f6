"""Reports over HTTP: every kind in every form, within the asker's scope, and each number's list."""

import asyncio

import httpx2
import pytest

from motcua.dossiers import facts as f
from motcua.supervision.access.roles import Role
from motcua.supervision.reporting.asked import Format, Kind
from motcua.supervision.reporting.making import MEDIA
from tests.access.conftest import House
from tests.register.papers import Paper, receipt


@pytest.fixture(scope="module")
def counted(house: House) -> dict[str, str]:
    """Return the key of a supervisor who sees all of a register with two dossiers of October 2026."""
    for code, agency in (("report-1", "an-hoi.ttpvhcc"), ("report-2", "vinhlong.ttpvhcc")):
        if not house.register.has(code):
            Paper(house.register, receipt(code, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", competent=agency))
    return house.key(Role.SUPERVISOR, whole=True)


@pytest.mark.parametrize("kind", Kind)
async def test_every_report_is_given_in_every_form(
    web: httpx2.AsyncClient, counted: dict[str, str], kind: Kind
) -> None:
    for form in Format:
        answer = await web.get(f"/api/v1/reports/{kind}.{form}", headers=counted, params={"period": "2026-10"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(MEDIA[form].partition(";")[0])
        assert f"20261001-20261031.vi.{form}" in answer.headers["content-disposition"]


async def test_a_number_opens_its_list(web: httpx2.AsyncClient, counted: dict[str, str]) -> None:
    sheet = (await web.get("/api/v1/reports/form06.json", headers=counted, params={"period": "2026-10"})).json()
    total = sheet["rows"][-1]["values"][12]
    asked = {"period": "2026-10", "figure": sheet["columns"][12]["opens"]}
    found = (await web.get("/api/v1/reports/behind", headers=counted, params=asked)).json()
    assert len(found["dossiers"]) == total == 2
    assert found["after"] is None


async def test_a_report_counts_what_its_asker_may_see(house: House, web: httpx2.AsyncClient) -> None:
    ward = house.key(Role.UNIT_HEAD, agency="an-hoi.ttpvhcc")
    sheet = (await web.get("/api/v1/reports/form06.json", headers=ward, params={"period": "2026-10"})).json()
    assert sheet["rows"][-1]["values"][2] == 1


async def test_an_ordered_report_is_fetched_when_it_is_ready(
    house: House, web: httpx2.AsyncClient, counted: dict[str, str]
) -> None:
    placed = await web.post("/api/v1/reports/orders/form06", headers=counted, params={"period": "2026-10"})
    assert placed.status_code == 202, placed.text
    where = placed.headers["location"]
    for _ in range(200):
        if (stage := (await web.get(where, headers=counted)).json()["stage"]) == "ready":
            break
        await asyncio.sleep(0.02)
    assert stage == "ready"
    ordered = (await web.get(f"{where}.json", headers=counted)).json()
    at_once = (await web.get("/api/v1/reports/form06.json", headers=counted, params={"period": "2026-10"})).json()
    assert ordered["rows"] == at_once["rows"]
    assert (await web.get(f"{where}.pdf", headers=counted)).content.startswith(b"%PDF")
    stranger = house.key(Role.SUPERVISOR, whole=True)
    assert (await web.get(where, headers=stranger)).status_code == 404
    assert (await web.get(f"{where}.pdf", headers=stranger)).status_code == 404


async def test_a_refused_order_says_why(web: httpx2.AsyncClient, counted: dict[str, str]) -> None:
    asked = {"period": "2026-10", "agency": "nowhere"}
    where = (await web.post("/api/v1/reports/orders/best", headers=counted, params=asked)).headers["location"]
    for _ in range(200):
        if (said := (await web.get(where, headers=counted)).json())["stage"] == "refused":
            break
        await asyncio.sleep(0.02)
    assert "nowhere" in said["refused"]
    assert (await web.get(f"{where}.pdf", headers=counted)).status_code == 409


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "2026-13"},
        {"period": "2026-10", "from": "2026-10-01"},
        {"from": "2026-10-02", "to": "2026-10-01"},
        {"period": "2027"},
        {"agency": "nowhere"},
        {"structure": "yesterday"},
        {"given": "11=2"},
        {"weight": "0"},
    ],
)
async def test_what_cannot_be_reported_is_refused(
    web: httpx2.AsyncClient, counted: dict[str, str], asked: dict[str, str]
) -> None:
    answer = await web.get("/api/v1/reports/form06.json", headers=counted, params=asked)
    assert answer.status_code in (404, 422), answer.text
    assert answer.json()["type"]


async def test_whoever_may_not_read_reports_is_given_none(house: House, web: httpx2.AsyncClient) -> None:
    officer = house.key(Role.OFFICER, whole=True)
    for path in ("form06.pdf", "behind?figure=3"):
        assert (await web.get(f"/api/v1/reports/{path}", headers=officer)).status_code == 403


async def test_R73_a_number_of_an_agency_s_line_opens_its_own_dossiers_alone(
    house: House, web: httpx2.AsyncClient, counted: dict[str, str]
) -> None:
    for code, agency in (("above", "vinhlong.ubnd"), ("below", "vinhlong.ttpvhcc")):
        paper = Paper(house.register, receipt(code, "Mon 2026-09-07 09:00", "Mon 2026-09-14 17:00", competent=agency))
        paper.does("ready", "Tue 2026-09-08 16:00", f.DutyClosed(step="appraise"), f.ResultReady(result="granted"))
    asked = {"period": "2026-09", "agency": "vinhlong.ubnd"}
    sheet = (await web.get("/api/v1/reports/ontime.json", headers=counted, params=asked)).json()
    opened = 0
    for row in sheet["rows"]:
        for column, value in zip(sheet["columns"], row["values"], strict=True):
            if column["opens"] and value:
                more = {"figure": column["opens"], "of": row["chosen"].get("agency", "")}
                found = (await web.get("/api/v1/reports/behind", headers=counted, params=asked | more)).json()
                assert len(found["dossiers"]) == value, (row, column)
                opened += 1
    assert opened >= 6
