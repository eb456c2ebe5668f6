"""Conditions in CEL over the channel and the declared data of a dossier.

The language knows no clock, no I/O and no loops without end. Everything about its library stays in this module: it
reports a failed evaluation as a value, and nothing that failed may ever count as true.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from cel_expr_python import cel
from pydantic import JsonValue

from motcua.errors import DefinitionError
from motcua.procedures.definition import Procedure
from motcua.procedures.fields import DataField, FieldType

CHANNEL = "channel"
"""How the dossier came in: `direct`, `online` or `post`; declared in every procedure."""
LONGEST = 500
"""Characters of the longest condition."""
LONGEST_ROW = 4000
"""Characters of all conditions of one row of a decision table together."""

_TYPES = {
    FieldType.BOOL: cel.Type.BOOL,
    FieldType.INT: cel.Type.INT,
    FieldType.DECIMAL: cel.Type.DOUBLE,
    FieldType.TEXT: cel.Type.STRING,
    FieldType.CHOICE: cel.Type.STRING,
}
_UNKNOWN = re.compile(r"undeclared reference to '([^']*)'")
_WRONG_TYPES = re.compile(r"found no matching overload for '([^']*)' applied to '([^']*)'")
_SAID = re.compile(r"ERROR: <input>:\d+:\d+: ([^\n]*)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Fields = Mapping[str, DataField]
Signature = tuple[tuple[str, FieldType], ...]


def check(expression: str, fields: Fields) -> None:
    """Refuse a condition that could not be decided for every dossier of the procedure.

    Args:
        expression: CEL, such as `channel == "online" && !remote_area`.
        fields: The declared data of the procedure; `channel` is always known.

    Raises:
        DefinitionError: A name is not declared, types do not fit, it is not CEL, or its answer is not yes or no.
    """
    if len(expression) > LONGEST:
        raise _too_long(expression, LONGEST)
    _compiled(expression, signature_of(fields))


def holds(expression: str, of: Procedure | Fields, values: Mapping[str, JsonValue]) -> bool:
    """Return whether a condition is true for a dossier.

    Args:
        expression: A condition that `check` accepts.
        of: The procedure, or its declared data.
        values: The channel, and the data known so far.

    Raises:
        DefinitionError: The condition is faulty, a value it needs is missing or of the wrong type, or it cannot be
            computed. Nothing of this is ever taken for true or false.
    """
    fields = of.data if isinstance(of, Procedure) else of
    signature = signature_of(fields)
    program = _compiled(expression, signature)
    known = {name: values[name] for name, _ in signature if values.get(name) is not None}
    kinds = dict(signature)
    try:
        answer = program({name: _converted(value, kinds[name]) for name, value in known.items()})
    except (ValueError, TypeError, ArithmeticError, RuntimeError) as problem:
        raise _undecided(expression, str(problem)) from problem
    if answer is True or answer is False:
        return answer
    missing = [name for name in names_in(expression, fields) if name not in known]
    raise _undecided(expression, f"{missing[0]} is not known yet" if missing else str(answer))


def kind_of(expression: str, fields: Fields) -> FieldType | None:
    """Return what an expression answers: yes or no, a whole number, a decimal, or text; None for anything else.

    Raises:
        DefinitionError: A name is not declared, types do not fit, or it is not CEL.
    """
    return _kind(expression, signature_of(fields))


@lru_cache(maxsize=4096)
def _kind(expression: str, signature: Signature) -> FieldType | None:
    answers = str(_checked(expression, signature).return_type())
    kinds = (FieldType.BOOL, FieldType.INT, FieldType.DECIMAL, FieldType.TEXT)
    return next((kind for kind in kinds if str(_TYPES[kind]) == answers), None)


def names_in(expression: str, fields: Fields) -> tuple[str, ...]:
    """Return which declared names a condition uses; one it uses in text only is not among them."""
    return _names(expression, signature_of(fields))


@lru_cache(maxsize=4096)
def _names(expression: str, signature: Signature) -> tuple[str, ...]:
    words = set(_WORD.findall(expression))
    return tuple(name for name, _ in signature if name in words and _needs(expression, signature, name))


def _needs(expression: str, signature: Signature, name: str) -> bool:
    """Whether the condition stops making sense without a name."""
    try:
        _compiled(expression, tuple(entry for entry in signature if entry[0] != name))
    except DefinitionError:
        return True
    return False


def signature_of(fields: Fields) -> Signature:
    """Return the names a condition may use, with their types: what compiled conditions are kept under."""
    declared = ((name, field.type) for name, field in fields.items() if name != CHANNEL)
    return ((CHANNEL, FieldType.TEXT), *declared)


@lru_cache(maxsize=4096)
def _compiled(expression: str, signature: Signature) -> Callable[[Mapping[str, object]], object]:
    """Return the condition as a function of its values; compiled once, and safe to call from any thread."""
    program = _checked(expression, signature)
    if program.return_type() != cel.Type.BOOL:
        raise _faulty(expression, f"its answer is {program.return_type()}, not yes or no", "không cho ra đúng hoặc sai")
    return lambda values: program.eval(data=values).value()


def _checked(expression: str, signature: Signature) -> cel.Expression:
    """Return an expression whose names are known and whose types fit."""
    if len(expression) > LONGEST_ROW:
        raise _too_long(expression, LONGEST_ROW)
    env = cel.NewEnv(variables={name: _TYPES[kind] for name, kind in signature})
    try:
        return env.compile(expression)
    except RuntimeError as problem:
        raise _explained(expression, str(problem), signature) from None


def _converted(value: object, kind: FieldType) -> object:
    """Return a value as the language takes it; a truth value is no number and text is no truth value."""
    if kind is FieldType.DECIMAL and not isinstance(value, bool):
        return float(Decimal(str(value)))
    fits = {FieldType.BOOL: bool, FieldType.INT: int}.get(kind, str)
    if not isinstance(value, fits) or (kind is FieldType.INT and isinstance(value, bool)):
        raise TypeError(f"{value!r} is not of type {kind.value}")
    return value


def _explained(expression: str, problem: str, signature: Signature) -> DefinitionError:
    if unknown := _UNKNOWN.search(problem):
        known = ", ".join(name for name, _ in signature)
        return _faulty(
            expression,
            f"the name {unknown[1]} is not declared",
            f"tên {unknown[1]} chưa được khai báo",
            hint=f"Declare it under `data`, or use one of: {known}.",
            hint_vi=f"Khai báo tên này ở `data`, hoặc dùng một trong: {known}.",
        )
    if wrong := _WRONG_TYPES.search(problem):
        sign = wrong[1].strip("_")
        return _faulty(expression, f"{sign} does not fit {wrong[2]}", f"phép {sign} không dùng được cho {wrong[2]}")
    said = _SAID.search(problem)
    return _faulty(expression, said[1] if said else problem, "không đúng cú pháp CEL")


def _too_long(expression: str, most: int) -> DefinitionError:
    return _faulty(expression[:40], f"it is longer than {most} characters", f"dài quá {most} ký tự")


def _faulty(
    expression: str, why: str, why_vi: str, *, hint: str | None = None, hint_vi: str | None = None
) -> DefinitionError:
    return DefinitionError(
        f"The condition {expression!r} cannot be used: {why}",
        vi=f"Điều kiện {expression!r} không dùng được: {why_vi}",
        field="when",
        rule="R12",
        hint=hint,
        hint_vi=hint_vi,
    )


def _undecided(expression: str, why: str) -> DefinitionError:
    return DefinitionError(
        f"The condition {expression!r} cannot be decided: {why}",
        vi=f"Chưa xác định được điều kiện {expression!r}: {why}",
        field="when",
        rule="R75",
        hint="Give the missing datum, or a default in the definition; it is never assumed.",
        hint_vi="Cung cấp dữ liệu còn thiếu, hoặc giá trị mặc định trong định nghĩa; hệ thống không tự đoán.",
    )
