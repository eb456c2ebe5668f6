"""Where officers and heads are reached: a file of the installation, never part of a dossier."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from motcua.agencies.directory import Directory
from motcua.agencies.documents import Document, read_file
from motcua.dossiers.notice import LEAD, OFFICER, OPERATORS, UNIT_HEAD
from motcua.errors import DefinitionError, MotcuaError, NotFoundError
from motcua.notices.addresses import Reach


class Part(BaseModel):
    """A closed, immutable part of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AgencyContacts(Part):
    """Where one agency's people are reached."""

    office: Reach | None = None
    """The unit's own address: whoever is not listed is reached there."""
    roles: dict[str, Reach] = {}
    """Heads by their role in the chain: `unit_head`, `one_stop_head`, `chair`, or what a procedure calls them."""
    officers: dict[str, Reach] = {}
    """Officers by staff number."""


class Contacts(Part):
    """Every agency's people, those who mend the engine, and who hears what nobody else can be told."""

    agencies: dict[str, AgencyContacts] = {}
    operators: Reach | None = None
    default: Reach | None = None

    def find(self, audience: str, agency: str | None, officer: str | None, directory: Directory, on: date) -> Reach:
        """Return where an addressee is reached; an empty reach where nobody knows.

        An officer who is not listed is reached at the unit, a head who is not listed at the body above, and where an
        agency has ended, its successor's people stand in.
        """
        if audience == OPERATORS:
            return self.operators or self.default or Reach()
        for place in _upwards(agency, directory, on):
            found = self._at(self.agencies.get(place), audience, officer)
            if found is not None:
                return found
            officer = None
        return self.default or Reach()

    @staticmethod
    def _at(known: AgencyContacts | None, audience: str, officer: str | None) -> Reach | None:
        if known is None:
            return None
        if audience == OFFICER:
            return known.officers.get(officer or "") or known.office or known.roles.get(UNIT_HEAD)
        role = known.roles.get(audience)
        if role is None and audience in (LEAD, UNIT_HEAD):
            return known.roles.get(UNIT_HEAD) or known.office
        return role


def _upwards(agency: str | None, directory: Directory, on: date) -> Iterator[str]:
    """Yield an agency, whoever succeeded it, and the bodies above."""
    while agency is not None:
        yield agency
        if not directory.knows(agency):
            return
        heir = _heir(agency, directory, on)
        if heir != agency:
            yield heir
        agency = directory.get(heir).parent


def _heir(agency: str, directory: Directory, on: date) -> str:
    try:
        return directory.successor(agency, on).id
    except MotcuaError:
        return agency


def load_contacts(path: Path) -> Contacts:
    """Return what a YAML file, or all YAML files of a folder, say of where people are reached.

    Raises:
        NotFoundError: There is no such file.
        DefinitionError: A file is not what it should be; the error names file and line, and no address.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise NotFoundError(f"No .yaml file in {path}", vi=f"Không có tệp .yaml trong {path}", field="MOTCUA_CONTACTS")
    together = Contacts()
    for file in files:
        together = _joined(together, _one(file))
    return together


def _joined(one: Contacts, other: Contacts) -> Contacts:
    return Contacts(
        agencies=one.agencies | other.agencies,
        operators=other.operators or one.operators,
        default=other.default or one.default,
    )


def _one(path: Path) -> Contacts:
    document = read_file(path)
    if document.faults:
        fault = document.faults[0]
        raise DefinitionError(fault.en, vi=fault.vi, field=f"{path}:{fault.mark.line}")
    try:
        return Contacts.model_validate(document.data or {})
    except ValidationError as problem:
        raise _refused(document, problem) from None


def _refused(document: Document, problem: ValidationError) -> DefinitionError:
    first = problem.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return DefinitionError(
        f"{where}: {first['msg']}",
        vi=f"{where}: không hợp lệ",
        field=f"{document.location.file}:{document.location.at(*first['loc']).line}",
        hint="Give `email`, `phone`, `prefers` (email or sms) and `language` (vi or en).",
        hint_vi="Nêu `email`, `phone`, `prefers` (email hoặc sms) và `language` (vi hoặc en).",
    )
