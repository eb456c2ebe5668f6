"""Records lives for replay: `python -m tests.replay.recording CHAPTER…`, when there is a new kind of life to record.

Old recordings stay: a life begun on older code has to replay on newer code. So a chapter is recorded once.
"""

import asyncio
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from motcua.dossiers.commands import AskSupplement, GiveSupplement, ReturnToLead, Stop
from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.embedded import QUICK_TIMERS, SMALL_MACHINE, arguments, binary
from motcua.supervision.workers.dossiers import dossier_worker
from tests.lives.conftest import Office
from tests.lives.test_one_life import COMMUNE, COPY, INVESTMENT, LAND, carry
from workflows.converter import DATA_CONVERTER
from workflows.dossier import DossierWorkflow

BIRTH, WARD = "2.002621", "28777"
FOLDER = Path(__file__).parent / "histories"


async def record(office: Office, code: str, name: str) -> None:
    """Write down a life as it happened so far."""
    history = await office.handles[code].fetch_history()
    plain = re.sub(r'"identity": "[^"]*"', '"identity": "recorder"', history.to_json())
    (FOLDER / f"{name}.json").write_text(plain + "\n")
    sys.stdout.write(f"{name}: {len(history.events)} events\n")


async def alone(office: Office) -> None:
    """Live lives that no other dossier is concerned with."""
    now = datetime.now(UTC)
    code = await office.open(COPY, now, territory="01")
    await carry(office, code)
    await record(office, code, "a-copy-returned-at-once")
    code = await office.open(COPY, now, territory="01")
    await office.pass_time(code, now + timedelta(days=12))
    await record(office, code, "a-copy-forgotten-and-escalated")
    code = await office.open(LAND, now, territory=COMMUNE)
    await office.complete(code, "s1")
    by = (await office.dossier(code)).competent
    document = office.ground.catalogue.version_for(LAND, now.date()).documents[0].id
    await office.act(code, by, AskSupplement(items=(document,)), reason="thiếu bản gốc")
    await office.act(code, "applicant", GiveSupplement(documents=(document,)))
    await carry(office, code)
    await record(office, code, "a-land-transfer-with-a-supplement-and-a-payment")
    code = await office.open(INVESTMENT, now, territory=COMMUNE, data={"defence_area": True})
    await carry(office, code, until="c1")
    await office.pass_time(code, now + timedelta(days=20))
    await record(office, code, "an-investment-on-which-nobody-gave-an-opinion")


async def linked(office: Office) -> None:
    """Live a linked birth: the police send their leg back once, then all is returned."""
    code = await office.open(BIRTH, datetime.now(UTC), territory=WARD)
    await carry(office, code, until="s3")
    first, card = await leg_of(office, code, "s3"), await leg_of(office, code, "s4")
    await office.act(first, (await office.dossier(first)).competent, ReturnToLead(), reason="sai tên trong tờ khai")
    await office.until(lambda: _is_open(office, code, "s2"), "the lead has it back")
    await office.complete(code, "s2")
    await office.until(lambda: _is_open(office, code, "s3"), "sent again")
    for leg in (card, await leg_of(office, code, "s3")):
        await carry(office, leg)
    await office.until(lambda: _is_open(office, code, "s5"), "all results are there")
    await carry(office, code)
    await record(office, code, "a-linked-birth-with-a-leg-sent-back")
    await record(office, first, "a-leg-returned-to-its-lead")
    await record(office, card, "a-leg-whose-result-came-back")
    code = await office.open(BIRTH, datetime.now(UTC), territory=WARD)
    await carry(office, code, until="s3")
    card = await leg_of(office, code, "s4")
    await office.act(code, (await office.dossier(code)).competent, Stop(basis="Điều 19"), reason="trùng hồ sơ")
    await office.handles[code].result()
    await office.handles[card].result()
    await record(office, code, "a-linked-birth-stopped-with-its-legs")
    await record(office, card, "a-leg-ended-with-its-parent")


async def leg_of(office: Office, code: str, step: str) -> str:
    """Return the code of a step's leg, once it is noted."""

    async def noted() -> bool:
        duty = (await office.dossier(code)).duty(step)
        return duty is not None and duty.leg is not None

    await office.until(noted, f"{step} has its leg")
    leg = (await office.duty(code, step)).leg or ""
    office.handles[leg] = office.client.get_workflow_handle_for(DossierWorkflow.run, leg)
    return leg


async def _is_open(office: Office, code: str, step: str) -> bool:
    return (await office.dossier(code)).duty(step) is not None


CHAPTERS = {"alone": alone, "linked": linked}


async def main(chapters: list[str]) -> None:
    """Run a server and a worker, and record."""
    FOLDER.mkdir(exist_ok=True)
    ground = load_ground()
    extra = list(arguments(SMALL_MACHINE | QUICK_TIMERS))
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=binary(), dev_server_extra_args=extra, data_converter=DATA_CONVERTER
    )
    async with environment as env:
        address = env.client.service_client.config.target_host
        client = await Client.connect(address, data_converter=DATA_CONVERTER, identity="recorder")
        with tempfile.TemporaryDirectory() as folder:
            register = Register.open(f"sqlite:///{folder}/register.db", master_key=bytes(32))
            async with dossier_worker(client, register, ground, Settings(task_queue="recording")):
                for chapter in chapters:
                    await CHAPTERS[chapter](Office(env, register, ground, "recording"))
            register.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
