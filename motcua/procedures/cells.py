"""How the cells of a decision table are read: each as a condition, and a row as one condition of all its cells.

| cell | means |
| --- | --- |
| `-` | any |
| `true`, `5`, `"text"`, a choice | the input equals it |
| `< 100`, `>= 5`, `!= "x"` | the input compares so |
| `[100..200)`, `(0..5]` | the input lies between; a square bracket includes the end |
| `in ["a", "b"]` | the input is one of these |
| anything else | a condition of its own, over the channel and all declared data |

Whole numbers may be written where the input is a decimal.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import get_args

from motcua.procedures.conditions import CHANNEL, Fields, kind_of
from motcua.procedures.fields import Channel, DataField, FieldType
from motcua.procedures.tables import Row, Table

ANY = "-"
CHANNELS: tuple[str, ...] = get_args(Channel)

NUMBER = r"-?\d+(?:\.\d+)?"
QUOTED = re.compile(r"\"[^\"\\]*\"|'[^'\\]*'")
"""A number and a text as conditions write them."""
_COMPARED = re.compile(r"(<=|>=|==|!=|<|>)\s*(.+)", re.DOTALL)
_RANGE = re.compile(rf"([\[(])\s*({NUMBER})\s*\.\.\s*({NUMBER})\s*([\])])")
_WHOLE = re.compile(r"(?<![\w.])(-?\d+)(?![\w.])")
_NAME = re.compile(r"[A-Za-z_]\w*")

KEPT = 1024
"""Tables whose conditions are kept."""
_KNOWN: dict[object, tuple[str, ...]] = {}

Choices = tuple[tuple[str, tuple[str, ...]], ...]


def conditions_of(table: Table, fields: Fields) -> tuple[str, ...]:
    """Return one condition for each row of a table; worked out once for each table and what it may look at.

    Raises:
        DefinitionError: An input cannot be used.
    """
    shape = tuple((name, field.type, field.choices) for name, field in fields.items())
    key = (tuple(row.cells for row in table.rows), tuple(column.expr for column in table.inputs), shape)
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= KEPT:
            _KNOWN.clear()
        known = _KNOWN[key] = tuple(condition_of(row, table, fields) for row in table.rows)
    return known


def condition_of(row: Row, table: Table, fields: Fields) -> str:
    """Return the condition under which a row fires; `true` where every cell is `-`."""
    return " && ".join(f"({part})" for part in parts_of(row, table, fields) if part is not None) or "true"


def parts_of(row: Row, table: Table, fields: Fields) -> Iterator[str | None]:
    """Yield the condition of each cell of a row; None where any value will do."""
    choices = tuple((name, choices_of(name, field)) for name, field in fields.items() if field.choices)
    for cell, column in zip(row.cells, table.inputs, strict=False):
        yield _part(cell.strip(), column.expr.strip(), kind_of(column.expr, fields), choices)


def choices_of(name: str, field: DataField | None) -> tuple[str, ...]:
    """Return the words a name can stand for, where they are known."""
    return CHANNELS if name == CHANNEL else field.choices if field is not None else ()


@lru_cache(maxsize=4096)
def _part(cell: str, expr: str, kind: FieldType | None, choices: Choices) -> str | None:
    if cell == ANY:
        return None
    subject = expr if _NAME.fullmatch(expr) else f"({expr})"
    words = dict(choices).get(expr, CHANNELS if expr == CHANNEL else ())
    if compared := _COMPARED.fullmatch(cell):
        return f"{subject} {compared[1]} {_operand(compared[2], kind, words)}"
    if between := _RANGE.fullmatch(cell):
        low, high = (_operand(number, kind, ()) for number in between.group(2, 3))
        at_least, at_most = ">=" if between[1] == "[" else ">", "<=" if between[4] == "]" else "<"
        return f"{subject} {at_least} {low} && {subject} {at_most} {high}"
    if cell.startswith(("in ", "in[")):
        return f"{subject} in {_operand(cell[2:].strip(), kind, ())}"
    if kind is FieldType.BOOL and cell in ("true", "false"):
        return subject if cell == "true" else f"!{subject}"
    if re.fullmatch(NUMBER, cell) or cell in ("true", "false") or QUOTED.fullmatch(cell) or cell in words:
        return f"{subject} == {_operand(cell, kind, words)}"
    return cell


def _operand(text: str, kind: FieldType | None, words: Sequence[str]) -> str:
    """Return what is compared with, as the language writes it for that kind of input."""
    text = text.strip()
    if text in words:
        return f'"{text}"'
    return _WHOLE.sub(r"\1.0", text) if kind is FieldType.DECIMAL else text
