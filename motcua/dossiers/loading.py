"""The ground as it is shipped, or as an installation extends it."""

from collections.abc import Sequence
from pathlib import Path

from motcua.agencies.directory import Directory
from motcua.agencies.shipped import directory as shipped_directory
from motcua.dossiers.ground import Ground
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.shipped import CATALOGUE
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.shipped import calendar, load_calendar

SHIPPED_CALENDARS = ("vn", "vn-24h")


def load_ground(
    catalogue: Sequence[Path] = (), directory: Path | None = None, calendars: Sequence[Path] = ()
) -> Ground:
    """Return procedures, agencies and calendars: the shipped ones and those in the given files.

    Raises:
        DefinitionError: A file is not what it should be.
    """
    agencies = Directory.load(directory) if directory else shipped_directory()
    loaded: dict[str, WorkCalendar] = {name: calendar(name) for name in SHIPPED_CALENDARS}
    for path in calendars:
        own = load_calendar(path)
        loaded[own.id] = own
    return Ground(Catalogue.load([CATALOGUE, *catalogue], agencies), agencies, loaded)
