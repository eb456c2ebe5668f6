"""Phases: parts of a procedure with limits of their own, one after the other (R34, R35)."""

from collections.abc import Iterator

from motcua.procedures.cells import conditions_of
from motcua.procedures.conditions import names_in
from motcua.procedures.definition import Anchor
from motcua.procedures.desk import Desk, Place
from motcua.procedures.findings import Finding
from motcua.procedures.graph import ancestors
from motcua.procedures.paths import family, size
from motcua.procedures.truths import deriving


def phases_fit(desk: Desk) -> Iterator[Finding]:
    """Find phases that together are longer than the total, hold no step, or come in the wrong order."""
    procedure = desk.procedure
    allows = [phase.allow for phase in procedure.phases]
    alike = len({family(allow.unit) for allow in (*allows, procedure.total)}) == 1
    if allows and alike and sum(map(size, allows)) > size(procedure.total):
        together = " + ".join(map(str, allows))
        en = f"The phases {together} are longer than the total limit {procedure.total}"
        vi = f"Các giai đoạn {together} vượt tổng thời hạn {procedure.total}"
        yield desk.refuse("phases_over_total", "phases", en=en, vi=vi, rule="R35")
    used = {step.phase for step in procedure.steps}
    for place, phase in enumerate(procedure.phases):
        if phase.id not in used:
            en, vi = f"No step belongs to phase {phase.id}", f"Không có bước nào thuộc giai đoạn {phase.id}"
            yield desk.refuse("phase_unused", "phases", place, en=en, vi=vi, rule="R35")
    yield from _phases_in_order(desk)


def phases_stand(desk: Desk) -> Iterator[Finding]:
    """Find totals that could change after receipt although the phases have limits of their own, which would not."""
    procedure = desk.procedure
    later = {name for name, field in procedure.data.items() if field.from_step is not None}
    later |= {name for step in procedure.steps for outcome in step.outcomes for name in outcome.sets}
    for when, path in _totals(desk) if procedure.phases else ():
        tables = deriving(procedure.tables, (when,), procedure.data)
        rows = (condition for table in tables for condition in conditions_of(table, procedure.data))
        names = {name for condition in (when, *rows) for name in names_in(condition, procedure.data)}
        for name in sorted(names & later):
            en = f"The total depends on {name}, known only after receipt, while the phases have fixed limits"
            vi = f"Tổng thời hạn phụ thuộc {name} chỉ biết sau khi tiếp nhận, trong khi các giai đoạn có hạn cố định"
            yield desk.refuse("limit_in_phases", *path, en=en, vi=vi, rule="R35")


def _totals(desk: Desk) -> Iterator[tuple[str, Place]]:
    """Yield the conditions on which the total depends, with their places."""
    for place, limit in enumerate(desk.procedure.limits):
        yield limit.when, ("limits", place, "when")
    for place, table in enumerate(desk.procedure.tables):
        if any(given.limit is not None for given in table.all_given):
            for number, condition in enumerate(conditions_of(table, desk.procedure.data)):
                yield condition, ("tables", place, "rows", number)


def _phases_in_order(desk: Desk) -> Iterator[Finding]:
    procedure = desk.procedure
    order = {phase.id: place for place, phase in enumerate(procedure.phases)}
    for place, step in enumerate(procedure.steps):
        own = order.get(step.phase or "")
        if own is None:
            continue
        before = {b: order.get(procedure.by_id[b].phase or "", own) for b in ancestors(procedure, step.id)}
        if later := [name for name, phase in before.items() if phase > own]:
            en, vi = f"follows {later[0]}, which is of a later phase", f"theo sau {later[0]} của giai đoạn sau"
            path = ("steps", place, "phase")
            yield desk.refuse("phase_order", *path, en=f"Step {step.id} {en}", vi=f"Bước {step.id} {vi}", rule="R35")
        if own and step.anchor is Anchor.RECEIPT:
            en, vi = "counts from receipt, before its phase begins", "tính từ ngày tiếp nhận, trước giai đoạn của nó"
            path = ("steps", place, "anchor")
            yield desk.refuse("phase_anchor", *path, en=f"Step {step.id} {en}", vi=f"Bước {step.id} {vi}", rule="R35")
