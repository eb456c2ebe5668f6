"""A real Temporal server on which months pass, a worker, and a fresh register for each test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from activities.border import Border
from activities.keeper import Manners
from activities.messages import Receipt, Start
from motcua.departments.port import Department
from motcua.dossiers.commands import Act, Command, Complete, Life, Open
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor, Duty
from motcua.register.breaker import PACE, Pace
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.embedded import QUICK_TIMERS, SMALL_MACHINE, arguments, binary
from motcua.supervision.workers.departments import department_worker
from motcua.supervision.workers.dossiers import dossier_worker
from tests.empty_register import empty_register
from workflows.converter import DATA_CONVERTER
from workflows.dossier import DossierWorkflow

Asked = Callable[..., Awaitable[None]]
QUICK = Manners(look_every=0.1, sweep_every=0.3)
PATIENCE = 20.0
"""Seconds a test waits for what must come by itself."""


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the shipped procedures, agencies and calendars."""
    return load_ground()


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    """Run one server for the session; time passes per workflow, and only when a test says so."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=binary(),
        dev_server_extra_args=list(arguments(SMALL_MACHINE | QUICK_TIMERS)),
        data_converter=DATA_CONVERTER,
    )
    async with environment:
        yield environment


@dataclass
class Office:
    """What a test does with a dossier: open it, act, let time pass, look."""

    env: WorkflowEnvironment
    register: Register
    ground: Ground
    queue: str
    _opened: int = 0
    handles: dict[str, WorkflowHandle[DossierWorkflow, Receipt]] = field(default_factory=dict)

    @property
    def client(self) -> Client:
        """Return the client of the server."""
        return self.env.client

    async def open(self, procedure: str, at: datetime, *, past: tuple[Act, ...] = (), **values: object) -> str:
        """Open a dossier as of a past moment and return its code once that is written."""
        on = self.ground.calendars["vn"].local(at).date()
        version = self.ground.catalogue.version_for(procedure, on, None)
        code = f"T-{uuid4().hex[:12]}"
        do = Open.model_validate({"code": code, "procedure": version.code, "version": version.version, **values})
        life = Life(opening=Act(by=Actor(agency="applicant"), at=at, do=do), past=past)
        with self.env.with_time_skipping_disabled():
            handle = await self.client.start_workflow(
                DossierWorkflow.run, Start(life=life), id=code, task_queue=self.queue
            )
        self.handles[code] = handle
        await handle.execute_update(DossierWorkflow.opened)
        return code

    async def act(
        self, code: str, by: str, do: Command, *, key: str | None = None, reason: str | None = None
    ) -> Receipt:
        """Do something to a dossier, at the dossier's own present moment."""
        act = Act.model_validate({"by": Actor(agency=by), "do": do, "reason": reason, "key": key})
        return await self.handles[code].execute_update(DossierWorkflow.act, act)

    async def complete(self, code: str, step: str) -> Receipt:
        """Complete a step for whoever holds it."""
        duty = (await self.dossier(code)).duty(step)
        by = (await self.dossier(code)).one_stop if duty.agency == "applicant" else duty.agency
        return await self.act(code, by, Complete(step=step))

    async def dossier(self, code: str) -> Dossier:
        """Return the dossier as the register knows it."""
        return await asyncio.to_thread(self.register.dossier, code)

    async def duty(self, code: str, step: str) -> Duty:
        """Return an open duty."""
        return (await self.dossier(code)).duty(step)

    async def pass_time(self, code: str, until: datetime) -> None:
        """Let time pass for one dossier until just after a moment."""
        handle = self.handles[code]
        now = await self.env.get_current_time(handle)
        await self.env.fast_forward(handle, until - now + timedelta(minutes=2))

    async def until(self, holds: Callable[[], Awaitable[bool]], what: str) -> None:
        """Wait until something that must come by itself is there."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not await holds():
            if asyncio.get_running_loop().time() > deadline:
                pytest.fail(f"did not happen within {PATIENCE} s: {what}")
            await asyncio.sleep(0.05)


@pytest.fixture(scope="session")
async def workers_client(env: WorkflowEnvironment) -> Client:
    """Return a client for workers: what they start themselves lives in plain time, unless a test lets time pass."""
    return await Client.connect(env.client.service_client.config.target_host, data_converter=DATA_CONVERTER)


@pytest.fixture
async def office(
    env: WorkflowEnvironment, workers_client: Client, ground: Ground, tmp_path: Path
) -> AsyncIterator[Office]:
    """Run a worker with a register of its own on a queue of its own."""
    register = Register.open(empty_register(tmp_path), master_key=bytes(32))
    queue = f"dossiers-{uuid4().hex[:8]}"
    async with dossier_worker(workers_client, register, ground, Settings(task_queue=queue, home=tmp_path)):
        yield Office(env, register, ground, queue)
    register.close()


@pytest.fixture
async def with_department(office: Office, workers_client: Client) -> AsyncIterator[Asked]:
    """Return what starts the worker of one department system, with its keeper, beside the office's own."""
    async with AsyncExitStack() as running:

        async def start(system: str, department: Department, pace: Pace = PACE, manners: Manners = QUICK) -> None:
            border = Border({system: department}, office.register, pace)
            worker = await department_worker(workers_client, system, border, "http://127.0.0.1:1", manners)
            await running.enter_async_context(worker)

        yield start


def today() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
