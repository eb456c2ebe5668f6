"""Letters are numbered by and by, whether or not anybody reads them."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from motcua.dossiers.commands import Act, Life, Open
from motcua.dossiers.decide import decide_life
from motcua.dossiers.facts import Transition
from motcua.dossiers.loading import load_ground
from motcua.dossiers.parts import Actor
from motcua.register.register import Register
from motcua.register.rows import View
from motcua.supervision.numbering import numbering

CODE, RECEIVED = "000.01.41.H61-261102-0001", datetime(2026, 11, 2, 2, tzinfo=UTC)


async def test_a_letter_nobody_has_read_gets_its_number_all_the_same(tmp_path: Path) -> None:
    ground = load_ground()
    register = Register.open(f"sqlite:///{tmp_path / 'register.db'}", master_key=bytes(32))
    do = Open(code=CODE, procedure="1.013831", version="2025-07-01", territory="28777")
    opening = Act(by=Actor(agency="an-hoi.ttpvhcc"), at=RECEIVED, do=do)
    facts = decide_life(Life(opening=opening), RECEIVED, ground)
    said = Transition(key="open", by=opening.by, at=RECEIVED, recorded_at=RECEIVED, facts=facts)
    register.record(None, said, View(field="Đất đai"))
    async with numbering(register, ground, every=0.05):
        for _ in range(200):
            if letters := register.letters(CODE):
                break
            await asyncio.sleep(0.05)
    assert [(row.number, row.form) for row in letters] == [(1, "receipt")]
    register.close()
