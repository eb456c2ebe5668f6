"""Agencies, procedures and reports as pages: within scope, with refusals that are plain, each number with its list."""

import re

import httpx2
import pytest

from motcua.supervision.access.roles import Role
from motcua.supervision.reporting.asked import Kind
from motcua.supervision.web.report_waiting import DESK
from tests.access.conftest import House
from tests.register.papers import Paper, receipt

HTML = {"Accept": "text/html"}
WARD, PROVINCE = "an-hoi.ttpvhcc", "vinhlong.ubnd"


@pytest.fixture(scope="module")
def supervisor(house: House) -> dict[str, str]:
    """Return the key of a supervisor who sees all, on a register with two dossiers of October 2026."""
    for code, agency in (("page-1", WARD), ("page-2", "vinhlong.ttpvhcc")):
        if not house.register.has(code):
            Paper(house.register, receipt(code, "Mon 2026-10-05 09:00", "Mon 2026-10-12 17:00", competent=agency))
    return house.key(Role.SUPERVISOR, whole=True) | HTML


async def test_R72_an_agency_that_ended_names_its_successor(
    web: httpx2.AsyncClient, supervisor: dict[str, str]
) -> None:
    page = await web.get("/agencies/bentre.thue", headers=supervisor)
    assert page.status_code == 200
    assert "Kết thúc sau ngày 30/06/2025" in page.text
    assert 'href="/agencies/vinhlong.thue"' in page.text
    listed = await web.get("/agencies", headers=supervisor)
    assert 'id="h-over"' in listed.text
    assert "R72" in listed.text


async def test_an_agency_is_found_without_marks(web: httpx2.AsyncClient, supervisor: dict[str, str]) -> None:
    page = await web.get(
        "/agencies", headers=supervisor, params={"q": "van phong dang ky dat dai tinh vinh", "idle": "true"}
    )
    assert 'href="/agencies/vinhlong.vpdkdd"' in page.text
    assert 'href="/agencies/an-hoi.ttpvhcc"' not in page.text


async def test_an_agency_outside_ones_scope_is_refused_as_one_that_is_not_there(
    house: House, web: httpx2.AsyncClient
) -> None:
    officer = house.key(Role.OFFICER, agency=WARD) | HTML
    refused = [await web.get(f"/agencies/{name}", headers=officer) for name in ("vinhlong.thue", "nowhere.at-all")]
    assert [each.status_code for each in refused] == [403, 403]
    said = [re.search(r'<b class="wrap-any">(.*?)</b>', each.text) for each in refused]
    words = [found[1] for found in said if found]
    assert len(words) == 2
    assert words[0] == words[1]
    assert (await web.get(f"/agencies/{WARD}", headers=officer)).status_code == 200


async def test_loads_of_officers_are_for_heads_and_supervision(house: House, web: httpx2.AsyncClient) -> None:
    for role, shown in ((Role.OFFICER, False), (Role.ONE_STOP, False), (Role.UNIT_HEAD, True), (Role.SUPERVISOR, True)):
        page = await web.get(f"/agencies/{WARD}", headers=house.key(role, agency=WARD))
        assert ('id="h-off"' in page.text) is shown, role


async def test_every_version_of_every_procedure_is_drawn(
    house: House, web: httpx2.AsyncClient, supervisor: dict[str, str]
) -> None:
    listed = await web.get("/procedures", headers=supervisor)
    assert listed.status_code == 200
    for each in house.ground.catalogue:
        if each.secrecy.value == "normal":
            page = await web.get(f"/procedures/{each.code}", headers=supervisor, params={"version": each.version})
            assert page.status_code == 200, (each.code, page.text[:300])
            assert page.text.count('class="lane') >= len(each.steps), each.code


@pytest.mark.parametrize("lang", ["vi", "en"])
async def test_notes_of_a_procedure_are_in_the_language_of_the_page(
    web: httpx2.AsyncClient, supervisor: dict[str, str], lang: str
) -> None:
    page = (await web.get("/procedures/1.013831", headers=supervisor, params={"lang": lang})).text
    source, note = ("Quy trình nội bộ cấp tỉnh", "Tiếp tục khi có chứng từ nộp tiền")
    other = ("Provincial internal process", "Resumes on the receipt of payment")
    shown, hidden = ((source, note), other) if lang == "vi" else (other, (source, note))
    assert [said in page for said in (*shown, *hidden)] == [True, True, False, False]


async def test_a_procedure_above_ones_clearance_is_not_listed(house: House, web: httpx2.AsyncClient) -> None:
    hidden = {each.code for each in house.ground.catalogue if each.secrecy.value != "normal"}
    key = house.key(Role.SUPERVISOR, whole=True) | HTML
    listed = (await web.get("/procedures", headers=key)).text
    for code in hidden:
        assert f'href="/procedures/{code}"' not in listed
        assert (await web.get(f"/procedures/{code}", headers=key)).status_code == 403
    assert (await web.get("/procedures/9.999999", headers=key)).status_code == 404


@pytest.mark.parametrize("kind", Kind)
async def test_every_report_is_a_page_in_both_languages(
    web: httpx2.AsyncClient, supervisor: dict[str, str], kind: Kind
) -> None:
    for lang in ("vi", "en"):
        page = await web.get(f"/reports/{kind}", headers=supervisor, params={"period": "2026-10", "lang": lang})
        assert page.status_code == 200, page.text
        assert f"/api/v1/reports/{kind}.xlsx?from=2026-10-01&amp;to=2026-10-31" in page.text


async def test_each_number_opens_as_many_dossiers_as_it_says(
    web: httpx2.AsyncClient, supervisor: dict[str, str]
) -> None:
    for kind in (Kind.FORM06, Kind.ON_TIME, Kind.AGEING):
        page = (await web.get(f"/reports/{kind}", headers=supervisor, params={"period": "2026-10"})).text
        links = re.findall(rf'href="(/reports/{kind}/behind\?[^"]+)">([\d.]+)</a>', page)
        assert links
        for link, number in links:
            behind = await web.get(link.replace("&amp;", "&"), headers=supervisor)
            assert behind.status_code == 200
            assert behind.text.count("<tr data-row") == min(60, int(number.replace(".", ""))), link


async def test_a_page_of_one_procedure_counts_and_opens_its_dossiers_alone(
    web: httpx2.AsyncClient, supervisor: dict[str, str]
) -> None:
    asked = {"period": "2026-10"}
    whole = (await web.get("/reports/ageing", headers=supervisor, params=asked)).text
    code = re.findall(r'procedure=([^&"]+)', whole)[0]
    for kind in (Kind.ON_TIME, Kind.AGEING):
        none = await web.get(f"/reports/{kind}", headers=supervisor, params=asked | {"procedure": "9.999999"})
        assert "/behind?" not in none.text
        page = (await web.get(f"/reports/{kind}", headers=supervisor, params=asked | {"procedure": code})).text
        links = re.findall(rf'href="(/reports/{kind}/behind\?[^"]+)">([\d.]+)</a>', page)
        assert links
        for link, number in links:
            assert link.count(f"procedure={code}") == 1
            behind = await web.get(link.replace("&amp;", "&"), headers=supervisor)
            assert behind.text.count("<tr data-row") == min(60, int(number.replace(".", ""))), link


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "2026-13"},
        {"period": "2031"},
        {"period": "days", "from": "2026-10-02", "to": "2026-10-01"},
        {"agency": "nowhere"},
        {"structure": "yesterday"},
        {"weight": "0"},
        {"least": "-1"},
        {"given": "11=2"},
    ],
)
async def test_what_cannot_be_reported_is_refused_on_a_page(
    web: httpx2.AsyncClient, supervisor: dict[str, str], wrong: dict[str, str]
) -> None:
    page = await web.get("/reports/form06", headers=supervisor, params=wrong)
    assert page.status_code in (404, 422)
    assert 'class="skip"' in page.text


async def test_an_officer_has_no_reports(house: House, web: httpx2.AsyncClient) -> None:
    officer = house.key(Role.OFFICER) | HTML
    assert (await web.get("/reports", headers=officer)).status_code == 403
    assert 'href="/reports"' not in (await web.get("/agencies", headers=officer)).text


async def test_a_report_that_takes_long_is_ordered_and_comes(
    web: httpx2.AsyncClient, supervisor: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DESK, "patience", 0.0)
    waiting = await web.get("/reports/best", headers=supervisor, params={"period": "2026-09"})
    assert "Đang lập báo cáo" in waiting.text
    assert 'data-hx-trigger="every 3s"' in waiting.text
    placed = await web.post("/reports/best/orders?from=2026-10-01&to=2026-10-31", headers=supervisor)
    assert placed.status_code == 303
    where = placed.headers["location"]
    for _ in range(500):
        page = (await web.get(where, headers=supervisor)).text
        if "Sẵn sàng" in page and "h-tab" in page:
            break
    assert f"/api/v1{where}.pdf" in page
    assert where in (await web.get("/reports", headers=supervisor)).text
