"""`/stuck`: find, understand and select what needs somebody."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from motcua.agencies.codes import procedure_key
from motcua.dossiers.parts import Waiting
from motcua.register.stuck import StuckFilter, StuckPage
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import off_loop
from motcua.supervision.telling.stuck import agency_name, past_by, procedure_name, stuck_list
from motcua.supervision.web.repairs import KINDS
from motcua.supervision.web.sheet import Sheet, TheSheet
from motcua.supervision.web.urgency import groups

router = APIRouter(dependencies=[needs(Permission.READ_DOSSIERS)])
LATE = {"any": "0wh", "1": "1wd", "5": "5wd", "10": "10wd"}
"""What can be chosen as lateness: working days past the moment from which a dossier is late."""
PAGE = 50
REASONS = tuple(reason for reason in Waiting)


def _plain(text: str) -> str | None:
    """Return a text as it is looked for; None for none, and `?` for what no name contains: it finds nothing."""
    asked = text.strip()
    return (asked if asked.isprintable() else "?") if asked else None


Empty = Literal[""]
"""What a form sends for a field that was left as it was."""


@router.get("/stuck")
async def stuck(
    sheet: TheSheet,
    agency: Annotated[str, Query(max_length=80)] = "",
    procedure: Annotated[str, Query(max_length=80)] = "",
    reason: Waiting | Empty = "",
    late: Annotated[str, Query(pattern=r"^(any|1|5|10|)$")] = "",
    due_before: date | Empty = "",
    after: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Return a page of the list; every filter stands in the address."""
    asked = {"agency": _plain(agency), "procedure": _plain(procedure), "reason": reason or None, "late": late or None}
    return await off_loop(_page, sheet, asked | {"due_before": due_before or None}, after or None)


def _page(sheet: Sheet, asked: dict[str, Any], after: str | None) -> Response:
    wanted = _filter(sheet, asked)
    page = sheet.register.stuck(wanted, now=sheet.now, limit=PAGE, after=after)
    told = stuck_list(page, sheet.ground, sheet.now, first=after is None)
    given = {name: str(value) for name, value in asked.items() if value is not None}
    return sheet.page(
        "stuck.html",
        told=told,
        groups=groups(told.dossiers, sheet.now, sheet.calendar),
        counts_by_reason=_counts(sheet, wanted, page, after),
        asked=asked,
        reasons=REASONS,
        agencies=_agencies(sheet),
        procedures=[(code, procedure_name(code, sheet.ground)) for code in sorted(sheet.ground.catalogue.codes())],
        lates=tuple(LATE),
        repairs=KINDS if sheet.viewer.may(Permission.PREPARE_REPAIRS) else (),
        following=f"/stuck?{urlencode(given | {'after': page.after})}" if page.after else None,
        first=f"/stuck?{urlencode(given)}" if after else None,
        api=f"/api/v1/stuck?{urlencode(_as_api(sheet, asked))}",
    )


def _filter(sheet: Sheet, asked: dict[str, Any]) -> StuckFilter:
    late, before = asked["late"], asked["due_before"]
    calendar = sheet.ground.calendars["vn"]
    return StuckFilter(
        agency=asked["agency"],
        procedure=procedure_key(asked["procedure"]) if asked["procedure"] else None,
        reason=asked["reason"],
        only_late=late is not None,
        late_by=past_by(LATE[late], sheet.now, calendar) if late and late != "any" else None,
        due_before=_end_of(before, sheet) if before else None,
        scope=sheet.viewer.scope,
    )


def _end_of(day: date, sheet: Sheet) -> datetime:
    """Return the last moment of a day, which a date in the filter includes."""
    return datetime.combine(day, time.max, sheet.voice.zone)


def _counts(sheet: Sheet, wanted: StuckFilter, page: StuckPage, after: str | None) -> dict[Waiting, int]:
    """Return the numbers beside the reasons: of everything the other filters let through."""
    if wanted.reason is None and after is None:
        return {each.reason: each.dossiers for each in page.counts}
    every = sheet.register.stuck(wanted.model_copy(update={"reason": None}), now=sheet.now, limit=1)
    return {each.reason: each.dossiers for each in every.counts}


def _agencies(sheet: Sheet) -> list[tuple[str, Any]]:
    """Return the agencies that hold something the viewer may see, by name."""
    held = {each.agency for each in sheet.register.holding(sheet.viewer.scope)}
    return sorted(((id, agency_name(id, sheet.ground)) for id in held), key=lambda each: sheet.voice.say(each[1]))


def _as_api(sheet: Sheet, asked: dict[str, Any]) -> dict[str, str]:
    """Return the same question as the API takes it."""
    given = {name: str(asked[name]) for name in ("agency", "procedure", "reason") if asked[name]}
    if asked["late"]:
        given |= {"only_late": "true"} | ({"late_by": LATE[asked["late"]]} if asked["late"] != "any" else {})
    if asked["due_before"]:
        given["due_before"] = _end_of(asked["due_before"], sheet).isoformat()
    return given
