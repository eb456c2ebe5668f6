"""The directory of agencies: who holds which role, where, on which date."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from motcua.agencies.agency import NATION, Agency, Succession
from motcua.agencies.checking import check
from motcua.agencies.refusals import no_code, no_holder, no_such_agency, several_holders, several_successors

FIXED = "="
"""A seat that begins so names one agency: `=G12`."""


class Directory:
    """Agencies and successions as known at one time; immutable, and safe to ask from any number of threads.

    Raises:
        DefinitionError: An id or a code is given twice, a parent or a successor is missing, or they run in a circle.
    """

    def __init__(self, agencies: Iterable[Agency], successions: Iterable[Succession] = ()) -> None:
        self.agencies = tuple(agencies)
        self.successions = tuple(successions)
        check(self.agencies, self.successions)
        self._by_name = {name: agency for agency in self.agencies for name in (agency.id, *agency.codes)}
        self._seats: dict[tuple[str, str], list[Agency]] = {}
        self._places: dict[str, list[Agency]] = {}
        for agency in self.agencies:
            self._places.setdefault(agency.territory, []).append(agency)
            for seat in agency.seats:
                self._seats.setdefault((seat, agency.territory), []).append(agency)
        self._after: dict[str, list[Succession]] = {}
        for succession in self.successions:
            self._after.setdefault(succession.from_id, []).append(succession)

    @classmethod
    def load(cls, path: Path | str) -> "Directory":
        """Return the directory a YAML file, or all YAML files of a folder, describe.

        Raises:
            NotFoundError: There is no such file.
            DefinitionError: A file is not what it should be; the error names file and line.
        """
        from motcua.agencies.files import load

        return cls(*load(Path(path)))

    def get(self, name: str) -> Agency:
        """Return an agency by its id or by any code it has ever had.

        Raises:
            NotFoundError: No agency is known by it.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise no_such_agency(name) from None

    def knows(self, name: str) -> bool:
        """Whether an agency is known by this id or code."""
        return name in self._by_name

    def is_active(self, name: str, on: date) -> bool:
        """Whether an agency exists on a local date; its powers end with its last day (R72)."""
        return self.get(name).active(on)

    def code_of(self, name: str) -> str:
        """Return the code that dossiers received at an agency bear; a desk uses that of the body it belongs to."""
        agency: Agency | None = self.get(name)
        while agency is not None:
            if agency.codes:
                return agency.codes[0]
            agency = self.get(agency.parent) if agency.parent else None
        raise no_code(name)

    def holders(self, seat: str, territory: str, on: date) -> tuple[Agency, ...]:
        """Return the agencies that hold a role for exactly this territory on a local date."""
        return tuple(agency for agency in self._seats.get((seat, territory), ()) if agency.active(on))

    def resolve(self, seat: str, territory: str, on: date) -> Agency:
        """Return the agency that holds a role for a place on a local date.

        The commune's own holder comes first, then the province's, then the nation's. Where the holder has ended, its
        successor on that date takes its place. `=CODE` or `=id` is one agency wherever the matter lies.

        Raises:
            NotFoundError: Nobody holds it, or the territory is unknown.
            InvalidInputError: Two agencies hold it, so nobody could say who is competent.
        """
        if seat.startswith(FIXED):
            return self.successor(seat.removeprefix(FIXED), on, territory=territory)
        for place in self.places_above(territory, on):
            found = self.holders(seat, place, on) or self._heirs(seat, place, territory, on)
            if len(found) > 1:
                raise several_holders(seat, place, on, found)
            if found:
                return found[0]
        raise no_holder(seat, territory, on)

    def successor(self, name: str, on: date, *, territory: str | None = None, seat: str | None = None) -> Agency:
        """Return the agency itself while it exists, else whoever stands in its place on that date (R69, R71).

        Raises:
            NotFoundError: It does not exist yet, or it ended without a successor for this place and role.
            InvalidInputError: It was split and the place does not tell which part is meant.
        """
        agency = self.get(name)
        if agency.active(on):
            return agency
        steps = [s for s in self._after.get(agency.id, ()) if s.on <= on and s.covers(territory, seat)]
        narrow = [s for s in steps if s.scope != "all"] or steps
        heirs = {step.to_id for step in narrow}
        if len(heirs) > 1:
            raise several_successors(agency, on, [self.get(heir) for heir in sorted(heirs)])
        if not heirs:
            raise no_holder(f"{FIXED}{agency.id}", territory or agency.territory, on)
        return self.successor(heirs.pop(), on, territory=territory, seat=seat)

    def places_above(self, territory: str, on: date) -> Iterator[str]:
        """Yield a territory and those that hold it, up to the nation, as they lay on that date.

        Raises:
            NotFoundError: No agency is competent for the territory.
        """
        place = territory
        while place != NATION:
            yield place
            place = self._place_above(place, on)
        yield NATION

    def territories(self) -> tuple[str, ...]:
        """Return the codes of all territories that some agency is competent for."""
        return tuple(self._places)

    def _place_above(self, place: str, on: date) -> str:
        here = self._places.get(place)
        if here is None:
            raise no_holder("any", place, on)
        now = [agency for agency in here if agency.active(on)] or here
        above = (self.get(agency.parent).territory for agency in now if agency.parent)
        return next((territory for territory in above if territory != place), NATION)

    def _heirs(self, seat: str, place: str, territory: str, on: date) -> tuple[Agency, ...]:
        """Return who took over from those that held the role for this place and have ended."""
        ended = [a for a in self._seats.get((seat, place), ()) if a.valid_to is not None and a.valid_to < on]
        heirs = {
            self.successor(agency.id, on, territory=territory, seat=seat)
            for agency in ended
            if any(s.on <= on and s.covers(territory, seat) for s in self._after.get(agency.id, ()))
        }
        return tuple(sorted(heirs, key=lambda agency: agency.id))
