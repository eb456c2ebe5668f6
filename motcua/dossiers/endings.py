"""Ends without a result: the applicant withdraws, or processing stops (R58; form 05 of Circular 03/2025)."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import end_pause, pause, pause_duty
from motcua.dossiers.commands import AskWithdrawal, SettleWithdrawal, Stop
from motcua.dossiers.episodes import close_episodes
from motcua.dossiers.intake import wait_for_decision
from motcua.dossiers.parts import Ground, State
from motcua.dossiers.portal_words import STATES
from motcua.dossiers.progress import close_duty
from motcua.dossiers.reasons import EndedBecause
from motcua.dossiers.resuming import resume_duties, run_on
from motcua.dossiers.rights import by_one_of
from motcua.dossiers.settling import must_have_no_originals
from motcua.errors import RefusedError

REF = "withdrawal"


def ask_withdrawal(case: Case, _do: AskWithdrawal) -> None:
    """Record that the applicant wants the dossier back; possible until the result is there."""
    dossier = case.dossier
    by_one_of(case, "applicant", dossier.one_stop)
    if dossier.state is State.WITHDRAWAL:
        raise _asked_already(case)
    must_be_unfinished(case)
    case.say(f.WithdrawalAsked())
    if dossier.received_at is not None:
        pause(case, Ground.WITHDRAWAL, REF)
        for duty in case.dossier.duties:
            pause_duty(case, duty)


def must_be_unfinished(case: Case) -> None:
    """Refuse a withdrawal once the result is there (R58)."""
    if case.dossier.finished_at is not None:
        raise _cannot_be_withdrawn(case)


def settle_withdrawal(case: Case, do: SettleWithdrawal) -> None:
    """Grant the withdrawal and end the dossier, or let the work go on with what was left of its time."""
    dossier = case.dossier
    by_one_of(case, dossier.one_stop, dossier.competent)
    if dossier.state is not State.WITHDRAWAL:
        raise RefusedError(
            "No withdrawal is asked for.",
            vi="Hồ sơ không có yêu cầu rút.",
            field="do.kind",
            rule="R58",
            hint="The applicant asks first (`ask_withdrawal`).",
            hint_vi="Người nộp phải đề nghị rút hồ sơ trước (`ask_withdrawal`).",
        )
    if do.granted:
        must_have_no_originals(case, "do.granted")
    case.say(f.WithdrawalSettled(granted=do.granted))
    if do.granted:
        end_without_result(case, EndedBecause.WITHDRAWN)
    elif dossier.received_at is not None:
        end_pause(case, Ground.WITHDRAWAL, REF)
        run_on(case)
        resume_duties(case)
    elif case.dossier.state is State.SUBMITTED:
        wait_for_decision(case)


def stop(case: Case, do: Stop, reason: str | None) -> None:
    """Stop processing on a legal ground; being overdue is none."""
    by_one_of(case, case.dossier.competent, case.dossier.one_stop)
    if case.dossier.state is State.SUBMITTED and not case.dossier.supplements:
        raise RefusedError(
            f"Dossier {case.dossier.code} has not been received: it is not stopped, its receipt is refused.",
            vi=f"Hồ sơ {case.dossier.code} chưa được tiếp nhận: không dừng xử lý mà từ chối tiếp nhận.",
            field="do.kind",
            rule="R60",
            hint="Use `refuse_intake`, with the reason the applicant reads.",
            hint_vi="Dùng thao tác từ chối tiếp nhận (`refuse_intake`), nêu rõ lý do.",
        )
    if case.dossier.finished_at is not None:
        raise RefusedError(
            f"Dossier {case.dossier.code} has its result: it is returned, not stopped.",
            vi=f"Hồ sơ {case.dossier.code} đã có kết quả: phải trả, không dừng.",
            field="do.kind",
            rule="R53",
            hint="Hand the result over.",
            hint_vi="Trả kết quả cho người nộp.",
        )
    end_without_result(case, reason or EndedBecause.STOPPED, do.basis)


def end_without_result(case: Case, reason: str, basis: str | None = None, *, to_lead: bool = False) -> None:
    """End the dossier where it stands: its open duties and its overdue episodes end with it."""
    for duty in case.dossier.duties:
        close_duty(case, duty, "ended")
    close_episodes(case)
    fact: dict[str, object] = {"reason": str(reason)}
    fact |= ({"basis": basis} if basis else {}) | ({"to_lead": True} if to_lead else {})
    fact |= {"originals_owed": case.dossier.originals} if case.dossier.originals else {}
    case.say(f.Stopped.model_validate(fact))


def _asked_already(case: Case) -> RefusedError:
    code = case.dossier.code
    return RefusedError(
        f"The applicant has asked for dossier {code} back already: that is being decided.",
        vi=f"Người nộp đã yêu cầu rút hồ sơ {code}; yêu cầu này đang chờ giải quyết.",
        field="do.kind",
        rule="R58",
        hint="Grant or decline that request (`settle_withdrawal`).",
        hint_vi="Giải quyết yêu cầu đó: đồng ý hoặc không đồng ý cho rút (`settle_withdrawal`).",
    )


def _cannot_be_withdrawn(case: Case) -> RefusedError:
    dossier, state = case.dossier, STATES[case.dossier.state]
    return RefusedError(
        f"Dossier {dossier.code} stands at “{state.en}”: it can no longer be withdrawn.",
        vi=f"Hồ sơ {dossier.code} đang ở trạng thái “{state.vi}”, không thể rút.",
        field="do.kind",
        rule="R58",
        hint="A withdrawal is possible until the result is signed.",
        hint_vi="Chỉ được rút hồ sơ khi kết quả chưa được ký.",
    )
