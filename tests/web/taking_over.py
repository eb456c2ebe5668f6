"""The demonstration's dossiers in flight, written by core and register as a worker does, without a server."""

from datetime import UTC, datetime

from activities.messages import Asked
from activities.register import RegisterActivities
from motcua.dossiers.commands import Act, AskSupplement, Open
from motcua.dossiers.commands import Life as Begun
from motcua.dossiers.ground import Ground
from motcua.dossiers.parts import Actor
from motcua.register.register import Register
from motcua.supervision.counter import Opening
from motcua.supervision.demo.in_flight import lives


def take_over(register: Register, ground: Ground, now: datetime) -> dict[str, str]:
    """Write every dossier of the demonstration that this year's calendar knows, and return the codes by name."""
    codes: dict[str, str] = {}
    for life in lives(now, ground.calendars["vn"]):
        opening = Opening.model_validate({"key": life.name, **life.opening})
        begun, code = _begun(opening, register, ground)
        recorded = RegisterActivities(register, ground).record(Asked(life=begun, now=now))
        if recorded.refusal is None:
            codes[life.name] = code
    return codes


def _begun(opening: Opening, register: Register, ground: Ground) -> tuple[Begun, str]:
    assert opening.at is not None
    on = ground.calendars["vn"].local(opening.at).date()
    procedure = ground.catalogue.version_for(opening.procedure, on, opening.postmarked)
    one_stop = ground.agency_for(procedure.one_stop, opening.territory, on)
    code = register.allot(opening.key, opening.by.agency, opening.key, ground.directory.code_of(one_stop), on).code
    own = {"channel", "territory", "accept", "data", "documents", "applicant_kind", "promised"}
    given = opening.model_dump(include=own, exclude_unset=True)
    do = Open.model_validate(
        given | {"code": code, "procedure": procedure.code, "version": procedure.version, "received_by": one_stop}
    )
    act = Act.model_validate({"by": opening.by, "at": opening.at, "do": do})
    return (Begun(opening=act, past=opening.past) if opening.past else Begun(opening=act)), code


def ask_supplement(register: Register, ground: Ground, code: str) -> None:
    """Let the agency that holds a dossier ask the applicant for a document."""
    dossier = register.dossier(code)
    by, do = Actor(agency=dossier.duties[0].agency), AskSupplement(items=("contract",))
    act = Act(key="ask", by=by, reason="Thiếu trang có chữ ký.", do=do)
    recorded = RegisterActivities(register, ground).record(Asked(dossier=dossier, act=act, now=datetime.now(UTC)))
    assert recorded.refusal is None, recorded.refusal
