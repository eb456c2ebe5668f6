"""Expressions in CEL over JSON that another agency defined: its fields are not declared, so they have no types.

The language knows no clock, no I/O and no loops without end. It reports a failed evaluation as a value; here that is an
`ExpressionError`, and nothing that failed ever counts as true.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final

from cel_expr_python import cel
from pydantic import AfterValidator, Field, JsonValue

LONGEST: Final = 500
"""Characters of the longest expression."""

OVER_REQUEST: Final = ("request",)
"""What an expression about our request may name: `request`, with the fields of the contract."""
OVER_WITHDRAWAL: Final = ("request", "reason")
OVER_ANSWER: Final = ("status", "body", "via")
"""What an expression about their answer may name: the HTTP status, the JSON, and by which verb it came."""

_TYPES: Final = {"status": cel.Type.INT, "via": cel.Type.STRING, "reason": cel.Type.STRING}
_UNKNOWN = re.compile(r"undeclared reference to '([^']*)'")
_SAID = re.compile(r"ERROR: <input>:\d+:\d+: ([^\n]*)")


class ExpressionError(ValueError):
    """An expression could not be computed for what it was given; it says nothing of the values."""


def _checked(names: tuple[str, ...], *, answers_yes_or_no: bool = False) -> Callable[[str], str]:
    def check(expression: str) -> str:
        kind = str(_compiled(expression, names).return_type())
        if answers_yes_or_no and kind not in (str(cel.Type.BOOL), str(cel.Type.DYN)):
            raise ValueError(f"{expression!r} answers {kind}, not yes or no")
        return expression

    return check


_Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]

RequestExpression = Annotated[_Text, AfterValidator(_checked(OVER_REQUEST))]
"""An expression over `request`."""
WithdrawalExpression = Annotated[_Text, AfterValidator(_checked(OVER_WITHDRAWAL))]
"""An expression over `request` and `reason`."""
AnswerExpression = Annotated[_Text, AfterValidator(_checked(OVER_ANSWER))]
"""An expression over `status`, `body` and `via`."""
AnswerCondition = Annotated[_Text, AfterValidator(_checked(OVER_ANSWER, answers_yes_or_no=True))]
"""A condition over `status`, `body` and `via`."""


def value_of(expression: str, given: Mapping[str, Any]) -> JsonValue:
    """Return what an expression gives, as plain JSON.

    Args:
        expression: One that was accepted when the profile was read.
        given: A value for every name it may use.

    Raises:
        ExpressionError: A field it needs is missing, types do not fit, or what it gives is not JSON.
    """
    try:
        found = _compiled(expression, tuple(given)).eval(data=dict(given))
    except (RuntimeError, TypeError, ValueError, OverflowError) as problem:
        raise ExpressionError(f"{expression!r} cannot be computed") from problem
    return _plain(found, expression)


def holds(condition: str, given: Mapping[str, Any]) -> bool:
    """Return whether a condition is true; one that cannot be computed is not."""
    try:
        return value_of(condition, given) is True
    except ExpressionError:
        return False


@lru_cache(maxsize=4096)
def _compiled(expression: str, names: tuple[str, ...]) -> cel.Expression:
    environment = cel.NewEnv(variables={name: _TYPES.get(name, cel.Type.DYN) for name in names})
    try:
        return environment.compile(expression)
    except RuntimeError as problem:
        raise ValueError(_explained(expression, str(problem), names)) from None


def _explained(expression: str, problem: str, names: tuple[str, ...]) -> str:
    if unknown := _UNKNOWN.search(problem):
        name = unknown[1].partition(".")[0]
        return f"{expression!r} names {name}, which is not known here; known: {', '.join(names)}"
    said = _SAID.search(problem)
    return f"{expression!r} is not CEL: {said[1] if said else problem}"


def _plain(found: Any, expression: str) -> JsonValue:
    """Return a value of the language as JSON; its lists and maps hold further values of the language."""
    if isinstance(found, cel.Value):
        if found.type() == cel.Type.ERROR:
            raise ExpressionError(f"{expression!r} cannot be computed")
        found = found.value()
    if found is None or isinstance(found, bool | int | float | str):
        return found
    if isinstance(found, list):
        return [_plain(member, expression) for member in found]
    if isinstance(found, dict):
        return {str(_plain(name, expression)): _plain(member, expression) for name, member in found.items()}
    raise ExpressionError(f"{expression!r} gives {type(found).__name__}, which is not JSON")
