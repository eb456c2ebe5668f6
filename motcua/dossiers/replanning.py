"""Dates on a calendar that was changed by decision: each that has not passed is found anew (R10).

What was counted is counted again, from where it began and on the calendar as it now is. What somebody named (the date
of a re-appointment, or of a slip brought along) is a date and not a count: it moves only off a day that is now closed,
to the next that is open. A clock that stands keeps what is left, and its date is found when it runs on. What has passed
stays passed; a date that would now lie in the past is kept. The date on the slip stays visible (R52).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from motcua.dossiers import facts as f
from motcua.dossiers.case import Case
from motcua.dossiers.clocks import counted_due, run_clock, silence_at, within_parent
from motcua.dossiers.commands import Replan
from motcua.dossiers.handover import CUT_OFF
from motcua.dossiers.intake import INTAKE_TIME
from motcua.dossiers.parts import Clock, Duty, OfficialClock, State, Threshold
from motcua.dossiers.standing import DOSSIER, INTAKE, PHASE, SUPPLEMENT
from motcua.dossiers.warning import moved_warnings
from motcua.procedures.definition import StepKind
from motcua.worktime.allowance import Unit
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import (
    due_at,
    hand_over_due,
    missed_from,
    next_opening,
    on_open_day,
    opening_after,
)


def replan(case: Case, do: Replan) -> None:
    """State every date that a calendar decision moved; nothing at all where it moved none."""
    plan = Plan(case)
    clock, values = plan.promise, plan.simple_dates()
    duties = [fact for duty in case.dossier.duties if (fact := plan.duty(duty)) is not None]
    climbs = list(plan.climbs())
    if not (clock or values or duties or climbs):
        return
    values |= {"kept": tuple(plan.kept)} if plan.kept else {}
    said = {"decision": do.decision, "calendar": case.calendar.edition} | _why(case, do)
    case.say(f.Replanned.model_validate(said | values))
    if clock is not None:
        case.say(f.ClockSet(why="calendar", clock=clock))
    for moved in duties:
        case.say(moved)
    for climb in climbs:
        case.say(climb)
    by = case.by
    case.as_law(case.at)
    for name in plan.missed:
        case.say(f.Warned(threshold=name))
    case.as_actor(by, case.at)


def _why(case: Case, do: Replan) -> dict[str, str]:
    """Return why the decision was taken, as it stands in the register; a decision nobody entered says nothing."""
    entered = case.ground.decision(do.entered) if do.entered is not None else None
    said = {"reason": entered.reason, "reason_en": entered.reason_en} if entered is not None else {}
    return {name: text for name, text in said.items() if text}


class Plan:
    """The dates of one dossier on the calendars as they are now; nothing is stated yet."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.kept: list[str] = []
        """Subjects that keep a date because the new one would have passed already."""
        self.missed: list[str] = []
        """Warnings that would have come by now, and are given at once."""
        self.promise = self._promise()
        """The official clock with its new date, or None where that does not move."""

    def _promise(self) -> OfficialClock | None:
        clock = self._running()
        if clock is None:
            return None
        due = self._anew(DOSSIER, clock, self._counted(clock), self.case.calendar)
        if due == clock.due:
            return None
        calendar = self.case.calendar
        return OfficialClock(
            allow=clock.allow,
            since=clock.since,
            due=due,
            late_from=missed_from(due, clock.allow, calendar),
            warnings=self._warnings(clock, due),
            calendar=calendar.edition,
        )

    def simple_dates(self) -> dict[str, Any]:
        """Return the dates that have no clock of their own in the dossier, and the warnings of a date that stays."""
        found = {"decide_by": self._decide_by(), "lapses_at": self._lapse(), "phase_due": self._phase()}
        values: dict[str, Any] = {name: at for name, at in found.items() if at is not None}
        clock = self._running()
        if clock is not None and clock.due > self.case.at and self.promise is None:
            warnings = self._warnings(clock, clock.due)
            values |= {"warnings": warnings} if warnings != clock.warnings else {}
        return values

    def duty(self, duty: Duty) -> f.DutyReplanned | None:
        """Return what moves of a duty: its date, when silence takes effect, until when its papers are handed over."""
        if duty.hand_over_by is not None:
            return self._hand_over(duty, duty.hand_over_by)
        if duty.clock is None or duty.left is not None:
            return None
        step, calendar = self.case.step(duty.step), self.case.calendar_for(duty.agency)
        counted = run_clock(step, duty.clock.allow, duty.clock.since, calendar).due
        promised = self.promise or self.case.dossier.clock
        if step.kind is StepKind.LINKED and promised is not None:
            counted = min(counted, max(promised.due, duty.clock.due))
        due = self._anew(duty.ref, duty.clock, counted, calendar)
        silent = duty.silence_at
        if silent is not None and silent > self.case.at:
            silent = silence_at(step, max(due, duty.since, duty.clock.since), calendar)
        if (due, silent) == (duty.clock.due, duty.silence_at):
            return None
        said = {"step": duty.step, "due": due} | ({"silence_at": silent} if silent else {})
        return f.DutyReplanned.model_validate(said)

    def climbs(self) -> Iterator[f.ClimbMoved]:
        """Yield the overdue episodes that would have been carried on while the office is now closed."""
        calendar = self.case.calendar
        for episode in self.case.dossier.episodes:
            at = episode.next_at
            if at is not None and at > self.case.at and not calendar.is_open(at):
                yield f.ClimbMoved(subject=episode.subject, next_at=next_opening(at, calendar))

    def _running(self) -> OfficialClock | None:
        dossier = self.case.dossier
        stands = dossier.paused or dossier.left is not None or dossier.finished_at is not None
        return None if stands else dossier.clock

    def _counted(self, clock: OfficialClock) -> datetime:
        """Return the date the official clock counts to."""
        case = self.case
        if clock.allow.value < 0:
            return clock.due
        due = within_parent(case, counted_due(case, clock.since, clock.allow))
        return on_open_day(due, case.calendar) if due == case.dossier.not_after else due

    def _anew(self, subject: str, clock: Clock, counted: datetime, calendar: WorkCalendar) -> datetime:
        """Return the new date of a clock: none that has passed moves, and none moves into the past."""
        if clock.due <= self.case.at:
            return clock.due
        new = on_open_day(clock.due, calendar) if clock.fixed else counted
        return self._not_past(subject, clock.due, new)

    def _not_past(self, subject: str, old: datetime, new: datetime) -> datetime:
        if new > self.case.at:
            return new
        self.kept.append(subject)
        return old

    def _warnings(self, clock: OfficialClock, due: datetime) -> tuple[Threshold, ...]:
        ahead, self.missed = moved_warnings(clock, due, self.case.at, self.case.calendar)
        return ahead

    def _phase(self) -> datetime | None:
        dossier, clock = self.case.dossier, self.case.dossier.phase_clock
        promise = self._running()
        if clock is None or promise is None:
            return None
        said = clock.fixed or (promise.fixed and promise.since == clock.since)
        known = clock.model_copy(update={"fixed": said})
        counted = clock.due if clock.allow.value < 0 else due_at(clock.since, clock.allow, self.case.calendar)
        due = self._anew(f"{PHASE}{dossier.phase}", known, counted, self.case.calendar)
        return due if due != clock.due else None

    def _decide_by(self) -> datetime | None:
        dossier, old = self.case.dossier, self.case.dossier.decide_by
        if dossier.state is not State.SUBMITTED or dossier.submitted_at is None or old is None or old <= self.case.at:
            return None
        calendar = self.case.ground.calendar_of(dossier.one_stop)
        new = self._not_past(INTAKE, old, due_at(dossier.submitted_at, INTAKE_TIME, calendar))
        return new if new != old else None

    def _lapse(self) -> datetime | None:
        supplement, calendar = self.case.dossier.supplement, self.case.calendar
        if supplement is None or supplement.lapses_at is None or supplement.lapses_at <= self.case.at:
            return None
        old, window = supplement.lapses_at, self.case.settled.supplement.window
        if supplement.fixed or window.unit is Unit.NONE:
            new = old if calendar.is_open(old) else next_opening(old, calendar)
        else:
            new = opening_after(due_at(supplement.since, window, calendar), calendar)
        new = self._not_past(SUPPLEMENT, old, new)
        return new if new != old else None

    def _hand_over(self, duty: Duty, old: datetime) -> f.DutyReplanned | None:
        if duty.hand_over_late or old <= self.case.at:
            return None
        calendar = self.case.calendar_for(duty.giver or self.case.dossier.competent)
        new = self._not_past(duty.ref, old, hand_over_due(duty.since, CUT_OFF, calendar))
        return None if new == old else f.DutyReplanned(step=duty.step, hand_over_by=new)
