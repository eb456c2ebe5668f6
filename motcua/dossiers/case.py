"""A decision in the making: the dossier as it would stand, and the facts said so far."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from pydantic import JsonValue

from motcua.dossiers.data import given
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.duty_refusals import not_open
from motcua.dossiers.evolve import evolve
from motcua.dossiers.facts import AnyFact
from motcua.dossiers.ground import Ground
from motcua.dossiers.names import Names
from motcua.dossiers.parts import LAW, Actor, AskedOpinion, Data, Duty
from motcua.procedures.definition import Procedure, Step, StepKind
from motcua.procedures.model import Text
from motcua.procedures.settling import Settled, settled
from motcua.worktime.calendar import WorkCalendar


def off_route(step: str, asked: AskedOpinion) -> Step:
    """Return a consultation that is on nobody's route as the step it is: an opinion, in time, or silence (R37, R39)."""
    content = Text(vi=asked.content, en=asked.content)
    name = Text(vi="Lấy ý kiến", en="Opinion asked")
    return Step(id=step, kind=StepKind.CONSULT, name=name, seat=f"={asked.agency}", allow=asked.allow, content=content)


class Case:
    """What the deciding functions share. Every fact said is folded at once, so each sees the effect of the last."""

    def __init__(self, dossier: Dossier | None, ground: Ground, *, by: Actor, at: datetime) -> None:
        self._dossier = dossier
        self.ground = ground
        self.by = by
        self.at = at
        self._author = by
        self._moment = at
        self.facts: list[AnyFact] = []
        self._settled: tuple[tuple[Data, Procedure], Settled] | None = None
        self.promised: datetime | None = None
        """The date on the slip of a dossier already in flight, kept when it is received."""
        self.elsewhere = False
        """Whether what is decided was done before the dossier came to us: its legs were carried elsewhere too."""

    @property
    def dossier(self) -> Dossier:
        """Return the dossier with all facts said so far; asking before it is opened is a defect."""
        if self._dossier is None:
            raise ValueError("the dossier is not opened yet")
        return self._dossier

    @property
    def exists(self) -> bool:
        """Whether the dossier has been opened."""
        return self._dossier is not None

    @cached_property
    def procedure(self) -> Procedure:
        """Return the version the dossier was received under: it keeps it for life (R21)."""
        return self.ground.procedure(self.dossier.procedure, self.dossier.version)

    @property
    def calendar(self) -> WorkCalendar:
        """Return the deciding agency's calendar, on which the official clock runs."""
        return self.ground.calendar_of(self.dossier.competent)

    @property
    def values(self) -> Mapping[str, JsonValue]:
        """Return what conditions may look at: the channel, the declared data with their defaults, what is derived."""
        known = given(self.dossier, self.procedure)
        return {**known, **self.settled.sets} if self.procedure.tables else known

    @property
    def settled(self) -> Settled:
        """Return what the data known so far settle, worked out anew once they have changed."""
        of = (self.dossier.data, self.procedure)
        if self._settled is None or any(now is not then for now, then in zip(of, self._settled[0], strict=True)):
            self._settled = of, settled(self.procedure, given(self.dossier, self.procedure))
        return self._settled[1]

    def calendar_for(self, agency: str) -> WorkCalendar:
        """Return the calendar a duty runs on: its agency's, or the deciding agency's where nobody works on it."""
        return self.calendar if agency == "applicant" else self.ground.calendar_of(agency)

    def step(self, step_id: str) -> Step:
        """Return a step of the procedure with the limit it has in this case, or a consultation off its route as one."""
        step = self.procedure.by_id.get(step_id)
        if step is None:
            return off_route(step_id, self.dossier.asked[step_id])
        allow = self.settled.allows.get(step_id) if self.procedure.tables else None
        return step if allow is None else step.model_copy(update={"allow": allow})

    @property
    def names(self) -> Names:
        """Return what the parts of the dossier are called, as refusals say them."""
        return Names(self.ground, self.procedure, self.dossier.asked)

    def duty_or_refuse(self, step: str) -> Duty:
        """Return the open duty of a step, or refuse: nobody can act on a step that is not open."""
        if duty := self.dossier.duty(step):
            return duty
        raise not_open(self.dossier, step, self.names)

    def say(self, fact: AnyFact) -> None:
        """State a fact at the present legal moment and fold it."""
        marks: dict[str, object] = {}
        if self.at != self._moment:
            marks["at"] = self.at
        if self.by != self._author:
            marks["by"] = self.by
        if marks:
            fact = fact.model_copy(update=marks)
        self._dossier = evolve(self._dossier, fact, at=self.at, by=self.by)
        self.facts.append(fact)

    def under(self, version: str | None) -> "Case":
        """Return the case as another version has it, to be looked at only; None: as it is."""
        if version is None or version == self.dossier.version:
            return self
        return Case(self.dossier.model_copy(update={"version": version}), self.ground, by=self.by, at=self.at)

    def look_again(self) -> None:
        """Stand on the version the dossier is under now, after it was moved to another."""
        self.__dict__.pop("procedure", None)
        self._settled = None

    def as_law(self, at: datetime) -> None:
        """Go on at a moment at which the law itself acts."""
        self.by = LAW
        self.at = at

    def as_actor(self, by: Actor, at: datetime) -> None:
        """Go on with what somebody did at a moment."""
        self.by = by
        self.at = at
