"""Who deserves to be commended, and which procedures are late whoever handles them."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from motcua.dossiers.parts import Model
from motcua.reports.figures import Figures, added, share


class Merit(Model):
    """What a unit has to show."""

    least: int = Field(default=30, ge=1)
    """Dossiers closed in the period that had a limit; with fewer nothing is said."""
    most: int = Field(default=10, ge=1, le=1000)
    """How many units are named."""


class Unit(Model):
    """A unit that deserves it."""

    agency: str
    figures: Figures
    early_share: float
    """Share of what it finished that was finished before the due date."""


def best_units(units: Mapping[str, Figures], merit: Merit) -> tuple[Unit, ...]:
    """Return the best units, the best first.

    A unit is named if it finished enough dossiers with a limit, none of them late, and has none open that is late. Of
    these the one with the greater share finished before its date comes first; of equals the one that finished more.
    """
    found = [
        Unit(agency=agency, figures=figures, early_share=share(figures.early, figures.judged) or 0.0)
        for agency, figures in units.items()
        if figures.judged >= merit.least and figures.late == 0 and figures.open_late == 0
    ]
    return tuple(sorted(found, key=lambda unit: (-unit.early_share, -unit.figures.judged, unit.agency))[: merit.most])


class Wide(Model):
    """When lateness is the procedure's own rather than some agency's."""

    least: int = Field(default=10, ge=1)
    """Dossiers with a limit that an agency must have finished for its rate to be counted."""
    agencies: int = Field(default=3, ge=2)
    """How many such agencies there must be."""
    rate: float = Field(default=0.10, gt=0, le=1)
    """Late share from which an agency counts as late with it."""
    spread: float = Field(default=0.5, gt=0, le=1)
    """Share of these agencies that must be late with it."""


class LateProcedure(Model):
    """A procedure that is late with most of those who handle it."""

    procedure: str
    dossiers: int
    """n: dossiers with a limit that the counted agencies finished."""
    late: int
    late_rate: float
    agencies: int
    """Agencies that finished enough of them."""
    agencies_late: int
    median_rate: float
    """Middle of these agencies' late shares."""


def late_procedures(counts: Iterable[tuple[str, str, Figures]], wide: Wide) -> tuple[LateProcedure, ...]:
    """Return the procedures that are late whoever handles them, the worst first.

    Args:
        counts: Procedure, agency and what that agency did with it in the period.
        wide: From when on it is so.
    """
    by_procedure: dict[str, dict[str, list[Figures]]] = {}
    for procedure, agency, figures in counts:
        by_procedure.setdefault(procedure, {}).setdefault(agency, []).append(figures)
    found = (_late_with(procedure, agencies, wide) for procedure, agencies in by_procedure.items())
    named = [each for each in found if each is not None]
    return tuple(sorted(named, key=lambda each: (-each.median_rate, -each.late, each.procedure)))


def _late_with(procedure: str, agencies: Mapping[str, list[Figures]], wide: Wide) -> LateProcedure | None:
    sums = [each for each in map(added, agencies.values()) if each.judged >= wide.least]
    rates = sorted(each.late / each.judged for each in sums)
    above = sum(rate >= wide.rate for rate in rates)
    if len(sums) < wide.agencies or above < wide.spread * len(sums):
        return None
    n, late = sum(each.judged for each in sums), sum(each.late for each in sums)
    middle = len(rates) // 2
    median = rates[middle] if len(rates) % 2 else (rates[middle - 1] + rates[middle]) / 2
    return LateProcedure(
        procedure=procedure,
        dossiers=n,
        late=late,
        late_rate=late / n,
        agencies=len(sums),
        agencies_late=above,
        median_rate=median,
    )
