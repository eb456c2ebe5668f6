"""`python -m motcua.supervision.api`: serve the API until asked to stop."""

import asyncio
import sys

import structlog
import uvicorn

from motcua.errors import MotcuaError
from motcua.register.footing import following
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.house import Access
from motcua.supervision.api.app import build_app
from motcua.supervision.api.office import Office
from motcua.supervision.channels import channels_of
from motcua.supervision.connection import connect
from motcua.supervision.installation import footing_of
from motcua.supervision.keys import master_key
from motcua.supervision.subscribing import subscribers_of
from motcua.supervision.sweeping import sweeping
from motcua.supervision.workers.departments import adapters
from motcua.telemetry import set_up_logs

log = structlog.get_logger("api")


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    client = await connect(lazy=True)
    register = Register.open(settings.register, master_key=master_key(settings), synchronous=settings.synchronous)
    footing = footing_of(settings, register)
    office = Office(
        client,
        register,
        footing.living,
        settings.task_queue,
        adapters(settings),
        channels_of(settings),
        subscribers_of(settings),
    )
    app = build_app(office, Access(register, footing.living, settings))
    if settings.oidc_issuer is None:
        log.warning("nobody_signs_in", detail="No identity provider is set (MOTCUA_OIDC_ISSUER): keys alone open.")
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    log.info("api_started", host=settings.host, port=settings.port)
    async with following(footing), sweeping():
        await uvicorn.Server(config).serve()
    for department in office.departments.values():
        await department.close()
    register.close()
    log.info("api_stopped")


def main() -> int:
    """Run one API process."""
    settings = Settings()
    set_up_logs(json=settings.log_json)
    try:
        asyncio.run(serve(settings))
    except MotcuaError as refused:
        log.error("api_refused", error=refused.kind, detail=str(refused))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
