"""The table of rules tells the truth: every place in the code and every test it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| R\d", line)
]


def places(cell: str) -> list[tuple[str, str | None]]:
    """Return the files a cell names, each with the name inside it, if one is given."""
    return re.findall(r"`([\w/]+\.py)`(?: `(\w+)`)?", cell)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_rule_is_where_the_table_says(row):
    _, _, code, test = row
    for folder, cell in (("motcua", code), ("tests", test)):
        assert places(cell)
        for file, name in places(cell):
            text = (ROOT / folder / file).read_text(encoding="utf-8")
            assert not name or re.search(rf"(def|class) {name}\b|^{name}\b", text, re.MULTILINE), (file, name)
