"""Whatever is sent to the API, it answers: what it cannot take is refused, and no call makes it fail.

The calls are made from the API's own description of itself, and from bodies that fit in all but one field. They are
made against a stack nobody else uses: a call that happens to be right is carried out, on something that exists.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from motcua.dossiers.ground import Ground
from motcua.supervision.api.app import BASE
from motcua.supervision.stack import running
from tests.supervision.bodies import requests
from tests.supervision.changed import changed
from tests.supervision.seeded import Seeded, seeding, settings_of
from tests.webhooks.receiver import SECRET

CALLS_EACH = 6
"""Of every operation, drawn at random, besides those that try every limit of its description once."""
CALLS = 2500
CHANGES = 3000
PATIENCE = 240.0
FITS = (200, 201, 202, 404, 409)
"""What a body that fits is answered: 404 and 409 come after its fields were read."""


@pytest.fixture(scope="module")
async def seeded(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> AsyncIterator[Seeded]:
    """Run a stack in whose register there is something of everything."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOOK_SECRET", SECRET)
        async with running(settings_of(tmp_path_factory.mktemp("home"))) as stack, seeding(stack, ground) as known:
            yield known


async def test_no_body_with_one_field_that_does_not_fit_makes_the_api_fail(seeded: Seeded, ground: Ground) -> None:
    failed, misfits, tried = [], [], 0
    for asked in requests(await seeded.held(), ground):
        address = seeded.address(asked.path)
        for what, body in changed(asked.body, asked.fields):
            tried += 1
            status = await _status(seeded.api, asked.method, address, body, f"{tried}")
            failed += [f"{asked.method} {asked.path}, {what}: {status}"] if status >= 500 else []
        status = await _status(seeded.api, asked.method, address, asked.body, "whole")
        misfits += [f"{asked.method} {asked.path} {asked.body}: {status}"] if status not in FITS else []
    assert (failed, misfits) == ([], [])
    assert tried > CHANGES


async def _status(api: httpx2.AsyncClient, method: str, address: str, body: dict[str, Any], key: str) -> int:
    """Return the status of the answer; an act or opening whose key fits gets one of its own, so that it is another."""
    if isinstance(body.get("key"), str) and body["key"].startswith("test-"):
        body = body | {"key": f"{body['key']}-{key}"}
    try:
        return (await api.request(method, address, json=body)).status_code
    except Exception:  # answered with 500, and raised once more in this process
        return 500


async def test_no_call_that_the_description_allows_or_forbids_makes_the_api_fail(seeded: Seeded) -> None:
    command, root = _command(seeded.stack.address, seeded.stack.key), Path(__file__).parents[2]
    told = os.environ | {"KNOWN_IDS": json.dumps(seeded.known), "SCHEMATHESIS_HOOKS": "tests.supervision.known_ids"}
    tried = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, env=told, cwd=root)
    assert tried.returncode == 0, tried.stdout[-6000:] + tried.stderr[-2000:]
    made = re.search(r"(\d+) generated, \1 passed", tried.stdout)
    assert made is not None, tried.stdout[-2000:]
    assert int(made[1]) > CALLS


def _command(address: str, key: str) -> list[str]:
    program, config = Path(sys.executable).with_name("schemathesis"), Path(__file__).with_name("schemathesis.toml")
    said = {
        "--url": address,
        "--header": f"Authorization: Bearer {key}",
        "--phases": "coverage,fuzzing",
        "--checks": "not_a_server_error",
        "--max-examples": str(CALLS_EACH),
        "--generation-database": "none",
        "--seed": "1",
        "--warnings": "off",
    }
    options = (word for pair in said.items() for word in pair)
    return [str(program), "--config-file", str(config), "run", f"{address}{BASE}/openapi.json", "--no-color", *options]
