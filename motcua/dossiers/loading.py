"""The ground as it is shipped, or as an installation extends it."""

from collections.abc import Sequence
from pathlib import Path

from motcua.agencies.directory import Directory
from motcua.agencies.shipped import directory as shipped_directory
from motcua.dossiers.ground import Ground, Over
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.shipped import CATALOGUE
from motcua.procedures.shipped import catalogue as shipped_catalogue
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.documents import read_document
from motcua.worktime.shipped import SHIPPED, calendar, load_calendar, load_layer


def load_ground(
    catalogue: Sequence[Path] = (), directory: Path | None = None, calendars: Sequence[Path] = ()
) -> Ground:
    """Return procedures, agencies and calendars: the shipped ones and those in the given files.

    Raises:
        DefinitionError: A file is not what it should be.
    """
    agencies = Directory.load(directory) if directory else shipped_directory()
    loaded: dict[str, WorkCalendar] = {name: calendar(name) for name in SHIPPED}
    over: dict[str, Over] = {}
    for path in calendars:
        own, base = load_calendar(path), read_document(path).get("base")
        loaded[own.id] = own
        over |= {own.id: Over(str(base), load_layer(path))} if base else {}
    as_shipped = not catalogue and directory is None
    procedures = shipped_catalogue() if as_shipped else Catalogue.load([CATALOGUE, *catalogue], agencies)
    return Ground(procedures, agencies, loaded, over)
