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


def named_by(test: str) -> set[int]:
    """Return the rules a test's name bears: `R1_to_R4_and_R9` is five of them."""
    spans = re.findall(r"R(\d+)_(?:to_R(\d+)_)?", test)
    return {number for first, last in spans for number in range(int(first), int(last or first) + 1)}


def test_a_name_bears_the_rules_around_its_to_and_no_others():
    assert named_by("R1_to_R4_and_R9_") == {1, 2, 3, 4, 9}
    assert named_by("R29_R32_") == {29, 32}


def test_every_rule_of_deadlines_and_overdue_handling_has_a_test_of_its_name():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    names = re.findall(r"def test_((?:R\d+_(?:to_|and_)?)+)", texts)
    assert {*range(1, 60), 74, 75} - set().union(*map(named_by, names)) == set()
