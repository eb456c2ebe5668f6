"""Applicants over HTTP: their data for a purpose, and who read them."""

from datetime import UTC, datetime

import structlog
from fastapi import APIRouter
from pydantic import JsonValue

from motcua.dossiers.parts import Model, Moment, Words
from motcua.supervision.access.door import TheViewer, needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.access.seeing import must_see
from motcua.supervision.admission import dossier_code
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice, off_loop

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/dossiers", tags=["applicants"], route_class=JsonRoute)


class Purpose(Model):
    """What the data are needed for."""

    purpose: Words


class ApplicantData(Model):
    """What was kept of an applicant."""

    code: str
    applicant: dict[str, JsonValue]


class Reading(Model):
    """One reading of an applicant's data."""

    who: str
    """`AGENCY/OFFICER`, or `AGENCY/key:ID` for a system."""
    purpose: str
    at: Moment


class Readings(Model):
    """Who read an applicant's data, in order."""

    code: str
    readings: tuple[Reading, ...]


@router.post("/{code}/applicant", dependencies=[needs(Permission.READ_PERSONAL)])
async def applicant(code: str, asked: Purpose, office: TheOffice, viewer: TheViewer) -> ApplicantData:
    """Return an applicant's data for a purpose; the reading is noted with it."""
    one = dossier_code(code)
    await off_loop(must_see, viewer, one, office.register)
    data = await off_loop(office.register.applicant, one, viewer.signature, asked.purpose, at=datetime.now(UTC))
    log.info("applicant_read", dossier=one, who=viewer.signature)
    return ApplicantData(code=one, applicant=data)


@router.get("/{code}/readings", dependencies=[needs(Permission.READ_AUDIT)])
async def readings(code: str, office: TheOffice, viewer: TheViewer) -> Readings:
    """Return who read an applicant's data, when and what for."""
    one = dossier_code(code)
    await off_loop(must_see, viewer, one, office.register)
    zone = office.ground.calendars["vn"].tz
    noted = await off_loop(office.register.readings, one)
    lines = tuple(Reading(who=each.who, purpose=each.purpose, at=each.at.astimezone(zone)) for each in noted)
    return Readings(code=one, readings=lines)
