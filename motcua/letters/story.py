"""A dossier's facts one by one, each with its place in the chain and the dossier before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from motcua.dossiers import facts as f
from motcua.dossiers.chain import link
from motcua.dossiers.dossier import HEAD_OF_NOTHING, Dossier
from motcua.dossiers.evolve import evolve, records
from motcua.dossiers.parts import Actor
from motcua.errors import NotFoundError


class Told(NamedTuple):
    """One fact and everything a letter may say of it."""

    seq: int
    hash: str
    at: datetime
    by: Actor
    act: str
    """Key of the act it was said in."""
    reason: str | None
    fact: f.AnyFact
    before: Dossier | None
    after: Dossier


@dataclass(frozen=True)
class Story:
    """What happened to one dossier, in order."""

    told: tuple[Told, ...]

    @property
    def now(self) -> Dossier:
        """Return the dossier after the last fact."""
        return self.told[-1].after

    @property
    def opened(self) -> f.Opened:
        """Return what the dossier began with."""
        first = self.told[0].fact
        if not isinstance(first, f.Opened):
            raise ValueError("a story begins with the opening")
        return first

    @property
    def received(self) -> Told | None:
        """Return the receipt, or None where the dossier was not received."""
        return next((told for told in self.told if isinstance(told.fact, f.Received)), None)

    def at(self, seq: int) -> Told:
        """Return the fact of that sequence.

        Raises:
            NotFoundError: The dossier has no such fact.
        """
        if 1 <= seq <= len(self.told):
            return self.told[seq - 1]
        code = self.opened.code
        raise NotFoundError(
            f"Dossier {code} has no fact {seq}.", vi=f"Hồ sơ {code} không có sự kiện {seq}.", field="seq"
        )

    def until(self, seq: int) -> "Story":
        """Return the story as it was when that fact had happened."""
        return Story(self.told[:seq])


def story_of(transitions: Iterable[f.Transition]) -> Story:
    """Return a dossier's story; without any transition there is none, and that is a defect."""
    told: list[Told] = []
    dossier: Dossier | None = None
    head = HEAD_OF_NOTHING
    for transition in transitions:
        for record in records(transition, len(told)):
            head, fact = link(head, record), record["fact"]
            after = evolve(dossier, fact, at=record["at"], by=record["by"])
            place = (record["seq"], head, record["at"], record["by"], transition.key, transition.reason)
            told.append(Told(*place, fact, dossier, after))
            dossier = after
    if not told:
        raise ValueError("no facts, no story")
    return Story(tuple(told))
