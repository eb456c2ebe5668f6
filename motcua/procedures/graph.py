"""The order of the steps: every reference leads somewhere, every step is reached, every way ends."""

from collections import Counter
from collections.abc import Iterator, Sequence

from motcua.procedures.definition import ClockRule, Procedure, Step, StepKind
from motcua.procedures.desk import Desk
from motcua.procedures.findings import Finding

OPINIONS = ("agreed", "agreed_with_conditions", "disagreed")
"""How a consulted body answers; the outcomes of a consultation bear these names."""
FOREIGN = "::"
"""What separates the procedure from the step where a step of another procedure was pasted in."""


def names_once(desk: Desk) -> Iterator[Finding]:
    """Find steps, phases, documents and outcomes whose id is given twice."""
    procedure = desk.procedure
    yield from _twice(desk, "steps", "id", [step.id for step in procedure.steps])
    yield from _twice(desk, "phases", "id", [phase.id for phase in procedure.phases])
    yield from _twice(desk, "tables", "id", [table.id for table in procedure.tables])
    yield from _twice(desk, "documents", "id", [document.id for document in procedure.documents])
    for place, step in enumerate(procedure.steps):
        yield from _twice(desk, ("steps", place, "outcomes"), "name", [outcome.name for outcome in step.outcomes])


def _twice(desk: Desk, path: str | tuple[str | int, ...], key: str, names: Sequence[str]) -> Iterator[Finding]:
    base = (path,) if isinstance(path, str) else path
    times = Counter(names)
    for place, name in enumerate(names):
        if times[name] > 1 and names.index(name) != place:
            yield desk.refuse("name_twice", *base, place, key, en=f"{name} is given twice", vi=f"{name} bị lặp lại")


def references(desk: Desk) -> Iterator[Finding]:
    """Find names of steps and phases that do not exist."""
    procedure = desk.procedure
    phases = {phase.id for phase in procedure.phases}
    for place, step in enumerate(procedure.steps):
        for number, before in enumerate(step.after):
            if before not in procedure.by_id:
                en, vi = f"Step {step.id} waits for", f"Bước {step.id} chờ"
                yield _dangling(desk, before, en, vi, "steps", place, "after", number)
        for number, outcome in enumerate(step.outcomes):
            if outcome.to is not None and outcome.to not in procedure.by_id:
                en, vi = f"Outcome {outcome.name} of step {step.id} goes to", f"Kết quả {outcome.name} đi tới"
                yield _dangling(desk, outcome.to, en, vi, "steps", place, "outcomes", number, "to")
        if step.phase is not None and step.phase not in phases:
            en, vi = f"Step {step.id} belongs to phase", f"Bước {step.id} thuộc giai đoạn"
            yield _dangling(desk, step.phase, en, vi, "steps", place, "phase")
    for name, field in procedure.data.items():
        if field.from_step is not None and field.from_step not in procedure.by_id:
            en, vi = f"Datum {name} comes from step", f"Dữ liệu {name} lấy từ bước"
            yield _dangling(desk, field.from_step, en, vi, "data", name, "from_step")


def _dangling(desk: Desk, name: str, en: str, vi: str, *path: str | int) -> Finding:
    if FOREIGN in name:
        whose, whose_vi = "a step of another procedure", "bước của thủ tục khác"
    else:
        whose, whose_vi = "which does not exist", "không tồn tại"
    return desk.refuse("dangling", *path, en=f"{en} {name}, {whose}", vi=f"{vi} {name}, {whose_vi}")


def reached(desk: Desk) -> Iterator[Finding]:
    """Find circles in `after`, steps that can never begin, and steps that begin on receipt by oversight."""
    procedure = desk.procedure
    order = in_order(procedure)
    for place, step in enumerate(procedure.steps):
        if step.id not in order:
            circle = _circle(procedure, step.id)
            if circle:
                en, vi = f"waits for itself: {' → '.join(circle)}", f"chờ chính mình: {' → '.join(circle)}"
                yield desk.refuse(
                    "circle", "steps", place, "after", en=f"Step {step.id} {en}", vi=f"Bước {step.id} {vi}"
                )
            else:
                yield desk.refuse(
                    "unreachable",
                    "steps",
                    place,
                    "after",
                    en=f"Step {step.id} can never begin: a step it waits for can never be done",
                    vi=f"Bước {step.id} không bao giờ bắt đầu: bước mà nó chờ không bao giờ xong",
                )
        elif place and not step.after:
            yield desk.warn(
                "begins_on_receipt",
                "steps",
                place,
                en=f"Step {step.id} waits for no other and begins on receipt",
                vi=f"Bước {step.id} không chờ bước nào, bắt đầu ngay khi tiếp nhận",
            )


def in_order(procedure: Procedure) -> tuple[str, ...]:
    """Return the steps so that each follows those it waits for; steps that can never begin are left out."""
    done: dict[str, None] = {}
    while ready := [s.id for s in procedure.steps if s.id not in done and all(b in done for b in s.after)]:
        done.update(dict.fromkeys(ready))
    return tuple(done)


def _circle(procedure: Procedure, start: str) -> tuple[str, ...]:
    """Return the way from a step back to itself along what it waits for, or nothing."""
    ahead: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ahead:
        way = ahead.pop()
        for before in procedure.by_id[way[-1]].after if way[-1] in procedure.by_id else ():
            if before == start:
                return (*way, start)
            if before not in seen:
                seen.add(before)
                ahead.append((*way, before))
    return ()


def ancestors(procedure: Procedure, step: str) -> frozenset[str]:
    """Return every step that must be over before one begins."""
    found: set[str] = set()
    ahead = [step]
    while ahead:
        for before in procedure.by_id[ahead.pop()].after:
            if before not in found and before in procedure.by_id:
                found.add(before)
                ahead.append(before)
    return frozenset(found)


def ends(desk: Desk) -> Iterator[Finding]:
    """Find a procedure that returns nothing, and work that no result waits for."""
    procedure = desk.procedure
    if not any(step.kind is StepKind.RETURN for step in procedure.steps):
        yield desk.refuse(
            "no_return",
            "steps",
            en="No step of kind `return` hands the result over",
            vi="Không có bước trả kết quả (kind: return)",
        )
        return
    for place, step in enumerate(procedure.steps):
        if step.kind is not StepKind.RETURN and not procedure.followers[step.id] and not _ends_work(step):
            said = desk.warn if step.clock is not ClockRule.RUN else desk.refuse
            yield said(
                "dead_end",
                "steps",
                place,
                en=f"Nothing waits for step {step.id}: it leads to no result",
                vi=f"Không bước nào chờ bước {step.id}: bước này không dẫn tới kết quả",
            )


def _ends_work(step: Step) -> bool:
    """Whether plain completion of the step ends the work, which needs an outcome named `done`."""
    done = step.outcome("done")
    return done is not None and done.ends is not None


def ways_out(desk: Desk) -> Iterator[Finding]:
    """Find outcomes that lead nowhere, forward, or round and round."""
    for place, step in enumerate(desk.procedure.steps):
        behind = ancestors(desk.procedure, step.id) | {step.id}
        for number, outcome in enumerate(step.outcomes):
            path = ("steps", place, "outcomes", number)
            if outcome.to is not None and outcome.ends is not None:
                en, vi = "both goes back and ends the work", "vừa quay lại vừa kết thúc"
                yield desk.refuse(
                    "outcome_both", *path, en=f"Outcome {outcome.name} {en}", vi=f"Kết quả {outcome.name} {vi}"
                )
            elif outcome.to in desk.procedure.by_id and outcome.to not in behind:
                yield desk.refuse(
                    "outcome_forward",
                    *path,
                    "to",
                    en=f"Outcome {outcome.name} goes to {outcome.to}, which does not come before step {step.id}",
                    vi=f"Kết quả {outcome.name} đi tới {outcome.to}, không phải bước trước của {step.id}",
                )
            if step.kind is StepKind.CONSULT and outcome.name not in OPINIONS:
                yield desk.refuse(
                    "outcome_unreachable",
                    *path,
                    "name",
                    en=f"A consultation ends as {', '.join(OPINIONS)}; nobody can reach {outcome.name}",
                    vi=f"Lấy ý kiến chỉ kết thúc bằng {', '.join(OPINIONS)}; không thể có {outcome.name}",
                )
        if _only_back(step):
            yield desk.refuse(
                "loop_without_exit",
                "steps",
                place,
                "outcomes",
                en=f"Step {step.id} always goes back: nothing leads out of the loop",
                vi=f"Bước {step.id} luôn quay lại: không có lối ra khỏi vòng lặp",
            )


def _only_back(step: Step) -> bool:
    """Whether every way a step can end leads back."""
    names = OPINIONS if step.kind is StepKind.CONSULT else ("done",)
    outcomes = [step.outcome(name) for name in names]
    others = [] if step.kind is StepKind.CONSULT else [outcome for outcome in step.outcomes if outcome.to is None]
    return not others and all(outcome is not None and outcome.to is not None for outcome in outcomes)
