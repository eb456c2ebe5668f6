"""What can be opened: the published procedures, as their versions say."""

from datetime import UTC, date, datetime

from fastapi import APIRouter

from motcua.agencies.codes import procedure_key
from motcua.dossiers.parts import Model
from motcua.errors import NotFoundError
from motcua.procedures.definition import Procedure
from motcua.supervision.access.door import needs
from motcua.supervision.access.roles import Permission
from motcua.supervision.api.faults import JsonRoute
from motcua.supervision.api.office import TheOffice
from motcua.supervision.telling.views import Named, Said

router = APIRouter(
    prefix="/procedures", tags=["procedures"], route_class=JsonRoute, dependencies=[needs(Permission.READ_CATALOGUE)]
)


class VersionLine(Model):
    """One version in the list."""

    version: str
    valid_from: date
    valid_to: date | None = None
    in_force: bool
    decision: str
    total: str
    steps: int


class ProcedureLine(Named):
    """One procedure in the list: names and field are those of its latest version."""

    field: Said
    level: str
    versions: tuple[VersionLine, ...]


class ProcedureList(Model):
    """All procedures of the catalogue."""

    procedures: tuple[ProcedureLine, ...]


class ProcedureVersions(Model):
    """Every version of one procedure, in full, oldest first."""

    code: str
    versions: tuple[Procedure, ...]


@router.get("")
def procedures(office: TheOffice) -> ProcedureList:
    """List the procedures of the catalogue with their versions."""
    today = _today(office)
    catalogue = office.ground.catalogue
    return ProcedureList(procedures=tuple(_line(catalogue.versions(code), today) for code in catalogue.codes()))


@router.get("/{code}")
def procedure(code: str, office: TheOffice) -> ProcedureVersions:
    """Return every version of a procedure: steps, limits, data, documents, legal basis."""
    key = procedure_key(code)
    versions = office.ground.catalogue.versions(key)
    if not versions:
        raise NotFoundError(
            f"There is no procedure {key}.",
            vi=f"Không có thủ tục {key}.",
            field="code",
            rule="R20",
            hint="GET /api/v1/procedures lists them.",
            hint_vi="Xem danh sách tại GET /api/v1/procedures.",
        )
    return ProcedureVersions(code=key, versions=versions)


def _today(office: TheOffice) -> date:
    return office.ground.calendars["vn"].local(datetime.now(UTC)).date()


def _line(versions: tuple[Procedure, ...], today: date) -> ProcedureLine:
    latest = versions[-1]
    return ProcedureLine(
        id=latest.code,
        vi=latest.name.vi,
        en=latest.name.en,
        field=Said(vi=latest.field.vi, en=latest.field.en),
        level=latest.level,
        versions=tuple(_version(version, today) for version in versions),
    )


def _version(version: Procedure, today: date) -> VersionLine:
    return VersionLine(
        version=version.version,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        in_force=version.valid_from <= today and (version.valid_to is None or today <= version.valid_to),
        decision=version.decision.number,
        total=str(version.total),
        steps=len(version.steps),
    )
