"""The one place where something is decided: dossier and act in, facts out. No clock is read and nothing is stored."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from motcua.dossiers import commands as c
from motcua.dossiers import (
    consulting,
    endings,
    handover,
    intake,
    lateness,
    legs,
    moving,
    outages,
    reappointment,
    replanning,
    settling,
    supplements,
    work,
)
from motcua.dossiers.alarms import ring
from motcua.dossiers.case import Case
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.episodes import climb_on
from motcua.dossiers.facts import AnyFact
from motcua.dossiers.faults import clear_fault, note_fault
from motcua.dossiers.ground import Ground
from motcua.dossiers.repairs import MENDS, mend
from motcua.dossiers.rights import must_be_open, must_exist
from motcua.errors import InvalidInputError, RefusedError
from motcua.worktime.words import Words

AHEAD = timedelta(seconds=30)
"""How far a caller's clock may run before ours."""
_TOO_LATE = Words(
    "Giải trình nguyên nhân quá hạn trước khi hồ sơ kết thúc: khi đang mở, hoặc khi kết quả còn chờ nhận.",
    "What made it late is explained before the dossier ends: while it is open, or its result waits to be collected.",
)
BEHIND = timedelta(minutes=10)
"""How long an act may be under way: an older moment is a correction, not an act."""


def decide(dossier: Dossier | None, act: c.Act, now: datetime, ground: Ground) -> tuple[AnyFact, ...]:
    """Return what an act makes of a dossier at `now`, as facts.

    Everything the law attached to moments before the act comes first, each fact at its own legal moment.

    Raises:
        RefusedError: The law or the dossier's state does not allow it; nothing changes.
        InvalidInputError: The act is malformed: an unknown name, a moment outside what is possible.
    """
    return tuple(decided(dossier, act, now, ground).facts)


def decided(
    dossier: Dossier | None, act: c.Act, now: datetime, ground: Ground, over: Mapping[int, datetime] | None = None
) -> Case:
    """Return the same with the dossier as it then stands; refusals are those of `decide`.

    With `over`, the outages that have ended and when: what stands for one of them runs again from that moment, before
    anything that was done later.
    """
    case = Case(dossier, ground.as_it_is(), by=act.by, at=_moment(dossier, act, now))
    if dossier is not None and not dossier.closed and not isinstance(act.do, c.NoteFault):
        _end_outages(case, over or {})
    if isinstance(act.do, c.NoteFault):
        note_fault(case, act.do)
    elif isinstance(act.do, c.Ring):
        ring(case, now)
        clear_fault(case, act.do, now)
    else:
        _perform(case, act)
        if isinstance(act.do, c.RunAfterOutage):
            ring(case, case.at, before_act=True)  # they may run from a moment that has passed
        clear_fault(case, act.do, now)
    return case


def _end_outages(case: Case, over: Mapping[int, datetime]) -> None:
    by, at = case.by, case.at
    for outage in outages.stands_for(case.dossier):
        moment = over.get(outage)
        if moment is not None and moment <= at:
            ring(case, moment, before_act=True)
            case.as_law(at)
            outages.run(case, c.RunAfterOutage(outage=outage, until=moment))
            case.as_actor(by, at)


def decide_life(life: c.Life, now: datetime, ground: Ground) -> tuple[AnyFact, ...]:
    """Return the facts of an opening, and of all that happened before the dossier came to us.

    Past acts are decided one after the other at their own moments, with the alarms between them, so a dossier in
    flight has the dates it would have had; alarms up to `now` follow.
    """
    return tuple(decided_life(life, now, ground).facts)


def decided_life(life: c.Life, now: datetime, ground: Ground) -> Case:
    """Return the same with the dossier as it then stands; refusals are those of `decide_life`."""
    opening = life.opening
    if opening.at is not None and opening.at > now + AHEAD:
        raise _impossible("at", opening.at, "lies in the future", "nằm trong tương lai")
    case = Case(None, ground.as_it_is(), by=opening.by, at=min(opening.at or now, now))
    _perform(case, opening)
    for number, act in enumerate(life.past):
        at = _past_moment(case, act, number, now)
        case.as_actor(act.by, at)
        case.elsewhere = True
        _perform(case, act)
    if case.promised and case.dossier.received_at is None:
        raise _impossible(
            "opening.do.promised", case.promised, "is promised before receipt", "được hẹn trước tiếp nhận"
        )
    ring(case, now)
    return case


def _perform(case: Case, act: c.Act) -> None:
    if isinstance(act.do, c.Open) and not case.exists:
        intake.open_dossier(case, act.do)
        return
    ring(case, case.at, before_act=True)
    must_be_open(case, advice=_TOO_LATE if isinstance(act.do, c.Explain) else None)
    if not isinstance(act.do, c.HearLeg | c.NoteLeg | c.MissLeg | c.EndLeg):
        must_exist(case, act.by)
    legs.must_be_for_a_leg(case, act.do.kind)
    deed = DEEDS.get(type(act.do))
    if deed is None:
        raise RefusedError(
            f"Dossier {case.dossier.code} is open already.",
            vi=f"Hồ sơ {case.dossier.code} đã được mở.",
            field="do.kind",
            rule="R18",
            hint="A new application is a new dossier with a code of its own.",
            hint_vi="Đơn mới là hồ sơ mới, có mã riêng.",
        )
    deed(case, act)
    climb_on(case)


def is_deed(act: c.Act) -> bool:
    """Whether an act is one that callers may do; time and department systems speak through the engine alone."""
    return isinstance(act.do, c.Deed)


def is_known(ground: Ground, act: c.Act, dossier: Dossier | None) -> bool:
    """Whether the ground knows what an act is about: the version a dossier has or gets, the decision it follows."""
    if isinstance(act.do, c.Open):
        return ground.catalogue.has(act.do.procedure, act.do.version)
    if dossier is not None and not ground.catalogue.has(dossier.procedure, dossier.version):
        return False
    if isinstance(act.do, c.Replan):
        return act.do.entered is None or ground.knows_decision(act.do.entered)
    return dossier is None or not isinstance(act.do, c.Move) or ground.catalogue.has(dossier.procedure, act.do.version)


def is_engine_deed(act: c.Act) -> bool:
    """Whether an act is one the engine does to a dossier from another workflow."""
    return isinstance(act.do, c.EngineDeed) and not isinstance(act.do, c.Ring | c.DepartmentAnswered | c.NoteFault)


def _moment(dossier: Dossier | None, act: c.Act, now: datetime) -> datetime:
    """Return the legal moment of an act, refused where its caller's clock is out of the question."""
    if act.at is None:
        return now
    if act.at > now + AHEAD:
        raise _impossible("at", act.at, "lies in the future", "nằm trong tương lai")
    if dossier is not None and act.at < now - BEHIND:
        raise _impossible("at", act.at, "is too long ago for an act done now", "đã quá lâu so với hiện tại")
    return min(act.at, now)


def _past_moment(case: Case, act: c.Act, number: int, now: datetime) -> datetime:
    field = f"past[{number}].at"
    if act.at is None:
        raise InvalidInputError(
            "A past act needs the moment it was done.",
            vi="Việc đã làm phải có thời điểm.",
            field=field,
            rule="R74",
            hint="Give `at` with its zone.",
            hint_vi="Nêu thời điểm (`at`) kèm múi giờ.",
        )
    if act.at < case.at or act.at > now:
        raise _impossible(field, act.at, "is out of order", "không đúng thứ tự thời gian")
    return act.at


def _impossible(field: str, at: datetime, en: str, vi: str) -> InvalidInputError:
    return InvalidInputError(
        f"The moment {at.isoformat()} {en}.",
        vi=f"Thời điểm {at.isoformat()} {vi}.",
        field=field,
        rule="R74",
        hint="Give the moment it was done, or leave it out.",
        hint_vi="Nêu đúng thời điểm đã làm, hoặc bỏ trống.",
    )


DEEDS: dict[type[Any], Callable[[Case, Any], None]] = {
    c.Accept: lambda case, act: intake.accept(case, act.do),
    c.RefuseIntake: lambda case, act: intake.refuse(case, act.do, act.reason),
    c.Complete: lambda case, act: work.complete(case, act.do, act.reason),
    c.SendBack: lambda case, act: work.send_back(case, act.do, act.reason),
    c.Opine: lambda case, act: work.opine(case, act.do, act.reason),
    c.AskSupplement: lambda case, act: supplements.ask(case, act.do, act.reason),
    c.GiveSupplement: lambda case, act: supplements.give(case, act.do),
    c.Assign: lambda case, act: work.assign(case, act.do),
    c.RefuseOnMerits: lambda case, act: work.refuse_on_merits(case, act.do, act.reason),
    c.AskWithdrawal: lambda case, act: endings.ask_withdrawal(case, act.do),
    c.SettleWithdrawal: lambda case, act: endings.settle_withdrawal(case, act.do),
    c.Stop: lambda case, act: endings.stop(case, act.do, act.reason),
    c.Acknowledge: lambda case, act: lateness.acknowledge(case, act.do),
    c.PassOn: lambda case, act: lateness.pass_on(case, act.do, act.reason),
    c.Explain: lambda case, act: lateness.explain(case, act.do),
    c.AskAgain: lambda case, act: work.ask_again(case, act.do),
    c.Receive: lambda case, act: handover.receive(case, act.do),
    c.AskOpinion: lambda case, act: consulting.ask_opinion(case, act.do),
    c.ProposeDate: lambda case, act: reappointment.propose(case, act.do, act.reason),
    c.ApproveDate: lambda case, act: reappointment.approve(case, act.do, act.reason),
    c.ApplyDate: lambda case, act: reappointment.apply_date(case, act.do),
    c.Apologise: lambda case, act: reappointment.apologise(case, act.do, act.reason),
    c.PayFee: lambda case, act: settling.pay(case, act.do),
    c.ExemptFee: lambda case, act: settling.exempt(case, act.do),
    c.ReturnOriginals: lambda case, act: settling.give_originals_back(case, act.do),
    c.ReturnToLead: lambda case, act: legs.return_to_lead(case, act.do, act.reason),
    c.NoteLeg: lambda case, act: legs.note_leg(case, act.do),
    c.MissLeg: lambda case, act: legs.miss_leg(case, act.do),
    c.HearLeg: lambda case, act: legs.hear_leg(case, act.do),
    c.EndLeg: lambda case, act: legs.end_leg(case, act.do),
    c.Move: lambda case, act: moving.move(case, act.do),
    c.Replan: lambda case, act: replanning.replan(case, act.do),
    c.StandForOutage: lambda case, act: outages.stand(case, act.do),
    c.RunAfterOutage: lambda case, act: outages.run(case, act.do),
    c.DepartmentAnswered: lambda case, act: work.department_answered(case, act.do),
    **dict.fromkeys(MENDS, lambda case, act: mend(case, act.do, act.reason)),
}
