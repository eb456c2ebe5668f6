"""Reports over HTTP: as JSON, CSV, XLSX or PDF; and the dossiers behind each of their numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from motcua.agencies.codes import procedure_key
from motcua.dossiers.parts import Model
from motcua.register.ontime import Promise
from motcua.register.report_lists import Listed
from motcua.register.shares import DelaysBy
from motcua.reports.commending import Merit, Wide
from motcua.reports.scoring import Weight, given_index
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import Office, TheOffice, off_loop
from motcua.supervision.reporting.asked import Asked, Format, Kind, period_asked, structure_named
from motcua.supervision.reporting.behind import PAGE
from motcua.supervision.reporting.behind import behind as dossiers_behind
from motcua.supervision.reporting.making import MEDIA, made, written

router = APIRouter(prefix="/reports", tags=["supervision"], dependencies=[needs(Permission.READ_REPORTS)])

AS_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in MEDIA.values()}, "description": "The report."}
}
Id = Annotated[str, Query(max_length=80)]


class Behind(Model):
    """The dossiers a number counts, a page of them."""

    dossiers: tuple[Listed, ...]
    after: str | None
    """The cursor of the next page; None: this was the last."""


async def _asked(
    office: TheOffice,
    period: Annotated[str | None, Query(max_length=20, description="2026, 2026-H1, 2026-Q3, 2026-10.")] = None,
    since: Annotated[date | None, Query(alias="from", description="First day; none: 1 January.")] = None,
    to: Annotated[date | None, Query(description="Last day; none: today.")] = None,
    agency: Annotated[str | None, Query(max_length=80, description="With all below it; none: all you see.")] = None,
    field: Annotated[list[Id] | None, Query(max_length=50)] = None,
    procedure: Annotated[list[Id] | None, Query(max_length=50)] = None,
    structure: Annotated[str, Query(max_length=20, description="then, now, or a date (R73).")] = "then",
    judged: Annotated[Promise, Query(description="The date in force, or the first (R52).")] = Promise.CURRENT,
    weight: Annotated[Decimal, Query(gt=0, le=100, description="Points of the progress group.")] = Decimal(20),
    given: Annotated[list[Id] | None, Query(max_length=9, description="Indices people give, 5=2 (R67).")] = None,
    least: Annotated[int | None, Query(ge=1, le=1_000_000, description="Fewest dossiers that are judged.")] = None,
    by: Annotated[DelaysBy | None, Query(description="Lines of the report on delays; none: agency.")] = None,
    officer: Annotated[str | None, Query(max_length=80, description="This staff number alone (officers).")] = None,
    details: bool = True,
    lang: Literal["vi", "en"] = "vi",
) -> Asked:
    """Read what a report is asked for; its kind stands in the path."""
    today = datetime.now(UTC).astimezone(office.ground.calendars["vn"].tz).date()
    return Asked(
        kind=Kind.FORM06,
        period=period_asked(period, since, to, today),
        agency=agency,
        fields=tuple(field or ()),
        procedures=tuple(map(procedure_key, procedure or ())),
        structure=structure_named(structure),
        judged=judged,
        weight=Weight(points=weight),
        merit=Merit(least=least) if least else Merit(),
        wide=Wide(least=least) if least else Wide(),
        given=dict(map(given_index, given or ())),
        by=by,
        officer=officer,
        details=details,
        lang=lang,
    )


TheAsked = Annotated[Asked, Depends(_asked)]


@router.get("/behind")
async def behind(
    office: TheOffice,
    viewer: TheViewer,
    asked: TheAsked,
    figure: Annotated[str, Query(max_length=20, description="A column of form 06, 3 to 13, or a count's name.")],
    of: Annotated[str, Query(max_length=80, description="The line's deciding agency, alone (R73).")] = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Behind:
    """Return the dossiers a number of a report counts.

    The report's own questions narrow them, and what the line stands for (`chosen` of its row): `field`, `procedure`,
    and `of` for its agency.
    """
    now, scope = datetime.now(UTC), viewer.scope
    found = await off_loop(
        dossiers_behind, asked, figure, office.register, office.ground, now, of=of, after=after, scope=scope
    )
    return Behind(dossiers=tuple(found), after=found[-1].code if len(found) == PAGE else None)


@router.get("/{kind}.{form}", response_class=Response, responses=AS_FILE)
async def report(kind: Kind, form: Format, office: TheOffice, viewer: TheViewer, asked: TheAsked) -> Response:
    """Return a report as a file; its numbers are those of the moment, with the register's head."""
    name, content = await off_loop(_file, office, asked.model_copy(update={"kind": kind}), form, viewer.scope)
    return Response(content, media_type=MEDIA[form], headers=as_file(name, form))


def _file(office: Office, asked: Asked, form: Format, scope: Any) -> tuple[str, bytes]:
    sheet = made(asked, office.register, office.ground, datetime.now(UTC), scope)
    return written(sheet, asked, form)


def as_file(name: str, form: Format) -> Mapping[str, str]:
    """Return the headers of a report's file: shown where browsers can, saved otherwise, never cached."""
    shown = "inline" if form in (Format.JSON, Format.PDF) else "attachment"
    return {"Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "no-store"}
