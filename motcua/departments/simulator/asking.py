"""The routes for systems that ask: the contract under `/requests`, the dialect under `/ho-so`, tokens."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Response
from fastapi import Request as Incoming

from motcua.departments.port import Request
from motcua.departments.simulator.doors import Doors
from motcua.departments.simulator.playing import Player
from motcua.departments.simulator.speech import SPEECHES, Speech, spoken
from motcua.errors import ConflictError
from motcua.exchange.errors import SignatureRefusedError
from motcua.exchange.payload import MAX_BODY
from motcua.exchange.signing import SigningKey

System = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]

PATHS = {"/requests": SPEECHES["contract"], "/ho-so": SPEECHES["vietnamese"]}
"""Where each speech is spoken."""


class Reception:
    """Looks at who comes, as an agency's own server should: size, key or token, signature."""

    def __init__(self, doors: Doors, signing_key: SigningKey | None) -> None:
        self._doors = doors
        self._signing_key = signing_key

    async def body(self, system: str, incoming: Incoming) -> bytes:
        """Return the body of a request that may come in."""
        body = await incoming.body()
        if len(body) > MAX_BODY:
            raise HTTPException(413, "The request is too large.")
        if not self._doors.lets_in(system, incoming.headers):
            raise HTTPException(401, "The key or token is none of ours.")
        if self._signing_key is not None and self._doors.of(system).signed:
            try:
                self._signing_key.check(incoming.headers, body, datetime.now(UTC))
            except SignatureRefusedError as error:
                raise HTTPException(401, error.message) from error
        return body

    async def token(self, system: str, incoming: Incoming) -> Response:
        """Return a token for the client this system knows (RFC 6749, section 4.4)."""
        issued = self._doors.issue(system, incoming.headers, await incoming.body())
        if issued is None:
            return spoken(401, {"error": "invalid_client"})
        return spoken(200, {"access_token": issued[0], "token_type": "Bearer", "expires_in": issued[1]})


def asking_routes(app: FastAPI, player: Player, reception: Reception) -> None:
    """Add the routes."""

    @app.post("/{system}/oauth2/token")
    async def token(system: System, incoming: Incoming) -> Response:
        return await reception.token(system, incoming)

    for path, speech in PATHS.items():
        _routes(app, player, reception, path, speech)


def _routes(app: FastAPI, player: Player, reception: Reception, path: str, speech: Speech) -> None:
    @app.post(f"/{{system}}{path}")
    async def ask(system: System, incoming: Incoming) -> Response:
        request = _request(system, incoming, await reception.body(system, incoming), speech)
        if isinstance(request, Response):
            return request
        try:
            return await player.play(request, speech, incoming.is_disconnected)
        except ConflictError as error:
            return speech.refused(422, error.message)

    @app.get(f"/{{system}}{path}/{{key:path}}")
    async def look(system: System, key: str, incoming: Incoming) -> Response:
        await reception.body(system, incoming)
        return player.look(system, key, speech)

    @app.delete(f"/{{system}}{path}/{{key:path}}")
    async def withdraw(system: System, key: str, incoming: Incoming) -> Response:
        await reception.body(system, incoming)
        return player.withdraw(system, key, speech)


def _request(system: str, incoming: Incoming, body: bytes, speech: Speech) -> Request | Response:
    """Return the request, checked for its shape and its key, or what is said to one that does not fit."""
    try:
        request = speech.request(system, body)
    except ValueError:
        return speech.refused(422, "The request does not fit.")
    if request.key != incoming.headers.get("Idempotency-Key"):
        return speech.refused(400, "The body must name the key of the header.")
    return request
