"""Which procedures an agency receives today, and for which places: by the seats it holds in the directory."""

from collections.abc import Iterator
from datetime import date

from motcua.agencies.agency import NATION, Agency
from motcua.agencies.directory import FIXED, Directory
from motcua.dossiers.ground import Ground
from motcua.errors import ForbiddenError, MotcuaError
from motcua.procedures.definition import Procedure
from motcua.supervision.access.viewer import Viewer


def receivable(viewer: Viewer, ground: Ground, on: date) -> Iterator[Procedure]:
    """Yield the versions in force on a local day that a viewer's own agency receives and their rights reach."""
    catalogue = ground.catalogue
    for procedure in catalogue:
        begun = procedure.valid_from <= on and (procedure.valid_to is None or on <= procedure.valid_to)
        if begun and receives(viewer, procedure, ground.directory, on):
            yield procedure


def receives(viewer: Viewer, procedure: Procedure, directory: Directory, on: date) -> bool:
    """Whether a viewer's own agency holds the receiving seat, within their agencies, fields and clearance."""
    scope, seat = viewer.scope, procedure.one_stop
    agency = directory.get(viewer.agency)
    within = scope.agencies is None or agency.id in scope.agencies
    of_field = scope.fields is None or procedure.field.vi in scope.fields
    if not (within and of_field and agency.active(on)) or procedure.code in scope.hidden:
        return False
    if seat.startswith(FIXED):
        return directory.knows(seat.removeprefix(FIXED)) and directory.get(seat.removeprefix(FIXED)).id == agency.id
    return seat in agency.seats


def must_receive(viewer: Viewer, procedure: Procedure, directory: Directory, on: date) -> None:
    """Return if a viewer's own agency receives dossiers of a procedure.

    Raises:
        ForbiddenError: It does not, or the procedure lies outside their fields or above their clearance.
    """
    if not receives(viewer, procedure, directory, on):
        raise ForbiddenError(
            f"Your agency does not receive dossiers of procedure {procedure.code}, or it is not open to you.",
            vi=f"Cơ quan của bạn không tiếp nhận thủ tục {procedure.code}, hoặc thủ tục ngoài phạm vi của bạn.",
            field="procedure",
            hint="The procedures you receive are listed under /intake.",
            hint_vi="Các thủ tục bạn tiếp nhận có tại /intake.",
        )


def places(procedure: Procedure, receiver: str, ground: Ground, on: date) -> tuple[str, ...]:
    """Return the territories of the receiver's province in which somebody decides, its own first.

    The one-stop of a commune receives for the whole province; who decides follows from the place.
    """
    directory = ground.directory
    own = directory.get(receiver).territory
    return tuple(place for place in _places(directory, own, on) if _decided(procedure, place, ground, on))


def names_of_places(directory: Directory, on: date) -> dict[str, Agency]:
    """Return the agency a place is known by: its committee, else the first of what is there."""
    known: dict[str, Agency] = {}
    for agency in sorted(directory.agencies, key=lambda each: (each.kind != "committee", each.id)):
        if agency.active(on):
            known.setdefault(agency.territory, agency)
    return known


def _places(directory: Directory, own: str, on: date) -> Iterator[str]:
    province = _province(directory, own, on)
    for place in sorted(names_of_places(directory, on), key=lambda place: (place != own, place)):
        if province in (NATION, _province(directory, place, on)):
            yield place


def _province(directory: Directory, place: str, on: date) -> str:
    """Return the last territory below the nation; the nation's own is itself."""
    above = [each for each in directory.places_above(place, on) if each != NATION]
    return above[-1] if above else NATION


def _decided(procedure: Procedure, place: str, ground: Ground, on: date) -> bool:
    try:
        ground.agency_for(procedure.lead, place, on)
    except MotcuaError:
        return False
    return True
