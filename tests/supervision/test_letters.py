"""Letters over HTTP and on the command line, on dossiers that really live."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from motcua.register.register import Register
from motcua.supervision.access.tokens import id_of_key
from motcua.supervision.stack import Stack
from tests.letters.reading import flat, read, shows_qr
from tests.supervision.conftest import Ran, opening

Motcua = Callable[..., Ran]
NAME = "Người Thử Nghiệm Không Có Thật"


@pytest.fixture(scope="module")
def code(stack: Stack) -> str:
    """Open a dossier with an applicant, ask for a supplement and return its code."""
    asked = opening("1.013831", applicant={"name": NAME, "phone": "000-000"}, documents=["application", "contract"])
    headers = {"Authorization": f"Bearer {stack.key}"}
    with httpx2.Client(base_url=f"{stack.address}/api/v1", timeout=30, trust_env=False, headers=headers) as api:
        opened = str(api.post("/dossiers", json=asked).raise_for_status().json()["code"])
        duty = api.get(f"/dossiers/{opened}").json()["duties"][0]
        act = {
            "key": f"ask-{opened}",
            "by": {"agency": duty["agency"]["id"], "officer": "x-1"},
            "reason": "Thiếu mảnh trích đo.",
            "do": {"kind": "ask_supplement", "items": ["survey"]},
        }
        api.post(f"/dossiers/{opened}/actions", json=act).raise_for_status()
    return opened


async def test_a_dossiers_letters_are_listed_with_number_and_check_value(api: httpx2.AsyncClient, code: str) -> None:
    listed = (await api.get(f"/dossiers/{code}/letters")).json()
    assert listed["code"] == code
    receipt, supplement = listed["letters"]
    assert (receipt["form"], receipt["form_number"], receipt["law"]) == ("receipt", "01", "TT-03-2025")
    assert receipt["number"].endswith("/TNHS")
    assert receipt["title"]["vi"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert supplement["form"] == "supplement"
    assert (await api.get(f"/dossiers/{code}/letters")).json() == listed


async def test_a_letter_is_a_pdf_with_its_code_and_without_the_applicant(api: httpx2.AsyncClient, code: str) -> None:
    listed = (await api.get(f"/dossiers/{code}/letters")).json()["letters"][0]
    answer = await api.get(f"/dossiers/{code}/letters/receipt.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert shows_qr(answer.content, f"{code}/{listed['check'].replace('-', '')}")
    text = flat(read(answer.content).text)
    assert listed["number"] in text
    assert NAME not in text
    assert (await api.get(f"/dossiers/{code}/letters/receipt.pdf")).content == answer.content


async def test_for_an_agency_of_the_dossier_the_applicant_is_printed_and_noted(
    api: httpx2.AsyncClient, stack: Stack, code: str
) -> None:
    one_stop = (await api.get(f"/dossiers/{code}/letters")).json()["letters"][0]["agency"]
    answer = await api.get(f"/dossiers/{code}/letters/supplement.pdf", params={"by": f"{one_stop}/x-1", "lang": "en"})
    text = flat(read(answer.content).text)
    assert NAME in text
    assert "the Vietnamese text prevails" in text
    register = Register.open(stack.settings.register)
    (reading,) = (each for each in register.readings(code) if not each.who.startswith("system:"))
    register.close()
    agency = (await api.get("/me")).json()["agency"]
    assert reading.who == f"{agency}/key:{id_of_key(stack.key)}"  # a key can name anybody: it is the key that read
    assert reading.purpose == f"in giấy tờ · to print: supplement ({one_stop}/x-1)"


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("apology.pdf", 409, "form"),  # nothing that happened issues one
        ("letter.pdf", 409, "form"),  # no such form
        ("receipt.pdf?seq=999", 404, "seq"),
        ("receipt.pdf?lang=fr", 422, "lang"),
        ("receipt.pdf?by=an-hoi.ttpvhcc//tn-01", 422, "by"),
        ("receipt.pdf?by=vinhlong.cong-an", 409, "by"),  # has no part in the dossier
    ],
)
async def test_what_cannot_be_printed_is_refused_with_advice(
    api: httpx2.AsyncClient, code: str, path: str, status: int, field: str
) -> None:
    answer = await api.get(f"/dossiers/{code}/letters/{path}")
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert answer.json()["detail_vi"]


async def test_an_unknown_dossier_has_no_letters(api: httpx2.AsyncClient) -> None:
    assert (await api.get("/dossiers/000.00.07.H61-200101-0001/letters")).status_code == 404
    assert (await api.get("/dossiers/nothing/letters/receipt.pdf")).status_code == 422


def test_an_officer_prints_lists_and_verifies_on_the_command_line(motcua: Motcua, code: str, tmp_path: Path) -> None:
    listed = json.loads(motcua("letters", code, "--json").out)["letters"]
    assert [each["form"] for each in listed][:2] == ["receipt", "supplement"]
    assert listed[0]["number"] in motcua("letters", code).out
    file = tmp_path / "receipt.pdf"
    ran = motcua("letter", code, "receipt", "-o", str(file), "--by", f"{listed[0]['agency']}/x-1")
    assert ran.code == 0, ran.err
    assert NAME in flat(read(file.read_bytes()).text)
    genuine = motcua("verify-letter", listed[0]["check"].lower(), code)
    assert (genuine.code, "receipt" in genuine.out) == (0, True)
    assert motcua("verify-letter", "00000-00000", code).code == 1


def test_a_control_slip_is_printed_at_any_time(motcua: Motcua, code: str, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    assert motcua("letter", code, "control_slip", "--lang", "en", "-o", str(file)).code == 0
    assert "CONTROL SLIP" in read(file.read_bytes()).text


def test_the_book_of_a_one_stop_is_printed(motcua: Motcua, code: str, tmp_path: Path) -> None:
    agency = json.loads(motcua("letters", code, "--json").out)["letters"][0]["agency"]
    file = tmp_path / "book.pdf"
    ran = motcua("book", agency, "2026", "-o", str(file))
    assert ran.code == 0, ran.err
    assert code in "".join(read(file.read_bytes()).text.split())
    assert motcua("book", agency, "2999", "-o", str(file)).code == 2


def test_a_sweep_numbers_what_nobody_has_read(motcua: Motcua) -> None:
    assert "letters numbered" in motcua("letters", "--sweep").out
    assert "Đã cấp số 0 văn bản" in motcua("letters", "--sweep").out


def test_a_file_that_cannot_be_written_is_named(motcua: Motcua, code: str, tmp_path: Path) -> None:
    ran = motcua("letter", code, "receipt", "-o", str(tmp_path / "none" / "x.pdf"))
    assert ran.code == 2
    assert "--output" in ran.err
