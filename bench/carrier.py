"""The worker process of the benchmark: it carries dossiers, campaigns and bare workflows, on one queue each."""

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import structlog
from temporalio.worker import Worker

from activities.border import Border
from bench.bare import BareWorkflow, nothing
from motcua.dossiers.loading import load_ground
from motcua.register.footing import Footing, following
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.connection import connect
from motcua.supervision.sweeping import sweeping
from motcua.supervision.workers.campaigns import campaign_worker
from motcua.supervision.workers.departments import adapters, department_worker, manners_of
from motcua.supervision.workers.dossiers import dossier_worker
from motcua.supervision.workers.running import PATIENCE, sandbox
from motcua.supervision.workers.warm import warm_of


async def main(address: str, home: Path, cached: int | None) -> None:
    """Run until standard input closes; what it logs is in `worker.log`, since nobody reads its standard output."""
    structlog.configure(logger_factory=structlog.WriteLoggerFactory((home / "worker.log").open("w")))
    settings = Settings(home=home, cached_dossiers=cached, task_queue="dossiers")
    client = await connect(address)
    register = Register.open(settings.register, patience=PATIENCE)
    footing = Footing(register, load_ground())
    dossiers = dossier_worker(client, register, footing.living, settings)
    campaigns = campaign_worker(client, register, footing, settings.task_queue)
    bare = Worker(
        client,
        task_queue="bare",
        workflows=[BareWorkflow],
        activities=[nothing],
        workflow_runner=sandbox(),
        max_cached_workflows=warm_of(settings),
    )
    async with AsyncExitStack() as running:
        for part in (following(footing), sweeping(), dossiers, campaigns, bare):
            await running.enter_async_context(part)
        running.enter_context(register.checkpointing())
        border = Border(adapters(settings), register)
        for system, manners in manners_of(settings).items():
            asking = await department_worker(client, system, border, settings.callback_base, manners)
            await running.enter_async_context(asking)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
    register.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else None))
    os._exit(0)
