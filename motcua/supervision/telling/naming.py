"""Saying agencies, steps and moments by their names."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from motcua.dossiers.names import Names, value_words, words_of
from motcua.dossiers.parts import Actor
from motcua.procedures.definition import Procedure
from motcua.supervision.telling.labels import ACTORS
from motcua.worktime.words import Words, moment_words


@dataclass(frozen=True)
class Naming(Names):
    """The names one dossier's story is told with."""

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
        return super().agency(agency)

    def actor(self, by: Actor) -> Words:
        """Return who acted, with the staff number of the officer, where there is one."""
        name = self.agency(by.agency)
        if by.officer is None:
            return name
        return Words(f"{name.vi} (cán bộ {by.officer})", f"{name.en} (officer {by.officer})")

    def datum(self, name: str, value: JsonValue) -> Words:
        """Return a datum by its label with its value; a datum nobody declares is told by its own name."""
        declared = self.procedure.data.get(name)
        label = words_of(declared.label) if declared else Words(name, name)
        said = value_words(declared, value)
        return Words(f"{label.vi}: {said.vi}", f"{label.en}: {said.en}")

    def moment(self, at: datetime) -> Words:
        """Return a moment as a person in Vietnam reads it; the end of a day is 24:00."""
        return moment_words(at.astimezone(self.zone), ends=True)
