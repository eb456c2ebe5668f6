"""An agency system's starter: opens dossiers from JSON files, acts on them, and follows one until it ends.

python starter.py open dossier.json
python starter.py act 000.00.07.H61-261123-0001 act.json
python starter.py follow 000.00.07.H61-261123-0001
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import Receipt
from motcua.dossiers.commands import Act
from motcua.errors import InvalidInputError, MotcuaError, NotFoundError
from motcua.settings import Settings
from motcua.supervision.admission import admitted
from motcua.supervision.cli import leave
from motcua.supervision.connection import connect
from motcua.supervision.counter import Opening
from motcua.supervision.installation import counter_of, register_of
from motcua.supervision.local_state import temporal_of
from motcua.supervision.reading import read_model
from motcua.telemetry import set_up_logs
from workflows.dossier import DossierWorkflow

USAGE = "usage: starter.py open FILE.json | act CODE FILE.json | follow CODE"
HELP = f"""{__doc__}
What the files hold is told in docs/api.md; the register and Temporal are those of MOTCUA_HOME (var), as `make up` keeps
them, or MOTCUA_REGISTER_URL and TEMPORAL_ADDRESS. The answer is JSON; a refusal is one sentence and exit code 2.
"""


async def follow(client: Client, code: str) -> Receipt:
    """Wait until a dossier ends, however many months that takes, and return its last receipt.

    Raises:
        NotFoundError: Temporal knows no such dossier: it was never opened, or ended longer ago than Temporal keeps.
    """
    try:
        return await client.get_workflow_handle_for(DossierWorkflow.run, code).result()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        raise NotFoundError(f"Temporal knows no dossier {code}.", vi=f"Temporal không có hồ sơ {code}.") from error


async def perform(words: list[str]) -> BaseModel:
    """Do what the command line asks."""
    settings = Settings()
    client = await connect(temporal_of(settings.home))
    match words:
        case ["open", file]:
            opening = admitted(read_model(Opening, Path(file).read_bytes()))
            with register_of(settings) as register:
                return await counter_of(settings, client, register).open(opening)
        case ["act", code, file]:
            act = read_model(Act, Path(file).read_bytes())
            with register_of(settings) as register:
                return await counter_of(settings, client, register).act(code, act)
        case ["follow", code]:
            return await follow(client, code)
    raise InvalidInputError(USAGE, field="command")


def main(words: list[str]) -> int:
    """Run one command: its answer as JSON on standard output, or one sentence of refusal and exit code 2."""
    if {"-h", "--help"} & set(words):
        sys.stdout.write(HELP)
        return 0
    set_up_logs()
    try:
        answer: Any = asyncio.run(perform(words))
    except (MotcuaError, OSError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    sys.stdout.write(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
