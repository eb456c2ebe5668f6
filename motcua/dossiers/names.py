"""What the parts of a dossier are called, in both languages; an id nobody knows is its own name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from pydantic import JsonValue

from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import APPLICANT, AskedOpinion
from motcua.dossiers.standing import DOSSIER, INTAKE, PHASE
from motcua.errors import MotcuaError
from motcua.procedures.definition import Procedure
from motcua.procedures.fields import DataField
from motcua.worktime.words import Words

OUTCOMES = {
    "done": Words("hoàn thành", "done"),
    "agreed": Words("đồng ý", "agreed"),
    "agreed_with_conditions": Words("đồng ý có điều kiện", "agreed with conditions"),
    "disagreed": Words("không đồng ý", "disagreed"),
    "agreed_by_silence": Words("coi như đồng ý do im lặng", "agreed by silence"),
    "decided_without": Words("quyết định khi chưa có ý kiến", "decided without the opinion"),
    "time_passed": Words("hết thời gian chờ", "time passed"),
    "sent_back": Words("trả lại", "sent back"),
    "refused": Words("từ chối", "refused"),
    "ended": Words("kết thúc theo hồ sơ", "ended with the dossier"),
    "skipped": Words("không áp dụng", "does not apply"),
}
"""How a step ends where its procedure names no outcome of its own."""

YES, NO = Words("có", "yes"), Words("không", "no")


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


def value_words(declared: DataField | None, value: JsonValue) -> Words:
    """Return what the value of a datum is called: a choice by its name, yes and no in words, all else as written."""
    if isinstance(value, bool):
        return YES if value else NO
    name = declared.names.get(str(value)) if declared is not None else None
    return words_of(name) if name is not None else Words(str(value), str(value))


@dataclass(frozen=True)
class Names:
    """The names of one dossier's agencies, and of what its procedure consists of."""

    subjects: ClassVar[Mapping[str, Words]] = {
        DOSSIER: Words("hạn trả kết quả", "the promised date"),
        INTAKE: Words("thời hạn tiếp nhận", "the intake time"),
    }
    """What the promise and the intake are called where they are late."""

    ground: Ground
    procedure: Procedure | None
    asked: Mapping[str, AskedOpinion] = field(default_factory=dict)
    """Consultations that are not on the route, by the name they go under in place of a step's."""

    def agency(self, agency: str) -> Words:
        """Return the name of an agency by its id; whatever else it was called by stands as it is."""
        if agency == APPLICANT.agency:
            return Words("người nộp", "the applicant")
        try:
            known = self.ground.directory.get(agency)
        except MotcuaError:
            return Words(agency, agency)
        return words_of(known.name) if known.id == agency else Words(agency, agency)

    def step(self, step: str) -> Words:
        """Return a step's name."""
        return self._known(step) or Words(step, step)

    def quoted(self, step: str) -> Words:
        """Return a step's name in quotation marks; an id nobody knows stands as it is."""
        name = self._known(step)
        return Words(f"“{name.vi}”", f"“{name.en}”") if name else Words(step, step)

    def _known(self, step: str) -> Words | None:
        if self.procedure and (known := self.procedure.by_id.get(step)):
            return words_of(known.name)
        if opinion := self.asked.get(step):
            agency = self.agency(opinion.agency)
            return Words(f"Lấy ý kiến {agency.vi}", f"Opinion of {agency.en}")
        return None

    def outcome(self, step: str, outcome: str) -> Words:
        """Return what a step's outcome is called: by its procedure, or in general; else it stands as it is."""
        known = self.procedure.by_id.get(step) if self.procedure else None
        declared = known.outcome(outcome) if known else None
        return words_of(declared.label) if declared else OUTCOMES.get(outcome, Words(outcome, outcome))

    def phase(self, phase: str) -> Words:
        """Return a phase's name."""
        known = self.procedure.phase_by_id.get(phase) if self.procedure else None
        return words_of(known.name) if known else Words(phase, phase)

    def document(self, document: str) -> Words:
        """Return a document's name; what is not in the published list is said as it was written."""
        listed = self.procedure.documents if self.procedure else ()
        return next((words_of(d.name) for d in listed if d.id == document), Words(document, document))

    def subject(self, subject: str) -> Words:
        """Return what an overdue episode is about: the promise, the intake, a phase, or a visit to a step.

        The first visit to a step that is known is said by the step alone.
        """
        if subject in self.subjects:
            return self.subjects[subject]
        if subject.startswith(PHASE):
            phase = self.phase(subject.removeprefix(PHASE))
            return Words(f"giai đoạn “{phase.vi}”", f"phase “{phase.en}”")
        step, _, visit = subject.partition("/")
        name = self.quoted(step)
        if visit and (visit != "1" or self._known(step) is None):
            return Words(f"bước {name.vi}, lần {visit}", f"step {name.en}, visit {visit}")
        return Words(f"bước {name.vi}", f"step {name.en}")
