"""Old lives replay on today's code: what was decided stays decided."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from motcua.supervision.workers.running import WORKFLOWS, sandbox
from workflows.converter import DATA_CONVERTER

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def replayer() -> Replayer:
    """Return a replayer set up as the worker is."""
    return Replayer(workflows=WORKFLOWS, data_converter=DATA_CONVERTER, workflow_runner=sandbox())


async def test_every_workflow_loads_in_the_sandbox():
    async def none():
        for history in ():
            yield history

    async with replayer().workflow_replay_iterator(none()) as results:
        assert [result async for result in results] == []


def test_there_are_lives_to_replay():
    assert len(HISTORIES) >= 3


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_a_recorded_life_replays_without_deciding_anything_again(path):
    await replayer().replay_workflow(WorkflowHistory.from_json(path.stem, path.read_text()))
