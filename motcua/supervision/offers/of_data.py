"""How a datum that a procedure declares is asked for: by its label and type, with what is known or assumed of it."""

from pydantic import JsonValue

from motcua.dossiers.names import words_of
from motcua.procedures.fields import DataField, FieldType
from motcua.supervision.offers.offer import DATA, Input, Option, Shape
from motcua.worktime.words import Words

YES_NO = (Option("true", Words("có", "yes")), Option("false", Words("không", "no")))
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
        given="" if known is None else str(known).lower() if isinstance(known, bool) else str(known),
    )


def _choices(declared: DataField) -> tuple[Option, ...]:
    if declared.type is FieldType.BOOL:
        return YES_NO
    return tuple(Option(each, Words(each, each)) for each in declared.choices)
