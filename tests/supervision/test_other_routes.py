"""Procedures, due dates, reports and health over HTTP."""

import httpx2
import pytest

from motcua.supervision.stack import Stack


async def test_the_catalogue_is_listed_and_each_procedure_shown(api: httpx2.AsyncClient) -> None:
    listed = (await api.get("/procedures")).json()["procedures"]
    permit = next(line for line in listed if line["id"] == "1.013225")
    assert [version["in_force"] for version in permit["versions"]] == [False, True]
    shown = (await api.get("/procedures/1.013225.000.00.00.H61")).json()
    assert shown["code"] == "1.013225"
    assert len(shown["versions"]) == 2
    assert (await api.get("/procedures/9.999999")).status_code == 404


@pytest.mark.parametrize(
    ("received", "allow", "due"),
    [
        # Thu 19 November 2026; Tue 24 November is Vietnam Culture Day
        ("2026-11-19T09:00:00+07:00", "5wd", "2026-11-27T17:00:00+07:00"),
        ("2026-11-19T02:00:00Z", "5wd", "2026-11-27T17:00:00+07:00"),
        ("2026-11-19T09:00:00+07:00", ["4wd", "4wd"], "2026-12-02T17:00:00+07:00"),
        ("2026-11-19T16:30:00+07:00", "8wh", "2026-11-20T16:30:00+07:00"),
    ],
)
async def test_a_due_date_comes_with_its_proof(
    api: httpx2.AsyncClient, received: str, allow: str | list[str], due: str
) -> None:
    answer = (await api.post("/due", json={"received": received, "allow": allow})).json()
    assert answer["due"] == due
    assert all(line["vi"] and line["en"] for line in answer["lines"])


async def test_R75_a_date_outside_the_calendar_is_refused(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/due", json={"received": "2027-12-30T09:00:00+07:00", "allow": "30wd"})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:motcua:calendar"
    assert answer.json()["rule"] == "R75"


@pytest.mark.parametrize("cut_off", [0, 54_000, "15:00Z", "15:00+07:00"])
async def test_R17_a_cut_off_is_a_local_time_and_has_no_zone(api: httpx2.AsyncClient, cut_off: int | str) -> None:
    question = {"received": "2026-11-19T09:00:00+07:00", "allow": "0wd", "cut_off": cut_off}
    answer = await api.post("/due", json=question)
    assert answer.status_code == 422
    told = answer.json()
    assert (told["field"], told["rule"], told["hint"], told["hint_vi"]) == (
        "cut_off",
        "R17",
        "Write 15:00.",
        "Ghi 15:00.",
    )
    assert told["detail_vi"] != told["detail"]


async def test_a_calendar_is_never_a_path(api: httpx2.AsyncClient) -> None:
    question = {"received": "2026-11-19T09:00:00+07:00", "allow": "5wd", "calendar": "../../etc/passwd.json"}
    assert (await api.post("/due", json=question)).status_code == 404


async def test_the_report_adds_up(api: httpx2.AsyncClient) -> None:
    report = (await api.get("/reports/on-time", params={"group_by": "agency"})).json()
    assert report["total"]["agrees"] is True
    assert sum(line["received"] for line in report["lines"]) == report["total"]["received"]


async def test_it_says_that_it_lives_and_that_it_is_ready(stack: Stack) -> None:
    async with httpx2.AsyncClient(base_url=stack.address, trust_env=False) as client:
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
        assert ready.status_code == 200
        assert ready.json()["workers"] >= 1


async def test_the_api_describes_itself(api: httpx2.AsyncClient) -> None:
    described = (await api.get("/openapi.json")).json()
    assert {"/api/v1/dossiers", "/api/v1/stuck", "/api/v1/due", "/api/v1/callbacks/{system}"} <= described[
        "paths"
    ].keys()
    assert "DossierView" in described["components"]["schemas"]
