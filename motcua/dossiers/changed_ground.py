"""The ground once further decisions are known: calendars changed, versions published, since a process started."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from motcua.dossiers.ground import Ground
from motcua.errors import DefinitionError
from motcua.procedures.catalogue import Catalogue
from motcua.procedures.definition import Procedure
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.decisions import CalendarDecision, layer_of_decisions
from motcua.worktime.layers import Rank, combine, layer_of


def under_decisions(ground: Ground, decisions: Sequence[CalendarDecision]) -> Ground:
    """Return the ground under calendar decisions, in the order in which they were entered.

    A decision about a calendar reaches every calendar that lies over it, and every agency that works by one of them; a
    decision about an agency lies over all of these, and reaches nobody else.

    Args:
        ground: The ground as its files make it, without any decision.
        decisions: All that were entered.
    """
    calendars: dict[str, WorkCalendar] = {}
    for id in ground.calendars:
        _changed(ground, decisions, id, calendars)
    return replace(ground, calendars=calendars, decisions=tuple(decisions), _of_agency={})


def _changed(
    ground: Ground, decisions: Sequence[CalendarDecision], id: str, found: dict[str, WorkCalendar]
) -> WorkCalendar:
    """Return a calendar with what was decided about it and about those below it; unchanged, it is the same object."""
    if id in found:
        return found[id]
    calendar = ground.calendars[id]
    over = ground.over.get(id)
    if over is not None and over.base in ground.calendars:
        base = _changed(ground, decisions, over.base, found)
        if base is not ground.calendars[over.base]:
            calendar = combine([layer_of(base), over.layer], id=id)
    layer = layer_of_decisions(decisions, id, Rank.PROVINCE)
    found[id] = calendar if layer is None else combine([layer_of(calendar), layer], id=id)
    return found[id]


def with_versions(
    ground: Ground, later: Iterable[Procedure], ends: Mapping[tuple[str, str], date]
) -> tuple[Ground, int]:
    """Return the ground with further published versions, and how many could not be taken in.

    Args:
        ground: The ground as its files make it.
        later: Versions published elsewhere, in the order of their publication.
        ends: Days on which versions end, where that was decided after their files were written.
    """
    procedures = {(p.code, p.version): _ended(p, ends) for p in ground.catalogue}
    left_out = 0
    for procedure in later:
        if (procedure.code, procedure.version) in procedures:
            continue
        together = {**procedures, (procedure.code, procedure.version): _ended(procedure, ends)}
        try:
            Catalogue(p for p in together.values() if p.code == procedure.code)
        except DefinitionError:
            left_out += 1
            continue
        procedures = together
    return replace(ground, catalogue=Catalogue(procedures.values(), ground.catalogue.reports)), left_out


def _ended(procedure: Procedure, ends: Mapping[tuple[str, str], date]) -> Procedure:
    end = ends.get((procedure.code, procedure.version))
    if end is None or procedure.valid_to is not None:
        return procedure
    return procedure.model_copy(update={"valid_to": end})
