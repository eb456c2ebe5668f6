"""The printed page: the same bytes again, everything on it, and nothing that somebody wrote can break it."""

import hashlib
import io
import json
import subprocess
import sys
from datetime import UTC
from importlib.metadata import version
from pathlib import Path

import pytest
from pypdf import PdfReader

from motcua.dossiers import facts as f
from motcua.dossiers.applicant import Applicant
from motcua.letters.check import grouped
from motcua.letters.forms import Form
from motcua.letters.glyphs import printable
from motcua.letters.printing import moment
from motcua.letters.typesetter import typesetter
from tests.letters.papers import (
    APPLICANT,
    ONE_STOP,
    book,
    closed_book,
    lapsed,
    late_apology,
    line,
    not_accepted,
    received,
    refused,
    whole,
    withdrawn,
)
from tests.letters.reading import flat, read, shows_qr
from tests.register.papers import at

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden")
PAPERS = {
    "receipt": (whole, Form.RECEIPT),
    "supplement": (whole, Form.SUPPLEMENT),
    "refusal": (not_accepted, Form.REFUSAL),
    "refusal_on_merits": (refused, Form.REFUSAL),
    "apology": (whole, Form.APOLOGY),
    "apology_late": (late_apology, Form.APOLOGY),
    "stop": (whole, Form.STOP),
    "stop_lapsed": (lapsed, Form.STOP),
    "stop_withdrawn": (withdrawn, Form.STOP),
    "control_slip": (whole, Form.CONTROL_SLIP),
    "transfer_slip": (whole, Form.TRANSFER_SLIP),
}
BOOK = "book"
"""The one form that is about many dossiers."""
PRINTED = (*PAPERS, BOOK)
LANGUAGES = ("vi", "en")
VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"


def set_paper(name: str, lang: str) -> bytes:
    """Return one of the papers, or the book, as a PDF."""
    if name == BOOK:
        return typesetter().book(closed_book(), lang)
    told, form = PAPERS[name]
    return typesetter().letter(told().letter(form), lang, number=12, applicant=APPLICANT)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PRINTED)
def test_a_paper_says_what_it_always_said(name, lang):
    """Text and bytes; after a change that is meant, run tests/letters/golden.py and look at every page."""
    pdf = set_paper(name, lang)
    kept = json.loads((GOLDEN / f"{name}.{lang}.json").read_text())
    assert read(pdf).text.splitlines() == kept["text"]
    if version("typst") == kept["typst"]:  # another typesetter may set the same words in other bytes
        assert hashlib.sha256(pdf).hexdigest() == kept["sha256"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_a5_and_pdf_a_2b_with_title_agency_and_its_own_moment(name, lang):
    told, form = PAPERS[name]
    letter, sheet = told().letter(form), read(set_paper(name, lang))
    assert sheet.size_mm == (148, 210)
    assert sheet.conformance == ("2", "B")
    assert sheet.title == f"{letter.title.vi if lang == 'vi' else letter.title.en} {letter.code}"
    assert sheet.author == (letter.heading.agency.vi if lang == "vi" else letter.heading.agency.en)
    assert sheet.created == f"D:{letter.issued_at.astimezone(UTC):%Y%m%d%H%M%S}Z"


def subject_and_check(name: str) -> tuple[str, str]:
    """Return what a paper is about, a dossier or a year's book, and its check value."""
    if name == BOOK:
        return f"{ONE_STOP}/2026", closed_book().check
    told, form = PAPERS[name]
    letter = told().letter(form)
    return letter.code, letter.check


@pytest.mark.parametrize("name", PRINTED)
def test_the_qr_code_holds_dossier_or_book_and_check_value_which_is_also_printed(name):
    (about, check), pdf = subject_and_check(name), set_paper(name, "vi")
    assert shows_qr(pdf, f"{about}/{check}")
    assert not shows_qr(pdf, f"{about}/{check[::-1]}")
    assert grouped(check) in read(pdf).text


def test_every_paper_has_the_official_heading():
    for name in PAPERS:
        text = flat(read(set_paper(name, "vi")).text)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert "Độc lập – Tự do – Hạnh phúc" in text
        assert "Vĩnh Long, ngày" in text


def test_two_processes_make_the_same_bytes():
    program = (
        "import sys; from tests.letters.test_paper import set_paper, PRINTED; import hashlib; "
        "print(*(hashlib.sha256(set_paper(name, 'vi')).hexdigest() for name in PRINTED))"
    )
    run = [sys.executable, "-c", program]
    first, second = (
        subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True, env={"PATH": "", "TZ": zone}).stdout
        for zone in ("UTC", "America/New_York")
    )
    assert first == second
    assert len(set(first.split())) == len(PRINTED)


def test_no_font_of_the_machine_is_used():
    fonts: set[str] = set()
    for page in PdfReader(io.BytesIO(set_paper("receipt", "vi"))).pages:
        fonts |= {str(font["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("LibertinusSerif" in font for font in fonts), fonts


def test_all_vietnamese_letters_are_printed():
    alphabet = VIETNAMESE + " " + VIETNAMESE.upper()
    told = received().does("Fri 2026-11-13 08:30", f.Apologised(reason=" ".join(alphabet)))
    text = read(typesetter().letter(told.letter(Form.APOLOGY), "vi")).text
    assert set(alphabet) <= set(text)
    assert "[U+" not in text


def test_letters_composed_of_two_characters_are_printed_as_one():
    assert printable("Ha\u0300 No\u0302\u0323i") == "Hà Nội"


HOSTILE = (
    "#panic(); #let x = 1; #sys.inputs *đậm* _nghiêng_ $a^2$ \\ `code` <label> @ref = Tiêu đề // chú thích /* */ "
    "[ ] { } ~ -- --- ... {{x}} %(x)s ${x} <b>x</b>"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_what_somebody_wrote_is_printed_to_the_letter(lang):
    told = received().does("Fri 2026-11-13 08:30", f.Apologised(reason=HOSTILE))
    who = Applicant(name="#panic() *x*", address=HOSTILE[:250], phone="$000 #111 *x*", email="#*_$~x@vi-du.example")
    text = flat(read(typesetter().letter(told.letter(Form.APOLOGY), lang, applicant=who)).text)
    assert HOSTILE in text
    assert "#panic() *x*" in text


def test_characters_no_font_has_are_named_and_none_can_turn_the_line_around():
    assert printable("ký 😀 你\u202e \x00\u0301 ﷺ") == "ký [U+1F600] [U+4F60][U+202E] [U+0000][U+0301] [U+FDFA]"
    everything = "".join(map(chr, [*range(0x3000), *range(0xFB00, 0xFFFE), 0x1F600]))
    for start in range(0, len(everything), 1500):
        told = received().does("Fri 2026-11-13 08:30", f.Apologised(reason=everything[start : start + 1500]))
        assert read(typesetter().letter(told.letter(Form.APOLOGY), "vi")).pages >= 1


@pytest.mark.parametrize(
    "reason",
    ["x" * 2000, "Lý do rất dài. " * 133, "dòng\n" * 400, "\n\n\n".join("abc" * 200), "W" * 29 + " " + "ặ" * 1500],
    ids=["one word", "many words", "lines", "blank lines", "wide"],
)
def test_long_reasons_stay_on_the_paper_and_the_signature_is_not_left_alone(reason):
    told = received().does("Fri 2026-11-13 08:30", f.Apologised(reason=reason[:2000].strip()))
    pdf = typesetter().letter(told.letter(Form.APOLOGY), "vi", applicant=APPLICANT)
    sheet = read(pdf)
    assert "".join(reason[:2000].split()) in "".join(page_texts(pdf)).replace("\n", "").replace(" ", "")
    last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert "THỦ TRƯỞNG" in last
    assert "Ngày hẹn trả kết quả trong hồ sơ không thay đổi" in flat(last)  # the sentence before it goes with it
    assert f"Trang 1/{sheet.pages}" in sheet.text
    assert inside_margins(pdf)


def page_texts(pdf: bytes) -> list[str]:
    """Return the body of each page, without its foot."""
    pages = [page.extract_text().replace("\u200b", "") for page in PdfReader(io.BytesIO(pdf)).pages]
    return [page.split("Mã hồ sơ: 000.00.07.H61-261102-0001\nMã kiểm tra")[0] for page in pages]


def inside_margins(pdf: bytes) -> bool:
    """Return whether nothing is printed in the outer 7 mm of any page."""
    import pypdfium2

    for page in pypdfium2.PdfDocument(pdf):
        dark = page.render(scale=2).to_numpy()[:, :, 0] < 250
        edge = int(7 * 72 / 25.4 * 2)
        if dark[:edge].any() or dark[-edge:].any() or dark[:, :edge].any() or dark[:, -edge:].any():
            return False
    return True


def test_nothing_is_printed_outside_the_margins():
    for name in PAPERS:
        for lang in LANGUAGES:
            assert inside_margins(set_paper(name, lang)), (name, lang)


def test_an_unknown_applicant_leaves_dotted_lines_and_no_number_a_gap():
    letter = whole().letter(Form.RECEIPT)
    known = flat(read(typesetter().letter(letter, "vi", number=3, applicant=APPLICANT)).text)
    unknown = flat(read(typesetter().letter(letter, "vi")).text)
    assert "Nguyễn Văn Thử Nghiệm" in known
    assert "Số: 3/TNHS" in known
    assert "Nguyễn" not in unknown
    assert "Số: ……/TNHS" in unknown
    assert "Chủ hồ sơ:" in unknown


def test_a_late_apology_is_marked_on_the_paper():
    assert "Xin lỗi muộn" in flat(read(set_paper("apology_late", "vi")).text)
    assert "Late apology" in flat(read(set_paper("apology_late", "en")).text)
    assert "muộn" not in flat(read(set_paper("apology", "vi")).text)


def test_a_translation_says_that_it_is_one():
    for name in PAPERS:
        assert "the Vietnamese text prevails" in read(set_paper(name, "en")).text
        assert "prevails" not in read(set_paper(name, "vi")).text


def test_a_moment_is_kept_to_the_microsecond_and_stamped_to_the_second():
    letter = whole().letter(Form.RECEIPT)
    exact = letter.model_copy(update={"issued_at": letter.issued_at.replace(microsecond=123456)})
    assert typesetter().letter(exact, "vi") == typesetter().letter(letter, "vi")


def test_midnight_at_the_end_of_a_day_is_24_00_and_january_has_a_nought():
    assert moment(at("Tue 2026-01-06 00:00"), "vi", ends=True)["line"] == "24 giờ 00 phút, ngày 05 tháng 01 năm 2026"
    assert moment(at("Tue 2026-01-06 00:00"), "vi")["line"] == "00 giờ 00 phút, ngày 06 tháng 01 năm 2026"
    assert moment(at("Mon 2026-11-02 08:05"), "en")["line"] == "08:05, 2 November 2026"


def book_of_many(count: int, made: str) -> bytes:
    """Return a book of so many dossiers, made at a moment."""
    return typesetter().book(book(made, *map(line, range(1, count + 1))))


def test_the_book_is_a4_numbered_on_every_page_and_closed_at_the_years_end():
    sheet = read(book_of_many(40, "Mon 2027-01-04 08:00"))
    assert sheet.size_mm == (297, 210)
    assert sheet.conformance == ("2", "B")
    assert all(f"Trang {page}/{sheet.pages}" in sheet.text for page in range(1, sheet.pages + 1))
    assert "gồm 40 hồ sơ, đánh số liên tục từ 1 đến 40" in flat(sheet.text)
    assert all(f"261102-{number:04d}" in sheet.text for number in range(1, 41))
    assert sheet.text.count("Tên thủ tục hành chính") == sheet.pages  # the head of the table on each page


def test_during_its_year_the_book_is_an_extract():
    text = flat(read(book_of_many(2, "Fri 2026-11-13 08:30")).text)
    assert "Sổ chưa khóa: trích đến 08 giờ 30 phút, ngày 13 tháng 11 năm 2026, gồm 2 hồ sơ." in text


def test_an_empty_book_is_a_book():
    assert "gồm 0 hồ sơ" in flat(read(book_of_many(0, "Mon 2027-01-04 08:00")).text)
