"""What somebody sees over HTTP: own agencies, own fields, up to the clearance; applicants with a purpose."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from motcua.dossiers import facts as f
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.writing import View
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import id_of_key
from tests.access.conftest import House
from tests.register.papers import opened, receipt, transition

OURS, THEIRS, ADOPTION = "000.01.41.H61-261123-0001", "000.01.42.H61-261123-0001", "000.00.14.H61-261123-0001"


@pytest.fixture(scope="module")
async def house(new_house: Callable[..., Any]) -> House:
    """Return a house of this file's own: what is listed here is counted."""
    built: House = await new_house()
    return built


@pytest.fixture(scope="module")
def dossiers(house: House) -> House:
    """Return the house with three dossiers: of An Hội, of Phú Khương, and an adoption decided in the province."""
    paper(house, OURS, "an-hoi.ttpvhcc", "an-hoi.ubnd")
    paper(house, THEIRS, "phu-khuong.ttpvhcc", "phu-khuong.ubnd")
    paper(house, ADOPTION, "an-hoi.ttpvhcc", "an-hoi.ubnd", "1.003976", "Nuôi con nuôi")
    house.register.save_applicant(OURS, {"name": "Người Thử Nghiệm"})
    return house


def paper(
    house: House, code: str, one_stop: str, competent: str, procedure: str = "1.013831", field: str = "Đất đai"
) -> None:
    """Write a dossier that was just received."""
    act = receipt(code, procedure=procedure, competent=competent, step=opened("s1", agency=one_stop))
    begin = act.facts[0]
    assert isinstance(begin, f.Opened)
    version = house.ground.catalogue.versions(procedure)[-1].version
    begin = begin.model_copy(update={"one_stop": one_stop, "version": version, "territory": "28777"})
    by = act.by.model_copy(update={"agency": one_stop})
    written = transition("open", "Mon 2026-11-23 09:00", begin, *act.facts[1:], by=by)
    house.register.record(None, written, View(field=field))


async def test_a_ward_sees_its_own_dossiers_alone(dossiers: House, web: httpx2.AsyncClient) -> None:
    key = dossiers.key(Role.SUPERVISOR, agency="an-hoi.ubnd")
    listed = (await web.get("/api/v1/stuck", headers=key)).json()
    assert [line["code"] for line in listed["dossiers"]] == [OURS]
    report = (await web.get("/api/v1/reports/on-time", headers=key)).json()
    assert report["total"]["received"] == 1


async def test_a_refusal_says_the_same_of_theirs_of_secret_ones_and_of_none(
    dossiers: House, web: httpx2.AsyncClient
) -> None:
    key = dossiers.key(Role.SUPERVISOR, agency="an-hoi.ubnd")
    told = []
    for code in (THEIRS, ADOPTION, "000.01.41.H61-261123-9999"):
        for path in (f"/dossiers/{code}/notices", f"/dossiers/{code}", f"/dossiers/{code}/letters"):
            answer = await web.get(f"/api/v1{path}", headers=key)
            assert answer.status_code == 403, path
            said = answer.json()
            told.append({**said, "instance": "", "detail": said["detail"].replace(code, ""), "detail_vi": ""})
    assert all(said == told[0] for said in told)


async def test_a_clearance_opens_what_is_restricted(dossiers: House, web: httpx2.AsyncClient) -> None:
    cleared = dossiers.key(Role.SUPERVISOR, agency="an-hoi.ubnd", clearance=Confidentiality.RESTRICTED)
    listed = (await web.get("/api/v1/stuck", headers=cleared)).json()
    assert {line["code"] for line in listed["dossiers"]} == {OURS, ADOPTION}
    assert (await web.get(f"/api/v1/dossiers/{ADOPTION}/notices", headers=cleared)).status_code == 200


async def test_fields_narrow_what_is_seen(dossiers: House, web: httpx2.AsyncClient) -> None:
    key = dossiers.key(Role.SUPERVISOR, whole=True, fields=("Hộ tịch",))
    assert (await web.get("/api/v1/stuck", headers=key)).json()["dossiers"] == []


async def test_an_applicant_is_read_for_a_purpose_and_the_reading_is_noted(
    dossiers: House, web: httpx2.AsyncClient
) -> None:
    officer, auditor = dossiers.key(Role.OFFICER), dossiers.key(Role.AUDITOR, whole=True)
    path = f"/api/v1/dossiers/{OURS}/applicant"
    assert (await web.post(path, json={"purpose": " "}, headers=officer)).status_code == 422
    assert (await web.post(path, json={"purpose": "x"}, headers=auditor)).status_code == 403
    read = await web.post(path, json={"purpose": "gọi điện hẹn trả"}, headers=officer)
    assert read.json()["applicant"] == {"name": "Người Thử Nghiệm"}
    noted = (await web.get(f"/api/v1/dossiers/{OURS}/readings", headers=auditor)).json()["readings"]
    assert [(each["purpose"], each["who"].split(":")[0]) for each in noted] == [
        ("gọi điện hẹn trả", "an-hoi.ttpvhcc/key")
    ]
    listed = (await web.get("/api/v1/stuck", headers=officer)).text
    assert "Người Thử Nghiệm" not in listed


async def test_a_paper_with_the_applicant_is_noted_of_the_key_that_asked_whomever_it_names(
    dossiers: House, web: httpx2.AsyncClient
) -> None:
    key = dossiers.key(Role.ONE_STOP)
    path = f"/api/v1/dossiers/{OURS}/letters/receipt.pdf"
    before = len(dossiers.register.readings(OURS))
    printed = await web.get(path, params={"by": "an-hoi.ttpvhcc/tn-07"}, headers=key)
    assert printed.status_code == 200, printed.text
    (noted,) = dossiers.register.readings(OURS)[before:]
    assert noted.who == f"an-hoi.ttpvhcc/key:{id_of_key(key['Authorization'].removeprefix('Bearer '))}"
    assert noted.purpose == "in giấy tờ · to print: receipt (an-hoi.ttpvhcc/tn-07)"
