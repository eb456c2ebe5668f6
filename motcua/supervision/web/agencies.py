"""`/agencies` and `/agencies/{id}`: what an agency holds, what it is late with, and who keeps it waiting."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from motcua.agencies.agency import Agency, Level
from motcua.reports.structure import Structure
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.stuck.finding import folded
from motcua.supervision.telling.stuck import procedure_name
from motcua.supervision.web.agency_drawing import ages_of, times_of
from motcua.supervision.web.agency_figures import AgencyFigures, Reach, agency_figures
from motcua.supervision.web.agency_lines import NO_LINE, AgencyLine, Lines, added, lines_of
from motcua.supervision.web.agency_tree import ended, forerunners, heirs, seen_agency, subtree, units
from motcua.supervision.web.ahead import ahead
from motcua.supervision.web.decisions import system_name
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.supervision.web.trend import trend_of
from motcua.supervision.web.voice import Said
from motcua.worktime.words import Words

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
PAGE = 50
Sort = Literal["late", "overdue", "duties", "decided", "rate", "name"]
KEYS: dict[str, Callable[[AgencyLine], Any]] = {
    "late": lambda line: (-line.late, -line.overdue, -line.duties),
    "overdue": lambda line: (-line.overdue, -line.late),
    "duties": lambda line: (-line.duties, -line.late),
    "decided": lambda line: (-line.decided, -line.overdue),
    "rate": lambda line: (2 if line.rate is None else line.rate, -line.judged),
}
"""What a list is ordered by; of equals the name decides."""


@router.get("/agencies")
async def agencies(
    sheet: TheSheet,
    q: Annotated[str, Query(max_length=80)] = "",
    level: Level | Literal[""] = "",
    sort: Sort = "late",
    idle: bool = False,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Return the agencies somebody sees, those with the most late work first; every choice stands in the address."""
    asked = {"q": q.strip(), "level": level, "sort": sort, "idle": idle}
    return await ahead(sheet, "agencies.html", off_loop(_list, sheet, asked, page))


@router.get("/agencies/{agency}")
async def agency(agency: Annotated[str, Path(max_length=80)], sheet: TheSheet, whole: bool = False) -> Response:
    """Return the page of an agency; `whole`: with everything below it."""
    it = seen_agency(sheet.viewer, agency, sheet.ground.directory)
    return await ahead(sheet, "agency.html", off_loop(_page, sheet, it, whole), it=it)


def _list(sheet: Sheet, asked: dict[str, Any], page: int) -> Response:
    lines, today = _lines(sheet), sheet.today
    seen = _seen(sheet, lines, today)
    rows = _ordered(sheet, [each for each in seen if _fits(each, lines, asked)], lines, asked)
    ends = ended(sheet.ground.directory, today, sheet.viewer.scope.agencies)
    over = [(each, lines.get(each.agency.id, NO_LINE)) for each in ends if _named(each.agency, asked["q"])]
    given = {name: str(value).lower() if value is True else str(value) for name, value in asked.items() if value}
    following = page * PAGE < len(rows)
    return sheet.page(
        "agencies.html",
        rows=rows[(page - 1) * PAGE : page * PAGE],
        total=added(lines.values()),
        found=len(rows),
        worst=[each for each in _ordered(sheet, seen, lines, {"sort": "late"})[:3] if each[1].late],
        ended=sorted(over, key=lambda each: -each[1].duties),
        asked=asked,
        levels=tuple(Level),
        sorted_by=lambda name: f"/agencies?{urlencode(given | {'sort': name})}",
        following=f"/agencies?{urlencode(given | {'page': str(page + 1)})}" if following else None,
        first=f"/agencies?{urlencode(given)}" if page > 1 else None,
    )


def _seen(sheet: Sheet, lines: Lines, today: date) -> list[Agency]:
    """Return what is listed: agencies that exist, and those that are over and still have work."""
    within = sheet.viewer.scope.agencies
    every = (each for each in sheet.ground.directory.agencies if within is None or each.id in within)
    return [each for each in every if each.active(today) or lines.get(each.id, NO_LINE).duties]


def _fits(agency: Agency, lines: Lines, asked: dict[str, Any]) -> bool:
    if asked["level"] and agency.level is not asked["level"]:
        return False
    if asked["q"]:
        return _named(agency, asked["q"])
    return asked["idle"] or not lines.get(agency.id, NO_LINE).idle


def _named(agency: Agency, text: str) -> bool:
    """Whether an agency's name, id or a code has a text in it, marks left out."""
    return folded(text) in folded(f"{agency.name.vi} {agency.name.en} {agency.id} {' '.join(agency.codes)}")


def _ordered(sheet: Sheet, seen: list[Agency], lines: Lines, asked: dict[str, Any]) -> list[tuple[Agency, AgencyLine]]:
    named = sorted(seen, key=lambda each: folded(sheet.voice.say(each.name)))
    rows = [(each, lines.get(each.id, NO_LINE)) for each in named]
    key = KEYS.get(asked["sort"])
    return sorted(rows, key=lambda row: key(row[1])) if key else rows


def _page(sheet: Sheet, agency: Agency, whole: bool) -> Response:
    directory, today = sheet.ground.directory, sheet.today
    below = units(directory, agency.id, today) if agency.active(today) else ()
    whole = whole and bool(below)
    reach = _reach(sheet, agency, whole, today)
    figures = sheet.figures(agency_figures(sheet.register, reach, sheet.calendar, sheet.viewer.scope))
    return sheet.page(
        "agency.html",
        it=agency,
        figures=figures,
        whole=whole,
        active=agency.active(today),
        heirs=heirs(directory, agency.id),
        forerunners=forerunners(directory, agency.id, today),
        units=_units(sheet, below, today),
        may_see_officers=_may_see_officers(sheet),
        may_see_reports=sheet.viewer.may(Permission.READ_REPORTS),
        ages=ages_of(figures.ages),
        times=times_of(figures.times),
        trend=trend_of(figures.weeks),
        step_name=lambda procedure, step: _step_name(sheet, procedure, step),
        procedure=lambda code: procedure_name(code, sheet.ground),
        system_name=system_name,
        worst=_worst(figures),
    )


def _reach(sheet: Sheet, agency: Agency, whole: bool, today: date) -> Reach:
    if not agency.active(today):
        return Reach(frozenset({agency.id}), frozenset({agency.id}))
    structure = Structure(sheet.ground.directory, today)
    if whole:
        below = subtree(sheet.ground.directory, agency.id, today)
        return Reach(below, structure.below(agency.id).whole, closely=False)
    return Reach(frozenset({agency.id}), structure.alone(agency.id).whole)


def _units(sheet: Sheet, below: tuple[Agency, ...], today: date) -> list[tuple[Agency, AgencyLine, int]]:
    """Return the units right below, each with all that is below it and how many they are; the most late work first."""
    lines = _lines(sheet)
    found = []
    for each in below:
        ids = subtree(sheet.ground.directory, each.id, today)
        found.append((each, added(lines.get(id, NO_LINE) for id in ids), len(ids) - 1))
    return sorted(found, key=lambda each: (KEYS["late"](each[1]), sheet.voice.say(each[0].name)))


def _worst(figures: AgencyFigures) -> str:
    """Return what most of what is overdue waits for: itself, others, or nothing is overdue."""
    own, others = figures.deciding("late", own=True), figures.deciding("late", own=False)
    return "none" if not own + others else "own" if own >= others else "others"


def _may_see_officers(sheet: Sheet) -> bool:
    """Whether loads are shown by name of the staff number: to heads and supervision, not among colleagues."""
    return sheet.viewer.may(Permission.READ_REPORTS) and sheet.viewer.may(Permission.READ_OPERATIONS)


def _step_name(sheet: Sheet, procedure: str, step: str) -> Said:
    """Return a step's name in the latest version that has it; one that is gone is its own name."""
    versions = reversed(sheet.ground.catalogue.versions(procedure))
    return next((each.by_id[step].name for each in versions if step in each.by_id), Words(step, step))


def _lines(sheet: Sheet) -> Lines:
    return sheet.figures(lines_of(sheet.register, sheet.ground, sheet.calendar, sheet.viewer.scope))
