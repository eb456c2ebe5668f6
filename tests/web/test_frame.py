"""The frame: words in both languages, files that are what they say, refusals as pages."""

import gzip
import hashlib
import json
import re

import httpx2
import pytest
from starlette.datastructures import FormData

from motcua.errors import InvalidInputError
from motcua.supervision.access.roles import Role
from motcua.supervision.web.acts import sent_of
from motcua.supervision.web.files import FOLDER, address
from motcua.supervision.web.languages import catalogue
from motcua.supervision.web.repair_forms import declared
from motcua.supervision.web.templating import FOLDER as TEMPLATES
from tests.access.conftest import House

HTML = {"Accept": "text/html"}
PLACE = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same_things() -> None:
    vi, en = catalogue("vi"), catalogue("en")
    assert vi.keys() == en.keys()
    for key, words in vi.items():
        assert set(PLACE.findall(words)) == set(PLACE.findall(en[key])), key


def test_the_vendored_script_is_the_published_one() -> None:
    said = json.loads((FOLDER / "htmx.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((FOLDER / "htmx.min.js").read_bytes()).hexdigest() == said["sha256"]
    assert said["version"] in (FOLDER / "htmx.min.js").read_text(encoding="utf-8")
    assert "Zero-Clause BSD" in (FOLDER / "htmx.LICENSE").read_text(encoding="utf-8")


def test_templates_hold_nothing_the_policy_forbids() -> None:
    for template in TEMPLATES.glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?! src)|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe", text), template.name


async def test_files_are_kept_for_a_year_under_a_name_of_their_content(web: httpx2.AsyncClient) -> None:
    answer = await web.get(address("style.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == (FOLDER / "style.css").read_bytes()
    plain = await web.get(address("ui.js"), headers={"Accept-Encoding": "identity"})
    assert plain.content == (FOLDER / "ui.js").read_bytes()
    assert gzip.compress(plain.content, mtime=0)


@pytest.mark.parametrize("name", ["/static/style.css", "/static/../files.py", "/static/%2e%2e/files.py", "/static/"])
async def test_no_other_file_is_served(web: httpx2.AsyncClient, name: str) -> None:
    assert (await web.get(name)).status_code == 404


async def test_a_page_is_vietnamese_unless_asked_and_the_choice_stays(house: House, web: httpx2.AsyncClient) -> None:
    key = house.key(Role.SUPERVISOR)
    assert '<html lang="vi">' in (await web.get("/", headers=key)).text
    english = await web.get("/?lang=en&theme=dark", headers=key)
    assert '<html lang="en" data-theme="dark">' in english.text
    assert '<html lang="en" data-theme="dark">' in (await web.get("/", headers=key)).text


@pytest.mark.parametrize("choice", ["?lang=fr", "?lang=", '?theme="><script>', "?lang=en%00"])
async def test_a_choice_nobody_offers_is_none(house: House, web: httpx2.AsyncClient, choice: str) -> None:
    answer = await web.get(f"/{choice}", headers=house.key(Role.SUPERVISOR))
    assert answer.status_code == 200
    assert '<html lang="vi">' in answer.text
    assert "<script>" not in answer.text


async def test_a_refusal_is_a_page_for_a_browser_and_a_problem_for_a_program(
    house: House, web: httpx2.AsyncClient
) -> None:
    key = house.key(Role.OFFICER)
    page = await web.get("/dossiers/H61.28.8-261123-0005", headers=key | HTML)
    assert page.status_code == 403
    assert "Bạn không có quyền" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    told = await web.get("/dossiers/H61.28.8-261123-0005", headers=key)
    assert told.headers["content-type"] == "application/problem+json"
    advice = told.json()
    assert advice["hint_vi"] in page.text
    assert advice["hint"] not in page.text
    english = (await web.get("/dossiers/H61.28.8-261123-0005?lang=en", headers=key | HTML)).text
    assert (advice["hint"] in english, advice["hint_vi"] in english) == (True, False)
    lost = await web.get("/nowhere?lang=vi", headers=HTML)
    assert lost.status_code == 404
    assert "Không có trang" in lost.text
    assert (await web.get("/api/v1/nowhere", headers=HTML)).headers["content-type"] == "application/problem+json"


async def test_a_part_comes_alone_and_not_twice(house: House, web: httpx2.AsyncClient) -> None:
    asks = house.key(Role.SUPERVISOR) | {"HX-Request": "true", "HX-Target": "live"}
    part = await web.get("/", headers=asks)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "<h1>" in part.text
    assert part.headers["cache-control"] == "no-store"
    again = await web.get("/", headers=asks | {"If-None-Match": part.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["x-motcua-at"]


async def test_a_page_that_is_not_there_leads_to_no_other_host(web: httpx2.AsyncClient) -> None:
    lost = await web.get(f"{web.base_url}//elsewhere.example/x", headers=HTML)
    assert lost.status_code == 404
    assert 'href="//' not in lost.text


@pytest.mark.parametrize("seq", ["0" * 12 + "9" * 5000, "-1", "٣", "", "9999999999999"])
def test_a_form_that_counts_what_no_register_keeps_is_none_of_ours(seq: str) -> None:
    with pytest.raises(InvalidInputError):
        sent_of(FormData({"offer": "complete:s1", "seq": seq}))


def test_declared_data_is_json_or_the_text_it_is() -> None:
    deep, long = "[" * 100_000, "1" * 5000
    said = declared(f"a = {deep}\nb = true\nc = NaN\nd = {long}\ne = 1e999\nf = [7]")
    assert said == {"a": deep, "b": True, "c": "NaN", "d": long, "e": "1e999", "f": [7]}
