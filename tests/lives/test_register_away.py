"""With the register away an act waits for it: it is neither lost nor answered before it is written."""

import asyncio
import sqlite3
from datetime import UTC, datetime

from motcua.dossiers.commands import Assign

COPY = "2.000908"
AWAY = 9.0
"""Seconds; longer than all attempts within one task take."""


async def test_an_act_waits_until_the_register_is_back_and_is_then_written_once(office, tmp_path):
    code = await office.open(COPY, datetime.now(UTC), territory="01")
    by = (await office.dossier(code)).one_stop
    blocker = sqlite3.connect(tmp_path / "register.db", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    acting = asyncio.create_task(office.act(code, by, Assign(step="s1", officer="cb-3"), key="while-away"))
    await asyncio.sleep(AWAY)
    assert not acting.done()
    blocker.execute("ROLLBACK")
    blocker.close()
    receipt = await asyncio.wait_for(acting, 60)
    transitions = await asyncio.to_thread(office.register.transitions, code)
    assert [t.key for t in transitions].count("while-away") == 1
    assert transitions[-1].facts[-1].kind == "assigned"
    assert receipt.seq == (await office.dossier(code)).seq
