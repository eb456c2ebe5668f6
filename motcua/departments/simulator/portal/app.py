"""The routes of the played portal: two for those who speak to it, the others for whoever directs the play."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Body, FastAPI, Header, HTTPException, Response
from pydantic import BaseModel, ConfigDict

from motcua.departments.simulator.portal.behaviour import Behaviour, Mood, Play
from motcua.departments.simulator.portal.codes import Code, Fault
from motcua.departments.simulator.portal.ledger import PortalLedger
from motcua.departments.simulator.portal.shapes import AGENCY, DOSSIER_FIELDS, PROGRESS_FIELDS, faults

USER, PASSWORD = "mot-cua", "mot-cua-choi"
"""The account of the play; a toy of one machine."""
PAGE = "<html><body>Hệ thống đang bảo trì</body></html>"
Said = dict[str, Any]


class Agencies(BaseModel):
    """Bodies the portal does not know, and bodies for which nobody receives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unknown: tuple[str, ...] = ()
    without_receiver: tuple[str, ...] = ()


class Drift(BaseModel):
    """A status somebody changed on the portal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    status: str


def build_portal(ledger: PortalLedger) -> FastAPI:
    """Return the played portal over a ledger, which is closed with it."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(title="Played national portal", lifespan=life)
    play = Play()
    _service_routes(app, ledger, play)
    _direction_routes(app, ledger, play)
    return app


def _service_routes(app: FastAPI, ledger: PortalLedger, play: Play) -> None:
    @app.post("/auth")
    async def auth(said: Annotated[Said, Body()]) -> Said:
        if (said.get("username"), said.get("password")) != (USER, PASSWORD):
            raise HTTPException(401, "no such account")
        token = secrets.token_hex(16)
        ledger.open_session(token)
        return _answer(session=token)

    @app.post("/service", response_model=None)
    async def service(
        said: Annotated[Said, Body()], event: Annotated[str | None, Header(alias="Idempotency-Key")] = None
    ) -> Response | Said:
        told = play.next()
        if told.kind is Mood.AWAY:
            return Response(PAGE, told.status, media_type="text/html")
        if told.kind is Mood.PAGE:
            return Response(PAGE, media_type="text/html")
        if told.kind is Mood.CODE:
            return _answer(Fault(Code.DONE, "as told")) | {"error_code": told.error_code}
        if told.kind is Mood.SLOW:
            await asyncio.sleep(told.after)
        if told.kind is Mood.SESSIONS:
            ledger.end_sessions()
        answer = _served(said, event, ledger, play)
        return Response(PAGE, 502, media_type="text/html") if told.kind is Mood.LOSES else answer


def _served(said: Said, event: str | None, ledger: PortalLedger, play: Play) -> Said:
    if not ledger.in_session(said.get("session")):
        return _answer(Fault(Code.SESSION, "the session has ended"))
    if fault := _unknown_agency(str(said.get("madonvi")), play):
        return _answer(fault)
    match said.get("service"):
        case "TraCuuHoSo":
            return _looked_up(said, ledger)
        case "DongBoHoSoMC" if said.get("isUpdating") in ("True", "False"):
            return _taken(said, event, ledger, updating=said["isUpdating"] == "True")
        case "CapNhatTienDoHoSoMC":
            return _taken(said, event, ledger, updating=None)
    return _answer(Fault(Code.FIELD, "service or isUpdating is not known"))


def _unknown_agency(unit: str, play: Play) -> Fault | None:
    if not AGENCY.fullmatch(unit) or unit in play.agencies_unknown:
        return Fault(Code.AGENCY, "madonvi is not known")
    return Fault(Code.NO_RECEIVER, "nobody receives for madonvi") if unit in play.without_receiver else None


def _looked_up(said: Said, ledger: PortalLedger) -> Said:
    record = ledger.record(str(said.get("mahoso")))
    return _answer(result=[record]) if record else _answer(Fault(Code.UNKNOWN, "the dossier was never pushed"))


def _taken(said: Said, event: str | None, ledger: PortalLedger, *, updating: bool | None) -> Said:
    data = said.get("data")
    if not isinstance(data, list) or len(data) != 1:
        return _answer(Fault(Code.FIELD, "data holds one dossier"))
    fields = PROGRESS_FIELDS if updating is None else DOSSIER_FIELDS
    fault = faults(fields, data[0]) or ledger.take(said["service"], data[0], event, updating=updating)
    return _answer(fault)


def _answer(fault: Fault | None = None, **more: Any) -> Said:
    code, message = fault or Fault(Code.DONE, "")
    return {"error_code": code.value, "message": message, **more}


def _direction_routes(app: FastAPI, ledger: PortalLedger, play: Play) -> None:
    @app.put("/play/behaviour")
    async def tell(behaviour: Behaviour) -> Behaviour:
        play.told = behaviour
        return behaviour

    @app.put("/play/agencies")
    async def agencies(told: Agencies) -> Agencies:
        play.agencies_unknown, play.without_receiver = frozenset(told.unknown), frozenset(told.without_receiver)
        return told

    @app.put("/play/drift")
    async def drift(told: Drift) -> Drift:
        if not ledger.drift(told.code, told.status):
            raise HTTPException(404, "no such dossier")
        return told

    @app.delete("/play/dossiers/{code}")
    async def lose(code: str) -> dict[str, bool]:
        return {"lost": ledger.lose(code)}

    @app.get("/play/dossiers/{code}")
    async def dossier(code: str) -> Said:
        return {"code": code, "record": ledger.record(code), "events": ledger.events(code)}

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"system": "portal"}
