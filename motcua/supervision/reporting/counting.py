"""Counts of the register as figures: by procedure, and by agency as the chosen organisation has it."""

from collections.abc import Iterable

from motcua.register.register import Register
from motcua.register.report_counts import COUNTS
from motcua.register.report_frame import Frame
from motcua.reports.figures import NONE, Figures, added
from motcua.reports.form06 import Cell, Form06, form06
from motcua.reports.structure import Structure


def figures_of(counts: Iterable[int]) -> Figures:
    """Return counts of the register as figures."""
    return Figures(**dict(zip(COUNTS, counts, strict=True)))


def form_of(register: Register, frame: Frame) -> Form06:
    """Return form 06 of a period.

    Raises:
        DisagreementError: An identity does not hold.
    """
    before = register.open_at(frame)
    counted = {(each.procedure, each.field): figures_of(each.figures) for each in register.counted(frame)}
    keys = [*counted, *(key for key in before if key not in counted and before[key])]
    figures = ((code, field, counted.get((code, field), NONE)) for code, field in keys)
    return form06(Cell(field, code, each, before.get((code, field), 0)) for code, field, each in figures)


def by_agency(register: Register, frame: Frame, structure: Structure) -> dict[str, Figures]:
    """Return the figures of each deciding agency; dossiers of one that has ended are its successor's (R73)."""
    found: dict[str, list[Figures]] = {}
    for _procedure, agency, figures in by_procedure_and_agency(register, frame, structure):
        found.setdefault(agency, []).append(figures)
    return {agency: added(each) for agency, each in sorted(found.items())}


def by_procedure_and_agency(
    register: Register, frame: Frame, structure: Structure
) -> Iterable[tuple[str, str, Figures]]:
    """Yield the figures of each procedure with each deciding agency of the chosen organisation."""
    for each in register.counted(frame, split=structure.split_agencies):
        agency = structure.holder(each.agency or "", each.territory)
        yield each.procedure, agency, figures_of(each.figures)
