"""`/`: what will go wrong today, what only somebody can decide, and where it jams."""

from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from motcua.dossiers.parts import Waiting
from motcua.notices.sentences_to_operators import KINDS
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.telling.stuck import agency_name
from motcua.supervision.web.ahead import ahead
from motcua.supervision.web.decisions import decisions, system_name
from motcua.supervision.web.drawing import bar, height, shade
from motcua.supervision.web.overview_figures import Figures, figures_of
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.supervision.web.trend import trend_of

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
WEIGHTS = (12, 8, 4, 2, 1)
"""How much a piece of work counts in the shades, by how late it is; what is not late has no shade."""
BAR, COLUMN = 150.0, 100.0


@router.get("/")
async def overview(sheet: TheSheet) -> Response:
    """Return the overview."""
    return await ahead(sheet, "overview.html", off_loop(_page, sheet))


def _page(sheet: Sheet) -> Response:
    figures = sheet.figures(figures_of(sheet.register, sheet.calendar, sheet.viewer.scope))
    return sheet.page(
        "overview.html",
        figures=figures,
        worst=_worst(figures, sheet),
        decisions=list(decisions(figures, sheet.voice, sheet.calendar)),
        reasons=_reasons(figures),
        shades=[[shade(n, w) for n, w in zip(load.cells, WEIGHTS, strict=False)] for load in figures.loads],
        days=_columns(figures),
        trend=trend_of(figures.weeks),
        month_bar=_month(figures),
        system_name=system_name,
        may_see_operations=sheet.viewer.may(Permission.READ_OPERATIONS),
        alarm_name=KINDS.__getitem__,
        W=Waiting,
    )


def _worst(figures: Figures, sheet: Sheet) -> Markup | None:
    """Return where it jams most: a system that is away, else the agency with the most late work."""
    voice, loads = sheet.voice, {load.system: load.dossiers for load in figures.connections.loads}
    away = sorted(figures.connections.outages.values(), key=lambda each: -loads.get(each.system, 0))
    if away:
        said = voice.say(system_name(away[0].system))
        return voice("overview.worst_system", system=said, since=voice.when(away[0].began_at))
    late = next((load for load in figures.loads if load.late), None)
    if late is None:
        return None
    return voice("overview.worst_agency", agency=voice.say(agency_name(late.agency, sheet.ground)), n=late.late)


def _reasons(figures: Figures) -> list[dict[str, Any]]:
    most = max((each.dossiers for each in figures.standing), default=0)
    lines = []
    for each in figures.standing:
        soon = each.will_be_late + each.at_risk
        parts = (("f-late", each.late), ("f-risk", soon), ("f-data3", each.dossiers - each.late - soon))
        top = next((h for h in figures.holding if h.reason is each.reason and h.agency != "applicant"), None)
        lines.append({"it": each, "soon": soon, "bar": bar(parts, most, BAR), "top": top})
    return lines


def _columns(figures: Figures) -> list[dict[str, Any]]:
    most = max((each.dossiers for each in figures.ahead), default=0)
    return [
        {
            "it": each,
            "day": each.day.begin.date(),
            "tall": height(each.dossiers, most, COLUMN),
            "part": height(each.endangered, most, COLUMN),
        }
        for each in figures.ahead
    ]


def _month(figures: Figures) -> list[Any]:
    month = figures.month
    parts = (("f-data", month.early), ("f-data2", month.on_time), ("f-late", month.late))
    return bar(parts, sum(number for _, number in parts), 480.0)
