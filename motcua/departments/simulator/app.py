"""The routes of the simulator: one for the systems that ask, the others for whoever directs the play."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Response
from fastapi import Request as Incoming
from pydantic import BaseModel, ConfigDict, ValidationError

from motcua.departments.port import Request
from motcua.departments.simulator.behaviour import Behaviour, Behaviours
from motcua.departments.simulator.caller import Caller
from motcua.departments.simulator.documents.courier import Courier
from motcua.departments.simulator.documents.ledger import PostLedger
from motcua.departments.simulator.documents.playing import PostOffice
from motcua.departments.simulator.documents.routes import exchange_routes
from motcua.departments.simulator.ledger import Ledger
from motcua.departments.simulator.playing import Player
from motcua.errors import ConflictError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.payload import MAX_BODY
from motcua.exchange.signing import SigningKey

System = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Strict(BaseModel):
    """A reply of the simulator's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Told(Strict):
    """What a system was told; the last is in force."""

    system: str
    told: Behaviours


class Page(Strict):
    """What happened to one key."""

    asked: int
    effects: int
    """How often the work was done; more than one would be a defect."""
    answered: int
    accepted: int
    callbacks_tried: int
    callbacks_delivered: int


class Pages(Strict):
    """What a system was asked and did, by key."""

    system: str
    requests: dict[str, Page]


class Health(Strict):
    """The system can be asked."""

    system: str


def build_app(ledger: Ledger, signing_key: SigningKey | None, post: PostLedger | None = None) -> FastAPI:
    """Return the simulator.

    Args:
        ledger: Its memory; closed with the app.
        signing_key: Requests must be signed with it and callbacks are; None: nothing is signed.
        post: The memory of its exchanges of documents; closed with the app.
    """
    caller = Caller(ledger, signing_key)
    post = post or PostLedger()
    courier = Courier(post, signing_key)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        caller.resume()
        courier.start()
        yield
        await caller.close()
        await courier.close()
        ledger.close()
        post.close()

    app = FastAPI(title="Played department systems", lifespan=life)
    _ask_route(app, Player(ledger, caller), signing_key)
    _direction_routes(app, ledger)
    app.include_router(exchange_routes(post, PostOffice(post, courier), signing_key))
    return app


def _ask_route(app: FastAPI, player: Player, signing_key: SigningKey | None) -> None:
    @app.post("/{system}/requests")
    async def ask(system: System, incoming: Incoming) -> Response:
        request = _request(system, incoming, await incoming.body(), signing_key)
        try:
            return await player.play(request, incoming.is_disconnected)
        except ConflictError as error:
            raise HTTPException(422, error.message) from error


def _direction_routes(app: FastAPI, ledger: Ledger) -> None:
    @app.put("/{system}/behaviour")
    async def tell(system: System, behaviour: Behaviour) -> Told:
        return Told(system=system, told=ledger.tell(system, behaviour))

    @app.get("/{system}/behaviour")
    async def behaviour(system: System) -> Told:
        return Told(system=system, told=ledger.behaviours(system))

    @app.get("/{system}/ledger")
    async def pages(system: System) -> Pages:
        requests = {key: Page(**counts) for key, counts in ledger.pages(system).items()}
        return Pages(system=system, requests=requests)

    @app.get("/{system}/health")
    async def health(system: System) -> Health:
        return Health(system=system)


def _request(system: str, incoming: Incoming, body: bytes, signing_key: SigningKey | None) -> Request:
    """Return the request, checked as an agency's own server should check it: size, signature, shape, key."""
    if len(body) > MAX_BODY:
        raise HTTPException(413, "The request is too large.")
    if signing_key is not None:
        try:
            signing_key.check(incoming.headers, body, datetime.now(UTC))
        except SignatureRefusedError as error:
            raise HTTPException(401, error.message) from error
    try:
        request = Request.model_validate_json(body)
    except ValidationError as error:
        raise HTTPException(422, f"The request does not fit the contract: {error.error_count()} faults.") from error
    if request.system != system or request.key != incoming.headers.get("Idempotency-Key"):
        raise HTTPException(400, "The body must name the system of the path and the key of the header.")
    return request
