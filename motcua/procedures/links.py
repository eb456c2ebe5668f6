"""Linked steps: each opens a dossier of its own in another agency, under a procedure that is published (R44)."""

from collections.abc import Collection, Iterable, Iterator

from motcua.procedures.definition import Procedure, Step, StepKind
from motcua.procedures.desk import Desk
from motcua.procedures.findings import Finding
from motcua.procedures.paths import family, size
from motcua.worktime.allowance import Unit


def links(desk: Desk) -> Iterator[Finding]:
    """Find linked steps without a procedure or a limit, and procedures opened by steps that are not linked."""
    for place, step in enumerate(desk.procedure.steps):
        path = ("steps", place, "opens")
        if (step.kind is StepKind.LINKED) != (step.opens is not None):
            en, vi = "`linked` and `opens` belong together", "`linked` và `opens` phải đi cùng nhau"
            said, said_vi = f"Step {step.id}: {en}", f"Bước {step.id}: {vi}"
            yield desk.refuse("linked_opens", *path, en=said, vi=said_vi, rule="R44")
        elif step.opens is not None:
            yield from _leg(desk, step, path)


def _leg(desk: Desk, step: Step, path: tuple[str | int, ...]) -> Iterator[Finding]:
    if step.allow.amount <= 0:
        en = f"Step {step.id} opens a dossier elsewhere and gives it no limit"
        vi = f"Bước {step.id} mở hồ sơ ở cơ quan khác nhưng không ấn định thời hạn"
        yield desk.refuse("linked_without_limit", "steps", path[1], "allow", en=en, vi=vi, rule="R44")
    if step.system is not None:
        en = f"Step {step.id} opens a dossier elsewhere and asks system {step.system} too: the dossier does that"
        vi = f"Bước {step.id} mở hồ sơ ở cơ quan khác nên không gọi hệ thống {step.system}; hồ sơ đó sẽ gọi"
        yield desk.refuse("linked_system", "steps", path[1], "system", en=en, vi=vi, rule="R44")
    if not step.after:
        en = f"Step {step.id} comes after no other: if its dossier is sent back, nobody has anything to mend"
        vi = f"Bước {step.id} không đứng sau bước nào: hồ sơ bị trả lại thì không ai hoàn thiện"
        yield desk.refuse("linked_first", "steps", path[1], "after", en=en, vi=vi, rule="R44")
    if step.opens == desk.procedure.code:
        en, vi = f"Step {step.id} opens its own procedure again", f"Bước {step.id} mở lại chính thủ tục này"
        yield desk.refuse("linked_circle", *path, en=en, vi=vi, rule="R44")
        return
    published = [other for other in desk.others if other.code == step.opens]
    if not published and step.opens not in desk.codes:
        en = f"Step {step.id} opens {step.opens}, which is not published; without it the catalogue refuses this version"
        vi = f"Bước {step.id} mở thủ tục {step.opens} chưa công bố; danh mục sẽ từ chối nếu vẫn thiếu"
        yield desk.warn("linked_unknown", *path, en=en, vi=vi, rule="R44")
    if published and all(_longer(other, step) for other in published):
        en = f"Procedure {step.opens} takes longer than the {step.allow} that step {step.id} gives its dossier"
        vi = f"Thủ tục {step.opens} dài hơn thời hạn {step.allow} mà bước {step.id} ấn định"
        yield desk.warn("linked_longer", "steps", path[1], "allow", en=en, vi=vi, rule="R44")
    if published and (wanting := min((_wanting(other, desk.procedure) for other in published), key=len)):
        names = ", ".join(wanting)
        en = f"Procedure {step.opens} needs data that this one does not declare alike: {names}"
        vi = f"Thủ tục {step.opens} cần dữ liệu mà thủ tục này không khai báo cùng kiểu: {names}"
        yield desk.warn("linked_data", *path, en=en, vi=vi, rule="R44")


def _wanting(leg: Procedure, whole: Procedure) -> list[str]:
    """Return the data a leg must be opened with and the whole cannot give it."""
    needed = {n: field.type for n, field in leg.data.items() if field.default is None and field.from_step is None}
    return [n for n, kind in needed.items() if n not in whole.data or whole.data[n].type is not kind]


def _longer(leg: Procedure, step: Step) -> bool:
    """Whether the shortest limit a procedure publishes is longer than what a step gives, in the same unit."""
    limits = [total for total in leg.totals if total.unit is not Unit.NONE]
    alike = all(family(allow.unit) is family(step.allow.unit) for allow in limits)
    return bool(limits) and alike and min(map(size, limits)) > size(step.allow)


def rootless(procedures: Iterable[Procedure]) -> tuple[Procedure, ...]:
    """Return the versions whose linked dossiers can never all be opened: what they open is not there, or opens them.

    A procedure that opens nothing can always be carried through; so can one that opens only such.
    """
    waiting = list(procedures)
    known: set[str] = set()
    while ready := [p for p in waiting if _opened(p) <= known]:
        known.update(procedure.code for procedure in ready)
        waiting = [p for p in waiting if p not in ready]
    return tuple(waiting)


def unopened(desk: Desk, codes: Collection[str]) -> Iterator[Finding]:
    """State, for a version that `rootless` returned, which of its steps can open nothing.

    Args:
        desk: The version.
        codes: The procedures whose every linked dossier can be opened.
    """
    for place, step in enumerate(desk.procedure.steps):
        if step.opens is not None and step.opens not in codes:
            en = f"Step {step.id} opens {step.opens}, which is not published, was refused, or opens this one in turn"
            vi = f"Bước {step.id} mở thủ tục {step.opens}: chưa công bố, không đạt, hoặc lại mở chính thủ tục này"
            yield desk.refuse("linked_unknown", "steps", place, "opens", en=en, vi=vi, rule="R44")


def _opened(procedure: Procedure) -> frozenset[str]:
    return frozenset(step.opens for step in procedure.steps if step.opens is not None)
