"""The pages for everybody: two codes off a paper open them, and nobody's words or data stand there."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from playwright.async_api import async_playwright
from sqlalchemy import create_engine, text

from motcua.letters.check import ALPHABET, grouped
from motcua.letters.forms import Form
from motcua.letters.issuing import letter_for
from motcua.letters.story import story_of
from motcua.supervision.papers import Issued, issue, issued_letters, new_letter
from motcua.supervision.telling.public import public_status
from tests.access.conftest import House
from tests.web.browsing import CHROMIUM, FLAGS, look, sideways
from tests.web.taking_over import take_over

in_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
HTML, UNKNOWN = {"Accept": "text/html"}, "000.00.41.H61-200101-0001"
REASON = "Hợp đồng chuyển quyền thiếu trang có chữ ký các bên."


def papers(house: House, code: str) -> dict[Form, Issued]:
    """Return the papers of a dossier by form, the latest of each."""
    return {each.letter.form: each for each in issued_letters(code, house.register, house.ground)}


def number_alone(house: House, code: str, form: Form) -> Issued:
    """Number one paper of a dossier and none of the others its facts issue."""
    letter = letter_for(form, story_of(house.register.transitions(code)), house.ground)
    (row,) = house.register.issue_letters([new_letter(letter)])
    return Issued(letter, row)


def two_codes(paper: Issued) -> dict[str, str]:
    """Return what is typed off a paper."""
    return {"code": paper.letter.code, "check": grouped(paper.letter.check)}


async def ask(web: httpx2.AsyncClient, page: str, asked: dict[str, str], **more: Any) -> httpx2.Response:
    """Send the form of a page for everybody."""
    return await web.post(page, data=asked, headers=HTML, **more)


def main_of(answer: httpx2.Response) -> str:
    """Return what a page says, without what was typed."""
    return answer.text.partition('role="alert"')[2].partition("</section>")[0]


STANDING = {
    "land-slow-step": "Đang giải quyết, hẹn trả kết quả",
    "land-forgotten": "Đã quá ngày hẹn trả",
    "land-paying": "Đang chờ bạn nộp nghĩa vụ tài chính",
    "land-supplement": "Đang chờ bạn bổ sung giấy tờ",
    "land-returned": "Đã trả kết quả",
    "land-withdrawn": "dừng giải quyết",
}


async def test_R58_with_a_dossier_that_was_withdrawn_its_clock_stands_no_longer(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    status = public_status(codes["land-withdrawn"], house.register, house.ground, datetime.now(UTC))
    assert status.why is None
    assert [stood.until for stood in status.stood] == [status.at]
    answer = await ask(web, "/status", two_codes(papers(house, codes["land-withdrawn"])[Form.RECEIPT]))
    assert "bây giờ" not in answer.text


@pytest.mark.parametrize(("name", "sentence"), STANDING.items())
async def test_a_receipt_opens_where_the_dossier_stands(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str], name: str, sentence: str
) -> None:
    answer = await ask(web, "/status", two_codes(papers(house, codes[name])[Form.RECEIPT]))
    assert answer.status_code == 200
    assert sentence in answer.text, answer.text.partition("answer")[2][:400]


async def test_the_check_value_is_taken_as_people_read_it(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    asked = two_codes(papers(house, codes["land-paying"])[Form.RECEIPT])
    spoken = asked["check"].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert (await ask(web, "/status", asked | {"check": f"  {spoken} "})).status_code == 200


async def test_it_says_which_date_follows_if_the_applicant_acts_today(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    for name in ("land-paying", "land-supplement"):
        page = (await ask(web, "/status", two_codes(papers(house, codes[name])[Form.RECEIPT]))).text
        assert "Xong trong hôm nay thì kết quả được hẹn trả" in page, name
        assert page.count('aria-current="step"') >= 1, name


async def test_no_officer_no_reason_and_no_applicant_stands_on_a_page_for_everybody(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    code = codes["land-supplement"]
    house.register.save_applicant(code, {"name": "Người Thử Không Có Thật", "phone": "0000"})
    officers = {each.officer for each in house.register.timeline(code) if each.officer}
    for paper in papers(house, code).values():
        for page in ("/status", "/verify"):
            told = (await ask(web, page, two_codes(paper))).text
            assert REASON not in told
            assert "Người Thử" not in told
            assert not [each for each in officers if each in told]


async def test_an_unknown_code_and_a_wrong_value_are_refused_in_the_same_words(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    asked = two_codes(papers(house, codes["land-paying"])[Form.RECEIPT])
    last = asked["check"][-1]
    near = asked["check"][:-1] + ALPHABET[(ALPHABET.index(last) + 1) % 32]
    for page in ("/status", "/verify"):
        wrong = [
            await ask(web, page, asked | {"check": near}),
            await ask(web, page, asked | {"code": UNKNOWN}),
            await ask(web, page, asked | {"code": codes["land-returned"]}),
            await ask(web, page, asked | {"check": ""}),
            await ask(web, page, asked | {"check": "x" * 5000}),
        ]
        assert {answer.status_code for answer in wrong} == {404}
        assert len({main_of(answer) for answer in wrong}) == 1
        assert codes["land-returned"] not in main_of(wrong[2])


async def test_a_refusal_says_what_to_do_in_the_language_that_is_read(
    web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    asked = {"code": codes["land-paying"], "check": "00000-00000"}
    vietnamese, english = [main_of(await ask(web, f"/status?lang={lang}", asked)) for lang in ("vi", "en")]
    assert ("Kiểm tra lại hai mã in trên giấy." in vietnamese, "Read both off" in vietnamese) == (True, False)
    assert ("Read both off the paper again." in english, "Kiểm tra" in english) == (True, False)


async def test_a_look_of_a_stranger_numbers_no_letter(new_house: Callable[..., Any]) -> None:
    built: House = await new_house(unknown_requests_per_minute=100_000)
    code = take_over(built.register, built.ground, datetime.now(UTC))["land-supplement"]
    receipt = number_alone(built, code, Form.RECEIPT)
    known = built.register.letters(code)
    async with httpx2.AsyncClient(base_url=built.address, trust_env=False, timeout=30) as web:
        for page in ("/status", "/verify"):
            answer = await ask(web, page, two_codes(receipt))
            assert answer.status_code == 200
            assert "Phiếu yêu cầu bổ sung" not in answer.text
    assert built.register.letters(code) == known
    assert len(papers(built, code)) > len(known)  # the house itself gives the others their numbers
    async with httpx2.AsyncClient(base_url=built.address, trust_env=False, timeout=30) as web:
        assert "Phiếu yêu cầu bổ sung" in (await ask(web, "/status", two_codes(receipt))).text


@pytest.mark.parametrize("code", ["", "abc", "<script>", "\x00", "H61-1", "x" * 5000])
async def test_a_code_that_is_none_is_refused_as_such(web: httpx2.AsyncClient, code: str) -> None:
    for page in ("/status", "/verify"):
        answer = await ask(web, page, {"code": code, "check": "7K3QF-M9X2A"})
        assert answer.status_code == 422
        assert "<script>" not in answer.text
        assert (await web.post(page, content=b"\xff\xfe=%00", headers=HTML)).status_code == 422


async def test_a_paper_between_agencies_is_confirmed_but_opens_no_status(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    slip = two_codes(issue(codes["land-paying"], Form.CONTROL_SLIP, house.register, house.ground))
    assert (await ask(web, "/status", slip)).status_code == 404
    confirmed = await ask(web, "/verify", slip)
    assert confirmed.status_code == 200
    assert "Giấy thật" in confirmed.text
    assert 'action="/status"' not in confirmed.text


async def test_a_confirmed_paper_is_told_line_by_line_with_what_came_after_it(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    found = papers(house, codes["land-promised"])
    page = (await ask(web, "/verify", two_codes(found[Form.RECEIPT]))).text
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page
    assert f"{found[Form.RECEIPT].row.number}/TNHS/" in page
    assert ("Sau giấy này còn có" in page) == any(each.row.seq > found[Form.RECEIPT].row.seq for each in found.values())


async def test_R74_nothing_is_confirmed_by_a_register_that_was_touched(new_house: Callable[..., Any]) -> None:
    built: House = await new_house(unknown_requests_per_minute=100_000)
    code = take_over(built.register, built.ground, datetime.now(UTC))["land-in-time"]
    asked = two_codes(papers(built, code)[Form.RECEIPT])
    async with httpx2.AsyncClient(base_url=built.address, trust_env=False, timeout=30) as web:
        assert (await ask(web, "/verify", asked)).status_code == 200
        engine = create_engine(f"sqlite:///{built.access.settings.home}/register.db")
        with engine.begin() as connection:
            connection.execute(text("DROP TRIGGER IF EXISTS dossier_fact_no_update"))
            for (trigger,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {trigger}"))
            connection.execute(text("UPDATE dossier_fact SET reason = 'x' WHERE dossier = :code"), {"code": code})
        engine.dispose()
        for page in ("/verify", "/status"):
            answer = await ask(web, page, asked)
            assert answer.status_code == 409
            assert "chưa thể xác nhận" in answer.text


async def test_every_look_is_counted_a_right_guess_too(new_house: Callable[..., Any]) -> None:
    built: House = await new_house(unknown_requests_per_minute=5)
    code = take_over(built.register, built.ground, datetime.now(UTC))["land-in-time"]
    asked = two_codes(papers(built, code)[Form.RECEIPT])
    async with httpx2.AsyncClient(base_url=built.address, trust_env=False, timeout=30) as web:
        answers = [await ask(web, "/status", asked) for _ in range(8)]
    assert {answer.status_code for answer in answers[:5]} == {200}
    assert {answer.status_code for answer in answers[5:]} <= {200, 429}
    assert answers[-1].status_code == 429
    assert "Quá nhiều yêu cầu" in answers[-1].text


async def test_neither_code_stands_in_an_address_nor_in_the_log(
    house: House, web: httpx2.AsyncClient, codes: dict[str, str]
) -> None:
    asked = two_codes(papers(house, codes["land-paying"])[Form.RECEIPT])
    page = await ask(web, "/status", asked)
    assert asked["check"] not in str(page.url)
    assert f'href="/status?code={asked["code"]}' not in page.text
    assert page.headers["cache-control"] == "no-store"
    english = await web.post("/status?lang=en", data=asked, headers=HTML)
    assert '<html lang="en">' in english.text
    assert "It waits for your payment" in english.text


@pytest.fixture(scope="module")
async def visitor(house: House) -> AsyncIterator[Any]:
    """Return a browser in which nobody signs in."""
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        await browser.close()


@in_a_browser
async def test_axe_finds_nothing_before_and_after_the_answer_and_the_keyboard_is_enough(
    house: House, visitor: Any, codes: dict[str, str]
) -> None:
    for place, name in (("/status", "land-paying"), ("/verify", "land-promised"), ("/status", "land-forgotten")):
        asked = two_codes(papers(house, codes[name])[Form.RECEIPT])
        page = await visitor.new_page()
        await page.goto(house.address + place)
        await look(page)
        await page.focus("#code")
        await page.keyboard.type(asked["code"])
        await page.keyboard.press("Tab")
        await page.keyboard.type("00000-00000")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[role=alert]")
        await look(page)
        await page.fill("#check", asked["check"])
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".answer")
        await look(page)
        await page.close()


@in_a_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_on_a_telephone_why_the_clock_stood_is_read_across_the_whole_page(
    house: House, visitor: Any, codes: dict[str, str], theme: Any
) -> None:
    asked = two_codes(papers(house, codes["land-paying"])[Form.RECEIPT])
    context = await visitor.new_context(viewport={"width": 360, "height": 780}, color_scheme=theme)
    page = await context.new_page()
    await page.goto(f"{house.address}/status")
    await page.fill("#code", asked["code"])
    await page.fill("#check", asked["check"])
    await page.click("button.go")
    why = page.locator("td[data-l='Vì sao']").first
    box, across = await why.bounding_box(), await page.locator("main h1").bounding_box()
    assert box["width"] > 0.95 * across["width"]
    assert await sideways(page) <= 0
    await context.close()


@in_a_browser
async def test_without_a_script_the_language_changes_and_the_answer_stays(
    house: House, visitor: Any, codes: dict[str, str]
) -> None:
    asked = two_codes(papers(house, codes["land-paying"])[Form.RECEIPT])
    context = await visitor.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.address}/status")
    await page.fill("#code", asked["code"])
    await page.fill("#check", asked["check"])
    await page.click("button.go")
    await page.click("button[lang=en]")
    assert "It waits for your payment" in await page.inner_text(".answer")
    await context.close()


async def test_the_forms_are_there_for_everybody(web: httpx2.AsyncClient) -> None:
    for page in ("/status", "/verify"):
        answer = await web.get(page, headers=HTML)
        assert answer.status_code == 200
        assert f'<form class="stack-f asks" method="post" action="{page}">' in answer.text


@pytest.mark.parametrize("charset", ["undefined", "punycode", "raw_unicode_escape"])
@pytest.mark.parametrize("page", ["/status", "/verify"])
async def test_what_is_no_form_of_ours_is_not_read_whatever_its_coding(
    web: httpx2.AsyncClient, page: str, charset: str
) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    body = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n\\ud800\r\n--x--\r\n'
    answer = await web.post(page, content=body, headers=HTML | {"Content-Type": kind})
    assert answer.status_code in (404, 422, 429), answer.text[:300]
