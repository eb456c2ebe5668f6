"""How a datum that a procedure declares is asked for: by its label and type, with what is known or assumed of it."""

from pydantic import JsonValue

from motcua.dossiers.names import value_words, words_of
from motcua.procedures.fields import DataField, FieldType
from motcua.supervision.offers.offer import DATA, Input, Option, Shape

SHAPES = {FieldType.BOOL: Shape.YES_NO, FieldType.INT: Shape.NUMBER, FieldType.CHOICE: Shape.CHOICE}
"""Text and decimals are written."""


def datum(name: str, declared: DataField, known: JsonValue) -> Input:
    """Return what is asked for a datum; it has to be given where nothing is known or assumed of it."""
    return Input(
        DATA + name,
        SHAPES.get(declared.type, Shape.LINE),
        required=known is None,
        options=_choices(declared),
        label=words_of(declared.label),
        given="" if known is None else _written(known),
    )


def _choices(declared: DataField) -> tuple[Option, ...]:
    values = (True, False) if declared.type is FieldType.BOOL else declared.choices
    return tuple(Option(_written(each), value_words(declared, each)) for each in values)


def _written(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
