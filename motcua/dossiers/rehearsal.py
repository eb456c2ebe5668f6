"""What would happen if: an act decided on a copy, and what it does to the promise. Nothing is recorded."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

from motcua.dossiers.commands import Act, Move
from motcua.dossiers.decide import decide
from motcua.dossiers.dossier import Dossier, held_by
from motcua.dossiers.evolve import evolve
from motcua.dossiers.facts import AnyFact, Replanned
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import LAW, Model, Moment
from motcua.errors import MotcuaError


class Effect(StrEnum):
    """What an act does to the promised date of one dossier."""

    SAME = "same"
    SHORTER = "shorter"
    LONGER = "longer"
    OVERDUE_AT_ONCE = "overdue_at_once"
    STANDS = "stands"
    """Its clock stands, and it has no date until it runs again."""
    RUNS = "runs"
    """It has a date again."""
    REFUSED = "refused"


class Rehearsed(Model):
    """One dossier as it would be."""

    code: str
    procedure: str
    version: str
    """The version it is under now."""
    agency: str | None
    """Who holds it now."""
    step: str | None
    """The step open longest; None before receipt."""
    old_due: Moment | None
    new_due: Moment | None
    effect: Effect
    touched: bool
    """Whether anything at all would be recorded."""
    kept: tuple[str, ...] = ()
    """Subjects whose new date would lie in the past, and which keep the old one."""
    reason: str | None = None
    reason_vi: str | None = None
    """Why it would be refused, or what has to be known besides."""


def rehearse(
    dossier: Dossier,
    ground: Ground,
    version: str,
    when: Literal["now", "next_step"],
    deadlines: Literal["keep", "recompute"],
    steps: Mapping[str, str],
    now: datetime,
) -> Rehearsed:
    """Return what a move to another version would do to a dossier at `now`.

    A move from the next step is rehearsed as if the step ended now, which tells the dates it would lead to.
    """
    said = {"version": version, "when": when, "deadlines": deadlines, "steps": dict(steps)}
    do = Move.model_validate({name: value for name, value in said.items() if value})
    return foresee(dossier, Act(by=LAW, do=do), now, ground)


def foresee(dossier: Dossier, act: Act, now: datetime, ground: Ground) -> Rehearsed:
    """Return what an act would do to a dossier at `now`; one that would be refused says why."""
    return foreseen(dossier, act, now, ground)[0]


def foreseen(dossier: Dossier, act: Act, now: datetime, ground: Ground) -> tuple[Rehearsed, Dossier]:
    """Return the same with the dossier as it would be."""
    try:
        facts = decide(dossier, act, now, ground)
        if isinstance(act.do, Move) and act.do.when == "next_step" and facts:
            at_once = act.model_copy(update={"do": act.do.model_copy(update={"when": "now"})})
            facts = _or_nothing(dossier, at_once, now, ground) or facts
    except MotcuaError as refused:
        line = _line(dossier, dossier, Effect.REFUSED, reason=refused.message, reason_vi=refused.message_vi)
        return line, dossier
    after = _after(dossier, facts, act, now)
    kept = tuple(name for fact in facts if isinstance(fact, Replanned) for name in fact.kept)
    return _line(dossier, after, _effect(dossier, after, now), touched=bool(facts), kept=kept), after


def _or_nothing(dossier: Dossier, act: Act, now: datetime, ground: Ground) -> tuple[AnyFact, ...]:
    try:
        return decide(dossier, act, now, ground)
    except MotcuaError:
        return ()


def _after(dossier: Dossier, facts: tuple[AnyFact, ...], act: Act, now: datetime) -> Dossier:
    for fact in facts:
        dossier = evolve(dossier, fact, at=fact.at or act.at or now, by=fact.by or act.by)
    return dossier


def _effect(before: Dossier, after: Dossier, now: datetime) -> Effect:
    old, new = before.due, after.due
    if after.is_late(now) and not before.is_late(now):
        return Effect.OVERDUE_AT_ONCE
    if before.paused is not after.paused and after.clock is not None:
        return Effect.STANDS if after.paused else Effect.RUNS
    if old == new or old is None or new is None:
        return Effect.SAME
    return Effect.SHORTER if new < old else Effect.LONGER


def _line(
    before: Dossier,
    after: Dossier,
    effect: Effect,
    *,
    touched: bool = False,
    kept: tuple[str, ...] = (),
    reason: str | None = None,
    reason_vi: str | None = None,
) -> Rehearsed:
    first = min(before.duties, key=lambda duty: duty.since, default=None)
    return Rehearsed(
        code=before.code,
        procedure=before.procedure,
        version=before.version,
        agency=held_by(before)[0],
        step=first.step if first else None,
        old_due=before.due,
        new_due=after.due,
        effect=effect,
        touched=touched,
        kept=kept,
        reason=reason,
        reason_vi=reason_vi,
    )
