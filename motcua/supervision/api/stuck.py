"""The supervisor's question over HTTP: what is stuck, why, with whom, since when."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator

from motcua.agencies.codes import procedure_key
from motcua.dossiers.parts import Moment, Waiting
from motcua.register.stuck import StuckFilter
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import TheOffice, off_loop
from motcua.supervision.telling.stuck import StuckList, past_by, stuck_list


def _of_our_time(at: datetime) -> datetime:
    if not 2000 <= at.year < 2100:
        raise ValueError("a due date lies between 2000 and 2100")
    return at


OurTime = Annotated[Moment, AfterValidator(_of_our_time)]
router = APIRouter(tags=["supervision"], dependencies=[needs(Permission.READ_DOSSIERS)])


@router.get("/stuck")
async def stuck(
    office: TheOffice,
    viewer: TheViewer,
    agency: Annotated[str | None, Query(max_length=80, description="Who holds it; `applicant` too.")] = None,
    procedure: Annotated[str | None, Query(max_length=80)] = None,
    reason: Waiting | None = None,
    only_late: bool = False,
    late_by: Annotated[str | None, Query(max_length=20, description="Working time past due: 1wd, 4wh.")] = None,
    due_before: OurTime | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> StuckList:
    """Return every open dossier that needs somebody: late ones first, then by date, then those whose clock stands."""
    now = datetime.now(UTC)
    wanted = StuckFilter(
        agency=agency,
        procedure=procedure_key(procedure) if procedure else None,
        reason=reason,
        only_late=only_late,
        late_by=past_by(late_by, now, office.ground.calendars["vn"]) if late_by else None,
        due_before=due_before,
        scope=viewer.scope,
    )
    page = await off_loop(office.register.stuck, wanted, now=now, limit=limit, after=cursor)
    return stuck_list(page, office.ground, now, first=cursor is None)
