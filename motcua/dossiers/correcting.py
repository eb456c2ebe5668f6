"""A promised date that was stated wrongly: corrected to the right one, never moved out of the way (R46–R50).

What the rules give from what happened, the calendar and the version is the latest date there can be (R74): whoever
wants more time re-appoints, once, with an apology. Nothing moves into the past, the date on the slip stays visible
(R52), and what was late by the wrong date alone never was.
"""

from datetime import date, datetime
from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import counted_due, say_clock, within_parent
from motcua.dossiers.commands_of_repair import CorrectDate, RepairKind, RestoreDate
from motcua.dossiers.correcting_refusals import (
    is_right,
    later_than_ruled,
    moved_since,
    needs_basis,
    past,
    promised_anew,
)
from motcua.dossiers.learning import counted_from_beginning, limit_in_force
from motcua.dossiers.mending import say_repaired
from motcua.dossiers.parts import Clock, OfficialClock
from motcua.dossiers.reappointment import DAYS
from motcua.dossiers.reappointment_refusals import no_running_date, not_working
from motcua.dossiers.rights import must_be_in_process
from motcua.dossiers.standing import DOSSIER
from motcua.dossiers.warning import warnings
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.due import missed_from, on_open_day, shift_days, used


def correct(case: Case, do: CorrectDate) -> None:
    """Set the promise to its right date; the applicant is told, and the slip's own date stays visible."""
    if do.basis is None:
        raise needs_basis()
    must_be_in_process(case)
    clock, ruled = _running(case), by_rules(case)
    new = ruled.due if do.to is None else _closing(case, do.to)
    _must_be_lawful(case, clock, new, ruled)
    say_repaired(case, do, RepairKind.CORRECT_DATE)
    _say_corrected(case, clock, new, do.basis)
    _annul(case, clock, new)
    if new == ruled.due:
        say_clock(case, ruled.allow, new, "corrected", since=ruled.since)
        return
    unit = Unit.CALENDAR_DAY if clock.allow.unit in DAYS else Unit.WORKING_DAY
    say_clock(case, used(case.at, new, Allowance(Decimal(1), unit), case.calendar), new, "stated")


def restore(case: Case, do: RestoreDate) -> None:
    """Put the date back that a correction replaced, while nothing else has moved it."""
    must_be_in_process(case)
    clock = _running(case)
    if clock.due != do.corrected:
        raise moved_since(case.calendar.local(clock.due))
    old = _on_present_calendar(case, do.clock)
    if old.due <= case.at:
        raise past(case.calendar.local(old.due))
    if old.due > clock.due and old.due > (ruled := by_rules(case).due):
        raise later_than_ruled(case.calendar.local(old.due), case.calendar.local(ruled))
    say_repaired(case, do, RepairKind.UNDO)
    _say_corrected(case, clock, old.due, do.basis or do.repair)
    _annul(case, clock, old.due)
    case.say(f.ClockSet(why="restored", clock=old))


def _on_present_calendar(case: Case, old: OfficialClock) -> OfficialClock:
    """Return a clock that comes back: what was counted is counted anew, a date that was said is no day off (R10)."""
    calendar, due, counted = case.calendar, old.due, not old.fixed and old.allow.value >= 0
    if counted and old.calendar != calendar.edition:
        due = within_parent(case, counted_due(case, old.since, old.allow))
    if not counted or due == case.dossier.not_after:
        due = on_open_day(due, calendar)
    values = {"due": due, "late_from": missed_from(due, old.allow, calendar), "calendar": calendar.edition}
    ahead = tuple(warnings(case.procedure.overdue.warn, case.at, due, calendar))
    return old.model_copy(update=values | {"warnings": ahead})


def by_rules(case: Case) -> Clock:
    """Return the clock that receipt, pauses, calendar and version give now."""
    counted = case.under(case.dossier.counted_under)
    return counted_from_beginning(counted, _limit(counted))


def _limit(case: Case) -> Allowance:
    """Return the limit counted from where the present promise began: a later phase has its own, and those after it."""
    phases, dossier = case.procedure.phases, case.dossier
    if not phases or case.procedure.phases_carry_over or dossier.phase == phases[0].id:
        return limit_in_force(case)
    if dossier.phase not in case.procedure.phase_by_id:
        return limit_in_force(case)
    rest = phases[[phase.id for phase in phases].index(str(dossier.phase)) :]
    if len({phase.allow.unit for phase in rest}) > 1:
        return limit_in_force(case)
    return Allowance(sum((phase.allow.value for phase in rest), Decimal(0)), rest[0].allow.unit)


def _running(case: Case) -> OfficialClock:
    if case.dossier.clock is None or case.dossier.paused or case.dossier.left is not None:
        raise no_running_date(case.dossier)
    return case.dossier.clock


def _closing(case: Case, day: date) -> datetime:
    if not case.calendar.is_working_day(day):
        raise not_working(day, shift_days(day, 1, case.calendar), "do.to")
    return case.calendar.closing_of(day)


def _must_be_lawful(case: Case, clock: OfficialClock, new: datetime, ruled: Clock) -> None:
    local = case.calendar.local
    if new == clock.due:
        raise is_right(local(new))
    if case.dossier.reappointed:
        raise promised_anew(local(clock.due))
    if new <= case.at:
        raise past(local(new))
    if new > clock.due and new > ruled.due:
        raise later_than_ruled(local(new), local(ruled.due))


def _say_corrected(case: Case, clock: OfficialClock, new: datetime, basis: str) -> None:
    said = {"old_due": clock.due, "new_due": new, "basis": basis, "before": clock}
    case.say(f.DateCorrected.model_validate(said))


def _annul(case: Case, clock: OfficialClock, new: datetime) -> None:
    """Annul an overdue episode of the wrong date."""
    if new > clock.due and case.dossier.episode(DOSSIER) is not None:
        case.say(f.OverdueClosed(subject=DOSSIER, lost_minutes=0, annulled=True))
