"""Chapter: a deadline that passes while we look. The duty desk works day and night, so it does at any hour."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from motcua.supervision.demo.carrying import told
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import WARD, Json
from motcua.supervision.demo.story import Story

DESK = "an-hoi.truc-ban"
AHEAD = timedelta(seconds=25)
"""How far ahead the deadline lies when the dossiers are opened."""
SPREAD = 60.0
"""Seconds over which the alarms of one moment are woken."""
HOW_MANY = 5


async def open_at_the_desk(desk: Desk, story: Story) -> list[str]:
    """Open dossiers whose step is due in a moment: received an hour ago, less a little."""
    due = datetime.now(UTC) + AHEAD
    received = (due - timedelta(hours=1)).isoformat()
    codes = [await desk.open(_opening(number, received)) for number in range(HOW_MANY)]
    local = datetime.fromisoformat((await desk.dossier(codes[0]))["duties"][0]["due"])
    story.line(
        f"{HOW_MANY} hồ sơ tại bàn trực, hạn bước lúc {local:%H:%M:%S}, chưa làm",
        f"{HOW_MANY} dossiers at the duty desk, their step is due at {local:%H:%M:%S}, nobody acts",
    )
    return codes


def _opening(number: int, received: str) -> Json:
    return {
        "key": f"demo/desk-{number}",
        "by": {"agency": DESK},
        "procedure": "TRUC01",
        "territory": WARD,
        "at": received,
    }


async def see_it_pass(desk: Desk, story: Story, codes: list[str]) -> None:
    """Wait until the first of them is overdue by itself; the fact bears the legal moment, not that of waking."""
    until = time.monotonic() + AHEAD.total_seconds() + SPREAD + 15
    while time.monotonic() < until:
        dossiers = [await desk.dossier(code) for code in codes]
        if late := [d for d in dossiers if "overdue_opened" in told(d)]:
            break
        await asyncio.sleep(1)
    else:
        story.expect(False, "hạn trôi qua mà không có gì xảy ra", "the deadline passed and nothing happened")
        return
    event = next(e for e in late[0]["timeline"] if e["kind"] == "overdue_opened")
    due = late[0]["duties"][0]["due"]
    same = datetime.fromisoformat(event["at"]) == datetime.fromisoformat(due)
    story.expect(same, f"{late[0]['code']}: {event['vi']}", "the deadline passed live; the fact bears the legal moment")
