"""Asking the applicant to complete the dossier, before and after receipt (R23, R28–R33)."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import end_pause, limit_of, pause, pause_duty, set_clock, told_later
from motcua.dossiers.commands import AskSupplement, GiveSupplement
from motcua.dossiers.endings import end_without_result
from motcua.dossiers.episodes import INTAKE, close_episode
from motcua.dossiers.intake import must_be_known, must_be_submitted, originals_among, wait_for_decision
from motcua.dossiers.parts import Ground, State
from motcua.dossiers.reasons import EndedBecause
from motcua.dossiers.resuming import resume_duties, run_on
from motcua.dossiers.rights import by_one_of, must_be_in_process, must_hold_work
from motcua.dossiers.standing import PHASE
from motcua.errors import RefusedError
from motcua.procedures.definition import SupplementPolicy
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.due import due_at, opening_after


def ask(case: Case, do: AskSupplement, reason: str | None) -> None:
    """Ask for what is missing: once and in full, from the published list, and the clock stands meanwhile."""
    dossier = case.dossier
    if dossier.supplement:
        since = case.calendar.local(dossier.supplement.since)
        raise RefusedError(
            f"A supplement is already asked for, since {since:%Y-%m-%d %H:%M}.",
            vi=f"Đã yêu cầu bổ sung từ {since:%d/%m/%Y %H:%M}.",
            field="do",
            rule="R33",
            hint="Wait for the applicant, or record what was handed in.",
            hint_vi="Chờ người nộp, hoặc ghi nhận giấy tờ đã nộp.",
        )
    if reason is None:
        raise RefusedError(
            "A supplement request states its reason.",
            vi="Phiếu yêu cầu bổ sung phải nêu lý do.",
            field="reason",
            rule="R23",
            hint="Say why the items are needed; the applicant reads it.",
            hint_vi="Nêu vì sao cần các giấy tờ này; người nộp sẽ đọc.",
        )
    if dossier.received_at is None:
        _before_receipt(case, do, reason)
    else:
        _after_receipt(case, do, reason)


def _before_receipt(case: Case, do: AskSupplement, reason: str) -> None:
    by_one_of(case, case.dossier.one_stop)
    must_be_submitted(case)
    _published_or_based(case, do)
    case.say(_asked(case, do, reason))
    close_episode(case, INTAKE)


def _after_receipt(case: Case, do: AskSupplement, reason: str) -> None:
    must_be_in_process(case)
    must_hold_work(case)
    _published_or_based(case, do)
    _not_too_often(case, do)
    case.say(_asked(case, do, reason))
    pause(case, Ground.SUPPLEMENT, _ref(case), do.basis)
    for duty in case.dossier.duties:
        pause_duty(case, duty)


def _asked(case: Case, do: AskSupplement, reason: str) -> f.SupplementAsked:
    dossier = case.dossier
    fact: dict[str, object] = {"number": dossier.supplements + 1, "items": do.items, "reason": reason}
    fact |= {"basis": do.basis} if do.basis else {}
    fact |= {"approver": do.approver} if do.approver else {}
    rule = case.settled.supplement
    if dossier.received_at is not None:
        mine = next((d.step for d in dossier.duties if d.agency == case.by.agency), None)
        fact |= {"step": mine} if mine else {}
        if case.at > due_at(dossier.received_at, rule.notice_within, case.calendar):
            fact["late_notice"] = True
    if rule.window.unit is not Unit.NONE:
        fact["lapses_at"] = opening_after(due_at(case.at, rule.window, case.calendar), case.calendar)
    return f.SupplementAsked.model_validate(fact)


def _published_or_based(case: Case, do: AskSupplement) -> None:
    listed = {document.id for document in case.procedure.documents}
    beyond = [item for item in do.items if item not in listed]
    if beyond and not do.basis:
        raise RefusedError(
            f"Not in the published list of documents: {', '.join(beyond)}.",
            vi=f"Không có trong thành phần hồ sơ đã công bố: {', '.join(beyond)}.",
            field="do.items",
            rule="R23",
            hint="Ask only for listed documents, or give the legal basis in `basis`.",
            hint_vi="Chỉ yêu cầu giấy tờ trong thành phần hồ sơ, hoặc nêu căn cứ pháp lý (`basis`).",
        )


def _not_too_often(case: Case, do: AskSupplement) -> None:
    """Refuse one request too many after receipt; guidance at intake has a rule of its own (L61 17.2a)."""
    most, asked = case.procedure.supplement.max, case.dossier.supplements_after_receipt
    if most is not None and asked >= most:
        raise RefusedError(
            f"This procedure allows {most} supplement request(s) after receipt; {asked} made already.",
            vi=f"Thủ tục này chỉ được yêu cầu bổ sung {most} lần sau khi tiếp nhận; đã yêu cầu {asked} lần.",
            field="do",
            rule="R33",
            hint="Decide on what is there: grant, or refuse with reasons.",
            hint_vi="Quyết định trên hồ sơ hiện có: chấp thuận, hoặc từ chối có lý do.",
        )
    if most is None and asked and not (do.basis and do.approver):
        raise RefusedError(
            "A further supplement request needs a legal basis and an approver.",
            vi="Yêu cầu bổ sung lần tiếp theo phải có căn cứ pháp lý và người phê duyệt.",
            field="do.basis",
            rule="R33",
            hint="Give `basis` and `approver`.",
            hint_vi="Nêu căn cứ pháp lý (`basis`) và người phê duyệt (`approver`).",
        )


def _ref(case: Case) -> str:
    return f"supplement/{case.dossier.supplements}"


def give(case: Case, do: GiveSupplement) -> None:
    """Record that the dossier was completed; the clock runs on from the moment it arrived."""
    dossier = case.dossier
    by_one_of(case, dossier.one_stop, dossier.competent, "applicant")
    if dossier.supplement is None:
        raise RefusedError(
            "No supplement is asked for.",
            vi="Hồ sơ không có yêu cầu bổ sung nào đang mở.",
            field="do",
            rule="R33",
            hint="Hand the papers to the officer in charge, or open a new dossier linked to this one.",
            hint_vi="Chuyển giấy tờ cho cán bộ phụ trách, hoặc mở hồ sơ mới liên kết với hồ sơ này.",
        )
    must_be_known(do.documents, case.procedure, dossier.supplement.items)
    ref, received = _ref(case), dossier.received_at is not None
    fact = {"documents": do.documents} if do.documents else {}
    fact |= {"originals": taken} if (taken := originals_among(do.documents, case.procedure)) else {}
    case.say(f.SupplementGiven.model_validate(fact))
    if received:
        _run_again(case, ref)
    elif case.dossier.state is not State.WITHDRAWAL:  # whether it is wanted back is settled first
        wait_for_decision(case)


def _run_again(case: Case, ref: str) -> None:
    """Run the clocks again: in full, or with what was left. Another ground that stops the official one goes on."""
    anew = _time_anew(case)
    stands = any(p.until is None and p.ref != ref for p in case.dossier.pauses)
    end_pause(case, Ground.SUPPLEMENT, ref, left=anew if stands and case.dossier.clock else None)
    if anew is not None:
        _phase_anew(case)
    if anew is not None and not stands:
        set_clock(case, anew, _WHY[case.procedure.supplement.policy])
    run_on(case)
    resume_duties(case, afresh=anew is not None)


def _time_anew(case: Case) -> Allowance | None:
    """Return the limit a supplement gives anew, or None where what was left runs on (R29–R31).

    What was left of a later date, promised with the apology, is not taken back by a time given anew (R49 before R29).
    """
    anew = None
    if case.procedure.supplement.policy is SupplementPolicy.RESTART:
        anew = limit_of(case)
    elif case.procedure.supplement.policy is SupplementPolicy.NEW_LIMIT:
        anew = case.settled.supplement.new_limit
    if anew is None or anew.unit is Unit.NONE:
        return anew
    return None if told_later(case, due_at(case.at, anew, case.calendar)) else anew


def _phase_anew(case: Case) -> None:
    phase = case.dossier.phase
    if phase is not None and case.dossier.phase_clock is not None:
        close_episode(case, f"{PHASE}{phase}")
        allow = case.procedure.phase_by_id[phase].allow
        case.say(f.PhaseStarted(phase=phase, allow=allow, due=due_at(case.at, allow, case.calendar)))


def lapse(case: Case) -> None:
    """The applicant's time is over: the dossier is closed, or goes on to be decided as it is (R32)."""
    received, rule, ref = case.dossier.received_at is not None, case.procedure.supplement, _ref(case)
    case.say(f.SupplementLapsed())
    if not received or rule.policy is SupplementPolicy.PAUSE_THEN_CLOSE:
        end_without_result(case, EndedBecause.SUPPLEMENT_LAPSED, rule.legal_basis)
        return
    end_pause(case, Ground.SUPPLEMENT, ref)
    run_on(case)
    resume_duties(case)


_WHY = {SupplementPolicy.RESTART: "restarted", SupplementPolicy.NEW_LIMIT: "new_limit"}
