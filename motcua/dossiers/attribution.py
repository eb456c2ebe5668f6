"""Whose working time it was: every second from receipt to the result belongs to exactly one holder (R25–R27, R68).

Moments are taken at their full second, so that the shares of a life add up to its working time and nothing is lost.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from motcua.dossiers import facts as f
from motcua.dossiers.dossier import Dossier, held_duty, waiting_for
from motcua.dossiers.evolve import Happened, evolve, walk_through
from motcua.dossiers.facts import AnyFact, Transition
from motcua.dossiers.parts import Duty, Ground, Model, Moment, Name, Waiting
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import elapsed

WITHDRAWAL, SUPPLEMENT, ENGINE = "withdrawal", "supplement", "engine"
SECOND = timedelta(seconds=1)


class Holder(StrEnum):
    """Who had the dossier."""

    OWN = "own_agency"
    """The deciding agency, or the one-stop that received it."""
    PARTNER = "partner_agency"
    APPLICANT = "applicant"
    SYSTEM = "department_system"
    TRANSIT = "in_transit"
    """On its way on paper after the hand-over was due; until then it is the giver's time (R27)."""


class Stretch(NamedTuple):
    """A piece of time in which nothing about the holder changed."""

    since: datetime
    until: datetime
    holder: Holder
    agency: str
    step: str
    in_hand: bool
    """Whether somebody had taken it in hand; where not, it was lying there."""
    stood: bool
    """Whether the official clock stood."""
    late: bool
    """Whether the promise was broken and the clock running."""


class TimeShare(Model):
    """What one holder had of a dossier's working time at one step, in seconds."""

    holder: Holder
    agency: Name
    step: str
    seconds_waiting: int = 0
    """Before anybody took it in hand."""
    seconds_handling: int = 0
    seconds_stood: int = 0
    """Of both: while the official clock stood, which the promise does not count."""
    seconds_late: int = 0
    """Of both: after the promise was broken."""

    @property
    def seconds(self) -> int:
        """Return all of it."""
        return self.seconds_waiting + self.seconds_handling


class Point(NamedTuple):
    """A moment from which the dossier stood as it says, until the next one."""

    at: datetime
    dossier: Dossier
    in_hand: frozenset[str]


def points(transitions: Iterable[Transition]) -> list[Point]:
    """Return how the dossier stood from moment to moment.

    An act done in time that was told after an alarm reaches back: from its own moment on, what it says is what was.
    """
    found: list[Point] = []
    in_hand = frozenset[str]()
    for transition, step in walk_through(transitions):
        touched = _taken_in_hand(step.before, step.fact)
        in_hand = in_hand | {touched} if touched else in_hand
        at = whole_second(step.at)
        if _of_an_outage(transition) and found and found[-1].at > at:
            found = _reaching_back(found, at, step)
            continue
        while found and found[-1].at >= at:
            found.pop()
        found.append(Point(at, step.after, in_hand))
    return found


def _of_an_outage(transition: Transition) -> bool:
    """Whether an act let clocks stand, or run again, for a department system that was away."""
    return any(isinstance(fact, f.Paused | f.Resumed) and fact.ground is Ground.OUTAGE for fact in transition.facts)


def _reaching_back(found: list[Point], at: datetime, step: Happened) -> list[Point]:
    """Let a clock stand, or run, from an earlier moment: who had the dossier since then stays as it was."""
    earlier = [point for point in found if point.at < at]
    later = [point for point in found if point.at >= at]
    if earlier and later[0].at > at:
        later = [earlier[-1]._replace(at=at), *later]
    told = [p._replace(dossier=evolve(p.dossier, step.fact, at=step.at, by=step.by)) for p in later]
    return [*earlier, *told]


def whole_second(moment: datetime) -> datetime:
    """Return the second a moment lies in."""
    return moment.replace(microsecond=0)


def _taken_in_hand(dossier: Dossier | None, fact: AnyFact) -> str | None:
    """Return the duty that somebody of its agency began to work on with this fact."""
    if dossier is None or not isinstance(fact, f.Assigned | f.SupplementAsked | f.DepartmentAskedAgain):
        return None
    duty = dossier.duty(fact.step) if fact.step else None
    return duty.ref if duty else None


def attributed(transitions: Iterable[Transition], now: datetime) -> Iterator[Stretch]:
    """Yield whose time it was from receipt to the result, or to the end without one, or to `now`, without a gap."""
    known = points(transitions)
    last = known[-1].dossier
    if last.received_at is None:
        return
    ended = last.finished_at or last.ended_at
    begin, end = whole_second(last.received_at), whole_second(ended or max(now, last.received_at))
    for number, point in enumerate(known):
        following = known[number + 1].at if number + 1 < len(known) else end
        since, until = max(point.at, begin), min(following, end)
        if since < until:
            yield from _stretches(point, since, until)


def _stretches(point: Point, since: datetime, until: datetime) -> Iterator[Stretch]:
    """Split the time between two facts where the law itself changes something: late from here, in transit from here."""
    dossier, duty = point.dossier, held_duty(point.dossier)
    cuts = [dossier.clock.late_from] if dossier.clock else []
    cuts += [duty.hand_over_by] if duty and duty.hand_over_by else []
    edges = sorted({since, until, *(whole_second(cut) for cut in cuts if since < cut < until)})
    for begins, ends in pairwise(edges):
        holder, agency, step = _whose(dossier, duty, begins)
        yield Stretch(
            begins,
            ends,
            holder,
            agency,
            step,
            in_hand=_is_in_hand(holder, duty, point.in_hand),
            stood=dossier.paused,
            late=dossier.is_late(begins),
        )


def _whose(dossier: Dossier, duty: Duty | None, at: datetime) -> tuple[Holder, str, str]:
    """Return holder, agency and step of a moment.

    A department system in trouble waits for a person: that is its agency's time. A period the law lets pass is the
    agency's that keeps it. What no duty explains is the deciding agency's.
    """
    if duty is None:
        return _without_duty(dossier)
    if duty.hand_over_by is not None:
        giver = duty.giver or dossier.competent
        return (_party(dossier, giver) if at < duty.hand_over_by else Holder.TRANSIT), giver, duty.step
    if duty.holder in (Waiting.APPLICANT, Waiting.PAYMENT):
        return Holder.APPLICANT, "applicant", duty.step
    if duty.holder is Waiting.SYSTEM and duty.trouble is None:
        return Holder.SYSTEM, duty.system or duty.agency, duty.step
    return _party(dossier, duty.agency), duty.agency, duty.step


def _without_duty(dossier: Dossier) -> tuple[Holder, str, str]:
    if waiting_for(dossier) is Waiting.FAULT:
        return Holder.SYSTEM, ENGINE, ENGINE
    if dossier.supplement is not None and waiting_for(dossier) is Waiting.APPLICANT:
        return Holder.APPLICANT, "applicant", SUPPLEMENT
    if dossier.suspended:
        return Holder.OWN, dossier.one_stop, WITHDRAWAL
    return Holder.OWN, dossier.competent, "none"


def _party(dossier: Dossier, agency: str) -> Holder:
    return Holder.OWN if agency in (dossier.competent, dossier.one_stop) else Holder.PARTNER


def _is_in_hand(holder: Holder, duty: Duty | None, in_hand: frozenset[str]) -> bool:
    """Whether a holder was at work: applicants and systems are from the first moment, agencies once somebody began."""
    if holder in (Holder.APPLICANT, Holder.SYSTEM):
        return True
    return duty is not None and duty.hand_over_by is None and duty.ref in in_hand


def shares(stretches: Iterable[Stretch], calendar: WorkCalendar) -> tuple[TimeShare, ...]:
    """Return the working time of each holder at each step, in the order in which they first had the dossier."""
    sums: dict[tuple[Holder, str, str], dict[str, int]] = {}
    for stretch in stretches:
        seconds = worked_seconds(stretch.since, stretch.until, calendar)
        mine = sums.setdefault((stretch.holder, stretch.agency, stretch.step), dict.fromkeys(_PARTS, 0))
        mine["seconds_handling" if stretch.in_hand else "seconds_waiting"] += seconds
        mine["seconds_stood"] += seconds if stretch.stood else 0
        mine["seconds_late"] += seconds if stretch.late else 0
    names = ("holder", "agency", "step")
    return tuple(TimeShare.model_validate(dict(zip(names, who, strict=True)) | mine) for who, mine in sums.items())


def worked_seconds(since: Moment, until: Moment, calendar: WorkCalendar) -> int:
    """Return the working seconds between two whole seconds."""
    return elapsed(since, until, calendar) // SECOND


_PARTS = ("seconds_waiting", "seconds_handling", "seconds_stood", "seconds_late")
