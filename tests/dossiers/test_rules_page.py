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


def numbers(cell: str) -> set[int]:
    """Return the rules a cell names: `R29–R31` is three of them."""
    ranges = re.findall(r"R(\d+)(?:–R?(\d+))?", cell)
    return {number for first, last in ranges for number in range(int(first), int(last or first) + 1)}


def test_every_rule_of_deadlines_and_overdue_handling_is_on_the_page():
    listed = set().union(*(numbers(row[0]) for row in ROWS))
    assert {*range(1, 60), 74, 75} - listed == set()


def test_every_rule_of_deadlines_and_overdue_handling_has_a_test_of_its_name():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named: set[int] = set()
    for name in re.findall(r"def test_((?:R\d+_(?:to_|and_)?)+)", texts):
        found = [int(number) for number in re.findall(r"R(\d+)", name)]
        named |= set(range(found[0], found[-1] + 1)) if "_to_" in name else set(found)
    assert {*range(1, 60), 74, 75} - named == set()
