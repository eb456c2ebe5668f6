"""The names a notice uses, and moments as it says them."""

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.ground import Ground
from motcua.dossiers.names import Names, words_of
from motcua.dossiers.standing import DOSSIER, INTAKE
from motcua.errors import MotcuaError
from motcua.worktime.words import Words, moment_words

SUBJECTS = {
    DOSSIER: Words("ngày hẹn trả kết quả", "the promised date"),
    INTAKE: Words("thời hạn trả lời tiếp nhận", "the time to decide on receipt"),
}


@dataclass(frozen=True)
class NoticeNames(Names):
    """The names one dossier's notices use."""

    subjects = SUBJECTS

    @classmethod
    def of(cls, ground: Ground, procedure: str, version: str) -> "NoticeNames":
        """Return the names of a dossier under a version; one that is no longer loaded costs the names, no more."""
        try:
            return cls(ground, ground.procedure(procedure, version))
        except MotcuaError:
            return cls(ground, None)

    def matter(self) -> Words | None:
        """Return the procedure's name."""
        return words_of(self.procedure.name) if self.procedure else None

    def moment(self, iso: str) -> Words:
        """Return a moment as it is read in Vietnam; the end of a day is 24:00."""
        return moment_words(self.local(iso), ends=True)

    def local(self, iso: str) -> datetime:
        """Return a moment in the zone notices are read in."""
        return datetime.fromisoformat(iso).astimezone(self.ground.calendars["vn"].tz)
