"""What stands in the way of a dossier's move to another version, in words an officer can act on (R21)."""

from collections.abc import Iterator, Mapping

from motcua.dossiers.case import Case
from motcua.dossiers.data import checked, given
from motcua.dossiers.dossier import SKIPPED
from motcua.dossiers.names import Names
from motcua.dossiers.parts import Duty
from motcua.errors import MotcuaError
from motcua.procedures.definition import Procedure, Step, StepKind
from motcua.procedures.settling import settled
from motcua.worktime.words import Words, listed


def obstacles(
    case: Case, version: str, steps: Mapping[str, str], *, deadlines: str = "keep", later: bool = False
) -> list[Words]:
    """Return everything that stands in the way of a move; nothing where it can be made.

    Args:
        case: The dossier as it stands.
        version: Where it is to go.
        steps: Names of old steps in the new version, where they differ; an empty name leaves a step behind.
        deadlines: `keep` or `recompute`.
        later: Whether the move waits for the next step: what is open now will be done by then.

    Raises:
        NotFoundError: The procedure has no such version.
    """
    new = case.ground.procedure(case.dossier.procedure, version)
    found = [*_names(case, new, steps), *_finished(case), *_data(case, new)]
    if not later:
        for duty in case.dossier.duties:
            found += _open(case, duty, new, steps)
        found += _phase(case, new)
        found += _recount(case) if deadlines == "recompute" else ()
    return [*found, *_needed(case, new, steps, later=later)]


def _names(case: Case, new: Procedure, steps: Mapping[str, str]) -> Iterator[Words]:
    taken: set[str] = set()
    theirs = Names(case.ground, new)
    for old, name in steps.items():
        if old not in case.procedure.by_id:
            yield Words(f"Phiên bản cũ không có bước {old}", f"The old version has no step {old}")
        if name and name not in new.by_id:
            yield Words(f"Phiên bản {new.version} không có bước {name}", f"Version {new.version} has no step {name}")
        if name and (name in taken or (name in case.procedure.by_id and name not in steps and name != old)):
            one = theirs.quoted(name)
            yield Words(f"Hai bước cũ cùng thành bước {one.vi}", f"Two old steps would become step {one.en}")
        taken.add(name)
    for asked in case.dossier.asked:
        if asked in new.by_id:
            yield Words(f"Tên {asked} đã dùng cho một ý kiến", f"The name {asked} is that of an opinion asked")


def _finished(case: Case) -> Iterator[Words]:
    if case.dossier.finished_at is not None:
        yield Words("Hồ sơ đã có kết quả", "The dossier has its result")


def _open(case: Case, duty: Duty, new: Procedure, steps: Mapping[str, str]) -> Iterator[Words]:
    """Find why an open duty cannot go on under the new version."""
    if duty.step in case.dossier.asked:
        return
    name, said = steps.get(duty.step, duty.step), case.names.quoted(duty.step)
    step = new.by_id.get(name)
    if step is None:
        yield Words(
            f"Bước đang mở {said.vi} không có bước tương ứng trong phiên bản {new.version}",
            f"The open step {said.en} has no counterpart in version {new.version}",
        )
        return
    old = case.step(duty.step)
    if _nature(old) != _nature(step):
        yield Words(
            f"Bước đang mở {said.vi} và bước “{step.name.vi}” không cùng loại việc",
            f"The open step {said.en} and step “{step.name.en}” are not the same sort of work",
        )
    if duty.silence_at is not None and (old.on_silence, old.silence_basis) != (step.on_silence, step.silence_basis):
        yield Words(
            f"Bước {said.vi}: im lặng có nghĩa khác theo phiên bản {new.version}",
            f"Step {said.en}: silence means something else under version {new.version}",
        )
    if name != duty.step and (duty.system is not None or duty.leg is not None):
        yield Words(
            f"Bước {said.vi} đang chờ hệ thống hoặc cơ quan khác trả lời dưới tên này",
            f"Step {said.en} is awaited from elsewhere under this name",
        )


def _nature(step: Step) -> tuple[bool, bool, bool, bool]:
    """Return what decides how a step is ended, and by whom."""
    kinds = step.kind is StepKind.CONSULT, step.kind is StepKind.LINKED, step.kind is StepKind.RETURN
    return (*kinds, step.for_applicant)


def _needed(case: Case, new: Procedure, steps: Mapping[str, str], *, later: bool) -> Iterator[Words]:
    """Find steps done (or done by then) whose work followers rely on, and which the new version does not have."""
    dossier, old = case.dossier, case.procedure
    done = [step for step, how in dossier.done.items() if how.outcome != SKIPPED and step in old.by_id]
    done += [duty.step for duty in dossier.duties if later and duty.step in old.by_id]
    for step in done:
        waits = [follower for follower in old.followers[step] if follower not in done]
        if waits and steps.get(step, step) not in new.by_id and steps.get(step) != "":
            said, theirs = case.names.quoted(step), listed(map(case.names.quoted, waits))
            yield Words(
                f"Bước đã làm {said.vi} (bước {theirs.vi} cần đến) không có trong phiên bản {new.version}",
                f"Step {said.en} is done, {theirs.en} needs it, and version {new.version} does not have it",
            )


def _phase(case: Case, new: Procedure) -> Iterator[Words]:
    phase = case.dossier.phase
    if phase is not None and case.dossier.phase_clock is not None and phase not in new.phase_by_id:
        said = case.names.phase(phase)
        yield Words(
            f"Giai đoạn đang chạy “{said.vi}” không có trong phiên bản {new.version}",
            f"The phase that runs, “{said.en}”, is not in version {new.version}",
        )


def _data(case: Case, new: Procedure) -> Iterator[Words]:
    """Find data that the new version decides by and the dossier does not have."""
    dossier = case.dossier
    for name, field in new.data.items():
        early = field.from_step is None or field.from_step in dossier.done
        if field.default is None and not field.derived and early and name not in dossier.data:
            yield Words(f"Thiếu dữ liệu {name} ({field.label.vi})", f"The data {name} ({field.label.en}) is missing")
    try:
        checked(new, {name: value for name, value in dossier.data.items() if name in new.data}, field="data")
        settled(new, given(dossier, new))
    except MotcuaError as unfit:
        yield Words(unfit.message_vi.rstrip("."), unfit.message.rstrip("."))


def _recount(case: Case) -> Iterator[Words]:
    """Find why the promise cannot be counted anew from receipt."""
    dossier, phases = case.dossier, case.procedure.phases
    if dossier.paused:
        yield Words(
            "Thời hạn đang tạm dừng: chưa tính lại được", "The clock stands: it cannot be counted anew before it runs"
        )
    if dossier.phase and not case.procedure.phases_carry_over and phases[0].id != dossier.phase:
        said = case.names.phase(dossier.phase)
        yield Words(
            f"Giai đoạn “{said.vi}” có ngày hẹn riêng, không tính từ khi tiếp nhận",
            f"In phase “{said.en}” the promise was given anew and is not counted from receipt",
        )
