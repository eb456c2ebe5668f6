"""`python -m motcua.departments.simulator.portal`: start the played portal and say where it is."""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from motcua.departments.simulator.portal.app import build_portal
from motcua.departments.simulator.portal.ledger import PortalLedger


def main(
    port: Annotated[int, typer.Option(help="0: any free port.")] = 9500,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    state: Annotated[Path | None, typer.Option(help="File to remember everything in.")] = None,
) -> None:
    """Play the national portal until told to stop; prints one line of JSON when ready."""
    asyncio.run(_serve(PortalLedger(state), host, port))


async def _serve(ledger: PortalLedger, host: str, port: int) -> None:
    config = uvicorn.Config(build_portal(ledger), log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    with socket.create_server((host, port)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host, port = listening.getsockname()[:2]
        ready = {"event": "portal_ready", "address": f"http://{host}:{port}", "pid": os.getpid()}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        await uvicorn.Server(config).serve(sockets=[listening])


if __name__ == "__main__":
    typer.run(main)
