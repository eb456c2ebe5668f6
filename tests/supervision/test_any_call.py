"""Whatever is sent to the API, it answers: what it cannot take is refused, and no call makes it fail.

The calls are made from the API's own description of itself, against a stack nobody else uses: a call that happens to be
right is carried out.
"""

import re
import subprocess
import sys
from pathlib import Path

from motcua.settings import Settings
from motcua.supervision.stack import running

CALLS_EACH = 6
"""Of every operation, and as many more where it can be called in ways its description forbids."""
OPERATIONS = 40
"""There are more; those without a parameter are called once."""
PATIENCE = 240.0


async def test_no_call_that_the_description_allows_or_forbids_makes_the_api_fail(tmp_path: Path) -> None:
    async with running(Settings(home=tmp_path / "home", port=0)) as stack:
        tried = subprocess.run(_command(stack.address, stack.key), capture_output=True, text=True, timeout=PATIENCE)
    assert tried.returncode == 0, tried.stdout[-6000:] + tried.stderr[-2000:]
    made = re.search(r"(\d+) generated, \1 passed", tried.stdout)
    assert made is not None, tried.stdout[-2000:]
    assert int(made[1]) > OPERATIONS * CALLS_EACH


def _command(address: str, key: str) -> list[str]:
    described = f"{address}/api/v1/openapi.json"
    said = {
        "--url": address,
        "--header": f"Authorization: Bearer {key}",
        "--phases": "fuzzing",
        "--checks": "not_a_server_error",
        "--max-examples": str(CALLS_EACH),
        "--generation-database": "none",
        "--seed": "1",
    }
    program = Path(sys.executable).with_name("schemathesis")
    return [str(program), "run", described, "--no-color", *(word for pair in said.items() for word in pair)]
