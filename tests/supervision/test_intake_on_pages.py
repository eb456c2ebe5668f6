"""The one-stop opens dossiers from a page: one per form however often it is sent, refused with nothing lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from motcua.supervision.stack import Stack
from tests.access.browser import Browser
from tests.supervision.conftest import AN_HOI
from tests.supervision.page_forms import forms
from tests.supervision.test_acting_on_pages import JUSTICE, LAND, ONE_STOP, REGISTRAR, SUPERVISOR, main_of, signed_in
from tests.web.browsing import CHROMIUM
from tests.web.browsing import signed_in as browsing

PERMIT, ADOPTION, RECORDS = "1.013225", "1.003976", "2.000908"
NAME, NUMBER, MAIL = "Người Nộp Không Có Thật", "000000000001", "khong-co-that@example.vn"
Client = httpx2.AsyncClient
Form = dict[str, str | list[str]]


@pytest.fixture(scope="module")
async def one_stop(stack: Stack) -> AsyncIterator[Client]:
    """Return the browser of an officer of the ward's one-stop."""
    async with signed_in(stack, ONE_STOP) as client:
        yield client


async def blank(client: Client, procedure: str) -> Form:
    """Return the form of a procedure as it is shown."""
    page = await client.get(f"/intake/{procedure}")
    assert page.status_code == 200, page.text
    return dict(forms(page.text)["open"])


async def land(client: Client) -> Form:
    """Return a land transfer as it is filled in at the counter."""
    papers = ["application", "certificate", "contract"]
    return await blank(client, LAND) | {"documents": papers, "applicant.name": NAME, "applicant.id_number": NUMBER}


async def send(client: Client, procedure: str, form: Form) -> httpx2.Response:
    """Send a form."""
    return await client.post(f"/intake/{procedure}", data=form)


def code_in(answer: httpx2.Response) -> str:
    """Return the code of the dossier an answer leads to."""
    assert answer.status_code == 303, main_of(answer)
    return answer.headers["location"].removeprefix("/dossiers/").partition("?")[0]


async def readings(api: Client, code: str) -> list[dict[str, str]]:
    """Return who read the applicant of a dossier, and what for."""
    noted: list[dict[str, str]] = (await api.get(f"/dossiers/{code}/readings")).json()["readings"]
    return noted


async def test_R16_an_officer_opens_a_dossier_from_the_page_and_is_led_to_its_receipt(
    one_stop: Client, api: Client
) -> None:
    opened = await send(one_stop, LAND, await land(one_stop) | {"data.remote_area": "true"})
    code = code_in(opened)
    told = (await api.get(f"/dossiers/{code}")).json()
    assert (told["one_stop"]["id"], told["channel"], told["territory"]) == ("an-hoi.ttpvhcc", "direct", AN_HOI)
    assert told["data"] == {"remote_area": True}
    assert told["documents"] == ["application", "certificate", "contract"]
    event = told["timeline"][0]
    assert (event["by"]["id"], event["officer"]) == ("an-hoi.ttpvhcc", "tn-01")
    page = (await one_stop.get(opened.headers["location"])).text
    assert "Đã mở hồ sơ lúc" in page
    link = page.partition('class="btn go" href="')[2].partition('"')[0].replace("&amp;", "&")
    receipt = await one_stop.get(link)
    assert receipt.headers["content-type"] == "application/pdf"
    (reading,) = [each for each in await readings(api, code) if "receipt" in each["purpose"]]
    assert reading["who"] == "an-hoi.ttpvhcc/tn-01"


async def test_a_ward_receives_for_another_ward_of_its_province_and_who_decides_follows_the_place(
    one_stop: Client, api: Client
) -> None:
    form = await blank(one_stop, PERMIT) | {"applicant.name": NAME, "data.permit_for": "house"}
    assert form["territory"] == AN_HOI
    code = code_in(await send(one_stop, PERMIT, form | {"territory": "28756"}))
    told = (await api.get(f"/dossiers/{code}")).json()
    assert (told["one_stop"]["id"], told["competent"]["id"]) == ("an-hoi.ttpvhcc", "phu-khuong.ubnd")


async def test_a_form_sent_twice_opens_one_dossier(one_stop: Client) -> None:
    form = await land(one_stop)
    first, again = await send(one_stop, LAND, form), await send(one_stop, LAND, form)
    assert code_in(first) == code_in(again)


async def test_a_form_sent_four_times_at_once_opens_one_dossier(one_stop: Client) -> None:
    form = await land(one_stop)
    answers = await asyncio.gather(*(send(one_stop, LAND, form) for _ in range(4)))
    assert len({code_in(answer) for answer in answers}) == 1


@pytest.mark.parametrize("other", [{"applicant.name": "Người Khác Không Có Thật"}, {"data.remote_area": "true"}])
async def test_going_back_and_sending_another_matter_is_a_conflict_and_opens_the_other_when_sent_again(
    one_stop: Client, other: Form
) -> None:
    form = await land(one_stop)
    code = code_in(await send(one_stop, LAND, form))
    page = await send(one_stop, LAND, form | other)
    assert page.status_code == 409
    assert f'href="/dossiers/{code}"' in main_of(page)
    again = dict(forms(page.text)["open"])
    assert {name: again[name] for name in other} == other
    assert again["key"] != form["key"]
    assert code_in(await send(one_stop, LAND, again)) != code


async def test_a_reading_to_compare_a_form_that_came_again_is_noted(one_stop: Client, api: Client) -> None:
    form = await land(one_stop)
    code = code_in(await send(one_stop, LAND, form))
    assert not [each for each in await readings(api, code) if "đối chiếu" in each["purpose"]]
    await send(one_stop, LAND, form)
    (reading,) = [each for each in await readings(api, code) if "đối chiếu" in each["purpose"]]
    assert reading["who"] == "an-hoi.ttpvhcc/tn-01"


async def test_R12_a_datum_that_is_missing_is_refused_at_its_field_and_nothing_is_lost(one_stop: Client) -> None:
    form = await blank(one_stop, PERMIT) | {"applicant.name": NAME, "applicant.address": "Ấp Không Có, An Hội"}
    page = await send(one_stop, PERMIT, form | {"documents": ["application", "drawings"], "data.permit_for": ""})
    assert page.status_code == 422
    assert 'href="#f-open-data.permit_for"' in page.text
    assert "R12" in main_of(page)
    again = dict(forms(page.text)["open"])
    assert again == form
    assert page.text.count(" checked>") == 2
    assert code_in(await send(one_stop, PERMIT, again | {"data.permit_for": "house"}))


@pytest.mark.parametrize(
    ("spoiled", "field", "status"),
    [
        ({"applicant.name": ""}, "applicant.name", 422),
        ({"applicant.email": "không phải thư"}, "applicant.email", 422),
        ({"applicant.phone": "0" * 301}, "applicant.phone", 422),
        ({"applicant_kind": "king"}, "applicant_kind", 422),
        ({"channel": "pigeon"}, "channel", 422),
        ({"channel": ""}, "channel", 422),
        ({"documents": ["magic"]}, "documents", 422),
        ({"data.remote_area": "perhaps"}, "data.remote_area", 422),
        ({"territory": "99999"}, "territory", 422),
    ],
)
async def test_what_does_not_fit_is_refused_at_its_field_and_opens_nothing(
    one_stop: Client, spoiled: Form, field: str, status: int
) -> None:
    form = await land(one_stop)
    page = await send(one_stop, LAND, form | spoiled)
    assert page.status_code == status, main_of(page)
    assert f'href="#f-open-{field}"' in page.text
    assert dict(forms(page.text)["open"])["key"] == form["key"]
    assert NUMBER in page.text


@pytest.mark.parametrize("spoiled", [{"csrf": ""}, {"key": ""}, {"key": "page:x"}, {"applicant.name": "a\x00b"}])
async def test_a_form_that_is_none_of_ours_is_refused(one_stop: Client, spoiled: Form) -> None:
    answer = await send(one_stop, LAND, await land(one_stop) | spoiled)
    assert answer.status_code == (403 if "csrf" in spoiled else 422)


async def test_R15_what_came_in_online_waits_for_the_decision_and_has_no_receipt_yet(one_stop: Client) -> None:
    opened = await send(one_stop, LAND, await land(one_stop) | {"channel": "online"})
    page = (await one_stop.get(opened.headers["location"])).text
    assert "Chưa có giấy tiếp nhận" in page
    assert "accept" in forms(page)


async def test_only_what_the_agency_receives_today_is_offered_and_found_without_accents(one_stop: Client) -> None:
    page = (await one_stop.get("/intake")).text
    assert all(f'href="/intake/{code}"' in page for code in (LAND, PERMIT, RECORDS))
    assert f'href="/intake/{ADOPTION}"' not in page
    found = (await one_stop.get("/intake", params={"q": "dat dai"})).text
    assert f'href="/intake/{LAND}"' in found
    assert f'href="/intake/{PERMIT}"' not in found


async def test_who_opens_no_dossiers_is_refused_by_role_and_of_another_agency_by_procedure(
    stack: Stack, one_stop: Client
) -> None:
    for subject in (REGISTRAR, JUSTICE, SUPERVISOR):
        async with signed_in(stack, subject) as other:
            form = await land(one_stop) | {"csrf": await Browser(other).csrf()}
            assert (await other.get("/intake")).status_code == 403
            assert (await send(other, LAND, form)).status_code == 403
            assert 'href="/intake"' not in (await other.get("/")).text
    assert (await one_stop.get(f"/intake/{ADOPTION}")).status_code == 403
    assert (await send(one_stop, ADOPTION, await land(one_stop))).status_code == 403
    assert (await one_stop.get("/intake/9.999999")).status_code == 404


async def test_an_applicants_data_are_in_no_log_and_no_address(stack: Stack, one_stop: Client) -> None:
    form = await land(one_stop) | {"applicant.email": MAIL}
    refused = await send(one_stop, LAND, form | {"channel": "pigeon"})
    opened = await send(one_stop, LAND, form)
    assert NAME in refused.text
    assert not any(each in opened.headers["location"] for each in (NAME, NUMBER, MAIL))
    logs = [path for path in Path(stack.home).rglob("*.log") if path.is_file()]
    assert logs
    said = "".join(path.read_text(encoding="utf-8", errors="replace") for path in logs)
    assert "opening_turned_back" in said
    assert not any(each in said for each in (NAME, NUMBER, MAIL))


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
async def test_without_a_script_a_dossier_is_opened_by_choosing_filling_and_sending(stack: Stack, api: Client) -> None:
    async with browsing(stack.address, ONE_STOP) as reader, reader.page("/", java_script_enabled=False) as page:
        await page.click("nav a[href='/intake']")
        await page.fill("main input[name=q]", "xay dung")
        await page.click("main form button.go")
        await page.click(f"main a[href='/intake/{PERMIT}'] >> nth=0")
        await page.select_option("[name='data.permit_for']", "house")
        await page.check("[name=documents][value=application]")
        await page.fill("[name='applicant.name']", NAME)
        await page.click("main form button.go")
        await page.wait_for_url("**/dossiers/**")
        code = page.url.partition("/dossiers/")[2].partition("?")[0]
        assert "In giấy tiếp nhận" in await page.inner_text("main")
    assert (await api.get(f"/dossiers/{code}")).json()["data"]["permit_for"] == "house"
