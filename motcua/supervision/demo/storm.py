"""Chapter: a storm closes one agency on the next working day; the dates it touches are counted again, slips stay."""

import asyncio
import time
from datetime import UTC, datetime

from motcua.supervision.demo.carrying import told
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.past import Json
from motcua.supervision.demo.story import Story, UnexpectedError
from motcua.supervision.demo.systems import opening
from motcua.worktime.calendar import WorkCalendar
from motcua.worktime.due import shift_days

COMMITTEE = "an-hoi.ubnd"
BY = {"agency": "an-hoi.ttpvhcc", "officer": "tn-01"}
PATIENCE = 60.0


async def close_one_agency(desk: Desk, story: Story, calendar: WorkCalendar) -> None:
    """Preview the closing, confirm it, and see a promised date move with the one on the slip kept."""
    story.chapter("Bão: một cơ quan đóng cửa ngày làm việc tới", "A storm closes one agency on its next working day")
    day = shift_days(calendar.local(datetime.now(UTC)).date(), 1, calendar)
    code = await desk.open(opening("storm", "1.013225", data={"permit_for": "house"}))
    before = (await desk.dossier(code))["clock"]
    decision: Json = {
        "scope": COMMITTEE,
        "number": "Trình diễn 01",
        "decided_on": f"{datetime.now(UTC).astimezone(calendar.tz):%Y-%m-%d}",
        "reason": "Bão, trụ sở ngập",
        "reason_en": "Storm, the office is flooded",
        "source": "Quyết định trình diễn",
        "days_off": [f"{day:%Y-%m-%d}"],
    }
    asked = (await desk.post("/calendars/decisions", {"by": BY, "decision": decision})).must(202)
    campaign = await _reached(desk, asked["id"], "draft")
    story.expect(
        _count(campaign, "planned") > 0 and (await desk.dossier(code))["clock"] == before,
        f"xem trước {day:%d/%m/%Y}: {_count(campaign, 'planned')} hồ sơ sẽ đổi ngày, chưa có gì thay đổi",
        "previewed: nothing has changed yet",
    )
    (await desk.post(f"/campaigns/{asked['id']}/confirmations", {"by": BY})).must(202)
    done = await _reached(desk, asked["id"], "done")
    after = await desk.dossier(code)
    story.expect(
        after["clock"]["due"] > before["due"] and after["clock"]["due_original"] == before["due_original"],
        f"{code} hẹn trả {before['due'][:10]} → {after['clock']['due'][:10]}, ngày trên giấy hẹn giữ nguyên",
        "the date moved, the one on the slip stays",
    )
    story.expect(
        "replanned" in told(after) and _count(done, "failed") == 0,
        f"{_count(done, 'done')} hồ sơ đã tính lại theo quyết định, từng hồ sơ có ghi nhận",
        "each dossier bears the decision",
    )


def _count(campaign: Json, state: str) -> int:
    return sum(count["dossiers"] for count in campaign["counts"] if count["state"] == state)


async def _reached(desk: Desk, campaign: str, state: str) -> Json:
    """Return a campaign once it has come so far."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = await desk.get(f"/campaigns/{campaign}")
        if found["state"] == state:
            return found
        await asyncio.sleep(0.5)
    raise UnexpectedError(f"campaign {campaign} did not become {state}")
