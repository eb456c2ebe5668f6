"""Repairs that leave the route as it is: trying again, sending again, another officer, a withdrawal on paper."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.commands_of_repair import (
    GiveBack,
    NoteResent,
    Reassign,
    Repairing,
    RepairKind,
    Retry,
    Withdraw,
)
from motcua.dossiers.endings import end_without_result, must_be_unfinished
from motcua.dossiers.faults import ANSWER
from motcua.dossiers.parts import Duty, State
from motcua.dossiers.reasons import EndedBecause
from motcua.dossiers.rights import must_be_active
from motcua.dossiers.settling import must_have_no_originals
from motcua.dossiers.work import put_again
from motcua.errors import RefusedError
from motcua.worktime.words import Words


def say_repaired(case: Case, do: Repairing, what: RepairKind, **more: object) -> None:
    """State that a repair was made; its effects follow."""
    said: dict[str, object] = {"repair": do.repair, "what": what} | more
    said |= {"basis": do.basis} if do.basis else {}
    said |= {"confirmed_by": do.confirmed_by} if do.confirmed_by else {}
    case.say(f.Repaired.model_validate(said))


def retry(case: Case, do: Retry) -> None:
    """Put requests in trouble once more; what time brought was decided before, or this act was refused with it."""
    if do.step is not None:
        case.duty_or_refuse(do.step)
    failed = [duty for duty in case.dossier.duties if duty.trouble is not None and do.step in (None, duty.step)]
    fault = case.dossier.fault
    if not failed and (fault is None or fault.what.startswith(ANSWER)):
        raise _nothing_failed(case.names.quoted(do.step) if do.step else None)
    say_repaired(case, do, RepairKind.RETRY)
    for duty in failed:
        put_again(case, duty)


def note_resent(case: Case, do: NoteResent) -> None:
    """State that messages are sent again."""
    say_repaired(case, do, RepairKind.RESEND, sent=do.what)


def reassign(case: Case, do: Reassign) -> None:
    """Put another officer of the holding agency in charge."""
    must_be_active(case, do.agency, "do.agency")
    held = [duty for duty in case.dossier.duties if _meant(duty, do)]
    if not held:
        raise _not_held(case, do)
    say_repaired(case, do, RepairKind.REASSIGN)
    for duty in held:
        case.say(f.Assigned(step=duty.step, officer=do.officer))


def give_back(case: Case, do: GiveBack) -> None:
    """Put those in charge again who were before, of what is still where the repair put it."""
    still = [duty for duty in case.dossier.duties if duty.step in do.before and duty.officer == do.officer]
    if not still:
        raise _moved_on()
    say_repaired(case, do, RepairKind.UNDO)
    for duty in still:
        before = do.before[duty.step]
        case.say(f.Assigned(step=duty.step, officer=before) if before else f.Unassigned(step=duty.step))


def withdraw(case: Case, do: Withdraw) -> None:
    """Record that the applicant wants the dossier back, and grant it at once."""
    must_be_unfinished(case)
    must_have_no_originals(case, "do.kind")
    say_repaired(case, do, RepairKind.WITHDRAW)
    if case.dossier.state is not State.WITHDRAWAL:
        case.say(f.WithdrawalAsked())
    case.say(f.WithdrawalSettled(granted=True))
    end_without_result(case, EndedBecause.WITHDRAWN, do.basis)


def _meant(duty: Duty, do: Reassign) -> bool:
    whose = duty.agency == do.agency and do.instead_of in (None, duty.officer)
    return whose and do.step in (None, duty.step) and duty.officer != do.officer


def _nothing_failed(step: Words | None) -> RefusedError:
    where, here = (f"Step {step.en}", f"Bước {step.vi}") if step else ("The dossier", "Hồ sơ")
    return RefusedError(
        f"{where} has nothing that failed and waits to be tried again.",
        vi=f"{here} không có việc gì bị lỗi cần thử lại.",
        field="do.step" if step else "do.kind",
        rule="R75",
        hint="Requests that merely wait are repeated by themselves, and an unwritten answer is asked for each hour.",
        hint_vi="Yêu cầu đang chờ được hệ thống tự gửi lại; câu trả lời chưa ghi được được hỏi lại mỗi giờ.",
    )


def _not_held(case: Case, do: Reassign) -> RefusedError:
    who, officer = case.names.agency(do.agency), f", {do.instead_of}," if do.instead_of else ""
    return RefusedError(
        f"{who.en}{officer} holds no step of this dossier that {do.officer} does not have already.",
        vi=f"{who.vi}{officer} không giữ bước nào của hồ sơ này mà {do.officer} chưa được giao.",
        field="do.agency",
        rule="L61 19.1",
        hint="A step stays with the agency that is competent; only its officer is changed.",
        hint_vi="Bước vẫn thuộc cơ quan có thẩm quyền; chỉ đổi cán bộ của cơ quan đó.",
    )


def _moved_on() -> RefusedError:
    return RefusedError(
        "None of it is as the repair left it: it was done, or given to somebody else since.",
        vi="Không còn gì như lần sửa đã để lại: việc đã xong hoặc đã giao người khác.",
        field="do.kind",
        rule="R74",
        hint="Assign it by another repair.",
        hint_vi="Phân công lại bằng một lần sửa khác.",
    )
