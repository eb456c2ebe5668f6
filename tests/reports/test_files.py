"""Reports as files: the same numbers in each, no formula in any, the same bytes each time."""

import csv
import os
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pypdfium2
import pytest

from motcua.reports.csv_file import BOM, csv_of, harmless
from motcua.reports.figures import Figures
from motcua.reports.form06 import Cell, form06
from motcua.reports.form06_sheet import COLUMNS, FORM, NOTES, TITLE, check_pairs, figure_pairs, rows_of
from motcua.reports.paper import press
from motcua.reports.scoring import Weight
from motcua.reports.sheet import Column, Kind, Language, Sheet, SheetRow, Source, shown
from motcua.reports.xlsx_file import xlsx_of
from motcua.worktime.words import Words
from tests.reports.test_figures import OCTOBER

GOLDEN = Path(__file__).with_name("golden")
NAMES = {"1.012796": Words("Đăng ký biến động đất đai", "Change of land rights")}
SOURCE = Source(
    made_at=datetime(2026, 11, 1, 8, 0, 4, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), position=412, head="44d0" * 16
)


def october(lang: Language = "vi") -> Sheet:
    """Return form 06 of the rules' October, with a field beside it in which nothing happened but one receipt."""
    one = Figures(total=1, online=1, open=1, open_in_time=1)
    form = form06([Cell("Đất đai", "1.012796", OCTOBER, 12), Cell("=cmd|' /C calc'!A0", "1.000001", one, 0)])
    return Sheet(
        key="form06",
        form=FORM,
        title=TITLE,
        about=(Words("Kỳ báo cáo: tháng 10/2026", "Period: October 2026"),),
        agency=Words("Trung tâm Phục vụ hành chính công tỉnh", "Provincial public service centre"),
        above=Words("Ủy ban nhân dân tỉnh Vĩnh Long", "People's Committee of Vĩnh Long Province"),
        columns=COLUMNS,
        rows=tuple(
            rows_of(
                form,
                lambda code: NAMES.get(code, Words(code, code)),
                lang,
                field_named=lambda field: Words(field, field),
            )
        ),
        checks=check_pairs(form.total, Words("của tháng 9/2026", "of September 2026")),
        figures=figure_pairs(OCTOBER, Weight()),
        notes=NOTES,
        source=SOURCE,
        signed=True,
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_R65_the_csv_is_the_one_that_was_looked_at(lang: Language) -> None:
    made, golden = csv_of(october(lang), lang), GOLDEN / f"form06.{lang}.csv"
    if os.environ.get("MOTCUA_GOLDEN") == "write":
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def test_the_csv_opens_in_a_spreadsheet_and_nothing_in_it_is_run() -> None:
    text = csv_of(october()).decode()
    assert text.startswith(BOM)
    rows = list(csv.reader(StringIO(text.removeprefix(BOM))))
    assert [row[1] for row in rows if len(row) > 1 and "calc" in row[1]] == ["'=cmd|' /C calc'!A0"]
    assert any(row[2:] == ["100", "60", "28", "12", "80", "50", "22", "8", "20", "17", "3"] for row in rows)
    assert [harmless(text) for text in ("@x", "+1", "-1", "\tx", "5")] == ["'@x", "'+1", "'-1", "'\tx", "5"]
    assert harmless(-1) == -1


def test_the_workbook_has_numbers_as_numbers_and_text_as_text() -> None:
    made = xlsx_of(october())
    page = openpyxl.load_workbook(BytesIO(made)).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert [100, 60, 28, 12, 80, 50, 22, 8, 20, 17, 3] in [row[2:] for row in rows]
    (hostile,) = [
        cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str) and "calc" in cell.value
    ]
    assert hostile.data_type == "s"
    assert any("44d0" in str(row[0]) for row in rows)
    assert made == xlsx_of(october())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_paper_is_a4_across_says_what_was_counted_and_is_the_same_each_time(lang: Language) -> None:
    made = press().pdf(october(lang), lang)
    assert made == press().pdf(october(lang), lang)
    (page,) = pypdf.PdfReader(BytesIO(made)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = page.extract_text()
    for part in ("06a/VPCP/KSTT", "(13)", "90,0%" if lang == "vi" else "90.0%", "44d0" * 16):
        assert part in text
    assert ("NGƯỜI LẬP BIỂU" if lang == "vi" else "DRAWN UP BY") in text


def test_no_table_is_cut_at_the_edge_of_its_paper() -> None:
    bitmap = pypdfium2.PdfDocument(press().pdf(october()))[0].render(scale=1, grayscale=True)
    pixels = bitmap.to_numpy()
    assert (pixels[:, :30] > 240).all()
    assert (pixels[:, -25:] > 240).all()
    assert (pixels[100:400] < 128).any()


def test_characters_without_a_glyph_are_named_and_do_not_stop_the_press() -> None:
    row = SheetRow(values=("😀 \x00", None))
    columns = (Column(name=Words("A", "A"), kind=Kind.TEXT, wide=True), Column(name=Words("B", "B")))
    odd = october().model_copy(update={"rows": (row,), "columns": columns})
    assert "[U+1F600]" in pypdf.PdfReader(BytesIO(press().pdf(odd))).pages[0].extract_text()


def test_figures_are_written_as_each_language_does() -> None:
    assert shown(5377, Kind.COUNT, "vi") == "5.377"
    assert shown(0.9378, Kind.SHARE, "vi") == "93,8%"
    assert shown(5377.25, Kind.HOURS, "en") == "5,377.2"
    assert shown(None, Kind.SCORE, "en") == "–"
