"""`python -m motcua.supervision.access.played`: play an identity provider until told to stop; on loopback only."""

import ipaddress
import sys
from typing import Annotated
from urllib.parse import urlsplit

import structlog
import typer
import uvicorn

from motcua.errors import InvalidInputError, MotcuaError
from motcua.supervision.access.played.app import build_app
from motcua.supervision.access.played.codes import Desk
from motcua.supervision.access.sign_in import BACK
from motcua.telemetry import set_up_logs

log = structlog.get_logger("played_sign_in")


def main(
    site: Annotated[str, typer.Option(help="Where the pages are that people come from and go back to.")],
    port: Annotated[int, typer.Option(help="Port to listen on.")],
    host: Annotated[str, typer.Option(help="A loopback address.")] = "127.0.0.1",
    client_id: Annotated[str, typer.Option(help="What the installation is known by.")] = "motcua",
) -> None:
    """Play an identity provider."""
    set_up_logs(json=True)
    try:
        must_be_here(host, "--host")
        must_be_here(urlsplit(site).hostname or "", "--site")
    except MotcuaError as refused:
        sys.stderr.write(f"{refused}\n")
        raise typer.Exit(2) from None
    log.warning("PLAYED_SIGN_IN", detail="Whoever is at this machine may choose anybody; never use it in earnest.")
    desk = Desk(f"http://{host}:{port}", client_id)
    app = build_app(desk, f"{site}{BACK}", f"{site}/signed-out")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=1)


def must_be_here(host: str, field: str) -> None:
    """Return if an address is this machine's own.

    Raises:
        InvalidInputError: Others could reach it: nobody may be played there.
    """
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if not here:
        raise InvalidInputError(
            f"Persons are played on this machine only, not at {host}.",
            vi=f"Chỉ đóng vai trên chính máy này, không phải tại {host}.",
            field=field,
            hint="Connect a real identity provider: docs/access.md.",
            hint_vi="Kết nối máy chủ định danh thật: docs/access.md.",
        )


if __name__ == "__main__":
    typer.run(main)
