"""What a notice's sentences are made of: its particulars under their names."""

from dataclasses import dataclass

from motcua.dossiers.parts import Data
from motcua.dossiers.reasons import in_words
from motcua.notices.names import NoticeNames
from motcua.worktime.words import Words

UNKNOWN = Words("chưa xác định", "not known")


@dataclass(frozen=True)
class Telling:
    """The particulars of one notice, said in both languages."""

    says: Data
    names: NoticeNames

    def has(self, name: str) -> bool:
        """Whether a particular is known."""
        return name in self.says

    def moment(self, name: str) -> Words:
        """Return a moment."""
        return self.names.moment(str(self.says[name])) if name in self.says else UNKNOWN

    def agency(self, name: str) -> Words:
        """Return the name of an agency."""
        return self.names.agency(str(self.says[name])) if name in self.says else UNKNOWN

    def subject(self) -> Words:
        """Return what is late."""
        return self.names.subject(str(self.says.get("subject", "dossier")))

    def step(self) -> Words:
        """Return the name of the step that is meant."""
        return self.names.step(str(self.says.get("step", "")))

    def number(self, name: str) -> str:
        """Return a number, or a threshold as it is written."""
        return str(self.says.get(name, ""))

    def reason(self) -> Words:
        """Return the reason: the engine's own in words, anybody else's as written, in English where it was given so."""
        said = in_words(str(self.says.get("reason", "")))
        return said._replace(en=str(self.says["reason_en"])) if "reason_en" in self.says else said

    def papers(self, name: str) -> list[Words]:
        """Return the names of documents."""
        listed = self.says.get(name)
        return [self.names.document(str(each)) for each in listed] if isinstance(listed, list) else []
