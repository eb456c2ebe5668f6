"""Decision tables as the proof-reader sees them: every cell decidable, every row of use, every case covered once."""

from collections.abc import Iterator

from motcua.errors import DefinitionError
from motcua.procedures.cells import conditions_of, parts_of
from motcua.procedures.conditions import check, kind_of
from motcua.procedures.definition import Silence, Step, StepKind, SupplementPolicy
from motcua.procedures.desk import Desk, Place
from motcua.procedures.fields import fits
from motcua.procedures.findings import Finding
from motcua.procedures.limits import not_positive
from motcua.procedures.tables import Given, Hit, Table
from motcua.procedures.truths import MOST, Truth, Truths, deriving
from motcua.worktime.allowance import Unit


def cells(desk: Desk) -> Iterator[Finding]:
    """Find inputs and cells that cannot be decided, and rows that do not fill their table."""
    fields = desk.procedure.data
    for place, table in enumerate(desk.procedure.tables):
        for number, column in enumerate(table.inputs):
            yield from _input(desk, column.expr, ("tables", place, "inputs", number, "expr"))
        for number, row in enumerate(table.rows):
            path = ("tables", place, "rows", number)
            if len(row.cells) != len(table.inputs):
                en = f"Row {number + 1} has {len(row.cells)} cells for {len(table.inputs)} inputs"
                vi = f"Dòng {number + 1} có {len(row.cells)} ô cho {len(table.inputs)} đầu vào"
                yield desk.refuse("table_cells", *path, "cells", en=en, vi=vi)
            try:
                for cell, part in enumerate(parts_of(row, table, fields)):
                    yield from _cell(desk, part, (*path, "cells", cell))
            except DefinitionError:
                continue


def _input(desk: Desk, expr: str, path: Place) -> Iterator[Finding]:
    try:
        kind = kind_of(expr, desk.procedure.data)
    except DefinitionError as problem:
        yield desk.refuse("condition", *path, en=problem.message, vi=problem.message_vi)
        return
    if kind is None:
        en, vi = f"{expr!r} is neither yes or no, a number nor text", f"{expr!r} không phải đúng/sai, số hoặc chữ"
        yield desk.refuse("condition", *path, en=en, vi=vi)


def _cell(desk: Desk, part: str | None, path: Place) -> Iterator[Finding]:
    if part is None:
        return
    try:
        check(part, desk.procedure.data)
    except DefinitionError as problem:
        yield desk.refuse("condition", *path, en=problem.message, vi=problem.message_vi)


def covered(desk: Desk) -> Iterator[Finding]:
    """Find cases that no row covers, rows that never fire, and rows that fire together where only one may."""
    procedure = desk.procedure
    for place, table in enumerate(procedure.tables):
        conditions = conditions_of(table, procedure.data)
        before = deriving(procedure.tables[:place], conditions, procedure.data)
        truths = Truths(procedure.data, conditions, before)
        if truths.count > MOST:
            yield from _too_many(desk, table, place)
            continue
        cases = [(truth, [n for n, c in enumerate(conditions) if truth.holds[c]]) for truth in truths]
        yield from _gaps(desk, table, place, cases)
        yield from _idle(desk, table, place, {rows[0] for _, rows in cases if rows})
        if table.hit is Hit.UNIQUE:
            yield from _overlaps(desk, table, place, cases)


Cases = list[tuple[Truth, list[int]]]
"""Every case with the rows that fire in it."""


def _too_many(desk: Desk, table: Table, place: int) -> Iterator[Finding]:
    en, vi = "Too many cases to try one by one", "Quá nhiều trường hợp để xét từng trường hợp"
    yield desk.warn("too_many_cases", "tables", place, en=f"Table {table.id}: {en}", vi=f"Bảng {table.id}: {vi}")
    if table.otherwise is None:
        en, vi = "say what applies `otherwise`", "cần ghi `otherwise`"
        path = ("tables", place, "rows")
        yield desk.refuse("table_gap", *path, en=f"Table {table.id}: {en}", vi=f"Bảng {table.id}: {vi}")


def _gaps(desk: Desk, table: Table, place: int, cases: Cases) -> Iterator[Finding]:
    gap = next((truth for truth, rows in cases if not rows), None)
    if gap is not None and table.otherwise is None:
        en = f"No row of table {table.id} covers {gap}; add a row, or say what applies `otherwise`"
        vi = f"Bảng {table.id} không có dòng nào cho trường hợp {gap}; thêm dòng hoặc ghi `otherwise`"
        yield desk.refuse("table_gap", "tables", place, "rows", en=en, vi=vi)
    if gap is None and table.otherwise is not None:
        en, vi = f"Table {table.id} covers every case: `otherwise` never applies", f"Bảng {table.id}: `otherwise` thừa"
        yield desk.refuse("rule_never_fires", "tables", place, "otherwise", en=en, vi=vi)


def _idle(desk: Desk, table: Table, place: int, firing: set[int]) -> Iterator[Finding]:
    for number, row in enumerate(table.rows):
        if number not in firing:
            en = f"Row {number + 1} of table {table.id} ({row.label.en}) can never fire, or never before another"
            vi = f"Dòng {number + 1} của bảng {table.id} ({row.label.vi}) không bao giờ áp dụng"
            yield desk.refuse("rule_never_fires", "tables", place, "rows", number, en=en, vi=vi)


def _overlaps(desk: Desk, table: Table, place: int, cases: Cases) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for truth, rows in cases:
        pair = tuple(rows[:2])
        if len(pair) == 2 and pair not in seen:
            seen.add((pair[0], pair[1]))
            en = f"Rows {pair[0] + 1} and {pair[1] + 1} of table {table.id} both fire for {truth}"
            vi = f"Dòng {pair[0] + 1} và {pair[1] + 1} của bảng {table.id} cùng áp dụng cho {truth}"
            yield desk.refuse("table_overlap", "tables", place, "rows", pair[1], en=en, vi=vi)


def given(desk: Desk) -> Iterator[Finding]:
    """Find what a table cannot give: to steps or data that do not exist, in a form that could not apply, or twice."""
    givers: dict[str, str] = {}
    for place, table in enumerate(desk.procedure.tables):
        gives = set[str]()
        for what, path in _rows(table, place):
            gives |= _things(what)
            yield from _limit(desk, what, path)
            yield from _allowances(desk, what, path)
            yield from _terms(desk, what, path)
            yield from _sets(desk, what, path)
        if not gives:
            en, vi = f"Table {table.id} gives nothing", f"Bảng {table.id} không cho ra kết quả nào"
            yield desk.refuse("table_empty", "tables", place, en=en, vi=vi)
        for thing in sorted(gives):
            if thing in givers:
                en = f"Tables {givers[thing]} and {table.id} both give {thing}"
                vi = f"Bảng {givers[thing]} và {table.id} cùng cho ra {thing}"
                yield desk.refuse("given_twice", "tables", place, en=en, vi=vi)
            givers.setdefault(thing, table.id)
    if "limit" in givers and desk.procedure.limits:
        en, vi = "`limits` and a table both give the total: keep one", "`limits` và bảng cùng cho ra tổng thời hạn"
        yield desk.refuse("given_twice", "limits", en=en, vi=vi)


def _rows(table: Table, place: int) -> Iterator[tuple[Given, Place]]:
    for number, row in enumerate(table.rows):
        yield row, ("tables", place, "rows", number)
    if table.otherwise is not None:
        yield table.otherwise, ("tables", place, "otherwise")


def _things(what: Given) -> set[str]:
    """Return the names of all that a row gives."""
    return (
        ({"limit"} if what.limit is not None else set())
        | ({"supplement"} if what.supplement is not None else set())
        | {f"allow of {step}" for step in what.allow}
        | set(what.sets)
    )


def _limit(desk: Desk, what: Given, path: Place) -> Iterator[Finding]:
    if what.limit is None:
        return
    if what.limit.amount <= 0:
        yield not_positive(desk, what.limit, *path, "limit")
    elif desk.procedure.total.unit is Unit.NONE:
        en, vi = "A table cannot limit a procedure without a total", "Thủ tục không có tổng thời hạn nên bảng vô nghĩa"
        yield desk.refuse("limit_without_total", *path, "limit", en=en, vi=vi)


def _allowances(desk: Desk, what: Given, path: Place) -> Iterator[Finding]:
    for name, allow in what.allow.items():
        step = desk.procedure.by_id.get(name)
        if step is None:
            en, vi = f"There is no step {name}", f"Không có bước {name}"
            yield desk.refuse("dangling", *path, "allow", name, en=en, vi=vi)
        elif allow.amount < 0 or (allow.amount == 0 and _needs_time(step)):
            yield not_positive(desk, allow, *path, "allow", name)


def _needs_time(step: Step) -> bool:
    """Whether a step without time could never be done, or never end."""
    return step.kind in (StepKind.CONSULT, StepKind.LINKED) or step.on_silence is Silence.PROCEED


def _terms(desk: Desk, what: Given, path: Place) -> Iterator[Finding]:
    terms, rule = what.supplement, desk.procedure.supplement
    if terms is None:
        return
    for name, term in (("window", terms.window), ("new_limit", terms.new_limit)):
        if term is not None and term.amount <= 0:
            yield not_positive(desk, term, *path, "supplement", name)
    if terms.new_limit is not None and rule.policy is not SupplementPolicy.NEW_LIMIT:
        en, vi = "Only the policy `new_limit` knows a new limit", "Chỉ chính sách `new_limit` mới có thời hạn mới"
        yield desk.refuse("new_limit", *path, "supplement", "new_limit", en=en, vi=vi, rule="R31")
    if rule.max == 0:
        en, vi = "No supplement may be asked for (`max: 0`)", "Không được yêu cầu bổ sung (`max: 0`)"
        yield desk.refuse("rule_never_fires", *path, "supplement", en=en, vi=vi, rule="R33")


def _sets(desk: Desk, what: Given, path: Place) -> Iterator[Finding]:
    for name, value in what.sets.items():
        field = desk.procedure.data.get(name)
        if field is None or not field.derived or not fits(field, value):
            en = f"A table cannot set {name}: it is not declared as `derived`, or {value!r} is not of its type"
            vi = f"Bảng không thể đặt {name}: chưa khai báo `derived: true` hoặc sai kiểu"
            yield desk.refuse("data_set", *path, "sets", name, en=en, vi=vi)
