"""Chapter: what people do: answer for what is late, refuse on the merits, and go on while a worker dies."""

import asyncio

from motcua.supervision.demo.carrying import carry
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import Story
from motcua.supervision.demo.systems import opening
from motcua.supervision.stack import Stack

COMMITTEE = "an-hoi.ubnd"
IN_THE_MIDDLE = 4
"""Dossiers under way while the worker is killed."""


async def answer_for_it(desk: Desk, story: Story, late: str) -> None:
    """Answer for an overdue dossier: it climbs no further, and stays overdue until it is done."""
    story.chapter("Con người xử lý", "People at work")
    explanation = "Chờ đo đạc lại ranh giới; sẽ ký trong ngày làm việc kế tiếp."
    do: Json = {"kind": "acknowledge", "subject": "dossier", "explanation": explanation}
    (await desk.act(late, "demo/explain", COMMITTEE, do)).must(200)
    episodes = (await desk.dossier(late))["episodes"]
    own = next(e for e in episodes if e["subject"]["id"] == "dossier")
    story.expect(
        own["acknowledged_by"] == COMMITTEE and own["next_at"] is None,
        f"{late} UBND phường giải trình, thôi đôn đốc lên cấp trên",
        "the ward answers for it; it is carried no further up",
    )


async def refuse(desk: Desk, story: Story) -> None:
    """Refuse a permit on the merits: a result like any other, within the limit."""
    code = await desk.open(opening("permit-live", "1.013225", data={"permit_for": "house"}))
    basis = "Không phù hợp quy hoạch chi tiết đã duyệt."
    dossier = await carry(desk, code, lambda duty: _refusal(duty, basis))
    story.expect(
        dossier["result"]["id"] == "refused" and dossier["state"]["id"] == "returned",
        f"{code} Xây dựng: từ chối có lý do, đã trả trong hạn",
        "permit: refused on the merits, returned in time",
    )


def _refusal(duty: Json, basis: str) -> Json | None:
    if duty["step"]["id"] != "s3":
        return None
    return {"kind": "refuse_on_merits", "step": "s3", "basis": basis}


async def survive(desk: Desk, story: Story, stack: Stack) -> list[str]:
    """Kill the worker while dossiers are under way; each goes on from where it stood, and nothing is done twice."""
    story.chapter("Tiến trình xử lý bị ngắt giữa chừng", "The worker is killed in the middle")
    codes = [await desk.open(opening(f"kill-{number}", "1.013831")) for number in range(IN_THE_MIDDLE)]
    for code in codes:
        await carry(desk, code, upto="s2")
    carrying = [asyncio.create_task(carry(desk, code)) for code in codes]
    await asyncio.sleep(0.1)
    before, pid = stack.worker.starts, stack.worker.process.pid if stack.worker.process else 0
    stack.worker.kill()
    story.line(
        f"đã ngắt tiến trình {pid} khi {IN_THE_MIDDLE} hồ sơ đang chạy",
        f"process {pid} killed, {IN_THE_MIDDLE} dossiers under way",
    )
    dossiers = await asyncio.gather(*carrying)
    steps = [event["vi"] for d in dossiers for event in d["timeline"] if event["kind"] == "duty_closed"]
    whole = all(d["state"]["id"] == "returned" for d in dossiers) and len(steps) == 13 * IN_THE_MIDDLE
    story.expect(
        whole and stack.worker.starts > before,
        f"khởi động lại; {IN_THE_MIDDLE} hồ sơ đã trả, {len(steps)} bước, không mất, không lặp",
        "started again; all returned, each of the 13 steps once",
    )
    return codes
