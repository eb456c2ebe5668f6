"""Chapter: who is told what: the applicant of every change, the officer of what is late, at once and in order."""

import asyncio
import time
from datetime import datetime
from pathlib import Path

from motcua.supervision.demo.carrying import carry
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import Story
from motcua.supervision.demo.systems import opening

PERSON = {"name": "Nguyễn Văn Ví Dụ", "email": "nguoi-nop@vi-du.invalid"}
"""Nobody: an invented applicant."""
PATIENCE = 20.0
"""Seconds the demonstration waits for what goes out by itself."""


async def tell(desk: Desk, story: Story, home: Path, late: list[str]) -> None:
    """Carry one dossier for an applicant who can be reached, and show what was written to whom."""
    story.chapter("Thông báo cho người nộp và cán bộ", "Notices to applicants and officers")
    code = await desk.open(opening("land-told", "1.013831", applicant=PERSON))
    await carry(desk, code)
    heard = await _all_sent(desk, code)
    kinds = [notice["kind"]["id"] for notice in heard if notice["audience"]["id"] == "applicant"]
    slowest = max((_seconds(notice) for notice in heard if notice["sent_at"]), default=0.0)
    story.expect(
        kinds[:1] == ["received"] and kinds[-2:] == ["result_early", "returned"],
        f"{code} người nộp được báo {len(kinds)} lần, chậm nhất sau {slowest:.1f} giây: "
        + ", ".join(notice["kind"]["vi"] for notice in heard),
        f"the applicant heard {len(kinds)} times, within {slowest:.1f} s; the result before it was handed over",
    )
    warned = [notice for each in late for notice in await _of(desk, each) if notice["kind"]["id"] == "overdue"]
    story.expect(
        bool(warned), f"{len(warned)} lần báo quá hạn cho cán bộ", "the officers were told of what the clock found late"
    )
    files = [*home.glob("outbox/*.eml"), *home.glob("outbox/*.txt")]
    story.expect(
        bool(files), f"{len(files)} thông báo ghi tại {home / 'outbox'}", f"{len(files)} notices written to the outbox"
    )


async def _all_sent(desk: Desk, code: str) -> list[Json]:
    until = time.monotonic() + PATIENCE
    while True:
        notices = await _of(desk, code)
        if time.monotonic() > until or all(notice["state"]["id"] != "waiting" for notice in notices):
            return notices
        await asyncio.sleep(0.2)


async def _of(desk: Desk, code: str) -> list[Json]:
    notices: list[Json] = (await desk.get(f"/dossiers/{code}/notices"))["notices"]
    return notices


def _seconds(notice: Json) -> float:
    """Return how long after what happened a notice went out."""
    return (datetime.fromisoformat(notice["sent_at"]) - datetime.fromisoformat(notice["at"])).total_seconds()
