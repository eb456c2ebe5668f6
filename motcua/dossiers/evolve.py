"""Folding facts into the dossier, one by one, by transition, or a whole life."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from motcua.dossiers import facts as f
from motcua.dossiers import folding_lateness, folding_repairs, folding_work
from motcua.dossiers.chain import link
from motcua.dossiers.dossier import KEYS_KEPT, Dossier
from motcua.dossiers.folding import changed, changed_by, opened
from motcua.dossiers.parts import Actor, Moment

FOLDED_BY = (folding_lateness, folding_work, folding_repairs)
"""Modules that say how further facts are folded; what they say is known once they are loaded."""


class Happened(NamedTuple):
    """One fact with its legal moment and its author, and the dossier before and after it."""

    fact: f.AnyFact
    at: Moment
    by: Actor
    before: Dossier | None
    """None for an opening."""
    after: Dossier


def walk(before: Dossier | None, transition: f.Transition) -> Iterator[Happened]:
    """Yield the facts of a transition one by one with what each changed."""
    for fact in transition.facts:
        at, by = fact.at or transition.at, fact.by or transition.by
        after = evolve(before, fact, at=at, by=by)
        yield Happened(fact, at, by, before, after)
        before = after


def walk_through(transitions: Iterable[f.Transition]) -> Iterator[tuple[f.Transition, Happened]]:
    """Yield every fact of a life with the transition it belongs to."""
    dossier = None
    for transition in transitions:
        for step in walk(dossier, transition):
            yield transition, step
            dossier = step.after


def apply(dossier: Dossier | None, transition: f.Transition) -> Dossier:
    """Fold a recorded transition: the same facts always give the same dossier and the same dates (R74)."""
    after = folded(dossier, transition)
    head = after.head
    for row in records(transition, after.seq):
        head = link(head, row)
    return sealed(after, transition, head)


def folded(dossier: Dossier | None, transition: f.Transition) -> Dossier:
    """Return the dossier with a transition's facts in it, not yet counted and chained."""
    for step in walk(dossier, transition):
        dossier = step.after
    if dossier is None:
        raise ValueError("a transition without facts cannot open a dossier")
    return dossier


def sealed(dossier: Dossier, transition: f.Transition, head: str) -> Dossier:
    """Return a dossier with a transition's facts counted, its act remembered, and the hash of its last fact."""
    seq = dossier.seq + len(transition.facts)
    return changed(dossier, seq=seq, head=head, keys=(*dossier.keys, transition.key)[-KEYS_KEPT:])


def records(transition: f.Transition, after: int) -> Iterable[dict[str, Any]]:
    """Yield what is stored of each fact, in order; the first has sequence `after + 1`."""
    for number, fact in enumerate(transition.facts, start=after + 1):
        yield {
            "seq": number,
            "kind": fact.kind,
            "at": fact.at or transition.at,
            "recorded_at": transition.recorded_at,
            "by": fact.by or transition.by,
            "reason": transition.reason,
            "key": transition.key,
            "fact": fact,
        }


def fold(transitions: Iterable[f.Transition]) -> Dossier:
    """Fold a whole life; an empty one is a defect."""
    dossier = None
    for transition in transitions:
        dossier = apply(dossier, transition)
    if dossier is None:
        raise ValueError("no facts, no dossier")
    return dossier


def evolve(dossier: Dossier | None, fact: f.AnyFact, *, at: Moment, by: Actor) -> Dossier:
    """Fold one fact at its legal moment."""
    if isinstance(fact, f.Opened):
        return opened(fact, at)
    if dossier is None:
        raise ValueError(f"the first fact of a dossier is `opened`, not `{fact.kind}`")
    after = changed_by(fact, dossier, at, by)
    return after if at <= after.last_at else changed(after, last_at=at)
