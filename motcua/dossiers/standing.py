"""When clocks stood: the stretches that are nobody's lateness (R36)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.dossiers.dossier import Dossier
from motcua.dossiers.parts import Ground, Pause, State
from motcua.dossiers.parts_of_lateness import Episode
from motcua.procedures.definition import Anchor, ClockRule, Step
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import elapsed

DOSSIER = "dossier"
INTAKE = "intake"
PHASE = "phase/"
SUPPLEMENT = "supplement"
"""Subjects of dates: the promise, the decision on receiving, a phase by its id, and the applicant's own date."""


class Grounds(NamedTuple):
    """Which pauses stop a clock: all on some grounds, and the outages of the department system it waits on."""

    every: frozenset[Ground]
    system: str | None = None

    def stop(self, pause: Pause) -> bool:
        """Whether a pause stops the clock."""
        return pause.ground in self.every or (pause.system is not None and pause.system == self.system)


EVERY_GROUND = Grounds(frozenset(Ground))
WORK_RESTS = frozenset((Ground.SUPPLEMENT, Ground.WITHDRAWAL))
"""Grounds that stop all work, and with it the clocks of single steps."""

Stretch = tuple[datetime, datetime]


def standing(dossier: Dossier, until: datetime, grounds: Grounds = EVERY_GROUND) -> Iterator[Stretch]:
    """Yield the stretches for which the official clock stood, the latest first; none overlaps another.

    Args:
        dossier: The dossier with its pauses.
        until: Where a pause that goes on is cut off.
        grounds: Only pauses on these.
    """
    begins, ends = None, None
    counted = (pause for pause in dossier.pauses if grounds.stop(pause))
    for pause in sorted(counted, key=lambda p: p.until or until, reverse=True):
        if begins is None or ends is None:
            begins, ends = pause.since, pause.until or until
        elif (pause.until or until) >= begins:
            begins = min(begins, pause.since)
        else:
            yield begins, ends
            begins, ends = pause.since, pause.until or until
    if begins is not None and ends is not None:
        yield begins, ends


def stood_since(dossier: Dossier, at: datetime, grounds: Grounds = EVERY_GROUND) -> datetime:
    """Return since when the official clock has stood without a break, or `at` itself where it ran until then.

    With other grounds than all: since when a clock that stands only on these has.
    """
    return next((begins for begins, ends in standing(dossier, at, grounds) if ends >= at), at)


def stands_with_promise(step: Step) -> bool:
    """Whether a step's own clock stands while the official one does: what is counted from receipt, as that is."""
    return step.anchor is Anchor.RECEIPT and step.clock is ClockRule.RUN


def grounds_of(step: Step) -> Grounds:
    """Return what stops a step's own clock."""
    return EVERY_GROUND if stands_with_promise(step) else Grounds(WORK_RESTS, step.system)


def own_clock_stands(dossier: Dossier, step: Step) -> bool:
    """Whether a step's own clock stands now: all work rests, the official clock it goes with stands, or its system is
    away and that stops it by decision."""
    if dossier.suspended or (dossier.paused and stands_with_promise(step)):
        return True
    duty = dossier.duty(step.id)
    return duty is not None and duty.stands_for is not None


def ran_for(dossier: Dossier, since: datetime, until: datetime, calendar: WorkCalendar, grounds: Grounds) -> timedelta:
    """Return the working time between two moments without the stretches for which the clock stood."""
    counted = elapsed(since, until, calendar)
    for begins, ends in standing(dossier, until, grounds):
        if begins < until and ends > since:
            counted -= elapsed(max(begins, since), min(ends, until), calendar)
    return max(counted, timedelta(0))


def rests(dossier: Dossier, episode: Episode) -> bool:
    """Whether an overdue episode is left alone, because the clock of its subject stands (R36)."""
    if episode.subject == DOSSIER or episode.subject.startswith(PHASE):
        return dossier.paused or dossier.left is not None
    if episode.subject == INTAKE:
        return dossier.state is not State.SUBMITTED
    return any(duty.ref == episode.subject and duty.left is not None for duty in dossier.duties)
