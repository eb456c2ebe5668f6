"""What decisions stand on besides the dossier itself: procedures, agencies, calendars. All of it is data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from motcua.agencies.directory import Directory
from motcua.errors import NotFoundError
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Procedure
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.decisions import CalendarDecision, layer_of_decisions
from motcua.worktime.layers import CalendarLayer, Rank, combine, layer_of


@dataclass(frozen=True)
class Over:
    """A calendar that lies over another: what it lies over, and what it says itself."""

    base: str
    layer: CalendarLayer


@dataclass(frozen=True)
class Ground:
    """The law and the map of the administration as known at one time."""

    catalogue: Catalogue
    directory: Directory
    calendars: dict[str, WorkCalendar]
    """Calendars by id, complete (layers already combined, decisions already taken in)."""
    over: dict[str, Over] = field(default_factory=dict, repr=False)
    """Calendars that lie over another one."""
    decisions: tuple[CalendarDecision, ...] = field(default_factory=tuple)
    """Calendar decisions taken in, in the order in which they were entered."""
    _of_agency: dict[str, WorkCalendar] = field(default_factory=dict, repr=False, compare=False)

    def as_it_is(self) -> "Ground":
        """Return the ground as it is at this moment: what is decided on it is decided on one ground."""
        return self

    def knowing(self, _known: Callable[["Ground"], bool], /) -> "Ground":
        """Return the ground, looked at anew first where that is possible and something is not known yet."""
        return self

    def procedure(self, code: str, version: str) -> Procedure:
        """Return one published version."""
        return self.catalogue.get(code, version)

    def agency_for(self, seat: str, territory: str, on: date) -> str:
        """Return the id of the agency that holds a seat for a territory on a local date."""
        return self.directory.resolve(seat, territory, on).id

    def decision(self, id: str) -> CalendarDecision | None:
        """Return a calendar decision that is taken in; None: it is not."""
        return next((decision for decision in self.decisions if decision.id == id), None)

    def knows_decision(self, id: str) -> bool:
        """Whether a calendar decision is taken in."""
        return self.decision(id) is not None

    def calendar_of(self, agency: str) -> WorkCalendar:
        """Return the calendar an agency works by."""
        known = self._of_agency.get(agency)
        if known is None:
            known = self._of_agency[agency] = self._find(agency)
        return known

    def agencies_at_work(self) -> tuple[str, ...]:
        """Return the agencies whose calendar was asked for so far."""
        return tuple(self._of_agency)

    def _find(self, name: str) -> WorkCalendar:
        agency = self.directory.get(name).id
        name = self.directory.get(agency).calendar[-1]
        if name not in self.calendars:
            raise NotFoundError(
                f"Agency {agency} works by calendar {name}, which is not loaded.",
                vi=f"Cơ quan {agency} làm việc theo lịch {name}, nhưng lịch này chưa được nạp.",
                field="agency.calendar",
                rule="R75",
                hint=f"Load one of: {', '.join(sorted(self.calendars))}.",
                hint_vi=f"Các lịch đã nạp: {', '.join(sorted(self.calendars))}.",
            )
        calendar, layer = self.calendars[name], layer_of_decisions(self.decisions, agency, Rank.EMERGENCY)
        return calendar if layer is None else combine([layer_of(calendar), layer], id=f"{name}+{agency}")
