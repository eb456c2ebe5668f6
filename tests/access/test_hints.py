"""What a refusal advises can be followed: an address it names is one that the house answers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.access.conftest import House
from tests.access.test_routes import routes

ROOT = Path(__file__).parents[2]
SOURCES = ("motcua", "activities", "workflows")
HINTS = ("hint", "hint_vi")
ADDRESS = re.compile(r"(?<![\w/:.…])/[a-z][\w/{}-]*")
"""An address of the house: neither a part of a file's path, of another site, nor of `AGENCY/OFFICER`."""


def test_every_address_a_hint_names_is_answered(house: House) -> None:
    answered = {re.sub(r"\{[^}]*\}", "{}", path) for _, path, _ in routes(house.app)}
    named = dict(addresses_in_hints())
    assert {"/agencies", "/api/v1/procedures", "/api/v1/docs", "/repairs"} <= set(named)
    assert {address: where for address, where in named.items() if address not in answered} == {}


def addresses_in_hints() -> Iterator[tuple[str, str]]:
    """Yield every address that a hint of the project names, with the file that does."""
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for hint in hints_of(ast.parse(file.read_text(encoding="utf-8"))):
                yield from ((address, str(file.relative_to(ROOT))) for address in ADDRESS.findall(hint))


def hints_of(tree: ast.AST) -> Iterator[str]:
    """Yield the hints that stand in a program; what is filled in stands as `{}`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in HINTS:
            yield "".join(_piece(each) for each in ast.walk(node.value))


def _piece(node: ast.AST) -> str:
    if isinstance(node, ast.FormattedValue):
        return "{}"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
