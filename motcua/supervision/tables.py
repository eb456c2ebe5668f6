"""Tables in a terminal: what is stuck, and what was on time."""

from collections.abc import Iterable

from motcua.supervision.telling.on_time import Report, ReportLine
from motcua.supervision.telling.views_of_stuck import StuckList, StuckView
from motcua.supervision.terminal import paper, print_table, said, table
from motcua.worktime.words import Words

LATE, RISK, STANDS, IN_TIME = "▲", "◆", "‖", "✓"
"""Shape first, then word, then colour."""
CODE = 25
"""Letters of a dossier's code."""

STUCK_HEADS = (
    Words("Hồ sơ", "Dossier"),
    Words("Thủ tục", "Procedure"),
    Words("Đang chờ", "Waits for"),
    Words("Đang giữ", "Held by"),
    Words("Từ khi", "Since"),
    Words("Đứng (giờ)", "Stood (h)"),
    Words("Hẹn trả", "Promised"),
    Words("", ""),
    Words("Tiếp theo", "Next"),
)
REPORT_HEADS = (
    Words("Thủ tục / cơ quan", "Procedure / agency"),
    Words("Kỳ trước", "Carried"),
    Words("Nhận", "Received"),
    Words("Trước hạn", "Early"),
    Words("Đúng hạn", "On time"),
    Words("Quá hạn", "Late"),
    Words("Dừng", "Stopped"),
    Words("Đang, trong hạn", "Open, in time"),
    Words("Đang, quá hạn", "Open, late"),
    Words("Tỷ lệ đúng hạn", "On-time rate"),
)


def print_stuck(page: StuckList, lang: str, *, width: int | None = None) -> None:
    """Print the supervisor's queue with its counts by reason, and the cursor of what follows."""
    rows = table(STUCK_HEADS, lang, right=(5,), whole=CODE)
    for row in page.dossiers:
        rows.add_row(*_stuck_cells(row, lang))
    console = paper(width)
    print_table(rows, console)
    if page.total is not None:
        console.print(said(_summary(page, lang), lang))
    if page.next is not None:
        console.print(said(Words("Tiếp theo:", "Next page:"), lang), f"--cursor {page.next}", soft_wrap=True)


def _summary(page: StuckList, lang: str) -> Words:
    counts = "; ".join(f"{said(c, lang)} {c.dossiers} ({LATE} {c.late})" for c in page.counts)
    if page.more:
        return Words(
            f"Hơn {page.total} hồ sơ cần người xử lý; {page.total} hồ sơ gấp nhất: {counts}",
            f"More than {page.total} dossiers need somebody; of the {page.total} most pressing: {counts}",
        )
    if not page.total:
        return Words("Không có hồ sơ nào cần người xử lý.", "No dossier needs somebody.")
    return Words(f"{page.total} hồ sơ cần người xử lý: {counts}", f"{page.total} dossiers need somebody: {counts}")


def print_report(report: Report, lang: str, *, width: int | None = None) -> None:
    """Print the on-time report."""
    rows = table(REPORT_HEADS, lang, right=range(1, len(REPORT_HEADS)))
    for line in report.lines:
        rows.add_row(*_report_cells(line, lang))
    rows.add_section()
    rows.add_row(*_report_cells(report.total, lang), style="bold")
    console = paper(width)
    print_table(rows, console)
    console.print(f"{report.since:%d/%m/%Y %H:%M} – {report.until:%d/%m/%Y %H:%M}")


def _stuck_cells(row: StuckView, lang: str) -> Iterable[str]:
    mark = LATE if row.late else RISK if row.at_risk else IN_TIME if row.due else STANDS
    lost = row.working_time_lost
    yield row.code + (f"\n↳ {row.parent}" if row.parent else "")
    yield row.procedure.id
    yield "\n".join(_why(row, lang))
    yield (said(row.holder, lang) if row.holder else "–") + (f" · {row.officer}" if row.officer else "")
    yield f"{row.since:%d/%m %H:%M}" if row.since else "–"
    yield f"{lost.hours:.1f}" if lost else "–"
    yield f"{row.due:%d/%m/%Y %H:%M}" if row.due else "–"
    yield mark + (f" {row.late_by.hours:.1f} h" if row.late_by else "")
    yield _next(row, lang)


def _why(row: StuckView, lang: str) -> Iterable[str]:
    """Yield what a dossier waits for, at which step, and what is wrong with the engine's side of it."""
    yield said(row.reason, lang)
    if row.step is not None:
        yield f"· {said(row.step, lang)}"
    for fault in row.technical.said if row.technical else ():
        yield f"⚙ {said(fault, lang)}"


def _next(row: StuckView, lang: str) -> str:
    if row.trouble:
        return row.trouble
    if row.call is not None and row.call.away_since is not None:
        again = Words("tự tiếp tục khi hệ thống trở lại", "goes on by itself when the system is back")
        return said(again, lang)
    if row.call is not None:
        again = Words(
            f"tự gửi lại; đã gửi {row.call.attempts} lần", f"asked again by itself; {row.call.attempts} so far"
        )
        return said(again, lang)
    return said(row.next, lang) if row.next else "–"


def _report_cells(line: ReportLine, lang: str) -> Iterable[str]:
    yield f"{line.id} {said(line, lang)}" if line.id else said(line, lang)
    for figure in (line.carried_over, line.received, line.early, line.on_time, line.late, line.stopped):
        yield str(figure)
    yield str(line.in_process_in_time)
    yield str(line.in_process_late)
    yield "–" if line.on_time_completed is None else f"{100 * line.on_time_completed:.1f} %"
