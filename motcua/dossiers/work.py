"""What agencies do with the duties they hold."""

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import pause_duty
from motcua.dossiers.commands import (
    AskAgain,
    Assign,
    Complete,
    DepartmentAnswered,
    Opine,
    RefuseOnMerits,
    SendBack,
)
from motcua.dossiers.consulting import must_be_asked
from motcua.dossiers.data import checked, required_after
from motcua.dossiers.handover import take_in
from motcua.dossiers.learning import learn
from motcua.dossiers.parts import Data, Duty
from motcua.dossiers.progress import close_duty, end_work, finish_if_returned, go_on
from motcua.dossiers.resuming import resume_duties, run_on
from motcua.dossiers.rework import comes_before, go_back
from motcua.dossiers.rights import by_one_of, must_hold, must_not_be_finished, must_not_rest
from motcua.dossiers.settling import must_be_settled
from motcua.errors import RefusedError
from motcua.procedures.definition import Ending, Outcome, Step, StepKind
from motcua.procedures.graph import OPINIONS

OPINION = "opinion"
"""The datum in which a consulted system names its opinion."""
SILENT = ("agreed_by_silence", "decided_without")


def complete(case: Case, do: Complete, reason: str | None) -> None:
    """End a duty with its outcome; what follows opens at once."""
    duty = case.duty_or_refuse(do.step)
    must_hold(case, duty)
    must_not_rest(case)
    step = case.step(do.step)
    if step.kind is StepKind.RETURN:
        must_be_settled(case, duty)
    if step.kind is StepKind.CONSULT:
        name = case.names.quoted(step.id)
        raise RefusedError(
            f"Step {name.en} asks for an opinion.",
            vi=f"Bước {name.vi} cần cho ý kiến.",
            field="do.kind",
            rule="R37",
            hint="Use `opine` with agreed, agreed_with_conditions or disagreed.",
            hint_vi="Cho ý kiến (`opine`): agreed, agreed_with_conditions hoặc disagreed.",
        )
    outcome = _outcome(case, step, do.outcome)
    duty = take_in(case, duty)
    _take_data(case, step, do.data)
    _end_duty(case, duty, outcome, do.outcome, reason=reason, reference=do.reference)


def _end_duty(
    case: Case, duty: Duty, outcome: Outcome | None, name: str, *, reason: str | None, reference: str | None
) -> None:
    if outcome is not None and (outcome.ends or outcome.to):
        must_not_be_finished(case)
    close_duty(case, duty, name, reason=reason, reference=reference)
    follow(case, outcome, reason)


def follow(case: Case, outcome: Outcome | None, reason: str | None) -> None:
    """Go the way an outcome leads from a step that has just ended: on, back, or to the end of the work."""
    if outcome is not None and outcome.sets:
        learn(case, checked(case.procedure, outcome.sets, field="outcome.sets"))
    if outcome is not None and outcome.ends is not None:
        end_work(case, outcome.ends, reason)
    elif outcome is not None and outcome.to is not None:
        go_back(case, outcome.to)
    go_on(case)
    finish_if_returned(case)


def _outcome(case: Case, step: Step, name: str) -> Outcome | None:
    outcome = step.outcome(name)
    if outcome is None and name != "done":
        what, possible = case.names.quoted(step.id), ", ".join(["done", *(o.name for o in step.outcomes)])
        raise RefusedError(
            f"Step {what.en} cannot end as {name}.",
            vi=f"Bước {what.vi} không thể kết thúc với kết quả {name}.",
            field="do.outcome",
            rule="R12",
            hint=f"It can end as: {possible}.",
            hint_vi=f"Có thể kết thúc với: {possible}.",
        )
    return outcome


def _take_data(case: Case, step: Step, data: Data) -> None:
    known = checked(case.procedure, data, field="do.data")
    known = required_after(case.procedure, step.id, known, case.dossier.data)
    if known:
        learn(case, known)


def send_back(case: Case, do: SendBack, reason: str | None) -> None:
    """Return the work to an earlier step: its own clock starts anew, the promise does not (trap: rework)."""
    duty = case.duty_or_refuse(do.step)
    must_hold(case, duty)
    must_not_rest(case)
    must_not_be_finished(case)
    if do.to not in case.procedure.by_id or not comes_before(case, do.to, do.step):
        to, step = case.names.quoted(do.to), case.names.quoted(do.step)
        raise RefusedError(
            f"Step {to.en} does not come before {step.en}.",
            vi=f"Bước {to.vi} không đứng trước bước {step.vi}.",
            field="do.to",
            rule="R12",
            hint="Send back only to a step that leads to this one.",
            hint_vi="Chỉ trả lại bước dẫn đến bước này.",
        )
    if reason is None:
        raise RefusedError(
            "Sending work back needs a reason.",
            vi="Trả lại bước trước phải nêu lý do.",
            field="reason",
            rule="R27",
            hint="Say what has to be done again.",
            hint_vi="Nêu việc phải làm lại.",
        )
    close_duty(case, take_in(case, duty), "sent_back", reason=reason)
    go_back(case, do.to)
    go_on(case)


def opine(case: Case, do: Opine, reason: str | None) -> None:
    """Give an opinion; after silence has taken effect it is kept beside, never in place of it (R42)."""
    done = case.dossier.done.get(do.step)
    if done is not None and done.outcome in SILENT and case.dossier.duty(do.step) is None:
        _late_opinion(case, do)
        return
    duty = must_be_asked(case, do.step)
    if duty.kind is not StepKind.CONSULT:
        name = case.names.quoted(do.step)
        raise RefusedError(
            f"Step {name.en} is not a consultation.",
            vi=f"Bước {name.vi} không phải bước lấy ý kiến.",
            field="do.step",
            rule="R37",
            hint="Use `complete`.",
            hint_vi="Dùng thao tác hoàn thành (`complete`).",
        )
    step, duty = case.step(do.step), take_in(case, duty)
    _end_duty(case, duty, step.outcome(do.opinion), do.opinion, reason=reason, reference=do.reference)


def _late_opinion(case: Case, do: Opine) -> None:
    step = case.step(do.step)
    on = case.calendar.local(case.at).date()
    by_one_of(case, case.ground.agency_for(step.seat, case.dossier.territory, on), rule="R37")
    fact = {"step": do.step, "opinion": do.opinion} | ({"reference": do.reference} if do.reference else {})
    case.say(f.OpinionLate.model_validate(fact))


def assign(case: Case, do: Assign) -> None:
    """Put an officer of the holding agency in charge."""
    duty = case.duty_or_refuse(do.step)
    must_hold(case, duty)
    take_in(case, duty)
    case.say(f.Assigned(step=do.step, officer=do.officer))


def refuse_on_merits(case: Case, do: RefuseOnMerits, reason: str | None) -> None:
    """Refuse what was applied for; that is a result, and it is due like one (R53).

    Of what was done elsewhere before the dossier came to us, the step keeps the reason: its act stands in no story.
    """
    duty = case.duty_or_refuse(do.step)
    must_hold(case, duty)
    must_not_rest(case)
    must_not_be_finished(case)
    if duty.agency != case.dossier.competent and duty.kind is not StepKind.SIGN:
        by_one_of(case, case.dossier.competent)
    close_duty(case, take_in(case, duty), "refused", reason=(reason if case.elsewhere else None) or do.basis)
    end_work(case, Ending.REFUSED, do.basis)
    go_on(case)
    finish_if_returned(case)


def department_answered(case: Case, do: DepartmentAnswered) -> None:
    """Take in what a department system answered; an answer to a visit that is over changes nothing.

    A system that is consulted answers with an opinion (R37); one that comes after silence took effect is kept (R42).
    """
    duty = case.dossier.duty(do.step)
    if duty is None or duty.visit != do.visit:
        _late_answer(case, do)
        return
    by_one_of(case, f"system:{duty.system}")
    step = case.step(do.step)
    ending = _opinion(do) if duty.kind is StepKind.CONSULT else do.outcome
    outcome = step.outcome(ending) if ending is not None else None
    if do.outcome == "trouble" or ending is None or (ending == "refused" and outcome is None):
        detail = do.detail or (_without_opinion(do) if ending is None and do.outcome != "trouble" else do.outcome)
        fact = {"step": do.step, "detail": detail} | ({"visit": do.visit} if do.visit > 1 else {})
        case.say(f.DepartmentTrouble.model_validate(fact))
        if duty.stands_for is not None:  # from here on it waits for a person, not for the system that is away
            run_on(case)
            resume_duties(case)
        return
    consulted = duty.kind is StepKind.CONSULT
    _take_data(case, step, {name: value for name, value in do.data.items() if not (consulted and name == OPINION)})
    _end_duty(case, duty, outcome, ending, reason=do.detail, reference=do.reference)


def _opinion(do: DepartmentAnswered) -> str | None:
    """Return the opinion a consulted system named; None where it answered without one that is known."""
    named = do.data.get(OPINION)
    return named if do.outcome == "done" and isinstance(named, str) and named in OPINIONS else None


def _without_opinion(do: DepartmentAnswered) -> str:
    named = do.data.get(OPINION)
    return f"the answer names no opinion ({', '.join(OPINIONS)}) but {named or do.outcome}"


def _late_answer(case: Case, do: DepartmentAnswered) -> None:
    done, opinion = case.dossier.done.get(do.step), _opinion(do)
    step = case.procedure.by_id.get(do.step)
    silent = done is not None and done.outcome in SILENT and done.visit == do.visit
    if silent and opinion is not None and step is not None and case.dossier.duty(do.step) is None:
        by_one_of(case, f"system:{step.system}")
        fact = {"step": do.step, "opinion": opinion} | ({"reference": do.reference} if do.reference else {})
        case.say(f.OpinionLate.model_validate(fact))


def ask_again(case: Case, do: AskAgain) -> None:
    """Put the request to the department system once more."""
    duty = case.duty_or_refuse(do.step)
    by_one_of(case, duty.agency, case.dossier.competent, case.dossier.one_stop)
    if duty.trouble is None:
        name = case.names.quoted(do.step)
        raise RefusedError(
            f"Step {name.en} has no failed request to repeat.",
            vi=f"Bước {name.vi} không có yêu cầu lỗi cần gửi lại.",
            field="do.step",
            hint="Requests that merely wait are repeated by themselves.",
            hint_vi="Yêu cầu đang chờ được hệ thống tự gửi lại.",
        )
    put_again(case, duty)


def put_again(case: Case, duty: Duty) -> None:
    """State that a request in trouble is put once more; while its system is away its clock may stand."""
    case.say(f.DepartmentAskedAgain(step=duty.step))
    if (asked := case.duty_or_refuse(duty.step)).stands_for is not None:
        pause_duty(case, asked)
