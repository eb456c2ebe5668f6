"""The dates on the page for officials are right."""

import re
from pathlib import Path

import pytest

from motcua.worktime.allowance import Allowance
from motcua.worktime.due import due_at, step_due_at
from motcua.worktime.shipped import load_calendar

PAGE = (Path(__file__).parents[2] / "docs" / "working-time.md").read_text(encoding="utf-8")
MOMENT = r"\w{3} \d{4}-\d\d-\d\d \d\d:\d\d"
ROWS = re.findall(rf"^\| ({MOMENT}) \| (\S+) \| ({MOMENT}) \| (.+?) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("received", "allow", "due", "last"), ROWS)
def test_a_row_of_the_page(vn, at, received, allow, due, last):
    assert due_at(at(received), Allowance.parse(allow), vn) == at(due)
    if re.fullmatch(MOMENT, last):
        assert step_due_at(at(received), Allowance.parse(allow), vn) == at(last)


def test_the_page_has_its_rows():
    assert len(ROWS) == 17


def test_the_file_on_the_page_is_a_calendar(tmp_path, on):
    path = tmp_path / "agency.yaml"
    path.write_text(PAGE.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert load_calendar(path).is_working_day(on("Sat 2026-11-21"))
