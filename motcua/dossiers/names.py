"""What the parts of a dossier are called, in both languages; an id nobody knows is its own name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from motcua.dossiers.ground import Ground
from motcua.dossiers.standing import PHASE
from motcua.errors import MotcuaError
from motcua.procedures.definition import Procedure
from motcua.worktime.words import Words


class Bilingual(Protocol):
    """A text of a definition, or the name of an agency: the same in both languages."""

    @property
    def vi(self) -> str:
        """The Vietnamese words."""

    @property
    def en(self) -> str:
        """The English words."""


def words_of(text: Bilingual) -> Words:
    """Return a text as words."""
    return Words(text.vi, text.en)


@dataclass(frozen=True)
class Names:
    """The names of one dossier's agencies, and of what its procedure consists of."""

    subjects: ClassVar[Mapping[str, Words]] = {}
    """What the promise and the intake are called where they are late."""

    ground: Ground
    procedure: Procedure | None

    def agency(self, agency: str) -> Words:
        """Return an agency's name."""
        try:
            return words_of(self.ground.directory.get(agency).name)
        except MotcuaError:
            return Words(agency, agency)

    def step(self, step: str) -> Words:
        """Return a step's name."""
        known = self.procedure.by_id.get(step) if self.procedure else None
        return words_of(known.name) if known else Words(step, step)

    def phase(self, phase: str) -> Words:
        """Return a phase's name."""
        known = self.procedure.phase_by_id.get(phase) if self.procedure else None
        return words_of(known.name) if known else Words(phase, phase)

    def document(self, document: str) -> Words:
        """Return a document's name; what is not in the published list is said as it was written."""
        listed = self.procedure.documents if self.procedure else ()
        return next((words_of(d.name) for d in listed if d.id == document), Words(document, document))

    def subject(self, subject: str) -> Words:
        """Return what an overdue episode is about: the promise, the intake, a phase, a step."""
        if subject in self.subjects:
            return self.subjects[subject]
        if subject.startswith(PHASE):
            phase = self.phase(subject.removeprefix(PHASE))
            return Words(f"giai đoạn “{phase.vi}”", f"phase “{phase.en}”")
        step = self.step(subject.rpartition("/")[0] or subject)
        return Words(f"bước “{step.vi}”", f"step “{step.en}”")
