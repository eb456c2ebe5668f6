"""`/reports` and `/reports/{kind}`: figures of a period as a table, each number leading to its list, and as files."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import RedirectResponse, Response

from motcua.dossiers.portal_words import STATES
from motcua.errors import MotcuaError
from motcua.register.report_lists import Listed
from motcua.register.report_orders import Order, Stage
from motcua.reports.csv_file import source_words
from motcua.reports.sheet import Sheet as ReportSheet
from motcua.reports.sheet import shown
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.api.report_orders import carried_on, set_to_work
from motcua.supervision.reporting.asked import Asked, Kind
from motcua.supervision.reporting.behind import behind as dossiers_behind
from motcua.supervision.reporting.ordering import answered, asked_by, order, told
from motcua.supervision.telling.labels import KEPT
from motcua.supervision.telling.stuck import procedure_name
from motcua.supervision.web.report_asking import TheForm, as_query
from motcua.supervision.web.report_charts import chart_of
from motcua.supervision.web.report_offers import offered
from motcua.supervision.web.report_table import ROWS, cells, figure_named, heads
from motcua.supervision.web.report_waiting import DESK
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.supervision.web.voice import NOTHING

router = APIRouter(dependencies=[needs(Permission.READ_REPORTS)])
BEHIND = 60
"""Dossiers on a page of the list behind a number."""
FILES = ("csv", "xlsx", "pdf")
ENOUGH = 286
"""Status by which htmx stops asking for a part that is complete."""
Place = Annotated[int, Query(ge=1, le=10_000)]


@router.get("/reports")
async def reports(sheet: TheSheet) -> Response:
    """Return the reports there are, and those the reader has ordered."""
    orders = await off_loop(sheet.register.report_orders, sheet.viewer.subject)
    lines = [(each, asked_by(each)) for each in orders]
    return sheet.page("reports.html", kinds=tuple(Kind), orders=lines, month=f"{_today(sheet):%Y-%m}")


@router.get("/reports/orders/{number}")
async def ordered(number: Annotated[str, Path(max_length=80)], sheet: TheSheet, page: Place = 1) -> Response:
    """Return how far an ordered report is, and the report once it is there."""
    found = await carried_on(number, sheet.office, sheet.viewer)
    return await off_loop(_ordered, sheet, found, page)


@router.get("/reports/{kind}")
async def report(kind: Kind, form: TheForm, page: Place = 1) -> Response:
    """Return a report as a page; one that takes long says so, and comes when it is ready."""
    sheet, asked = form.sheet, form.asked(kind)
    try:
        made = await DESK.sheet(asked, sheet.office, sheet.viewer)
    except MotcuaError:
        if sheet.part:  # the page that waits for it is shown the refusal whole
            return Response(status_code=204, headers={"HX-Refresh": "true"})
        raise
    return await off_loop(_report, sheet, asked, made, page)


@router.post("/reports/{kind}/orders")
async def place(kind: Kind, form: TheForm) -> Response:
    """Order a report, and lead to where it will be."""
    sheet = form.sheet
    placed = await off_loop(order, form.asked(kind), sheet.register, sheet.viewer.subject)
    set_to_work(placed, sheet.office, sheet.viewer)
    return RedirectResponse(f"/reports/orders/{placed.number}", 303)


@router.get("/reports/{kind}/behind")
async def behind(
    kind: Kind,
    form: TheForm,
    figure: Annotated[str, Query(max_length=20)],
    of: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """Return the dossiers a number counts."""
    sheet, asked = form.sheet, form.asked(kind)
    found = await off_loop(_listed, sheet, asked, figure, of, after)
    back = f"/reports/{kind.value}?{as_query(asked)}"
    more = {"figure": figure} | ({"of": of} if of else {})
    here = f"/reports/{kind.value}/behind?{as_query(asked, **more)}"
    return sheet.page(
        "report_list.html",
        asked=asked,
        of=of,
        found=found,
        back=back,
        figure=figure_named(kind, figure),
        first=here if after else None,
        following=f"{here}&after={found[-1].code}" if len(found) == BEHIND else None,
        procedure=lambda code: procedure_name(code, sheet.ground),
        dated=lambda at: f"{at.astimezone(sheet.voice.zone):%d/%m/%Y %H:%M}" if at else NOTHING,
        states=STATES,
        kept=KEPT,
    )


def _ordered(sheet: Sheet, found: Order, page: int) -> Response:
    asked, here = asked_by(found), f"/reports/orders/{found.number}"
    parts = {"report": None}
    if found.stage is Stage.READY:
        parts = _parts(answered(found), asked, page, f"{here}?")
    said = {"order": found, "told": told(found), "asked": asked, "files": _files(f"/api/v1{here}")}
    return sheet.page("report_order.html", status=_status(sheet, complete=found.over), **said, **parts)


def _report(sheet: Sheet, asked: Asked, made: ReportSheet | None, page: int) -> Response:
    here, query = f"/reports/{asked.kind.value}", as_query(asked)
    parts = {"report": None} if made is None else _parts(made, asked, page, f"{here}?{query}&")
    files = _files(f"/api/v1{here}", f"?{as_query(asked, lang=asked.lang)}")
    said = {"asked": asked, "files": files, "query": query, "again": f"{here}?{query}"}
    status = _status(sheet, complete=made is not None)
    return sheet.page("report.html", status=status, **said, **offered(sheet, asked), **parts)


def _files(address: str, query: str = "") -> list[tuple[str, str]]:
    return [(form, f"{address}.{form}{query}") for form in FILES]


def _status(sheet: Sheet, *, complete: bool) -> int:
    """Return the status of an answer: a part that is complete is not asked for again."""
    return ENOUGH if complete and sheet.part else 200


def _listed(sheet: Sheet, asked: Asked, figure: str, of: str, after: str) -> list[Listed]:
    register, ground, scope = sheet.register, sheet.ground, sheet.viewer.scope
    more: dict[str, Any] = {"of": of, "after": after, "limit": BEHIND, "scope": scope}
    return dossiers_behind(asked, figure, register, ground, datetime.now(UTC), **more)


def _parts(report: ReportSheet, asked: Asked, page: int, here: str) -> dict[str, Any]:
    """Return what a template shows of a report that is ready."""
    last = max(1, -(-len(report.rows) // ROWS))
    page = min(page, last)
    shown_rows = report.rows[(page - 1) * ROWS : page * ROWS]
    return {
        "report": report,
        "heads": heads(report.columns),
        "rows": [(row, cells(row, report, asked)) for row in shown_rows],
        "number": page,
        "pages": last,
        "turned": lambda to: f"{here}page={to}",
        "chart": chart_of(report, asked.kind),
        "printed": lambda value, kind: shown(value, kind, asked.lang),
        "source": source_words(report),
    }


def _today(sheet: Sheet) -> date:
    return sheet.now.astimezone(sheet.voice.zone).date()
