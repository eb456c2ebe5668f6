"""Linked steps: each is a dossier of its own in another agency, and its result comes back here (R44).

The parent waits for its legs and does nothing to them. A leg reports where it stands, keeps its own date, and goes back
to the lead where it cannot be worked on (Decree 61/2018 art. 19.6, 19.7).
"""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.commands import EndLeg, HearLeg, MissLeg, NoteLeg, ReturnToLead
from motcua.dossiers.endings import end_without_result
from motcua.dossiers.parts import Duty
from motcua.dossiers.progress import close_duty, finish_if_returned, go_on
from motcua.dossiers.rework import take_up_before
from motcua.dossiers.rights import by_one_of, must_not_be_finished
from motcua.dossiers.work import follow
from motcua.errors import RefusedError
from motcua.procedures.definition import Ending, StepKind
from motcua.worktime.words import Words


def note_leg(case: Case, do: NoteLeg) -> None:
    """Record which dossier carries a linked step; about a visit that is over nothing is recorded."""
    duty = _awaited(case, do.step, do.visit)
    if duty is None or duty.leg == do.code:
        return
    if duty.leg is not None:
        step = case.names.quoted(do.step)
        raise RefusedError(
            f"Step {step.en} is carried by {duty.leg} already, not by {do.code}.",
            vi=f"Bước {step.vi} đã có hồ sơ liên thông {duty.leg}, không phải {do.code}.",
            field="do.code",
            rule="R44",
            hint="One visit to a linked step has one dossier; end the other one.",
            hint_vi="Mỗi lần thực hiện bước liên thông chỉ có một hồ sơ; kết thúc hồ sơ kia.",
        )
    _note(case, duty, do.code, do)


def miss_leg(case: Case, do: MissLeg) -> None:
    """Record why the dossier of a linked step cannot be opened; a person has to look at it."""
    duty = _awaited(case, do.step, do.visit)
    if duty is not None and duty.leg is None:
        fact = {"step": do.step, "detail": do.detail} | ({"visit": do.visit} if do.visit > 1 else {})
        case.say(f.DepartmentTrouble.model_validate(fact))


def hear_leg(case: Case, do: HearLeg) -> None:
    """Take in where a leg stands; a report about a visit that is over, or from another dossier, changes nothing."""
    duty = next((d for d in case.dossier.duties if d.leg == do.code), None) or _awaited(case, do.step, do.visit)
    if duty is None or duty.leg not in (None, do.code):
        return
    if duty.leg is None:  # it may speak before its opening was noted
        duty = _note(case, duty, do.code, do)
    if (do.state, do.due) != (duty.leg_state, duty.leg_due):
        said = do.model_dump(exclude={"kind"}, exclude_unset=True, exclude_none=True)
        case.say(f.LegReported.model_validate(said | {"step": duty.step}))  # another version may call the step so
    if do.result is not None:
        _take_result(case, duty, do, do.result)
    elif do.state.closed:
        _take_back(case, duty, do)


def end_leg(case: Case, do: EndLeg) -> None:
    """End a leg whose parent no longer waits for it; one that has its result keeps it."""
    if case.dossier.finished_at is None:
        end_without_result(case, do.reason)


def return_to_lead(case: Case, _do: ReturnToLead, reason: str | None) -> None:
    """Send a leg back to the lead, which takes up the step before it again; its dossier ends here."""
    dossier = case.dossier
    if dossier.parent is None:
        raise RefusedError(
            f"Dossier {dossier.code} is no leg of another: there is no lead to return it to.",
            vi=f"Hồ sơ {dossier.code} không phải hồ sơ liên thông, không có cơ quan chủ trì để trả lại.",
            field="do.kind",
            rule="R44",
            hint="Send the step back (`send_back`), or ask the applicant (`ask_supplement`).",
            hint_vi="Trả lại bước trước (`send_back`), hoặc yêu cầu người nộp bổ sung (`ask_supplement`).",
        )
    by_one_of(case, dossier.competent, dossier.one_stop, *(d.agency for d in dossier.duties if d.agency != "applicant"))
    must_not_be_finished(case)
    if reason is None:
        raise RefusedError(
            "Returning a leg to the lead needs a reason.",
            vi="Trả lại cơ quan chủ trì phải nêu lý do.",
            field="reason",
            rule="R27",
            hint="Say what the lead has to mend before it is sent again.",
            hint_vi="Nêu việc cơ quan chủ trì phải khắc phục trước khi gửi lại.",
        )
    end_without_result(case, reason, to_lead=True)


def must_be_for_a_leg(case: Case, kind: str) -> None:
    """Refuse in a leg what only the lead does: it alone speaks to the applicant and moves the promised date."""
    if case.dossier.parent is None or kind not in _THE_LEADS:
        return
    raise RefusedError(
        f"Dossier {case.dossier.code} is a leg of {case.dossier.parent}: {kind} is done there.",
        vi=f"Hồ sơ {case.dossier.code} là hồ sơ liên thông của {case.dossier.parent}: thực hiện tại hồ sơ chính.",
        field="do.kind",
        rule="R44",
        hint=_THE_LEADS[kind].en,
        hint_vi=_THE_LEADS[kind].vi,
    )


def _awaited(case: Case, step: str, visit: int) -> Duty | None:
    duty = case.dossier.duty(step)
    return duty if duty is not None and duty.visit == visit and duty.kind is StepKind.LINKED else None


def _note(case: Case, duty: Duty, code: str, do: NoteLeg | HearLeg) -> Duty:
    opens = do.procedure if isinstance(do, NoteLeg) else case.step(duty.step).opens
    fact: dict[str, object] = {"step": duty.step, "code": code, "procedure": opens, "agency": duty.agency}
    fact |= ({"visit": duty.visit} if duty.visit > 1 else {}) | ({"due": do.due} if do.due else {})
    case.say(f.LegOpened.model_validate(fact))
    return case.duty_or_refuse(duty.step)


def _take_result(case: Case, duty: Duty, do: HearLeg, result: Ending) -> None:
    """End the linked step as of the moment its result was there, however long the report was on its way (R55).

    What follows begins when the result was heard of: an agency is not charged with the way (R26).
    """
    step, heard, by = case.step(duty.step), case.at, case.by
    refused = result is Ending.REFUSED
    declared = step.outcome("refused") if refused else None
    case.as_actor(by, heard if case.dossier.paused else min(heard, max(do.finished_at or heard, duty.since)))
    close_duty(case, duty, "refused" if refused else "done", reason=do.reason, reference=do.code)
    if refused or not _only_returns_left(case):
        case.as_actor(by, heard)
    if case.dossier.finished_at is not None:
        declared = None
    elif refused and declared is None:
        take_up_before(case, step)
    follow(case, declared, do.reason)


def _only_returns_left(case: Case) -> bool:
    return all(s.kind is StepKind.RETURN for s in case.procedure.steps if s.id not in case.dossier.done)


def _take_back(case: Case, duty: Duty, do: HearLeg) -> None:
    """The leg ended without a result: the lead takes up again what came before it; the promise goes on."""
    close_duty(case, duty, "sent_back", reason=do.reason)
    if case.dossier.finished_at is None:
        take_up_before(case, case.step(duty.step))
    go_on(case)
    finish_if_returned(case)


_BY_THE_APPLICANT = Words(
    "Người nộp rút toàn bộ hồ sơ tại Bộ phận Một cửa đã tiếp nhận; các hồ sơ liên thông kết thúc theo.",
    "The applicant withdraws the whole, at the one-stop that received it; its legs end with it.",
)
_THE_LEADS = {
    "ask_supplement": Words(
        "Trả lại cơ quan chủ trì (`return_to_lead`), nêu rõ còn thiếu gì: cơ quan chủ trì yêu cầu bổ sung một lần.",
        "Return it to the lead (`return_to_lead`) and say what is missing: the lead asks once, for all.",
    ),
    "withdraw": _BY_THE_APPLICANT,
    "correct_date": Words(
        "Đính chính ngày hẹn trả của toàn bộ tại hồ sơ chính.", "The date promised for the whole is corrected there."
    ),
    "ask_withdrawal": _BY_THE_APPLICANT,
    "propose_date": Words(
        "Hồ sơ liên thông không có hạn sau ngày hẹn của hồ sơ chính: cơ quan chủ trì đề nghị hẹn lại tại đó.",
        "No leg is due after the date promised for the whole: the lead proposes a new one there.",
    ),
    "apologise": Words(
        "Cơ quan chủ trì xin lỗi người nộp tại hồ sơ chính.",
        "The lead apologises to the applicant, in the dossier this one is a leg of.",
    ),
}
