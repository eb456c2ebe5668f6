"""Our dossier beside a bare workflow with the same waits, one after the other on the same server."""

import asyncio
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable
from typing import Any

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from activities.messages import Start
from bench.bare import BareWorkflow
from motcua.dossiers.commands import Act, Complete, Life, Open, Opine
from motcua.dossiers.parts import Actor, Data
from motcua.procedures.definition import StepKind
from motcua.supervision.connection import connect
from motcua.supervision.embedded import TemporalServer
from workflows.dossier import DossierWorkflow

PROCEDURE, TERRITORY = "1.009645", "28777"
"""An investment policy: ten steps of eight agencies, five consultations at once, and no department system asked."""


@dataclass(frozen=True)
class Cost:
    """What one completed step cost."""

    events: float
    tasks: float
    bytes: float


async def bounded(count: int, limit: int, job: Callable[[int], Awaitable[None]]) -> float:
    """Run `job(0)` to `job(count - 1)`, at most `limit` at a time; return the seconds it took."""
    numbers = iter(range(count))

    async def lane() -> None:
        for number in numbers:
            await job(number)

    started = time.perf_counter()
    await asyncio.gather(*(lane() for _ in range(limit)))
    return time.perf_counter() - started


async def size(handle: WorkflowHandle) -> tuple[int, int, int]:
    """Return events, completed workflow tasks and bytes of a history so far."""
    history = await handle.fetch_history()
    tasks = sum(e.HasField("workflow_task_completed_event_attributes") for e in history.events)
    described = await handle.describe()
    return len(history.events), tasks, described.raw_description.workflow_execution_info.history_size_bytes


class Dossiers:
    """Dossiers of a real procedure, each step done by the agency that holds it."""

    def __init__(self, client: Client, route: list[Act], opening: Life) -> None:
        self.client, self.route, self.opening = client, route, opening

    async def open(self, code: str) -> WorkflowHandle:
        """Open one dossier and wait until it is written."""
        start = self.opening.opening
        do = start.do.model_copy(update={"code": code})
        life = Life(opening=start.model_copy(update={"do": do}))
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            DossierWorkflow.run,
            Start(life=life),
            id=code,
            task_queue="dossiers",
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
        await self.client.execute_update_with_start_workflow(DossierWorkflow.opened, start_workflow_operation=start)
        return self.client.get_workflow_handle(code)

    async def carry(self, handle: WorkflowHandle) -> None:
        """Do every step."""
        for act in self.route:
            await handle.execute_update(DossierWorkflow.act, act)


class Bare:
    """Bare workflows with as many steps."""

    def __init__(self, client: Client, steps: int) -> None:
        self.client, self.steps = client, steps

    async def open(self, code: str) -> WorkflowHandle:
        """Start one workflow."""
        return await self.client.start_workflow(BareWorkflow.run, self.steps, id=code, task_queue="bare")

    async def carry(self, handle: WorkflowHandle) -> None:
        """Send every act."""
        for number in range(self.steps):
            act = Act(by=Actor(agency="H61.1"), do=Complete(step=f"s{number}"))
            await handle.execute_update(BareWorkflow.act, act)


async def pace(shape: Dossiers | Bare, count: int, limit: int, steps: int) -> float:
    """Return steps per second over `count` dossiers, opened beforehand."""
    handles = [await shape.open(f"pace-{uuid.uuid4()}") for _ in range(count)]
    seconds = await bounded(count, limit, lambda number: shape.carry(handles[number]))
    return count * steps / seconds


async def cost(shape: Dossiers | Bare, steps: int) -> Cost:
    """Return what a completed step costs in history, the opening left out."""
    handle = await shape.open(f"cost-{uuid.uuid4()}")
    before = await size(handle)
    await shape.carry(handle)
    after = await size(handle)
    events, tasks, volume = ((b - a) / steps for a, b in zip(before, after, strict=True))
    return Cost(events, tasks, volume)


async def route_of(client: Client, opening: Life) -> list[Act]:
    """Walk one dossier through and note who does what, in order."""
    route: list[Act] = []
    shape = Dossiers(client, [], opening)
    handle = await shape.open(f"route-{uuid.uuid4()}")
    while True:
        dossier = await handle.query(DossierWorkflow.dossier)
        if dossier is None or not dossier.duties:
            return route
        duty = dossier.duties[0]
        opinion = duty.kind is StepKind.CONSULT
        do = Opine(step=duty.step, opinion="agreed") if opinion else Complete(step=duty.step)
        agency = dossier.one_stop if duty.agency == "applicant" else duty.agency
        route.append(Act(by=Actor(agency=agency), do=do))
        await handle.execute_update(DossierWorkflow.act, route[-1])
        if (await handle.describe()).close_time is not None:
            return route


def opening_of(version: str) -> Life:
    """Return the opening of the benchmark's dossiers."""
    data: Data = {"defence_area": True}
    do = Open(code="bench", procedure=PROCEDURE, version=version, territory=TERRITORY, data=data)
    return Life(opening=Act(by=Actor(agency="applicant"), do=do))


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process has taken, in user and system mode."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


class Stage:
    """A fresh server and one worker process."""

    def __init__(self, cached: int | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
        self.server = TemporalServer(self.home / "temporal.db")
        self.cached = cached

    async def __aenter__(self) -> "Stage":
        self.server.start()
        command = [executable, "-m", "bench.carrier", self.server.address, str(self.home)]
        command += [] if self.cached is None else [str(self.cached)]
        said = self.home / "worker.out"
        with said.open("wb") as out:
            self.worker = Popen(command, stdin=PIPE, stdout=out)
        while b"ready" not in said.read_bytes():
            if self.worker.poll() is not None:
                raise RuntimeError(f"the worker did not start: see {said}")
            await asyncio.sleep(0.1)
        self.client = await connect(self.server.address)
        return self

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time the worker and the server have taken so far."""
        server = self.server.process.pid if self.server.process else 0
        return {"worker": cpu_seconds(self.worker.pid), "server": cpu_seconds(server)}

    def spent_since(self, before: dict[str, float], count: int, of: str = "") -> dict[str, float]:
        """Return the processor time both have taken since for each of many, in milliseconds, as figures."""
        now = self.cpu_seconds()
        return {f"{of}{name}_cpu_ms": (now[name] - before[name]) / max(1, count) * 1000 for name in now}

    async def __aexit__(self, *_: object) -> None:
        if self.worker.stdin:
            self.worker.stdin.close()
        await asyncio.to_thread(self.worker.wait)
        self.server.stop()


async def paired(ours: "Dossiers", bare: "Bare", rounds: int, count: int, limit: int) -> list[tuple[float, float]]:
    """Return steps per second of both, round by round; who goes first changes, since other work comes and goes."""
    pairs = []
    for number in range(rounds):
        first, second = (ours, bare) if number % 2 else (bare, ours)
        paces = {id(shape): await pace(shape, count, limit, bare.steps) for shape in (first, second)}
        pairs.append((paces[id(ours)], paces[id(bare)]))
    return pairs


async def measure(opening: Life, *, count: int = 30, limit: int = 10, rounds: int = 8) -> dict[str, float]:
    """Return the figures of both; paces are medians of paired rounds, the ratio the median of the rounds' ratios."""
    async with Stage() as stage:
        route = await route_of(stage.client, opening)
        ours, bare = Dossiers(stage.client, route, opening), Bare(stage.client, len(route))
        await paired(ours, bare, 1, limit, limit)
        pairs = await paired(ours, bare, rounds, count, limit)
        one, floor = await cost(ours, len(route)), await cost(bare, len(route))
    return {
        "steps": len(route),
        "events_per_step": one.events,
        "workflow_tasks_per_step": one.tasks,
        "bytes_per_step": one.bytes,
        "bare_events_per_step": floor.events,
        "bare_bytes_per_step": floor.bytes,
        "steps_per_s": statistics.median(a for a, _ in pairs),
        "bare_steps_per_s": statistics.median(b for _, b in pairs),
        "ratio": statistics.median(a / b for a, b in pairs),
        "ratio_least": min(a / b for a, b in pairs),
        "ratio_most": max(a / b for a, b in pairs),
    }
