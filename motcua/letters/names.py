"""The names a dossier's letters use, in both languages, and moments in the zone they are read in."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from motcua.agencies.agency import Agency
from motcua.dossiers import names as spoken
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.errors import NotFoundError
from motcua.letters.letter import Heading, Person
from motcua.procedures.definition import Procedure
from motcua.procedures.model import Text
from motcua.worktime.words import Words

_PLACE_VI = re.compile(r"(?:tỉnh|thành phố|quận|huyện|thị xã|phường|xã|thị trấn|đặc khu)\s+(.+)$", re.IGNORECASE)
APPLICANT = Text(vi="Người nộp hồ sơ", en="The applicant")
NOBODY = {
    "applicant": APPLICANT,
    "law": Text(vi="Theo thời hạn luật định", en="By law, as time passed"),
}


def text(words: Words) -> Text:
    """Return words as a text of a letter."""
    return Text(vi=words.vi, en=words.en)


OUTCOMES = {name: text(words) for name, words in spoken.OUTCOMES.items()} | {
    "refused": Text(vi="từ chối giải quyết", en="refused"),
}
"""How a step ends where its procedure names no outcome of its own."""


def plain(written: str) -> Text:
    """Return what somebody wrote, the same in both languages."""
    return Text(vi=written, en=written)


def agency_name(agency: str, ground: Ground) -> Text:
    """Return an agency's name; an id nobody knows is its own name."""
    if agency in NOBODY:
        return NOBODY[agency]
    if agency.startswith("system:"):
        system = agency.removeprefix("system:")
        return Text(vi=f"Hệ thống {system}", en=f"The {system} system")
    known = _known(agency, ground)
    return Text(vi=known.name.vi, en=known.name.en) if known else plain(agency)


def heading_of(agency: str, ground: Ground) -> Heading:
    """Return the heading under which an agency writes."""
    known = _known(agency, ground)
    above = agency_name(known.parent, ground) if known and known.parent else None
    return Heading(above=above, agency=agency_name(agency, ground), place=_place(known, ground) if known else None)


def _known(agency: str, ground: Ground) -> Agency | None:
    try:
        return ground.directory.get(agency)
    except NotFoundError:
        return None


def _place(agency: Agency, ground: Ground) -> Text | None:
    """Return the place an agency writes from: what its territory's committee of the same days is named after."""
    committees = [a for a in ground.directory.agencies if a.kind == "committee" and a.territory == agency.territory]
    of_its_days = (a for a in committees if _overlap(a, agency))
    latest = sorted(of_its_days, key=lambda a: a.valid_from, reverse=True)
    found = next((match for a in latest if (match := _PLACE_VI.search(a.name.vi))), None)
    return plain(found[1]) if found else None


def _overlap(one: Agency, other: Agency) -> bool:
    """Whether there was a day on which both agencies existed."""
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


@dataclass(frozen=True)
class Names:
    """The names of one dossier's procedure, agencies and documents."""

    ground: Ground
    procedure: Procedure

    def agency(self, agency: str) -> Text:
        """Return an agency's name; an id nobody knows is its own name."""
        return agency_name(agency, self.ground)

    def person(self, by: Actor) -> Person:
        """Return who acted."""
        return Person(agency=self.agency(by.agency), officer=by.officer)

    def step(self, step: str) -> Text:
        """Return a step's name."""
        known = self.procedure.by_id.get(step)
        return known.name if known else plain(step)

    def outcome(self, step: str, outcome: str) -> Text:
        """Return what a step's outcome is called: by its procedure, or in general."""
        known = self.procedure.by_id.get(step)
        declared = known.outcome(outcome) if known else None
        return declared.label if declared else OUTCOMES.get(outcome, plain(outcome))

    def document(self, document: str) -> Text:
        """Return a document's name; what is not in the published list is said as it was written."""
        return next((d.name for d in self.procedure.documents if d.id == document), plain(document))

    def local(self, at: datetime, agency: str) -> datetime:
        """Return a moment in the zone of an agency."""
        known = _known(agency, self.ground)
        zone = self.ground.calendar_of(agency).tz if known else self.ground.calendars["vn"].tz
        return at.astimezone(zone)
