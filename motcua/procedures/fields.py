"""The data a procedure declares: what each datum is called and holds, and which values fit it."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal

from pydantic import JsonValue

from motcua.procedures.model import Model, Text

Channel = Literal["direct", "online", "post"]
"""How a dossier comes in; conditions of every procedure may look at it."""


class FieldType(StrEnum):
    """What a declared field of the dossier's data holds."""

    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    TEXT = "text"
    CHOICE = "choice"


class DataField(Model):
    """One declared datum that conditions may use; never personal data."""

    type: FieldType
    label: Text
    choices: tuple[str, ...] = ()
    names: dict[str, Text] = {}
    """What the choices are called; conditions know them as `choices` has them."""
    default: JsonValue = None
    """Used until somebody says otherwise; a field without one must be given when the dossier is opened."""
    from_step: str | None = None
    """The step whose completion supplies it."""
    derived: bool = False
    """Whether it follows from other data by a decision table; nobody supplies it."""


def fits(field: DataField, value: JsonValue) -> bool:
    """Whether a value is of the type a datum is declared with."""
    match field.type:
        case FieldType.BOOL:
            return isinstance(value, bool)
        case FieldType.INT:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldType.DECIMAL:
            return _is_number(value)
        case FieldType.TEXT:
            return isinstance(value, str)
        case FieldType.CHOICE:
            return value in field.choices


def _is_number(value: JsonValue) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False
