"""Saying agencies, steps and moments by their names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import MotcuaError
from motcua.procedures.definition import Procedure
from motcua.supervision.telling.labels import ACTORS, OUTCOMES, named
from motcua.worktime.words import Words, moment_words

SUBJECTS = {
    "dossier": Words("hạn trả kết quả", "the promised date"),
    "intake": Words("thời hạn tiếp nhận", "the intake time"),
}


class Bilingual(Protocol):
    """A text of a definition, or the name of an agency: the same in both languages."""

    @property
    def vi(self) -> str:
        """The Vietnamese words."""
        ...

    @property
    def en(self) -> str:
        """The English words."""
        ...


def words_of(text: Bilingual) -> Words:
    """Return a text as words."""
    return Words(text.vi, text.en)


@dataclass(frozen=True)
class Naming:
    """The names one dossier's story is told with."""

    ground: Ground
    procedure: Procedure

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which moments are told."""
        return self.ground.calendars["vn"].tz

    def agency(self, agency: str) -> Words:
        """Return an agency's name; an id nobody knows is its own name."""
        if agency in ACTORS:
            return ACTORS[agency]
        if agency.startswith("system:"):
            system = agency.removeprefix("system:")
            return Words(f"Hệ thống {system}", f"the {system} system")
        try:
            return words_of(self.ground.directory.get(agency).name)
        except MotcuaError:
            return Words(agency, agency)

    def actor(self, by: Actor) -> Words:
        """Return who acted, with the staff number of the officer, where there is one."""
        name = self.agency(by.agency)
        if by.officer is None:
            return name
        return Words(f"{name.vi} (cán bộ {by.officer})", f"{name.en} (officer {by.officer})")

    def step(self, step: str) -> Words:
        """Return a step's name."""
        known = self.procedure.by_id.get(step)
        return words_of(known.name) if known else Words(step, step)

    def outcome(self, step: str, outcome: str) -> Words:
        """Return the label of an outcome: the step's own, or the general one."""
        known = self.procedure.by_id.get(step)
        declared = known.outcome(outcome) if known else None
        return words_of(declared.label) if declared else named(OUTCOMES, outcome)

    def phase(self, phase: str) -> Words:
        """Return a phase's name."""
        known = self.procedure.phase_by_id.get(phase)
        return words_of(known.name) if known else Words(phase, phase)

    def document(self, document: str) -> str:
        """Return a document's name in Vietnamese; what is not in the published list is said as it was written."""
        return next((d.name.vi for d in self.procedure.documents if d.id == document), document)

    def subject(self, subject: str) -> Words:
        """Return what an overdue episode is about: the promise, the intake, a phase, a step."""
        if subject in SUBJECTS:
            return SUBJECTS[subject]
        if subject.startswith("phase/"):
            phase = self.phase(subject.removeprefix("phase/"))
            return Words(f"giai đoạn “{phase.vi}”", f"phase “{phase.en}”")
        step = self.step(subject.split("/")[0])
        return Words(f"bước “{step.vi}”", f"step “{step.en}”")

    def moment(self, at: datetime) -> Words:
        """Return a moment as a person in Vietnam reads it; the end of a day is 24:00."""
        return moment_words(at.astimezone(self.zone), ends=True)
