"""The names a notice uses, in both languages; an id nobody knows is its own name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from motcua.dossiers.ground import Ground
from motcua.dossiers.standing import DOSSIER, INTAKE, PHASE
from motcua.errors import MotcuaError
from motcua.procedures.definition import Procedure
from motcua.worktime.words import Words, moment_words

SUBJECTS = {
    DOSSIER: Words("ngày hẹn trả kết quả", "the promised date"),
    INTAKE: Words("thời hạn trả lời tiếp nhận", "the time to decide on receipt"),
}


class Bilingual(Protocol):
    """A text of a definition, or an agency's name."""

    @property
    def vi(self) -> str:
        """The Vietnamese words."""

    @property
    def en(self) -> str:
        """The English words."""


@dataclass(frozen=True)
class Names:
    """The names one dossier's notices use."""

    ground: Ground
    procedure: Procedure | None

    @classmethod
    def of(cls, ground: Ground, procedure: str, version: str) -> "Names":
        """Return the names of a dossier under a version; one that is no longer loaded costs the names, no more."""
        try:
            return cls(ground, ground.procedure(procedure, version))
        except MotcuaError:
            return cls(ground, None)

    def matter(self) -> Words | None:
        """Return the procedure's name."""
        return _words(self.procedure.name) if self.procedure else None

    def agency(self, agency: str) -> Words:
        """Return an agency's name."""
        try:
            return _words(self.ground.directory.get(agency).name)
        except MotcuaError:
            return Words(agency, agency)

    def step(self, step: str) -> Words:
        """Return a step's name."""
        known = self.procedure.by_id.get(step) if self.procedure else None
        return _words(known.name) if known else Words(step, step)

    def document(self, document: str) -> Words:
        """Return a document's name; what is not in the published list is said as it was written."""
        listed = self.procedure.documents if self.procedure else ()
        return next((_words(d.name) for d in listed if d.id == document), Words(document, document))

    def subject(self, subject: str) -> Words:
        """Return what is late: the promise, the intake, a phase, a step."""
        if subject in SUBJECTS:
            return SUBJECTS[subject]
        if subject.startswith(PHASE):
            return self._phase(subject.removeprefix(PHASE))
        step = self.step(subject.rpartition("/")[0] or subject)
        return Words(f"bước “{step.vi}”", f"step “{step.en}”")

    def moment(self, iso: str) -> Words:
        """Return a moment as it is read in Vietnam; the end of a day is 24:00."""
        return moment_words(self.local(iso), ends=True)

    def local(self, iso: str) -> datetime:
        """Return a moment in the zone notices are read in."""
        return datetime.fromisoformat(iso).astimezone(self.ground.calendars["vn"].tz)

    def _phase(self, phase: str) -> Words:
        known = self.procedure.phase_by_id.get(phase) if self.procedure else None
        name = _words(known.name) if known else Words(phase, phase)
        return Words(f"giai đoạn “{name.vi}”", f"phase “{name.en}”")


def _words(text: Bilingual) -> Words:
    return Words(text.vi, text.en)
