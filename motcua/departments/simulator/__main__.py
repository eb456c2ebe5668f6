"""`python -m motcua.departments.simulator`: start the played systems and say where they are."""

import asyncio
import json
import os
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
import uvicorn
from fastapi import FastAPI
from pydantic import TypeAdapter, ValidationError

from motcua.departments.payload import SystemId
from motcua.departments.simulator.app import build_app
from motcua.departments.simulator.behaviour import Behaviour
from motcua.departments.simulator.documents.ledger import PostLedger
from motcua.departments.simulator.ledger import Ledger
from motcua.departments.simulator.portal.app import build_portal
from motcua.departments.simulator.portal.ledger import PortalLedger
from motcua.errors import InvalidInputError, MotcuaError
from motcua.exchange.signing import SigningKey

_BEHAVIOURS = TypeAdapter(dict[SystemId, Behaviour])


def main(
    port: Annotated[int, typer.Option(help="0: any free port.")] = 9400,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    state: Annotated[Path | None, typer.Option(help="File to remember everything in.")] = None,
    behaviours: Annotated[Path | None, typer.Option(help="JSON: how systems behave at first, by system.")] = None,
    secret_env: Annotated[str | None, typer.Option(help="Environment variable holding the signing secret.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="Own certificate (PEM): serve over TLS.")] = None,
    key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    client_ca: Annotated[Path | None, typer.Option(help="Authority (PEM) of every client.")] = None,
    portal_state: Annotated[
        Path | None, typer.Option(help="Also play the national portal, at /national-portal, and remember it here.")
    ] = None,
) -> None:
    """Play departments' systems until told to stop; prints one line of JSON when ready."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        ledger, signing_key, post = Ledger(state), _signing_key(secret_env), PostLedger(state)
        for system, behaviour in _told_at_start(behaviours).items():
            ledger.tell(system, behaviour)
    except MotcuaError as error:
        raise typer.BadParameter(str(error)) from error
    certificates = _Certificates(certificate, key, client_ca)
    app = build_app(ledger, signing_key, post)
    if portal_state is not None:
        app.mount("/national-portal", build_portal(PortalLedger(portal_state)))
    asyncio.run(_serve(app, host, port, certificates))


@dataclass(frozen=True)
class _Certificates:
    """What it shows and asks for over TLS."""

    own: Path | None
    key: Path | None
    clients: Path | None

    def options(self) -> dict[str, Any]:
        if self.own is None:
            return {}
        asked = {"ssl_ca_certs": str(self.clients), "ssl_cert_reqs": ssl.CERT_REQUIRED} if self.clients else {}
        return {"ssl_certfile": str(self.own), "ssl_keyfile": str(self.key) if self.key else None} | asked


async def _serve(app: FastAPI, host: str, port: int, certificates: _Certificates) -> None:
    options = certificates.options()
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, **options)
    with socket.create_server((host, port)) as listening:
        # Inherited by each connection; asyncio does this only for sockets it opened, and else every answer waits 40 ms.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # From here on the kernel accepts connections; they are served as soon as the loop runs.
        _say_ready(listening, "https" if options else "http")
        await uvicorn.Server(config).serve(sockets=[listening])


def _say_ready(listening: socket.socket, scheme: str) -> None:
    host, port = listening.getsockname()[:2]
    ready = {"event": "simulator_ready", "address": f"{scheme}://{host}:{port}", "pid": os.getpid()}
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()


def _signing_key(variable: str | None) -> SigningKey | None:
    if variable is None:
        return None
    return SigningKey(os.environ.get(variable, ""))


def _told_at_start(file: Path | None) -> dict[str, Behaviour]:
    if file is None:
        return {}
    try:
        return _BEHAVIOURS.validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise InvalidInputError(f"Unusable: {error}", field=file.name) from error


if __name__ == "__main__":
    typer.run(main)
