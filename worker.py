"""A worker: it carries dossiers, asks department systems, sends notices.

Wiring only: settings → client → adapters → workers.
"""

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack

import structlog
from temporalio.worker import Worker

from activities.border import Border
from activities.elsewhere import ElsewhereActivities
from activities.post import PostOffice
from motcua.dossiers.loading import load_ground
from motcua.errors import MotcuaError
from motcua.register.footing import Footing, following
from motcua.register.register import Register
from motcua.settings import Role, Settings
from motcua.supervision.channels import contacts_of, messengers_of
from motcua.supervision.connection import connect, ensure_search_attributes
from motcua.supervision.keys import master_key
from motcua.supervision.numbering import numbering
from motcua.supervision.subscribing import subscribers_of
from motcua.supervision.sweeping import sweeping
from motcua.supervision.workers.anchors import anchor_office, anchor_watch, anchor_worker
from motcua.supervision.workers.campaigns import campaign_worker
from motcua.supervision.workers.departments import adapters, department_worker, endpoints_of, manners_of, pace_of
from motcua.supervision.workers.dossiers import dossier_worker
from motcua.supervision.workers.federation import federated_workers, must_have_a_name
from motcua.supervision.workers.mornings import morning_office, morning_worker
from motcua.supervision.workers.portal import portal_office, portal_worker
from motcua.supervision.workers.post import post_worker
from motcua.supervision.workers.running import PATIENCE
from motcua.supervision.workers.webhooks import subscriptions_of, webhook_worker
from motcua.telemetry import set_up_logs

log = structlog.get_logger("worker")


class Workers:
    """The workers of one process: begun one after the other, and shut down together, since each takes its time.

    The first one is shut down last: what others have begun may need the dossiers it carries.
    """

    def __init__(self, running: AsyncExitStack) -> None:
        self._running = running
        self._begun: list[Worker] = []

    async def begin(self, worker: Worker) -> None:
        """Let one work until it is shut down; where it fails, so does the process."""
        self._begun.append(await self._running.enter_async_context(worker))

    async def shut_down(self) -> None:
        """Let all of them finish what they have begun."""
        await asyncio.gather(*(worker.shutdown() for worker in self._begun[1:]))
        await asyncio.gather(*(worker.shutdown() for worker in self._begun[:1]))


async def run(settings: Settings, stopped: asyncio.Event) -> None:
    """Run the workers until asked to stop."""
    must_have_a_name(settings)
    client = await connect()
    await ensure_search_attributes(client)
    register = Register.open(
        settings.register, master_key=master_key(settings), synchronous=settings.synchronous, patience=PATIENCE
    )
    files = load_ground(settings.catalogue, settings.directory, settings.calendars)
    register.publish_all(files.catalogue)
    footing = Footing(register, files)
    footing.follow()
    ground = footing.living
    departments = adapters(settings)
    messengers = messengers_of(settings)
    office = PostOffice(register, ground, contacts_of(settings), messengers)
    anchors = anchor_office(settings, register, ground, messengers)
    portal = portal_office(settings, register, ground)
    elsewhere = ElsewhereActivities(client, register, endpoints_of(settings))
    border, manners = Border(departments, register, pace_of(settings)), manners_of(settings)
    subscriptions = subscriptions_of(subscribers_of(settings), register, ground, settings.callback_base)
    async with AsyncExitStack() as running:
        await running.enter_async_context(following(footing))
        await running.enter_async_context(numbering(register, ground))
        await running.enter_async_context(sweeping())
        running.enter_context(register.checkpointing())
        workers = Workers(running)
        if Role.DOSSIERS in settings.roles:
            await workers.begin(dossier_worker(client, register, ground, settings))
            alone = settings.repair_alone_up_to
            await workers.begin(campaign_worker(client, register, footing, settings.task_queue, alone_up_to=alone))
        for system in departments:
            asking = await department_worker(client, system, border, settings.callback_base, manners.get(system))
            await workers.begin(asking)
        for federated in await federated_workers(client, elsewhere, settings, frozenset(departments)):
            await workers.begin(federated)
        if Role.POST in settings.roles:
            await workers.begin(await post_worker(client, office, settings.task_queue, anchor_watch(anchors)))
            await workers.begin(await anchor_worker(client, anchors, settings.task_queue))
            mornings = morning_office(office, settings.site)
            await workers.begin(await morning_worker(client, mornings, settings.task_queue))
            if subscriptions:
                await workers.begin(webhook_worker(client, subscriptions, settings.task_queue))
            if portal is not None:
                await workers.begin(await portal_worker(client, portal, settings.task_queue))
        log.info(
            "worker_started",
            queue=settings.task_queue,
            roles=sorted(settings.roles),
            departments=sorted(departments),
            elsewhere=dict(elsewhere.endpoints),
            channels=sorted(messengers),
        )
        await stopped.wait()
        await workers.shut_down()
    for department in departments.values():
        await department.close()
    for messenger in messengers.values():
        await messenger.close()
    if portal is not None:
        await portal.client.close()
    register.close()
    log.info("worker_stopped")


async def main() -> int:
    """Run one worker process until SIGTERM or SIGINT."""
    settings = Settings()
    set_up_logs(json=settings.log_json)
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    try:
        await run(settings, stopped)
    except MotcuaError as refused:
        log.error("worker_refused", error=refused.kind, detail=str(refused))
        return 2
    return 0


if __name__ == "__main__":
    code = asyncio.run(main())
    sys.stderr.flush()
    os._exit(code)  # a clean stop may still abort inside the interpreter's own shutdown
