"""What each participating agency was granted and used, visit by visit (R68; Circular 01/2018 art. 13.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from motcua.dossiers import facts as f
from motcua.dossiers.case import off_route
from motcua.dossiers.clocks import by_official_convention
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.evolve import walk
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Clock, Duty, Model, Moment, Name
from motcua.procedures.definition import Step
from motcua.worktime.allowance import Allowance, Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import used
from motcua.worktime.ledger import DAYS_OF_A_MONTH, ledger_unit

NOTHING = Decimal(0)


class Kept(StrEnum):
    """A duty against its own limit; dates are compared, as for the promise, but a late minute is late."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def score(self) -> int:
        """Return what the circular gives: 2 for shorter, 1 for equal, 0 for longer."""
        return {Kept.EARLY: 2, Kept.ON_TIME: 1, Kept.LATE: 0}[self]


class Visit(Model):
    """One visit of the work to an agency, measured by the agency's own clock."""

    step: str
    visit: int
    agency: Name
    own: bool
    """Whether it is the deciding agency or the one-stop."""
    opened_at: Moment
    closed_at: Moment | None = None
    outcome: str | None = None
    due: Moment | None = None
    allowed: Allowance | None = None
    """All that was granted in this visit; None where the step has no limit of its own."""
    used: Allowance | None = None
    """In working days where it ends at closing time; in working hours where it runs by the hour."""
    kept: Kept | None = None
    """None without a limit, and while it is open and not late."""
    lag_ms: int | None = None
    """Milliseconds from the legal moment it was handed over until that was recorded; the system's, not an officer's
    time (R26). None where it went over on paper, and for the opening of the dossier."""


@dataclass
class _Count:
    """What is known of one visit while its facts are read."""

    duty: Duty
    step: Step
    lag_ms: int | None
    unit: Unit | None = None
    granted: Decimal = NOTHING
    spent: Decimal = NOTHING
    """Used before the clock that runs now began."""


def visits(transitions: Iterable[Transition], ground: Ground, now: datetime) -> tuple[Visit, ...]:
    """Return every visit to every agency in the order they began; those still open as of `now`.

    What waits for the applicant, a payment or a moment is no agency's: a result that waits to be collected, for one.
    """
    dossier: Dossier | None = None
    counts: dict[str, _Count] = {}
    ended: dict[str, Visit] = {}
    for number, transition in enumerate(transitions):
        for fact, moment, _by, before, after in walk(dossier, transition):
            dossier = after
            if isinstance(fact, f.VersionMoved):
                counts = {_renamed(ref, fact): count for ref, count in counts.items()}
            elif isinstance(fact, f.DutyOpened) and (duty := dossier.duty(fact.step)) is not None:
                lag = transition.recorded_at - moment if number and fact.giver is None else None
                lag_ms = None if lag is None else int(lag.total_seconds() * 1000)
                counts[duty.ref] = _Count(duty, _step(dossier, ground, duty), lag_ms)
                _begin(counts[duty.ref], duty, _calendar(dossier, ground, duty))
            elif before is not None:
                _count(counts, before, dossier, fact, ground)
                _close(counts, ended, before, fact, moment, ground)
    if dossier is None:
        return ()
    answerable = (duty for duty in dossier.duties if duty.ref in counts and duty.answerable)
    known = ended | {d.ref: _visit(counts[d.ref], dossier, d, ground, now, None) for d in answerable}
    return tuple(known[ref] for ref in counts if ref in known)


def _renamed(ref: str, moved: f.VersionMoved) -> str:
    step, _, visit = ref.rpartition("/")
    return f"{moved.steps.get(step, step)}/{visit}"


def _step(dossier: Dossier, ground: Ground, duty: Duty) -> Step:
    known = ground.procedure(dossier.procedure, dossier.version).by_id.get(duty.step)
    return known or off_route(duty.step, dossier.asked[duty.step])


def _calendar(dossier: Dossier, ground: Ground, duty: Duty) -> WorkCalendar:
    return ground.calendar_of(dossier.competent if duty.agency == "applicant" else duty.agency)


def _begin(count: _Count, duty: Duty, calendar: WorkCalendar) -> None:
    """Take up the first clock of a visit, which decides in what it is measured."""
    if duty.clock is None:
        return
    by_hour = duty.clock.allow.unit is Unit.WORKING_DAY and not _ends_at_closing(count.step, duty.clock)
    count.unit = Unit.WORKING_HOUR if by_hour else ledger_unit(duty.clock.allow)
    count.granted, count.spent = _measured(duty.clock.allow, count.unit, calendar) or NOTHING, NOTHING


def _ends_at_closing(step: Step, clock: Clock) -> bool:
    return by_official_convention(step) or clock.allow.value == 0


def _count(counts: dict[str, _Count], before: Dossier, after: Dossier, fact: AnyFact, ground: Ground) -> None:
    """Follow a duty's clock where a fact starts, stops or changes it."""
    if not isinstance(fact, f.DutyReceived | f.DutyPaused | f.DutyResumed):
        return
    was, now = before.duty(fact.step), after.duty(fact.step)
    if was is None or now is None or was.ref not in counts:
        return
    count, calendar = counts[was.ref], _calendar(after, ground, now)
    if count.unit is None or was.clock is None:
        _begin(count, now, calendar)
    elif isinstance(fact, f.DutyPaused):
        left = _measured(fact.left, count.unit, calendar)
        if was.left is None and left is not None:
            count.spent = count.granted - left
        elif left is not None:
            count.granted = count.spent + left
    elif isinstance(fact, f.DutyResumed):
        _resume(count, was, fact, calendar)


def _resume(count: _Count, was: Duty, fact: f.DutyResumed, calendar: WorkCalendar) -> None:
    """Go on with another clock: with what was left, with the time given anew, or with another limit."""
    allow = _measured(fact.allow, count.unit or fact.allow.unit, calendar)
    if allow is None:
        return
    if was.left is None and was.clock is not None and fact.since > was.clock.since:
        count.spent += _used(count, was.clock, fact.since, calendar)
    count.granted = count.spent + allow


def _close(
    counts: dict[str, _Count], ended: dict[str, Visit], before: Dossier, fact: AnyFact, at: datetime, ground: Ground
) -> None:
    if not isinstance(fact, f.DutyClosed):
        return
    duty = before.duty(fact.step)
    if duty is not None and duty.ref in counts and duty.answerable:
        ended[duty.ref] = _visit(counts[duty.ref], before, duty, ground, at, fact)


def _visit(
    count: _Count, dossier: Dossier, duty: Duty, ground: Ground, at: datetime, closed: f.DutyClosed | None
) -> Visit:
    """Return a visit as it stands at a moment, or as it ended then."""
    own = duty.agency in (dossier.competent, dossier.one_stop)
    said = {"step": duty.step, "visit": duty.visit, "agency": duty.agency, "own": own, "lag_ms": count.lag_ms}
    said |= {"opened_at": count.duty.since, "due": duty.clock.due if duty.clock else None}
    said |= {"closed_at": at, "outcome": closed.outcome} if closed else {}
    if duty.clock is not None and count.unit is not None:
        calendar = _calendar(dossier, ground, duty)
        running = NOTHING if duty.left is not None else _used(count, duty.clock, at, calendar)
        said |= {"allowed": Allowance(count.granted, count.unit), "used": Allowance(count.spent + running, count.unit)}
        said |= {"kept": _kept(duty, duty.clock, at, closed, calendar)}
    return Visit.model_validate(said)


def _kept(duty: Duty, clock: Clock, at: datetime, closed: f.DutyClosed | None, calendar: WorkCalendar) -> Kept | None:
    late = closed.late if closed else duty.left is None and duty.answerable and at > clock.due
    if late:
        return Kept.LATE
    if closed is None:
        return None
    return Kept.EARLY if calendar.local(at).date() < calendar.local(clock.due).date() else Kept.ON_TIME


def _used(count: _Count, clock: Clock, at: datetime, calendar: WorkCalendar) -> Decimal:
    """Return how much of a clock had run at a moment, in the visit's unit."""
    unit = count.unit or clock.allow.unit
    whole = Allowance(Decimal(1), unit)
    return max(NOTHING, used(clock.since, at, whole, calendar).value)


def _measured(allow: Allowance, unit: Unit, calendar: WorkCalendar) -> Decimal | None:
    """Return an allowance as a number of the visit's unit; None where it cannot be said in it."""
    if allow.unit is unit:
        return allow.value
    if allow.unit is Unit.WORKING_DAY and unit is Unit.WORKING_HOUR:
        return allow.value * Decimal(calendar.hours_per_day)
    if allow.unit is Unit.MONTH and unit is Unit.CALENDAR_DAY:
        return allow.value * DAYS_OF_A_MONTH
    return None
