"""`/procedures` and `/procedures/{code}`: where the route of a procedure jams, as measured, and by which limits."""

from datetime import date
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from motcua.agencies.codes import procedure_key
from motcua.errors import ForbiddenError, NotFoundError
from motcua.procedures.definition import Procedure
from motcua.procedures.findings import Finding
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.stuck.finding import folded
from motcua.supervision.telling.stuck import procedure_name
from motcua.supervision.web.ahead import ahead
from motcua.supervision.web.clock_rules import clock_rules
from motcua.supervision.web.decisions import system_name
from motcua.supervision.web.procedure_figures import FEW, WIDE, Lately, Measured, lately, measured
from motcua.supervision.web.procedure_route import drawn
from motcua.supervision.web.seats import seat_names
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.worktime.words import allowance_words

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
PAGE = 50
"""Procedures on a page of the list."""


@router.get("/procedures")
async def procedures(
    sheet: TheSheet,
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Return the procedures by field, with what is open and how they were finished lately."""
    return await ahead(sheet, "procedures.html", off_loop(_list, sheet, q.strip(), page))


@router.get("/procedures/{code}")
async def procedure(
    code: Annotated[str, Path(max_length=80)],
    sheet: TheSheet,
    version: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Return a version of a procedure, the one in force unless another is asked for."""
    versions = _versions(sheet, code)
    it = _version(sheet, versions, version)
    return await ahead(sheet, "procedure.html", off_loop(_page, sheet, it, versions), it=it)


def _list(sheet: Sheet, q: str, page: int) -> Response:
    stands, today = _lately(sheet), sheet.today
    found = _found(sheet, q, today)
    said = {"q": q} if q else {}
    following = {"page": str(page + 1)} if page * PAGE < len(found) else None
    return sheet.page(
        "procedures.html",
        q=q,
        found=len(found),
        fields=_by_field(sheet, found[(page - 1) * PAGE : page * PAGE]),
        following=f"/procedures?{urlencode(said | following)}" if following else None,
        first=f"/procedures?{urlencode(said)}" if page > 1 else None,
        stands=stands,
        total=sum(each.dossiers for each in stands.open.values()),
        late=sum(each.late for each in stands.open.values()),
        wide=WIDE,
        worst=sorted(stands.wide.values(), key=lambda each: (-each.median_rate, -each.late))[:8],
        named=lambda code: procedure_name(code, sheet.ground),
        allowance=allowance_words,
        today=today,
    )


def _found(sheet: Sheet, q: str, today: date) -> list[Procedure]:
    """Return the procedures that match, in the version of today, by field and name."""
    catalogue, say = sheet.ground.catalogue, sheet.voice.say
    current = (in_force(catalogue.versions(code), today) for code in catalogue.codes())
    mine = [each for each in current if _open_to(sheet, each)]
    found = [each for each in mine if folded(q) in folded(f"{each.code} {each.name.vi} {each.name.en}")]
    return sorted(found, key=lambda each: (folded(say(each.field)), folded(say(each.name)), each.code))


def _by_field(sheet: Sheet, found: list[Procedure]) -> list[tuple[str, list[Procedure]]]:
    return [(name, list(each)) for name, each in groupby(found, key=lambda each: sheet.voice.say(each.field))]


def _version(sheet: Sheet, versions: tuple[Procedure, ...], version: str) -> Procedure:
    """Return the version that is asked for, or the one of today."""
    if version:
        return sheet.ground.catalogue.get(versions[-1].code, version)
    return in_force(versions, sheet.today)


def _page(sheet: Sheet, it: Procedure, versions: tuple[Procedure, ...]) -> Response:
    today = sheet.today
    found = sheet.figures(measured(sheet.register, it.code, it.version, sheet.viewer.scope))
    stands = _lately(sheet)
    return sheet.page(
        "procedure.html",
        it=it,
        versions=tuple(reversed(versions)),
        today=today,
        measured=found,
        route=drawn(it, found),
        bottleneck=_bottleneck(it, found),
        stands=stands,
        agencies=stands.by_agency.get(it.code, ())[:15],
        wide=stands.wide.get(it.code),
        late_from=WIDE,
        rules=tuple(clock_rules(it)),
        findings=_findings(sheet, it),
        seats=seat_names(it, sheet.ground, today, sheet.viewer.agency),
        system_name=system_name,
        allowance=allowance_words,
        few=FEW,
    )


def in_force(versions: tuple[Procedure, ...], on: date) -> Procedure:
    """Return the version of a local day; where none is in force, the last one that was, else the first to come."""
    begun = [each for each in versions if each.valid_from <= on]
    return begun[-1] if begun else versions[0]


def _versions(sheet: Sheet, asked: str) -> tuple[Procedure, ...]:
    """Return the versions of a procedure.

    Raises:
        ForbiddenError: It is above the reader's clearance or outside their fields.
        NotFoundError: There is none.
    """
    key = procedure_key(asked)
    versions = sheet.ground.catalogue.versions(key)
    if not versions:
        raise NotFoundError(f"There is no procedure {key}.", vi=f"Không có thủ tục {key}.", field="code", rule="R20")
    if not _open_to(sheet, versions[-1]):
        raise ForbiddenError(
            f"The figures of procedure {key} are not open to you.",
            vi=f"Bạn không được xem số liệu của thủ tục {key}.",
            field="code",
            hint="You see the procedures of your fields, up to your clearance.",
            hint_vi="Bạn xem được thủ tục thuộc lĩnh vực và mức bảo mật cho phép.",
        )
    return versions


def _open_to(sheet: Sheet, procedure: Procedure) -> bool:
    scope = sheet.viewer.scope
    return procedure.code not in scope.hidden and (scope.fields is None or procedure.field.vi in scope.fields)


def _bottleneck(procedure: Procedure, found: Measured) -> dict[str, Any] | None:
    """Return the step that is late most often, of those measured often enough; None where none is late."""
    known = [(step, found.step(step.id)) for step in procedure.steps]
    judged = [(s, f) for s, f in known if f.visits and f.visits.judged >= FEW and f.visits.late]
    if not judged:
        return None
    step, figures = max(judged, key=lambda each: each[1].late_share or 0.0)
    return {"step": step, "figures": figures}


def _findings(sheet: Sheet, it: Procedure) -> tuple[Finding, ...]:
    mine = (each for each in sheet.ground.catalogue.reports if (each.procedure, each.version) == (it.code, it.version))
    return tuple(finding for each in mine for finding in each.findings)


def _lately(sheet: Sheet) -> Lately:
    return sheet.figures(lately(sheet.register, sheet.ground, sheet.calendar, sheet.viewer.scope))
