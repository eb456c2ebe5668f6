"""The declared data of a dossier: only what the version declares, of the type it declares."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.parts import Data
from motcua.errors import InvalidInputError
from motcua.procedures.definition import Procedure
from motcua.procedures.fields import DataField, FieldType, fits

LONGEST_TEXT = 500
"""Characters of the longest text a datum may hold."""


def given(dossier: Dossier, procedure: Procedure) -> dict[str, JsonValue]:
    """Return what was given to a dossier: its channel, and the declared data with their defaults."""
    defaults = {name: f.default for name, f in procedure.data.items() if f.default is not None}
    return {"channel": dossier.channel, **defaults, **dossier.data}


def checked(procedure: Procedure, data: Mapping[str, JsonValue], *, field: str) -> Data:
    """Return the data, refused where a name is not declared or a value is not of its type."""
    for name, value in data.items():
        declared = procedure.data.get(name)
        if declared is None:
            raise InvalidInputError(
                f"Procedure {procedure.code} declares no data field {name}.",
                vi=f"Thủ tục {procedure.code} không khai báo trường dữ liệu {name}.",
                field=f"{field}.{name}",
                rule="R12",
                hint=f"Declared: {', '.join(procedure.data) or 'none'}.",
                hint_vi=f"Các trường đã khai báo: {', '.join(procedure.data) or 'không có'}.",
            )
        if declared.derived:
            raise InvalidInputError(
                f"{name} follows from other data; nobody gives it.",
                vi=f"{name} được suy ra từ dữ liệu khác, không ai cung cấp.",
                field=f"{field}.{name}",
                rule="R12",
                hint="Leave it out; give the data its table looks at.",
                hint_vi="Bỏ trường này; cung cấp dữ liệu mà bảng quy tắc cần đến.",
            )
        if not fits(declared, value) or (declared.type is FieldType.TEXT and len(str(value)) > LONGEST_TEXT):
            raise _wrong_type(name, declared, value, field)
    return dict(data)


def required_at_opening(procedure: Procedure, data: Data) -> Data:
    """Return the data, refused where a field that has neither a default nor a later source is missing."""
    needed = (n for n, f in procedure.data.items() if f.default is None and f.from_step is None and not f.derived)
    return _complete(procedure, data, needed, "do.data")


def required_after(procedure: Procedure, step: str, data: Data, known: Mapping[str, JsonValue]) -> Data:
    """Return the data given on completing a step, refused where the step was to supply more."""
    needed = (n for n, f in procedure.data.items() if f.from_step == step and f.default is None and n not in known)
    return _complete(procedure, data, needed, "do.data")


def _complete(procedure: Procedure, data: Data, needed: Iterable[str], field: str) -> Data:
    missing = [name for name in needed if name not in data]
    if missing:
        labels = ", ".join(f"{name} ({procedure.data[name].label.en})" for name in missing)
        raise InvalidInputError(
            f"Data is missing: {labels}.",
            vi="Thiếu dữ liệu: " + ", ".join(f"{n} ({procedure.data[n].label.vi})" for n in missing) + ".",
            field=f"{field}.{missing[0]}",
            rule="R12",
            hint="The route depends on it; give it now.",
            hint_vi="Quy trình phụ thuộc vào dữ liệu này; cần cung cấp ngay.",
        )
    return data


def _wrong_type(name: str, declared: DataField, value: JsonValue, field: str) -> InvalidInputError:
    wanted = f"one of {', '.join(declared.choices)}" if declared.choices else declared.type.value
    return InvalidInputError(
        f"{name} must be {wanted}, not {type(value).__name__}.",
        vi=f"{name} phải là {wanted}.",
        field=f"{field}.{name}",
        rule="R12",
        hint=declared.label.en,
        hint_vi=declared.label.vi,
    )
