"""Tables of lateness in a terminal: whose working time it was, each visit against its limit, delays over a period."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import typer
from rich.table import Table

from motcua.supervision.telling.delays import Delays, DelayView
from motcua.supervision.telling.views_of_lateness import ShareView, TimeView, VisitView
from motcua.supervision.terminal import paper, print_table, said, table
from motcua.worktime.words import Words

SHARE_HEADS = (
    Words("Ai giữ", "Who had it"),
    Words("Cơ quan", "Agency"),
    Words("Bước", "Step"),
    Words("Nằm chờ (giờ)", "Lay there (h)"),
    Words("Xử lý (giờ)", "Handled (h)"),
    Words("Đồng hồ dừng", "Clock stood"),
    Words("Quá hạn", "Late"),
)
VISIT_HEADS = (
    Words("Bước", "Step"),
    Words("Cơ quan", "Agency"),
    Words("Được", "Allowed"),
    Words("Đã dùng", "Used"),
    Words("Kết quả", "Kept"),
    Words("Điểm", "Score"),
)
DELAY_HEADS = (
    Words("Nhóm", "Group"),
    Words("Ai giữ", "Who had it"),
    Words("Hồ sơ", "Dossiers"),
    Words("Hồ sơ trễ", "Late ones"),
    Words("Thời gian (giờ)", "Time (h)"),
    Words("Nằm chờ", "Lay there"),
    Words("Xử lý", "Handled"),
    Words("Đồng hồ dừng", "Clock stood"),
    Words("Quá hạn", "Late"),
)


def print_delays(report: Delays, lang: str) -> None:
    """Print whose working time was lost in a period."""
    console = paper()
    print_table(_filled(DELAY_HEADS, (_delay_cells(line, lang) for line in report.lines), lang, right=2), console)
    console.print(f"{moment(report.since)} – {moment(report.until)}")


def _delay_cells(line: DelayView, lang: str) -> tuple[str, ...]:
    seconds = (line.seconds, line.seconds_waiting, line.seconds_handling, line.seconds_stood, line.seconds_late)
    names = (said(line.group, lang), said(line.holder, lang))
    return (*names, str(line.dossiers), str(line.late_dossiers), *map(hours, seconds))


def print_time(view: TimeView, lang: str) -> None:
    """Print whose working time a dossier took, and each visit against its own limit."""
    console = paper()
    if view.since is None or view.until is None:
        typer.echo(said(Words(f"{view.code}: chưa tiếp nhận.", f"{view.code}: not received."), lang))
        return
    print_table(_filled(SHARE_HEADS, (_share_cells(share, lang) for share in view.shares), lang, right=3), console)
    whole = hours(view.seconds)
    console.print(f"{moment(view.since)} – {moment(view.until)}: {whole} h")
    console.print()
    print_table(_filled(VISIT_HEADS, (_visit_cells(visit, lang) for visit in view.visits), lang, right=2), console)


def _filled(heads: Sequence[Words], rows: Iterable[tuple[str, ...]], lang: str, *, right: int) -> Table:
    """Return a table whose figures begin with the column `right`."""
    made = table(heads, lang, right=range(right, len(heads)))
    for row in rows:
        made.add_row(*row)
    return made


def _share_cells(share: ShareView, lang: str) -> tuple[str, ...]:
    seconds = (share.seconds_waiting, share.seconds_handling, share.seconds_stood, share.seconds_late)
    return (*(said(words, lang) for words in (share.holder, share.agency, share.step)), *map(hours, seconds))


def _visit_cells(visit: VisitView, lang: str) -> tuple[str, ...]:
    kept = said(visit.kept, lang) if visit.kept else "–"
    score = "–" if visit.score is None else str(visit.score)
    again = f" ({visit.visit})" if visit.visit > 1 else ""
    step, agency = said(visit.step, lang), said(visit.agency, lang)
    return f"{step}{again}", agency, visit.allowed or "–", visit.used or "–", kept, score


def hours(seconds: int) -> str:
    """Return working time as hours and minutes."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def moment(at: datetime) -> str:
    """Return a moment as it is read in Vietnam."""
    return f"{at:%d/%m/%Y %H:%M}"
