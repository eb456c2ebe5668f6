"""Clocks that stand while a department system is away. The law does not say so: somebody decides it, with a basis.

The clock of a dossier stands from the moment of the decision, or from when the dossier began to wait on that system
where that is later, until the outage is over, its own request is answered, or another decision ends it. With the
official clock stand the own clocks of the steps that wait on the system. A decision may come after the fact: what was
counted since is given back, and an episode of lateness that began since is annulled. What was late before stays late.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import left_of, left_of_duty
from motcua.dossiers.commands import RunAfterOutage, StandForOutage
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.episodes import close_episode
from motcua.dossiers.outage_refusals import (
    before_the_outage,
    does_not_stand,
    does_not_wait,
    in_the_future,
    no_clock,
    stands_already,
)
from motcua.dossiers.parts import Clock, Duty, Ground, OfficialClock
from motcua.dossiers.resuming import run_on_since
from motcua.dossiers.rights import must_not_be_finished
from motcua.dossiers.standing import DOSSIER, EVERY_GROUND, PHASE, Grounds, grounds_of, standing, stood_since
from motcua.worktime.allowance import Allowance
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import used
from motcua.worktime.ledger import in_ledger, ledger_unit

OUTAGE = "outage:"
"""How the name of an outage within a dossier begins; its number in the register follows."""
LeftAt = Callable[[datetime], Allowance]


def outage_ref(outage: int) -> str:
    """Return the name of an outage within a dossier."""
    return f"{OUTAGE}{outage}"


def stands_for(dossier: Dossier) -> tuple[int, ...]:
    """Return the outages for which the clock of a dossier stands."""
    away = (pause.ref for pause in dossier.pauses if pause.ground is Ground.OUTAGE and pause.until is None)
    return tuple(int(ref.removeprefix(OUTAGE)) for ref in away)


def stand(case: Case, do: StandForOutage) -> None:
    """Let the clocks stand from the decision's moment on, or from when this dossier began to wait."""
    waiting, clock = _may_stand(case, do)
    by, now = case.by, case.at
    begins = max(do.since, min(duty.waits_since for duty in waiting))
    rest, stopped = _left_of_promise(case, clock, begins), _stopped_duties(case, do, waiting, begins)
    case.as_actor(by, begins)
    said: dict[str, object] = {"ground": Ground.OUTAGE, "ref": outage_ref(do.outage), "basis": do.basis}
    said |= {"system": do.system, "decision": do.decision} | ({"left": rest} if rest is not None else {})
    case.say(f.Paused.model_validate(said))
    for duty, moment, left in stopped:
        if left is not None:
            case.as_actor(by, moment)
            case.say(f.DutyPaused(step=duty.step, left=left))
    for subject, moment in [*_of_the_whole(case, begins), *((duty.ref, moment) for duty, moment, _ in stopped)]:
        case.as_actor(by, moment)
        _annul(case, subject)
    case.as_actor(by, now)


def _may_stand(case: Case, do: StandForOutage) -> tuple[list[Duty], OfficialClock]:
    dossier = case.dossier
    if do.since < do.began:
        raise before_the_outage(do, case.calendar)
    if do.since > case.at:
        raise in_the_future(do, case.calendar)
    must_not_be_finished(case)
    waiting = [duty for duty in dossier.duties if duty.system == do.system and duty.trouble is None]
    if not waiting:
        raise does_not_wait(dossier, do.system)
    if any(duty.stands_for is not None for duty in waiting):
        raise stands_already(dossier, do.system)
    if dossier.clock is None:
        raise no_clock(dossier)
    return waiting, dossier.clock


def _left_of_promise(case: Case, clock: OfficialClock, begins: datetime) -> Allowance | None:
    """Return what was left of the official clock at an earlier moment; None where it stood at that moment already."""
    dossier, calendar = case.dossier, case.calendar

    def left_at(moment: datetime) -> Allowance:
        return left_of(clock, moment, calendar, until=clock.late_from)

    return _left_then(case, clock, dossier.left, left_at, begins, EVERY_GROUND, calendar)


def _stopped_duties(
    case: Case, do: StandForOutage, waiting: list[Duty], begins: datetime
) -> list[tuple[Duty, datetime, Allowance | None]]:
    """Return the duties whose own clocks stand with it, from when each does, and with what is left."""
    found = []
    for duty in case.dossier.duties:
        grounds = grounds_of(case.step(duty.step))
        if duty.clock is None or (duty not in waiting and grounds != EVERY_GROUND):
            continue
        moment = max(do.since if duty in waiting else begins, duty.waits_since)
        found.append((duty, moment, _left_of_one(case, duty, duty.clock, grounds, moment)))
    return found


def _left_of_one(case: Case, duty: Duty, clock: Clock, grounds: Grounds, moment: datetime) -> Allowance | None:
    def left_at(at: datetime) -> Allowance:
        return left_of_duty(case, duty, clock, at)

    return _left_then(case, clock, duty.left, left_at, moment, grounds, case.calendar_for(duty.agency))


def _left_then(
    case: Case,
    clock: Clock,
    known: Allowance | None,
    left_at: LeftAt,
    begins: datetime,
    grounds: Grounds,
    calendar: WorkCalendar,
) -> Allowance | None:
    """Return what was left of a clock at an earlier moment, or None where nothing of it was used since.

    A limit given anew since then counts from there, and so does a date that was promised with an apology (R29, R49).

    Args:
        case: The dossier as it stands.
        clock: The clock as it runs, or ran when it stopped.
        known: What is left of it, where it stands.
        left_at: What is left of it at a moment, had it not stopped.
        begins: From when it stands now.
        grounds: What else stops it.
        calendar: Its calendar.
    """
    dossier = case.dossier
    anew = (dossier.counted_from, dossier.apologised_at if dossier.reappointed else None)
    begins = max(begins, *(moment for moment in anew if moment is not None))
    stopped = case.at if known is None else stood_since(dossier, case.at, grounds)
    then = max(begins, clock.since)
    if known is None or (then < stopped and known == left_at(stopped)):
        rest, back = left_at(then), Decimal(0)
    else:
        rest = in_ledger(known, calendar)
        back = _ran(case, rest, then, stopped, grounds, calendar)
    back += _ran(case, rest, begins, clock.since, grounds, calendar)
    return Allowance(rest.value + back, rest.unit) if known is None or then < stopped or back else None


def _ran(
    case: Case, limit: Allowance, since: datetime, until: datetime, grounds: Grounds, calendar: WorkCalendar
) -> Decimal:
    """Return how much of a limit was used between two moments, in its unit, without what it stood for."""
    one, spent = Allowance(Decimal(1), ledger_unit(limit)), Decimal(0)
    if since < until:
        spent += used(since, until, one, calendar).value
        for begins, ends in standing(case.dossier, case.at, grounds):
            if begins < until and ends > since:
                spent -= used(max(begins, since), min(ends, until), one, calendar).value
    return spent


def _of_the_whole(case: Case, begins: datetime) -> list[tuple[str, datetime]]:
    return [(subject, begins) for subject in (DOSSIER, f"{PHASE}{case.dossier.phase}")]


def _annul(case: Case, subject: str) -> None:
    """Take back an episode that began only since its clock stands; one at the last moment of a limit was in time."""
    episode = case.dossier.episode(subject)
    if episode is not None and (case.at < episode.threshold or (case.at == episode.threshold and subject != DOSSIER)):
        close_episode(case, subject)


def run(case: Case, do: RunAfterOutage) -> None:
    """Let the clocks run again from the moment the outage was over, or a decision ended it, with what was left of them.

    Where another ground still stops them, this one alone ends.
    """
    ref = outage_ref(do.outage)
    stood = [pause for pause in case.dossier.pauses if pause.ref == ref]
    if not stood:
        raise does_not_stand(case.dossier, do)
    paused = next((pause for pause in stood if pause.until is None), None)
    if paused is None:
        return
    by, now = case.by, case.at
    moment = min(now, max(do.until, paused.since, *_since_then(case, do.until, ref)))
    case.as_actor(by, moment)
    said: dict[str, object] = {"ground": Ground.OUTAGE, "ref": ref}
    said |= ({"decision": do.decision} if do.decision else {}) | ({"basis": do.basis} if do.basis else {})
    case.say(f.Resumed.model_validate(said))
    case.as_actor(by, now)
    run_on_since(case, moment)


def _since_then(case: Case, moment: datetime, ref: str) -> list[datetime]:
    """Return when the clocks were stopped or set by something else since a moment: nothing runs before that."""
    others = [pause for pause in case.dossier.pauses if pause.ref != ref]
    edges = [at for pause in others for at in (pause.since, pause.until) if at is not None]
    edges += [case.dossier.counted_from] if case.dossier.counted_from is not None else []
    return [at for at in edges if at > moment]
