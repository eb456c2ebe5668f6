"""What possible acts are looked for in: the dossier, its procedure, who works beside whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from motcua.dossiers.case import Case
from motcua.dossiers.dossier import SKIPPED, Dossier
from motcua.dossiers.ground import Ground
from motcua.dossiers.names import words_of
from motcua.dossiers.parts import LAW, Duty
from motcua.dossiers.rework import comes_before
from motcua.errors import MotcuaError
from motcua.procedures.definition import APPLICANT, Procedure
from motcua.supervision.offers.offer import Option
from motcua.supervision.telling.naming import Naming
from motcua.worktime.words import Words

Colleagues = Callable[[str], list[tuple[str, str]]]
"""Staff number and name of an agency's officers."""


def nobody(_agency: str) -> list[tuple[str, str]]:
    """Return no colleagues: who asks sees no accounts."""
    return []


@dataclass(frozen=True)
class Situation:
    """A dossier at a moment, as it is put to somebody."""

    dossier: Dossier
    ground: Ground
    at: datetime
    officer: str | None = None
    """Staff number of who is asked; None for a system."""
    colleagues: Colleagues = field(default=nobody, repr=False)

    @cached_property
    def procedure(self) -> Procedure:
        """Return the version the dossier is under."""
        return self.ground.procedure(self.dossier.procedure, self.dossier.version)

    @cached_property
    def names(self) -> Naming:
        """Return what its parts are called."""
        return Naming(self.ground, self.procedure, self.dossier.asked)

    @property
    def deciders(self) -> tuple[str, str]:
        """Return the one-stop and the deciding agency."""
        return self.dossier.one_stop, self.dossier.competent

    @property
    def holders(self) -> tuple[str, ...]:
        """Return the agencies that hold open work."""
        return tuple(dict.fromkeys(duty.agency for duty in self.dossier.duties if duty.agency != APPLICANT))

    @property
    def today(self) -> date:
        """Return the local day of the deciding agency."""
        return self.ground.calendar_of(self.dossier.competent).local(self.at).date()

    def recorders(self, duty: Duty) -> tuple[str, ...]:
        """Return who ends a duty: who holds it, or who records what the applicant did."""
        if duty.agency != APPLICANT:
            return (duty.agency,)
        return (*self.deciders, APPLICANT, f"system:{duty.system or 'payment'}")

    def documents(self, *ids: str) -> tuple[Option, ...]:
        """Return documents by name."""
        return tuple(Option(each, self.names.document(each)) for each in ids)

    def steps_before(self, step: str) -> tuple[Option, ...]:
        """Return the steps that were done on the way to one, the nearest first."""
        case = Case(self.dossier, self.ground, by=LAW, at=self.at)
        done = self.dossier.done
        ids = (s.id for s in reversed(self.procedure.steps) if s.id in done and done[s.id].outcome != SKIPPED)
        return tuple(Option(id, self.names.step(id)) for id in ids if comes_before(case, id, step))

    def officers(self, agency: str) -> tuple[Option, ...]:
        """Return an agency's officers by staff number."""
        found = self.colleagues(agency)
        return tuple(Option(number, Words(name, name)) for number, name in found)

    def bodies(self) -> tuple[Option, ...]:
        """Return the agencies over the place of the matter that can be consulted, by name."""
        directory, today = self.ground.directory, self.today
        try:
            places = set(directory.places_above(self.dossier.territory, today))
        except MotcuaError:
            return ()
        active = (a for a in directory.agencies if a.territory in places and a.active(today))
        found = (Option(a.id, words_of(a.name)) for a in active if a.id != self.dossier.competent)
        return tuple(sorted(found, key=lambda option: option.name.vi))
