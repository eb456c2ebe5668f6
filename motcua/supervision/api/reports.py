"""Reports over HTTP."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from motcua.agencies.codes import procedure_key
from motcua.register.ontime import GroupBy, Promise
from motcua.register.shares import DelaysBy
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.office import TheOffice
from motcua.supervision.telling.delays import Delays, delays_report
from motcua.supervision.telling.on_time import Report, on_time_report

router = APIRouter(prefix="/reports", tags=["supervision"], dependencies=[needs(Permission.READ_REPORTS)])


@router.get("/on-time")
def on_time(
    office: TheOffice,
    viewer: TheViewer,
    since: Annotated[date | None, Query(description="First day; none: 1 January.")] = None,
    until: Annotated[date | None, Query(description="Last day; none: today, up to now.")] = None,
    group_by: GroupBy | None = None,
    promise: Promise = Promise.CURRENT,
) -> Report:
    """Return what came in, what was finished early, on time and late, and what is in process."""
    return on_time_report(
        office.register,
        office.ground,
        datetime.now(UTC),
        since=since,
        until=until,
        group_by=group_by,
        promise=promise,
        scope=viewer.scope,
    )


@router.get("/delays")
def delays(
    office: TheOffice,
    viewer: TheViewer,
    since: Annotated[date | None, Query(description="First day; none: 1 January.")] = None,
    until: Annotated[date | None, Query(description="Last day; none: today, up to now.")] = None,
    by: DelaysBy = DelaysBy.HOLDER,
    procedure: Annotated[str | None, Query(max_length=80, description="Dossiers of this procedure only.")] = None,
    agency: Annotated[str | None, Query(max_length=80, description="Time that this agency had only.")] = None,
) -> Delays:
    """Return whose working time was lost in what was finished: own delay and partners' delay apart."""
    only = {"procedure": procedure_key(procedure) if procedure else None, "agency": agency}
    return delays_report(
        office.register, office.ground, datetime.now(UTC), since=since, until=until, by=by, scope=viewer.scope, **only
    )
