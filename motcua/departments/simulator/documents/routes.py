"""The routes of a played exchange: three for organisations that exchange, two for whoever directs the play."""

import asyncio
import json
from datetime import UTC, datetime
from time import time
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Response
from fastapi import Request as Incoming
from pydantic import BaseModel, ConfigDict

from motcua.departments.edxml import codec
from motcua.departments.edxml.exchange import MAX_PAGE
from motcua.departments.edxml.mailbox import Kept, Mailbox, Receipt
from motcua.departments.edxml.parts import Document
from motcua.departments.errors import UnreadableAnswerError
from motcua.departments.simulator.documents.ledger import PostLedger
from motcua.departments.simulator.documents.playing import PostOffice
from motcua.departments.simulator.documents.script import Script, Scripts
from motcua.errors import ConflictError, InvalidInputError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.signing import SigningKey

System = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Strict(BaseModel):
    """A reply of the simulator's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Told(Strict):
    """What an organisation was told; the last is in force."""

    system: str
    told: Scripts


class Page(Strict):
    """What happened to one document."""

    sent: int
    recalls: int
    effects: int
    """How often the work was done; more than one would be a defect."""
    mails: int
    recalled: int
    pushed: int


class Pages(Strict):
    """What an exchange was handed, by document."""

    system: str
    documents: dict[str, Page]


class Health(Strict):
    """The exchange can be spoken to."""

    system: str


def exchange_routes(ledger: PostLedger, office: PostOffice, signing_key: SigningKey | None) -> APIRouter:
    """Return the routes, below `/edxml/{system}`."""
    router = APIRouter(prefix="/edxml/{system}")
    _exchange(router, ledger, office, signing_key)
    _direction(router, ledger)
    return router


def _exchange(router: APIRouter, ledger: PostLedger, office: PostOffice, signing_key: SigningKey | None) -> None:
    @router.post("/messages")
    async def send(system: System, incoming: Incoming) -> Response:
        message = _message(incoming, await incoming.body(), signing_key)
        script = ledger.next_script(system)
        if script.status is not None:
            return _failing(script)
        if script.receipt == "redirect":
            return Response(status_code=307, headers={"Location": f"/edxml/{system}-elsewhere/messages"})
        try:
            handed = office.document if isinstance(message, Document) else office.recall
            taken = handed(system, message, script)  # type: ignore[arg-type]  # chosen by what it is
        except (ConflictError, InvalidInputError) as error:
            raise HTTPException(422, error.message) from error
        return await _receipt(script, taken.document.header.document_id, taken.repeated, incoming)

    @router.get("/mailbox")
    async def mailbox(
        system: System, organid: str, documentid: str, after: Annotated[int, Query(ge=0)] = -1
    ) -> Response:
        if (failing := ledger.failing(system)) is not None:
            return _failing(failing)
        taken = ledger.taken(system, documentid)
        mails, more = ledger.mailbox(system, organid, documentid, after, time())
        kept = tuple(Kept(position=mail.position, edxml=mail.body) for mail in mails)
        recalled = taken is not None and taken.recalls > 0
        page = Mailbox(known=taken is not None, recalled=recalled, messages=kept, more=more)
        return Response(page.model_dump_json(), media_type="application/json")

    @router.get("/health")
    async def health(system: System) -> Health:
        return Health(system=system)


def _direction(router: APIRouter, ledger: PostLedger) -> None:
    @router.put("/script")
    async def tell(system: System, script: Script) -> Told:
        return Told(system=system, told=ledger.tell(system, script))

    @router.get("/ledger")
    async def pages(system: System) -> Pages:
        return Pages(system=system, documents={name: Page(**counts) for name, counts in ledger.pages(system).items()})


def _message(incoming: Incoming, body: bytes, signing_key: SigningKey | None) -> codec.Message:
    """Return the message, checked as an exchange should check it: signature, form, digest."""
    if signing_key is not None:
        try:
            signing_key.check(incoming.headers, body, datetime.now(UTC))
        except SignatureRefusedError as error:
            raise HTTPException(401, error.message) from error
    try:
        return codec.read(body)
    except UnreadableAnswerError as error:
        raise HTTPException(422, error.message) from error


def _failing(script: Script) -> Response:
    headers = {} if script.retry_after is None else {"Retry-After": str(script.retry_after)}
    said = '{"title": "It fails, as it was told."}'
    return Response(said, script.status or 500, headers, media_type="application/json")


async def _receipt(script: Script, documentid: str, repeated: bool, incoming: Incoming) -> Response:
    match script.receipt:
        case "lost":
            while not await incoming.is_disconnected():
                await asyncio.sleep(0.1)
            return Response(status_code=204)
        case "other":
            documentid = "Z99.9,another/document/1"
        case "not_json":
            return Response("<html/>", media_type="text/html")
        case "too_large":
            return Response(json.dumps({"documentid": documentid, "filler": "x" * 2 * MAX_PAGE}), 202)
    receipt = Receipt(documentid=documentid, repeated=repeated)
    return Response(receipt.model_dump_json(), status_code=202, media_type="application/json")
