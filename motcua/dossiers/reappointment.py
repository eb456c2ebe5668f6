"""The apology and the one re-appointment (Decree 61/2018 art. 19.9; R48–R52): proposed, approved, applied, once."""

from datetime import date, datetime
from decimal import Decimal

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import extend_phase, limit_of, say_clock
from motcua.dossiers.commands import Apologise, ApplyDate, ApproveDate, ProposeDate
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor, OfficialClock
from motcua.dossiers.parts_of_lateness import Proposal
from motcua.dossiers.reappointment_refusals import (
    already_approved,
    already_late,
    already_proposed,
    approves_own,
    needs_officer,
    needs_reason,
    no_running_date,
    not_approved,
    not_later,
    not_proposed,
    not_working,
    one_of_both,
    only_once,
    too_late_to_propose,
    too_long,
)
from motcua.dossiers.rights import by_one_of, must_be_in_process, must_hold_work
from motcua.procedures.definition import Procedure
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import days_before, due_at, on_open_day, shift_days, used

DAYS = (Unit.CALENDAR_DAY, Unit.MONTH)
ONE_DAY = Allowance(Decimal(1), Unit.CALENDAR_DAY)


def propose(case: Case, do: ProposeDate, reason: str | None) -> None:
    """Propose a new date with the apology's reason, by whoever holds the work, before the last safe moment ends."""
    must_be_in_process(case)
    must_hold_work(case)
    clock = _running(case)
    _must_not_be_used_up(case)
    last, proposed = last_safe(case, clock), case.dossier.proposal
    if case.dossier.is_late(case.at):
        raise too_late_to_propose(last)
    if proposed is not None and proposed.new_due > clock.due:
        raise already_proposed(proposed, case.calendar)
    if reason is None:
        raise needs_reason("A new date", "Đề nghị gia hạn")
    if case.at > last:
        raise too_late_to_propose(last)
    new_due = _new_date(case, do, clock)
    if do.approver is not None:
        by_one_of(case, case.dossier.competent)
        approver = Actor(agency=case.dossier.competent, officer=do.approver)
        _must_be_another(case, approver, case.by, "do.approver")
    said = {"approver": do.approver, "basis": do.basis}
    fact = {"new_due": new_due, "reason": reason} | {name: value for name, value in said.items() if value}
    case.say(f.DateProposed.model_validate(fact))


def approve(case: Case, do: ApproveDate, reason: str | None) -> None:
    """Approve or decline a proposal, by an officer of the deciding agency."""
    by_one_of(case, case.dossier.competent)
    must_be_in_process(case)
    proposal = _proposal(case)
    if not do.granted:
        if reason is None:
            raise needs_reason("Declining a new date", "Không chấp thuận gia hạn")
        case.say(f.DateDeclined(reason=reason))
        return
    if case.by.officer is None:
        raise needs_officer()
    clock = case.dossier.clock
    if clock is not None and case.dossier.is_late(case.at):  # it could not be applied any more
        raise already_late(_read(case, clock.due))
    if proposal.approver is not None and (clock is None or proposal.new_due > clock.due):
        raise already_approved(proposal.approver)
    _must_be_another(case, case.by, proposal.by, "by.officer")
    case.say(f.DateApproved(approver=case.by.officer))


def apply_date(case: Case, _do: ApplyDate) -> None:
    """Change the date as approved; the one-stop alone may do it, and the slip and the notice follow from the fact."""
    by_one_of(case, case.dossier.one_stop)
    must_be_in_process(case)
    clock, proposal = _running(case), _proposal(case)
    _must_not_be_used_up(case)  # the dossier may have been moved to another version since
    if proposal.approver is None:
        raise not_approved()
    if case.at >= clock.late_from:
        raise already_late(_read(case, clock.due))
    if proposal.new_due <= clock.due:
        raise not_later(_read(case, proposal.new_due), _read(case, clock.due), "do.kind")
    new_due = on_open_day(proposal.new_due, case.calendar)  # its day may have been closed meanwhile (R10)
    fact: dict[str, object] = {"number": case.dossier.reappointed + 1, "reason": proposal.reason}
    fact |= {"old_due": clock.due, "new_due": new_due, "approver": proposal.approver}
    fact |= {"basis": proposal.basis} if proposal.basis else {}
    fact |= {"late_notice": True} if case.at > last_safe(case, clock) else {}
    case.say(f.Reappointed.model_validate(fact))
    _move_date(case, clock, new_due)


def _move_date(case: Case, clock: OfficialClock, new_due: datetime) -> None:
    """Run the clock to the new date; what is granted is counted from now in days, so that pauses keep summing up."""
    unit = Unit.CALENDAR_DAY if clock.allow.unit in DAYS else Unit.WORKING_DAY
    longer = used(clock.due, new_due, Allowance(Decimal(1), unit), case.calendar)
    granted = used(case.at, new_due, Allowance(Decimal(1), unit), case.calendar)
    extend_phase(case, longer)
    say_clock(case, granted, new_due, "reappointed")


def apologise(case: Case, do: Apologise, reason: str | None) -> None:
    """Apologise without a new promise; after the last safe moment it is marked as late: xin lỗi muộn (R51)."""
    must_be_in_process(case)
    by_one_of(case, case.dossier.one_stop, case.dossier.competent, *(d.agency for d in case.dossier.duties))
    if reason is None:
        raise needs_reason("An apology", "Phiếu xin lỗi")
    clock = _running(case)
    fact: dict[str, object] = {"reason": reason}
    fact |= {"late": True} if case.at > last_safe(case, clock) else {}
    if do.expected is not None:
        expected = _closing(case.calendar, do.expected, "do.expected")
        if expected <= (earlier := max(case.at, clock.due)):
            raise not_later(expected, _read(case, earlier), "do.expected")
        fact["expected"] = expected
    case.say(f.Apologised.model_validate(fact))


def last_safe(case: Case, clock: OfficialClock) -> datetime:
    """Return the last moment at which an apology with a new date is in time: the closing of the day before (Decree
    61/2018 art. 19.9; R48)."""
    return _latest(clock, case.procedure, case.calendar)


def propose_by(dossier: Dossier, ground: Ground) -> datetime | None:
    """Return until when a new date may still be proposed (R48, R50).

    None where the version's one re-appointment is used or proposed, where no date runs towards which one could be late
    or the dossier has ended, and of a leg, whose applicant is the whole's (R44).
    """
    procedure, proposed = ground.procedure(dossier.procedure, dossier.version), dossier.proposal
    over = dossier.finished_at is not None or dossier.closed
    if dossier.clock is None or dossier.due is None or over or dossier.parent is not None:
        return None
    if proposed is not None and proposed.new_due > dossier.clock.due:
        return None
    if dossier.reappointed >= procedure.reappointment.max:
        return None
    return _latest(dossier.clock, procedure, ground.calendar_of(dossier.competent))


def _latest(clock: OfficialClock, procedure: Procedure, calendar: WorkCalendar) -> datetime:
    """Return the closing of the last day for a new date.

    A version may ask for more days before; working days are counted as such, any other unit steps back on the
    calendar and then to the working day before.
    """
    before = procedure.reappointment.latest_before
    if before.unit is Unit.WORKING_DAY or before == ONE_DAY:
        return days_before(clock.due, int(before.value), calendar)
    return due_at(clock.due, Allowance(-before.value, before.unit), calendar)


def _must_be_another(case: Case, approver: Actor, proposer: Actor | None, field: str) -> None:
    """Refuse whoever proposed the date as its approver, unless the version lets them; systems name no officer.

    Who stands in for somebody acts as that person, too: neither of the two may be among those who proposed.
    """
    same = _persons(approver) & _persons(proposer) if proposer is not None else set()
    if same and case.procedure.reappointment.approver == "another":
        raise approves_own(approver.officer or "", field)


def _persons(by: Actor) -> set[str]:
    """Return whom somebody acts as, each as `agency/officer`: an agency alone is no person."""
    own = f"{by.agency}/{by.officer}" if by.officer and "/" not in by.officer else by.officer
    return {person.casefold() for person in (own, by.on_behalf_of) if person and "/" in person}


def _must_not_be_used_up(case: Case) -> None:
    if case.dossier.reappointed >= case.procedure.reappointment.max:
        raise only_once(case.dossier.reappointed, case.procedure.reappointment.max)


def _running(case: Case) -> OfficialClock:
    if case.dossier.clock is None or case.dossier.paused:
        raise no_running_date(case.dossier)
    return case.dossier.clock


def _proposal(case: Case) -> Proposal:
    if case.dossier.proposal is None:
        raise not_proposed()
    return case.dossier.proposal


def _new_date(case: Case, do: ProposeDate, clock: OfficialClock) -> datetime:
    """Return the closing time of the new date, which lies after the old one and within what the version allows."""
    if (do.extend is None) == (do.new_date is None):
        raise one_of_both()
    if do.new_date is not None:
        new, field = _closing(case.calendar, do.new_date, "do.new_date"), "do.new_date"
    else:
        new, field = _extended(case, do.extend, clock), "do.extend"
    if new <= clock.due:
        raise not_later(_read(case, new), _read(case, clock.due), field)
    longest = case.procedure.reappointment.longest or limit_of(case)
    if longest.unit is not Unit.NONE and new > (most := due_at(clock.due, longest, case.calendar)):
        raise too_long(new, most, longest, field)
    return new


def _extended(case: Case, extend: Allowance | None, clock: OfficialClock) -> datetime:
    if extend is None or extend.unit is Unit.NONE or extend.value <= 0:
        return clock.due
    return due_at(clock.due, extend, case.calendar)


def _read(case: Case, at: datetime) -> datetime:
    """Return a moment as people read it: in the deciding agency's zone (R11)."""
    return case.calendar.local(at)


def _closing(calendar: WorkCalendar, day: date, field: str) -> datetime:
    if not calendar.is_working_day(day):
        raise not_working(day, shift_days(day, 1, calendar), field)
    return calendar.closing_of(day)
