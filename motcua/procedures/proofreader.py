"""The proof-reader: it refuses definitions that cannot work, before any dossier meets them, and warns of odd ones."""

from collections.abc import Collection, Iterator, Sequence

from motcua.agencies.directory import Directory
from motcua.agencies.documents import Location
from motcua.procedures import complexity, data, derived_data, graph, limits, links, phases, rules, seats, table_checks
from motcua.procedures.definition import Procedure
from motcua.procedures.desk import Check, Desk
from motcua.procedures.findings import Finding, Report, Severity, in_order
from motcua.procedures.reader import Reading
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.shipped import calendar as shipped_calendar

FIRST: tuple[Check, ...] = (
    graph.names_once,
    graph.references,
    data.declarations,
    data.conditions,
    table_checks.cells,
    table_checks.given,
    derived_data.derived,
    limits.positive,
    rules.consultations,
    rules.supplements,
    rules.overdue_plan,
    rules.applicants_time,
    rules.the_rest,
    rules.versions,
    links.links,
    seats.seats,
    seats.systems,
    complexity.oddities,
)
"""Readings that need nothing but the definition itself."""
THEN: tuple[Check, ...] = (graph.reached, graph.ends, graph.ways_out, data.constants, table_checks.covered)
"""Readings that make sense only where names, references and conditions are sound."""
LAST: tuple[Check, ...] = (data.known_in_time, limits.ways_fit, phases.phases_fit, phases.phases_stand)
"""Readings that follow the steps from beginning to end."""
BASIC = frozenset(
    {
        "name_twice",
        "dangling",
        "circle",
        "unreachable",
        "condition",
        "data_name",
        "data_choices",
        "limit_not_positive",
        "table_cells",
        "table_order",
        "data_set",
        "derived_by_nobody",
    }
)
"""Faults after which the later readings would only repeat them."""


def proofread(
    procedure: Procedure,
    directory: Directory,
    location: Location,
    *,
    calendar: WorkCalendar | None = None,
    others: Sequence[Procedure] = (),
    systems: Collection[str] | None = None,
    codes: Collection[str] = (),
) -> Report:
    """Return everything that is wrong or odd about a version.

    Args:
        procedure: What was read from the file.
        directory: The agencies its seats must be held by.
        location: Where its values stand in the file.
        calendar: The days on which mixed units are compared; None: the shipped one.
        others: Versions already published, which must not be in force at the same time.
        systems: Department systems that are connected; None: any name is taken.
        codes: Procedures that will be published together with it.
    """
    desk = Desk(procedure, directory, location, calendar or shipped_calendar(), others, systems, codes)
    findings = list(_found(desk))
    return Report(
        file=location.file, procedure=procedure.code, version=procedure.version, findings=in_order(tuple(findings))
    )


def proofread_reading(
    reading: Reading, directory: Directory, *, others: Sequence[Procedure] = (), codes: Collection[str] = ()
) -> Report:
    """Return the report on a file: what could not be read, or what the proof-reader found."""
    if reading.procedure is None:
        return reading.report
    return proofread(reading.procedure, directory, reading.location, others=others, codes=codes)


def _found(desk: Desk) -> Iterator[Finding]:
    basic = False
    for checks in (FIRST, THEN, LAST):
        for finding in (found for check in checks for found in check(desk)):
            basic = basic or (finding.severity is Severity.REFUSE and finding.code in BASIC)
            yield finding
        if basic:
            return
