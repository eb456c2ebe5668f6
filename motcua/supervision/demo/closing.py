"""The end: what is stuck, what was on time, and the proof that no fact was touched."""

import shutil

from motcua.settings import Settings
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.story import Story
from motcua.supervision.installation import register_of
from motcua.supervision.tables import print_report, print_stuck
from motcua.supervision.telling.on_time import Report
from motcua.supervision.telling.views_of_stuck import StuckList

NARROWEST = 170
"""Columns the tables need where nobody looks at a terminal."""


async def show_stuck(desk: Desk, story: Story, silent: str) -> None:
    """Print the supervisor's queue as the API gives it."""
    story.chapter("Hồ sơ tồn đọng: ai giữ, từ khi nào, vì sao", "Stuck cases: who, since when, why")
    page = StuckList.model_validate(await desk.get("/stuck", limit=100))
    print_stuck(page, "vi", width=_width())
    reasons = {count.id for count in page.counts}
    waits = {"officer", "applicant", "partner_agency", "department_system", "payment"}
    story.expect(waits <= reasons, "đủ các lý do chờ", f"every kind of waiting is there: {', '.join(sorted(reasons))}")
    story.expect("nobody" not in reasons, "không hồ sơ nào không ai giữ", "none without a holder")
    row = next((row for row in page.dossiers if row.code == silent), None)
    story.expect(
        row is not None and row.call is not None and row.call.system == "police",
        f"{silent} chờ hệ thống Công an, đã gửi {row.call.attempts if row and row.call else 0} lần",
        "the silent system is named",
    )


async def show_report(desk: Desk, story: Story) -> None:
    """Print the on-time report as the API gives it."""
    story.chapter("Báo cáo đúng hạn", "On-time report")
    report = Report.model_validate(await desk.get("/reports/on-time", group_by="procedure"))
    print_report(report, "vi", width=_width())
    total = report.total
    story.expect(
        all(line.agrees for line in (*report.lines, total)),
        "kỳ trước + nhận = đã giải quyết + dừng + đang giải quyết",
        "what came in is what went out and what is there",
    )
    story.expect(
        min(total.early, total.on_time, total.late, total.in_process_late, total.stopped) > 0,
        f"trước hạn {total.early}, đúng hạn {total.on_time}, quá hạn {total.late}",
        "early, on time, late and stopped are all there",
    )


def prove(story: Story, settings: Settings) -> None:
    """Compute every hash of the register anew."""
    with register_of(settings) as register:
        broken = register.verify_all()
    story.expect(
        not broken, "chuỗi băm của mọi hồ sơ toàn vẹn", f"every hash chain holds{f': {broken}' if broken else ''}"
    )


def _width() -> int:
    return max(NARROWEST, shutil.get_terminal_size((NARROWEST, 40)).columns)
