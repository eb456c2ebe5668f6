"""A dossier finishes a step on the build it began it with, and goes on with the newest."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

from temporalio.api.workflowservice.v1 import SetWorkerDeploymentCurrentVersionRequest
from temporalio.client import Client
from temporalio.service import RPCError

from motcua.dossiers.commands import Assign
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.workers.dossiers import dossier_worker
from tests.lives.conftest import Office

LAND, COMMUNE = "1.013831", "28777"


async def make_current(client: Client, build: str) -> None:
    """Let new runs start on a build, once the server has heard of it."""
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=client.namespace, deployment_name="motcua", build_id=build, identity="operator"
    )
    for _ in range(100):
        try:
            await client.workflow_service.set_worker_deployment_current_version(request)
            return
        except RPCError:
            await asyncio.sleep(0.1)
    raise AssertionError(f"the server never heard of build {build}")


async def test_an_open_dossier_moves_to_the_new_build_at_its_next_act(env, ground, tmp_path):
    register = Register.open(f"sqlite:///{tmp_path / 'register.db'}", master_key=bytes(32))
    queue = f"builds-{uuid4().hex[:8]}"

    def worker(build: str):
        return dossier_worker(env.client, register, ground, Settings(task_queue=queue, build_id=build))

    async def build_of(code: str) -> str:
        described = await env.client.get_workflow_handle(code).describe()
        return described.raw_description.workflow_execution_info.versioning_info.deployment_version.build_id

    office = Office(env, register, ground, queue)
    async with worker("one"):
        await make_current(env.client, "one")
        code = await office.open(LAND, datetime.now(UTC), territory=COMMUNE)
        assert await build_of(code) == "one"
        by = (await office.dossier(code)).one_stop
        async with worker("two"):
            await make_current(env.client, "two")

            async def moved() -> bool:
                await office.act(code, by, Assign(step="s1", officer=f"cb-{uuid4().hex[:6]}"))
                return await build_of(code) == "two"

            await office.until(moved, "the dossier goes on with build two")
            await office.complete(code, "s1")
    assert (await office.dossier(code)).done["s1"].outcome == "done"
    register.close()
