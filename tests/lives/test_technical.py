"""What the engine says of a dossier's workflow: failing activities, failing code, queues nobody polls, no workflow."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from motcua.supervision.stuck.engine import Engine
from motcua.supervision.stuck.technical import Life, Technical
from tests.lives.conftest import PATIENCE

SOON = RetryPolicy(initial_interval=timedelta(milliseconds=10), backoff_coefficient=1)


@activity.defn(name="departments.ask")
async def ask() -> None:
    raise RuntimeError("503 Service Unavailable\nat line 7")


@workflow.defn(name="AsksInVain")
class AsksInVain:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity(ask, start_to_close_timeout=timedelta(seconds=5), retry_policy=SOON)


@workflow.defn(name="AsksNobody")
class AsksNobody:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity(
            "departments.ask", task_queue="department.nobody", start_to_close_timeout=timedelta(seconds=5)
        )


@workflow.defn(name="Breaks")
class Breaks:
    @workflow.run
    async def run(self) -> None:
        raise KeyError("nowhere")


@workflow.defn(name="Ends")
class Ends:
    @workflow.run
    async def run(self) -> None:
        return None


@pytest.fixture(scope="module")
async def queue(env: WorkflowEnvironment) -> AsyncIterator[str]:
    """Return the queue of a worker that knows these workflows."""
    name = f"technical-{uuid4().hex[:8]}"
    every = [AsksInVain, AsksNobody, Breaks, Ends]
    async with Worker(
        env.client, task_queue=name, workflows=every, activities=[ask], workflow_runner=UnsandboxedWorkflowRunner()
    ):
        yield name


@pytest.fixture
async def begin(env: WorkflowEnvironment) -> AsyncIterator[Callable[[str, str], Awaitable[str]]]:
    """Return what starts a workflow on a queue, and end all of them afterwards."""
    begun: list[str] = []

    async def start(kind: str, queue: str) -> str:
        code = f"T-{uuid4().hex[:12]}"
        with env.with_time_skipping_disabled():
            await env.client.start_workflow(kind, id=code, task_queue=queue)
        begun.append(code)
        return code

    yield start
    for code in begun:
        handle = env.client.get_workflow_handle(code)
        if (await handle.describe()).close_time is None:
            await handle.terminate()


async def said(client: Client, code: str, holds: Callable[[Technical], object]) -> Technical:
    """Return what the engine says of a workflow once that is so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            technical = (await Engine(client).read([code], within=PATIENCE)).get(code)
            if technical is not None and holds(technical):
                return technical
            await asyncio.sleep(0.05)


async def test_an_activity_that_fails_is_told_with_attempts_and_last_error(env, queue, begin) -> None:
    code = await begin("AsksInVain", queue)
    technical = await said(env.client, code, lambda it: it.failing and it.failing[0].attempts >= 3)
    (failing,) = technical.failing
    assert (failing.activity, failing.last_error) == ("departments.ask", "503 Service Unavailable")
    assert technical.said[0].en.startswith(f"Asking the department system: failed {failing.attempts} times: 503")
    assert technical.said[0].vi.startswith("Gửi yêu cầu tới hệ thống ngành: lỗi")
    assert (technical.workflow, technical.unserved, technical.task_failures) == (Life.RUNNING, (), 0)


async def test_code_that_fails_on_its_task_is_told_with_what_it_failed_with(env, queue, begin) -> None:
    code = await begin("Breaks", queue)
    technical = await said(env.client, code, lambda it: it.task_failures >= 1 and it.task_error)
    assert "nowhere" in (technical.task_error or "")
    assert "The workflow's code failed" in technical.said[0].en


async def test_a_queue_nobody_polls_is_named(env, queue, begin) -> None:
    lost, asking = await begin("Ends", "no-worker-here"), await begin("AsksNobody", queue)
    technical = await said(env.client, lost, lambda it: it.unserved)
    assert technical.unserved == ("no-worker-here",)
    technical = await said(env.client, asking, lambda it: it.unserved)
    assert technical.unserved == ("department.nobody",)
    assert technical.said[0].en == "No worker polls the task queue department.nobody"


async def test_an_open_dossier_without_a_workflow_is_told(env, queue, begin) -> None:
    code = await begin("Ends", queue)
    ended = await said(env.client, code, lambda it: it.workflow is Life.ENDED)
    missing = await said(env.client, "T-never-started", lambda it: it.workflow is Life.MISSING)
    assert ended.said
    assert missing.said


async def test_an_answer_is_kept_a_while_and_nothing_is_waited_for_longer_than_said(env, queue, begin) -> None:
    code = await begin("AsksInVain", queue)
    clock = [0.0]
    engine = Engine(env.client, lambda: clock[0])
    first = await engine.read([code], within=PATIENCE)
    assert await engine.read([code], within=PATIENCE) == first
    await env.client.get_workflow_handle(code).terminate()
    assert (await engine.read([code], within=PATIENCE))[code].workflow is Life.RUNNING
    clock[0] = 60.0
    assert (await engine.read([code], within=PATIENCE))[code].workflow is Life.ENDED
    clock[0] = 120.0
    assert await engine.read([code], within=0) == {}


async def test_an_engine_that_is_away_is_left_alone_for_a_while() -> None:
    client = await Client.connect("127.0.0.1:1", lazy=True)
    clock = [0.0]
    engine = Engine(client, lambda: clock[0])
    assert await engine.read(["T-1"], within=PATIENCE) == {}
    assert engine._away_until > clock[0]
    assert await engine.read(["T-2"], within=PATIENCE) == {}
    assert "T-2" not in engine._kept
