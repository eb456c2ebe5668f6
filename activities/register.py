"""The one activity of a transition: decide, write, and say what was written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temporalio import activity

from activities.messages import Asked, Recorded
from activities.refusals import FINAL, refusal_of
from motcua.dossiers.alarms import next_alarm
from motcua.dossiers.attribution import TimeShare, attributed, shares
from motcua.dossiers.case import Case
from motcua.dossiers.decide import decided, decided_life, is_known
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.keys import OPENING
from motcua.dossiers.outages import stands_for
from motcua.dossiers.promise import act_by
from motcua.errors import ConflictError, RefusedError
from motcua.register.register import Register
from motcua.register.rows import View

BRIEF = 2_000
"""How many dossiers of one moment are woken as fast as the machine carries them."""
LASTING = 0.92
"""The part of that pace at which all further ones are woken."""
OWN_MOMENTS = ("step", "phase", "hand_over")
"""Alarms at a moment of a dossier's own, which it shares with few."""
TURNS_PER_SECOND = 46
"""How many dossiers of one moment are woken in a second at most: fewer than a small machine carries, so that nobody's
act waits behind twenty thousand alarms. What they record bears the legal moment."""


@dataclass(frozen=True)
class RegisterActivities:
    """Decides on one ground and writes into one register."""

    register: Register
    ground: Ground
    turns: int = TURNS_PER_SECOND
    """How many dossiers of one moment are woken in a second."""

    @activity.defn(name="register.record")
    def record(self, asked: Asked) -> Recorded:
        """Decide an act and write its facts in one transaction; safe to repeat.

        Repeated after a crash between writing and answering, it returns what was written then: a decision is made
        once. A refusal is an answer, not a failure. With the register away it fails and is retried.

        What an earlier worker wrote and never told is returned as `missed`; nothing is decided before it is known.

        Raises:
            ConflictError: The register holds another history of the dossier.
        """
        try:
            case = self._decided(asked)
        except FINAL as refused:
            return Recorded(refusal=refusal_of(refused))
        if not case.facts:
            return Recorded()
        try:
            stored, crowd = self._write(asked, case)
        except RefusedError as refused:
            return Recorded(refusal=refusal_of(refused))
        except ConflictError:
            missed = self.register.written_after(asked.dossier) if asked.dossier else ()
            if not missed:
                raise
            return Recorded(missed=missed)
        said: dict[str, Any] = {"facts": stored.facts}
        if stored.recorded_at != asked.now:
            said |= {"at": stored.at, "recorded_at": stored.recorded_at}
        if stored.facts and crowd is not None:
            said["wake_after"] = turn_in(crowd, self.turns)
        return Recorded(**said)

    def _decided(self, asked: Asked) -> Case:
        if asked.life is not None:
            opening = asked.life.opening
            ground = self.ground.knowing(lambda ground: is_known(ground, opening, None))
            return decided_life(asked.life, asked.now, ground)
        if asked.act is None or asked.act.key is None:
            raise ValueError("an act to record needs a key")
        act, dossier = asked.act, asked.dossier
        ground = self.ground.knowing(lambda ground: is_known(ground, act, dossier))
        over = self.register.ends_of_outages(away) if dossier and (away := stands_for(dossier)) else {}
        return decided(dossier, act, asked.now, ground, over)

    def _write(self, asked: Asked, case: Case) -> tuple[Transition, int | None]:
        """Write what was decided; return it as stored, and how many wait for its next alarm where that was asked."""
        before, after, transition = asked.dossier, case.dossier, _transition(asked, case)
        procedure = self.ground.procedure(after.procedure, after.version)
        taken = self._shares(before, transition, after) if _work_ended(before, after) else ()
        view = View(field=procedure.field.vi, act_by=_act_by(after, self.ground), shares=taken)
        alone = asked.life is not None and asked.life.alone
        return self.register.record_in_crowd(before, transition, view, crowded(before, after), alone=alone)

    def _shares(self, before: Dossier | None, last: Transition, after: Dossier) -> tuple[TimeShare, ...]:
        """Return whose time a dossier took whose work ends now; none where the register stands elsewhere.

        Where a calendar is missing nothing is shown, and the write goes on: the facts tell it at any time.
        """
        known = self.register.transitions(after.code) if before else []
        if before is not None and sum(len(act.facts) for act in known) != before.seq:
            return ()
        try:
            calendar = self.ground.calendar_of(after.competent)
            return shares(attributed([*known, last], last.recorded_at), calendar)
        except FINAL:
            return ()

    def all(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.record]


def _work_ended(before: Dossier | None, after: Dossier) -> bool:
    """Whether the work ends with this act: the result is there, or the dossier ended without one."""
    ended = after.finished_at or after.ended_at
    begun = before is not None and (before.finished_at or before.ended_at) is not None
    return ended is not None and after.received_at is not None and not begun


def crowded(before: Dossier | None, after: Dossier) -> datetime | None:
    """Return the moment of the next alarm where it is new and may be that of many; None: nobody has to be counted."""
    ahead = next_alarm(after)
    if ahead is None or ahead.kind in OWN_MOMENTS:
        return None
    known = next_alarm(before) if before else None
    return None if known and known.at == ahead.at else ahead.at


def turn_in(crowd: int, per_second: int) -> float:
    """Return after how many seconds the last of a crowd is woken: in tenths, so that none of a second come all at once.

    Whoever acts just then would wait behind all of them. A crowd that is through within a minute may fill the machine;
    a longer one leaves some of it, since what has to wait then would wait until its end.
    """
    seconds = min(crowd, BRIEF) / per_second + max(0, crowd - BRIEF) / (per_second * LASTING)
    return int(seconds * 10) / 10


def _act_by(dossier: Dossier, ground: Ground) -> datetime | None:
    """Return the last moment to move; where a calendar or a seat is missing nothing is shown, and the write goes on."""
    try:
        return act_by(dossier, ground)
    except FINAL:
        return None


def _transition(asked: Asked, case: Case) -> Transition:
    act = asked.life.opening if asked.life else asked.act
    if act is None:
        raise ValueError("there is nothing to record")
    key = OPENING if asked.life else act.key or ""
    said = {"by": act.by, "at": asked.at, "recorded_at": asked.now, "reason": act.reason}
    return Transition(key=key, facts=tuple(case.facts), **said)
