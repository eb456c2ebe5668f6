"""How a dossier comes in: opened, submitted online, received, or not (R15–R17, R20–R22, R24)."""

from datetime import datetime
from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import limit_of, official_due, say_clock, set_clock
from motcua.dossiers.commands import Accept, Open, RefuseIntake
from motcua.dossiers.data import checked, required_at_opening
from motcua.dossiers.episodes import INTAKE, close_episode
from motcua.dossiers.parts import State
from motcua.dossiers.portal_words import STATES
from motcua.dossiers.progress import finish_if_returned, go_on
from motcua.dossiers.rights import by_one_of, must_be_active, must_exist
from motcua.errors import InvalidInputError, RefusedError
from motcua.procedures.definition import Procedure
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.due import due_at, late_from, used

INTAKE_TIME = Allowance.parse("8wh")
"""An online submission is accepted, completed or refused within eight working hours (R15)."""


def open_dossier(case: Case, do: Open) -> None:
    """Open a dossier under one version, for the agencies competent where and when it came in."""
    procedure = case.ground.procedure(do.procedure, do.version)
    must_exist(case, case.by)
    case.say(_opened(case, do, procedure))
    case.promised = do.promised
    if do.accept if do.accept is not None else do.channel != "online":
        receive(case)
    else:
        wait_for_decision(case)


def _opened(case: Case, do: Open, procedure: Procedure) -> f.Opened:
    """Resolve the seats on the day of opening; where it was received need not be who decides."""
    on = case.ground.calendar_of(_any_agency(case, do, procedure)).local(case.at).date()
    competent = case.ground.agency_for(procedure.lead, do.territory, on)
    one_stop = do.received_by or case.ground.agency_for(procedure.one_stop, do.territory, on)
    must_be_active(case, one_stop, "do.received_by")
    must_be_known(do.documents, procedure)
    values = do.model_dump(
        include={"code", "procedure", "version", "channel", "territory", "documents", "applicant_kind", "previous"}
        | {"corrects", "parent", "leg", "limit", "not_after"},
        exclude_none=True,
        exclude_defaults=True,
    )
    data = required_at_opening(procedure, checked(procedure, do.data, field="do.data"))
    if do.parent is None and (taken := originals_among(do.documents, procedure)):
        values["originals"] = taken  # those of a leg are at the one-stop of its parent
    values |= {"channel": do.channel, "one_stop": one_stop, "competent": competent} | ({"data": data} if data else {})
    return f.Opened.model_validate(values)


def originals_among(documents: tuple[str, ...], procedure: Procedure) -> tuple[str, ...]:
    """Return those of the documents handed in that are taken in as originals (R56)."""
    original = {document.id for document in procedure.documents if document.original}
    return tuple(d for d in documents if d in original)


def _any_agency(case: Case, do: Open, procedure: Procedure) -> str:
    """Return an agency whose zone tells the local day; the seats themselves are resolved on that day."""
    return case.ground.agency_for(procedure.lead, do.territory, case.at.date())


def must_be_known(documents: tuple[str, ...], procedure: Procedure, asked: tuple[str, ...] = ()) -> None:
    """Refuse papers that are neither in the published list nor among those the applicant was asked for (R23)."""
    listed = {document.id for document in procedure.documents}
    known = sorted(listed) + [item for item in asked if item not in listed]
    if unknown := [d for d in documents if d not in known]:
        raise InvalidInputError(
            f"Documents not in the published list: {', '.join(unknown)}.",
            vi=f"Giấy tờ không có trong thành phần hồ sơ: {', '.join(unknown)}.",
            field="do.documents",
            rule="R23",
            hint=f"Listed: {', '.join(known) or 'none'}.",
            hint_vi=f"Thành phần hồ sơ gồm: {', '.join(known) or 'không có'}.",
        )


def wait_for_decision(case: Case) -> None:
    """State that it came in online, and until when the one-stop has to decide on receiving it (R15).

    A decision that was late before somebody wanted the dossier back is still late.
    """
    if case.dossier.episode(INTAKE) is not None and case.dossier.decide_by is not None:
        case.say(f.Submitted(decide_by=case.dossier.decide_by))
        return
    case.say(f.Submitted(decide_by=due_at(case.at, INTAKE_TIME, case.ground.calendar_of(case.dossier.one_stop))))


def receive(case: Case) -> None:
    """Receive the dossier as full and valid: the promise is made and the work begins (R16)."""
    close_episode(case, INTAKE)
    case.say(f.Received())
    _promise(case)
    go_on(case)
    finish_if_returned(case)


def _promise(case: Case) -> None:
    """Set the clock by today's rules, or to the date on the slip of a dossier already in flight."""
    limit, promised = limit_of(case), case.promised
    if promised is None or _same_day(case, limit, promised):
        set_clock(case, limit, "receipt")
        return
    if promised <= case.at:
        raise InvalidInputError(
            f"The promised date {promised:%Y-%m-%d} is not after receipt {case.at:%Y-%m-%d}.",
            vi=f"Ngày hẹn trả {promised:%d/%m/%Y} không sau ngày tiếp nhận {case.at:%d/%m/%Y}.",
            field="do.promised",
            rule="R75",
            hint="Give the date printed on the slip.",
            hint_vi="Ghi ngày in trên giấy hẹn.",
        )
    unit = Unit.CALENDAR_DAY if limit.unit in (Unit.CALENDAR_DAY, Unit.MONTH) else Unit.WORKING_DAY
    granted = used(case.at, promised, Allowance(Decimal(1), unit), case.calendar)
    say_clock(case, granted, promised, "promised")


def _same_day(case: Case, limit: Allowance, promised: datetime) -> bool:
    if limit.unit is Unit.NONE:
        return False
    return late_from(promised, case.calendar) == late_from(official_due(case, limit), case.calendar)


def accept(case: Case, _do: Accept) -> None:
    """Receive a submitted dossier."""
    must_be_submitted(case)
    by_one_of(case, case.dossier.one_stop, case.dossier.competent)
    receive(case)


def refuse(case: Case, _do: RefuseIntake, reason: str | None) -> None:
    """Do not receive a submitted dossier; the applicant is told why."""
    must_be_submitted(case)
    by_one_of(case, case.dossier.one_stop, case.dossier.competent)
    if reason is None:
        raise RefusedError(
            "A refusal at intake states its reason.",
            vi="Phiếu từ chối tiếp nhận phải nêu lý do.",
            field="reason",
            rule="L61 17.1b",
            hint="Give the reason the applicant will read.",
            hint_vi="Nêu lý do để người nộp đọc.",
        )
    close_episode(case, INTAKE)
    case.say(f.NotAccepted(reason=reason))


def must_be_submitted(case: Case) -> None:
    """Refuse what needs a submission on which the one-stop has not decided yet."""
    if case.dossier.state is not State.SUBMITTED:
        state = STATES[case.dossier.state]
        raise RefusedError(
            f"Dossier {case.dossier.code} stands at “{state.en}”: it does not wait to be received.",
            vi=f"Hồ sơ {case.dossier.code} đang ở trạng thái “{state.vi}”, không chờ tiếp nhận.",
            field="do.kind",
            rule="R16",
            hint="Only a submitted dossier is received or refused at intake.",
            hint_vi="Chỉ hồ sơ mới nộp, chưa có quyết định tiếp nhận, mới được tiếp nhận hoặc từ chối.",
        )
