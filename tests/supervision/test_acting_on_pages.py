"""Officers act from the page of a dossier: once however often it is sent, refused with a reason, with nothing lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from motcua.supervision.stack import Stack
from tests.access.browser import Browser
from tests.supervision.conftest import AN_HOI, opening
from tests.supervision.page_forms import forms
from tests.web.browsing import CHROMIUM
from tests.web.browsing import signed_in as browsing

LAND = "1.013831"
HTML = {"Accept": "text/html"}
ONE_STOP, REGISTRAR, JUSTICE, SUPERVISOR = "played-mot-cua", "played-dat-dai", "played-tu-phap", "played-giam-sat"
Client = httpx2.AsyncClient


@asynccontextmanager
async def signed_in(stack: Stack, subject: str) -> AsyncIterator[Client]:
    """Yield a browser in which somebody has signed in."""
    async with httpx2.AsyncClient(base_url=stack.address, trust_env=False, timeout=60, headers=HTML) as client:
        await Browser(client).sign_in(subject)
        yield client


@pytest.fixture(scope="module")
async def one_stop(stack: Stack) -> AsyncIterator[Client]:
    """Return the browser of an officer of the ward's one-stop."""
    async with signed_in(stack, ONE_STOP) as client:
        yield client


async def opened(api: Client) -> str:
    """Open a land transfer at the ward's one-stop and return its code."""
    own = {"by": {"agency": "an-hoi.ttpvhcc", "officer": "tn-01"}, "territory": AN_HOI}
    return str((await api.post("/dossiers", json=opening(LAND, **own))).raise_for_status().json()["code"])


@pytest.fixture
async def code(api: Client) -> str:
    """Open a dossier."""
    return await opened(api)


@pytest.fixture(scope="module")
async def untouched(api: Client) -> str:
    """Open one dossier for everything that must leave it as it is."""
    return await opened(api)


async def shown(client: Client, code: str) -> dict[str, dict[str, str]]:
    """Return the forms on a dossier's page."""
    page = await client.get(f"/dossiers/{code}")
    assert page.status_code == 200, page.text
    return forms(page.text)


async def send(client: Client, code: str, form: dict[str, str]) -> httpx2.Response:
    """Send a form."""
    return await client.post(f"/dossiers/{code}/actions", data=form)


def main_of(answer: httpx2.Response) -> str:
    """Return what a page says, without the clock above it."""
    return answer.text.partition("<main")[2].partition("</main>")[0]


async def seq_of(api: Client, code: str) -> int:
    """Return how many facts a dossier has."""
    return int((await api.get(f"/dossiers/{code}")).json()["seq"])


async def test_an_officer_does_her_step_from_the_page_and_is_told_what_was_written(
    one_stop: Client, api: Client, code: str
) -> None:
    form = (await shown(one_stop, code))["complete:s1:done"] | {"reference": "12/TB", "reason": "Đủ giấy tờ."}
    done = await send(one_stop, code, form)
    assert (done.status_code, done.headers["location"].partition("?")[0]) == (303, f"/dossiers/{code}")
    page = (await one_stop.get(done.headers["location"])).text
    assert "Đã ghi lúc" in page
    told = (await api.get(f"/dossiers/{code}")).json()
    assert [duty["step"]["id"] for duty in told["duties"]] == ["s2"]
    event = next(each for each in told["timeline"] if each["kind"] == "duty_closed")
    assert (event["by"]["id"], event["officer"], event["reason"]) == ("an-hoi.ttpvhcc", "tn-01", "Đủ giấy tờ.")
    assert "complete:s1:done" not in forms(page)


async def test_a_form_sent_twice_one_after_the_other_changes_nothing(one_stop: Client, api: Client, code: str) -> None:
    form = (await shown(one_stop, code))["complete:s1:done"]
    first = await send(one_stop, code, form)
    seq = await seq_of(api, code)
    again = await send(one_stop, code, form)
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert await seq_of(api, code) == seq


async def test_a_form_sent_twice_at_once_is_done_once(one_stop: Client, api: Client, code: str) -> None:
    form = (await shown(one_stop, code))["assign:s1"] | {"officer": "tn-02"}
    answers = await asyncio.gather(*(send(one_stop, code, form) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {303}
    told = (await api.get(f"/dossiers/{code}")).json()["timeline"]
    assert [each["kind"] for each in told].count("assigned") == 1


async def test_going_back_and_sending_something_else_is_a_conflict_that_keeps_what_was_typed(
    one_stop: Client, api: Client, code: str
) -> None:
    form = (await shown(one_stop, code))["ask_withdrawal"]
    await send(one_stop, code, form | {"reason": "Người nộp đổi ý."})
    seq = await seq_of(api, code)
    page = await send(one_stop, code, form | {"reason": "Người nộp gửi đơn ngày 29."})
    assert page.status_code == 409
    assert "Hồ sơ đã đổi từ khi bạn mở" in page.text
    assert "Người nộp gửi đơn ngày 29." in page.text
    assert await seq_of(api, code) == seq


async def test_a_form_written_before_somebody_else_acted_is_sent_again_from_the_page_it_came_back_on(
    one_stop: Client, api: Client, code: str
) -> None:
    form = (await shown(one_stop, code))["complete:s1:done"] | {"reason": "Đủ giấy tờ."}
    act = {
        "key": "other",
        "by": {"agency": "an-hoi.ttpvhcc"},
        "do": {"kind": "assign", "step": "s1", "officer": "tn-09"},
    }
    (await api.post(f"/dossiers/{code}/actions", json=act)).raise_for_status()
    page = await send(one_stop, code, form)
    assert page.status_code == 409
    again = forms(page.text)["complete:s1:done"]
    assert again["reason"] == "Đủ giấy tờ."
    assert (await send(one_stop, code, again)).status_code == 303


async def test_what_the_core_refuses_comes_back_with_field_rule_and_what_was_typed(
    one_stop: Client, api: Client, code: str
) -> None:
    seq = await seq_of(api, code)
    form = (await shown(one_stop, code))["ask_supplement"] | {"items": "Giấy xác nhận khác", "reason": "Còn thiếu."}
    page = await send(one_stop, code, form)
    assert page.status_code == 409
    assert 'href="#f-ask_supplement-items"' in page.text
    assert "R23" in page.text
    again = forms(page.text)["ask_supplement"]
    assert (again["items"], again["reason"]) == ("Giấy xác nhận khác", "Còn thiếu.")
    assert await seq_of(api, code) == seq
    assert (await send(one_stop, code, again | {"basis": "Điều 5", "approver": "tn-00"})).status_code == 303


async def test_R72_an_act_on_a_dossier_out_of_scope_is_refused_like_an_unknown_one(
    stack: Stack, api: Client, one_stop: Client, code: str
) -> None:
    unknown, seq = "000.00.41.H61-200101-0001", await seq_of(api, code)
    form = (await shown(one_stop, code))["complete:s1:done"]
    async with signed_in(stack, JUSTICE) as outsider:
        form["csrf"] = await Browser(outsider).csrf()
        there, nowhere = await send(outsider, code, form), await send(outsider, unknown, form)
    assert there.status_code == nowhere.status_code == 403
    assert main_of(there).replace(code, unknown) == main_of(nowhere)
    assert await seq_of(api, code) == seq


async def test_who_sees_a_dossier_but_holds_nothing_of_it_is_offered_nothing_and_can_do_nothing(
    stack: Stack, api: Client, one_stop: Client, code: str
) -> None:
    form = (await shown(one_stop, code))["complete:s1:done"]
    async with signed_in(stack, SUPERVISOR) as supervisor:
        page = (await supervisor.get(f"/dossiers/{code}")).text
        assert "Vai trò của bạn xem hồ sơ nhưng không xử lý hồ sơ." in page
        form["csrf"] = await Browser(supervisor).csrf()
        assert (await send(supervisor, code, form)).status_code == 403
    async with signed_in(stack, REGISTRAR) as registrar:
        assert "complete:s1:done" not in await shown(registrar, code)
        page_form = form | {"csrf": await Browser(registrar).csrf()}
        assert (await send(registrar, code, page_form)).status_code == 409
    assert [duty["step"]["id"] for duty in (await api.get(f"/dossiers/{code}")).json()["duties"]] == ["s1"]


@pytest.mark.parametrize(
    ("spoiled", "status"),
    [
        ({"csrf": ""}, 403),
        ({"csrf": "another"}, 403),
        ({"seq": "x"}, 422),
        ({"seq": ""}, 422),
        ({"seq": "99999999999999"}, 422),
        ({"seq": "0"}, 409),
        ({"offer": ""}, 422),
        ({"offer": "magic"}, 409),
        ({"offer": "complete:s9:done"}, 409),
        ({"offer": "ring"}, 409),
        ({"offer": "complete:s1:done" * 40}, 422),
        ({"reason": "a\x00b"}, 422),
        ({"reason": "x" * 2001}, 422),
    ],
)
async def test_a_spoiled_form_is_refused_and_nothing_changes(
    one_stop: Client, api: Client, untouched: str, spoiled: dict[str, str], status: int
) -> None:
    code = untouched
    seq, form = await seq_of(api, code), (await shown(one_stop, code))["complete:s1:done"]
    answer = await send(one_stop, code, form | spoiled)
    assert answer.status_code == status, answer.text[:500]
    assert "<h1>" in answer.text
    assert await seq_of(api, code) == seq


async def test_the_language_of_a_refused_page_can_be_changed(one_stop: Client, untouched: str) -> None:
    answer = await one_stop.get(f"/dossiers/{untouched}/actions?lang=vi")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/dossiers/{untouched}?lang=vi")


async def test_a_program_is_told_what_it_can_do(api: Client, untouched: str) -> None:
    code = untouched
    told = (await api.get(f"/dossiers/{code}/actions")).json()
    deeds = {each["do"]["kind"]: each for each in told["offers"] if not each.get("refused")}
    assert deeds["complete"]["do"] == {"kind": "complete", "step": "s1", "outcome": "done"}
    assert {each["name"] for each in deeds["stop"]["asks"]} == {"basis", "reason"}
    assert told["seq"] == await seq_of(api, code)


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
async def test_without_a_script_a_step_is_done_by_opening_filling_and_sending_a_form(
    stack: Stack, api: Client, code: str
) -> None:
    place = f"/dossiers/{code}"
    async with (
        browsing(stack.address, ONE_STOP) as reader,
        reader.page(place, java_script_enabled=False) as page,
    ):
        act = page.locator("#f-complete-s1-done")
        await act.locator("summary").click()
        await act.locator("textarea").fill("Đủ giấy tờ.")
        await act.locator("button").click()
        await page.locator(".bar-note.ok").wait_for()
        assert "Đã ghi lúc" in await page.inner_text("main")
    assert [duty["step"]["id"] for duty in (await api.get(place)).json()["duties"]] == ["s2"]
