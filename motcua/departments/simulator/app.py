"""The simulator: the routes of those who ask, and those of whoever directs the play."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from motcua.departments.simulator.asking import Reception, asking_routes
from motcua.departments.simulator.caller import Caller
from motcua.departments.simulator.directing import direction_routes
from motcua.departments.simulator.documents.courier import Courier
from motcua.departments.simulator.documents.ledger import PostLedger
from motcua.departments.simulator.documents.playing import PostOffice
from motcua.departments.simulator.documents.routes import exchange_routes
from motcua.departments.simulator.ledger import Ledger
from motcua.departments.simulator.playing import Player
from motcua.exchange.signing import SigningKey


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
    asking_routes(app, Player(ledger, caller), Reception(ledger.doors, signing_key))
    direction_routes(app, ledger)
    app.include_router(exchange_routes(post, PostOffice(post, courier), signing_key))
    return app
