"""Declared data and the conditions over it: known names, possible values, known in time, and never without effect."""

import re
from collections.abc import Iterator

from motcua.errors import DefinitionError
from motcua.procedures.cells import conditions_of
from motcua.procedures.conditions import CHANNEL, check, names_in
from motcua.procedures.definition import Silence, StepKind
from motcua.procedures.desk import Desk, Place
from motcua.procedures.fields import DataField, FieldType, fits
from motcua.procedures.findings import Finding
from motcua.procedures.graph import ancestors
from motcua.procedures.truths import MOST, Truths, deriving

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def declarations(desk: Desk) -> Iterator[Finding]:
    """Find data that no condition could use, or whose default and choices do not fit its type."""
    for name, field in desk.procedure.data.items():
        if not NAME.fullmatch(name) or name == CHANNEL or not _usable(name, field):
            en, vi = f"{name} cannot be the name of a datum", f"Không thể đặt tên dữ liệu là {name}"
            yield desk.refuse("data_name", "data", name, en=en, vi=vi)
        if (field.type is FieldType.CHOICE) != bool(field.choices) or len(set(field.choices)) != len(field.choices):
            en, vi = f"{name}: `choices` belong to type `choice`, each once", f"{name}: `choices` chỉ dùng cho `choice`"
            yield desk.refuse("data_choices", "data", name, "choices", en=en, vi=vi)
        elif field.names and field.names.keys() != set(field.choices):
            en, vi = f"{name}: `names` name each of `choices`", f"{name}: `names` đặt đủ tên cho mỗi `choices`"
            yield desk.refuse("data_names", "data", name, "names", en=en, vi=vi)
        elif field.default is not None and not fits(field, field.default):
            en, vi = f"is not of type {field.type.value}", f"không thuộc kiểu {field.type.value}"
            path = ("data", name, "default")
            yield desk.refuse("data_default", *path, en=f"The default of {name} {en}", vi=f"Mặc định của {name} {vi}")
    yield from _settled(desk)


def _usable(name: str, field: DataField) -> bool:
    """Whether the condition language takes a word as a name; `in` and `true` are its own."""
    try:
        check(f"{name} == {name}", {name: field})
    except DefinitionError:
        return False
    return True


def _settled(desk: Desk) -> Iterator[Finding]:
    """Find outcomes that settle data which is not declared, or not of its type."""
    for place, step in enumerate(desk.procedure.steps):
        for number, outcome in enumerate(step.outcomes):
            for name, value in outcome.sets.items():
                field = desk.procedure.data.get(name)
                if field is None or not fits(field, value):
                    en, vi = f"Outcome {outcome.name} cannot set {name}", f"Kết quả {outcome.name} không thể đặt {name}"
                    yield desk.refuse("data_set", "steps", place, "outcomes", number, "sets", name, en=en, vi=vi)


def _conditions(desk: Desk) -> Iterator[tuple[str, Place]]:
    """Yield every condition with its place in the file."""
    for place, step in enumerate(desk.procedure.steps):
        if step.when is not None:
            yield step.when, ("steps", place, "when")
    for place, limit in enumerate(desk.procedure.limits):
        yield limit.when, ("limits", place, "when")


def _rows(desk: Desk) -> Iterator[tuple[str, Place]]:
    """Yield the conditions of the rows of decision tables; they are decided when the dossier is received."""
    for place, table in enumerate(desk.procedure.tables):
        for number, condition in enumerate(conditions_of(table, desk.procedure.data)):
            yield condition, ("tables", place, "rows", number, "cells")


def conditions(desk: Desk) -> Iterator[Finding]:
    """Find conditions that cannot be decided: unknown names, wrong types, no CEL, no answer in some case."""
    for expression, path in _conditions(desk):
        try:
            check(expression, desk.procedure.data)
            _every_truth(desk, expression)
        except DefinitionError as problem:
            yield desk.refuse("condition", *path, en=problem.message, vi=problem.message_vi)


def _every_truth(desk: Desk, expression: str) -> frozenset[bool]:
    """Return what a condition can come to; both, where there are too many cases to try."""
    fields = desk.procedure.data
    truths = Truths(fields, (expression,), deriving(desk.procedure.tables, (expression,), fields))
    return frozenset(truth.holds[expression] for truth in truths) if truths.count <= MOST else frozenset({True, False})


def constants(desk: Desk) -> Iterator[Finding]:
    """Find conditions that are never true, so that a step or a limit could never apply, or that always are."""
    for expression, path in _conditions(desk):
        found = _every_truth(desk, expression)
        if found == {False}:
            en, vi = f"{expression!r} is never true: this never applies", f"{expression!r} không bao giờ đúng"
            yield desk.refuse("rule_never_fires", *path, en=en, vi=vi)
        elif found == {True}:
            en, vi = f"{expression!r} is always true", f"{expression!r} luôn đúng"
            yield desk.warn("condition_always", *path, en=en, vi=vi)


def known_in_time(desk: Desk) -> Iterator[Finding]:
    """Find data that a condition needs before anybody has supplied it, and data that no condition needs."""
    used: set[str] = set()
    for expression, path in (*_conditions(desk), *_rows(desk)):
        names = [name for name in names_in(expression, desk.procedure.data) if name != CHANNEL]
        used.update(names)
        for name in names:
            yield from _late(desk, name, path)
    for name in desk.procedure.data.keys() - used:
        en, vi = f"No condition uses {name}", f"Không điều kiện nào dùng {name}"
        yield desk.warn("data_unused", "data", name, en=en, vi=vi)


def _late(desk: Desk, name: str, path: Place) -> Iterator[Finding]:
    """Find whether a datum without a default may be missing where a condition looks at it."""
    procedure, field = desk.procedure, desk.procedure.data[name]
    if field.default is not None or field.from_step not in procedure.by_id:
        return
    source = procedure.by_id[field.from_step]
    before = ancestors(procedure, procedure.steps[int(path[1])].id) if path[0] == "steps" else frozenset[str]()
    if source.id not in before:
        en = f"{name} comes from step {source.id}, which is not over when this is decided; give it a default"
        vi = f"{name} lấy từ bước {source.id}, chưa xong khi cần xét điều kiện; cần có giá trị mặc định"
        yield desk.refuse("data_too_late", *path, en=en, vi=vi)
    elif source.when is not None or source.kind is StepKind.CONSULT or source.on_silence is Silence.PROCEED:
        en = f"{name} may never be given: step {source.id} can end without it; give it a default"
        vi = f"{name} có thể không có: bước {source.id} có thể kết thúc mà không cung cấp; cần giá trị mặc định"
        yield desk.refuse("data_too_late", *path, en=en, vi=vi)
