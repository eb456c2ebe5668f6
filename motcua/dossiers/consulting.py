"""Consulting bodies that are not on the procedure's route (Decree 61/2018 art. 19.5; R37)."""

from itertools import count

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import run_clock, silence_at
from motcua.dossiers.commands import AskOpinion
from motcua.dossiers.dossier import SKIPPED
from motcua.dossiers.parts import Duty, Waiting
from motcua.dossiers.rights import by_one_of, must_be_active, must_be_in_process, must_not_rest
from motcua.errors import InvalidInputError, RefusedError
from motcua.procedures.definition import StepKind
from motcua.worktime.allowance import Allowance, Unit

NAME = "opinion_"
"""What a consultation off the route is called, with its number."""


def ask_opinion(case: Case, do: AskOpinion) -> None:
    """Consult a body, with content and deadline; silence is carried to the lead and the one-stop (R39).

    The lead decides what it waits for: its own work goes on meanwhile, and what is not answered when the result is
    there ends with it.
    """
    must_be_in_process(case)
    by_one_of(case, case.dossier.competent, case.dossier.one_stop)
    must_not_rest(case)
    content, allow = _content(do), _deadline(do)
    must_be_active(case, do.agency, "do.agency")
    agency = case.ground.directory.get(do.agency).id
    _not_itself(case, agency)
    step = _name(case)
    case.say(f.OpinionAsked(step=step, agency=agency, content=content, allow=allow))
    calendar = case.calendar_for(agency)
    clock = run_clock(case.step(step), allow, case.at, calendar)
    partner = agency != case.dossier.one_stop
    fact: dict[str, object] = {"step": step, "step_kind": StepKind.CONSULT, "agency": agency}
    fact |= {"holder": Waiting.PARTNER} if partner else {}
    fact |= {"allow": allow, "due": clock.due, "silence_at": silence_at(case.step(step), clock.due, calendar)}
    case.say(f.DutyOpened.model_validate(fact))


def must_be_asked(case: Case, step: str) -> Duty:
    """Return the consultation an opinion answers, or refuse a body that was not asked (R37)."""
    duty = case.dossier.duty(step)
    if duty is not None and duty.agency == case.by.agency:
        return duty
    done = case.dossier.done.get(step)
    if duty is None and done is not None and done.outcome != SKIPPED:
        return case.duty_or_refuse(step)
    who, name = case.names.agency(case.by.agency), case.names.quoted(step)
    raise RefusedError(
        f"{who.en} was not asked for an opinion in step {name.en}.",
        vi=f"{who.vi} không được lấy ý kiến ở bước {name.vi}.",
        field="by.agency",
        rule="R37",
        hint="Only a body that was asked answers; the lead asks with `ask_opinion`.",
        hint_vi="Chỉ cơ quan được lấy ý kiến mới trả lời; cơ quan chủ trì lấy ý kiến trước (`ask_opinion`).",
    )


def _content(do: AskOpinion) -> str:
    if do.content is None:
        raise _incomplete("do.content", "content", "nội dung")
    return do.content


def _deadline(do: AskOpinion) -> Allowance:
    if do.within is None or do.within.unit is Unit.NONE or do.within.value <= 0:
        raise _incomplete("do.within", "a deadline", "thời hạn")
    return do.within


def _incomplete(field: str, what: str, what_vi: str) -> InvalidInputError:
    return InvalidInputError(
        f"A consultation needs {what}: without it, it is none.",
        vi=f"Văn bản lấy ý kiến phải có {what_vi}.",
        field=field,
        rule="R37",
        hint="Give `content` and `within`, for instance 7wd.",
        hint_vi="Nêu nội dung (`content`) và thời hạn (`within`), ví dụ 7wd.",
    )


def _not_itself(case: Case, agency: str) -> None:
    if agency == case.dossier.competent:
        who = case.names.agency(agency)
        raise RefusedError(
            f"{who.en} decides this dossier: it does not consult itself.",
            vi=f"{who.vi} là cơ quan giải quyết hồ sơ, không tự lấy ý kiến chính mình.",
            field="do.agency",
            rule="R37",
            hint="Ask another body, or assign an officer.",
            hint_vi="Lấy ý kiến cơ quan khác, hoặc giao cán bộ.",
        )


def _name(case: Case) -> str:
    """Return the next name that neither another opinion nor a step of the route has."""
    taken = {*case.dossier.asked, *case.procedure.by_id}
    return next(name for number in count(len(case.dossier.asked) + 1) if (name := f"{NAME}{number}") not in taken)
