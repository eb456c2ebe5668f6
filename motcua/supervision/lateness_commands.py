"""`motcua overdue` and `motcua time`: what was late, what was done about it, and whose time it was."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.showing_commands import AsJson, Language, print_json, said
from motcua.supervision.telling.lateness import overdue_view, time_view
from motcua.supervision.telling.views_of_lateness import (
    AnswerView,
    EpisodeFileView,
    OverdueView,
    ShareView,
    TimeView,
    VisitView,
)
from motcua.worktime.words import Words

Code = Annotated[str, typer.Argument(help="Code of the dossier.")]

HOW = {
    "opened": Words("biết khi quá hạn", "heard as it became late"),
    "escalated": Words("được báo", "was told"),
    "passed_on": Words("nhận chuyển lên", "got it passed on"),
    "reminded": Words("được nhắc lại", "was reminded"),
}
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


def overdue(code: Code, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Show the file of every overdue episode of a dossier."""
    settings = Settings()
    with register_of(settings) as register:
        view = overdue_view(dossier_code(code), register, ground_of(settings), datetime.now(UTC))
    if as_json:
        print_json(view)
    else:
        _print_overdue(view, lang)


def time(code: Code, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Show whose working time a dossier took, and what each agency used of its own limit."""
    settings = Settings()
    with register_of(settings) as register:
        view = time_view(dossier_code(code), register, ground_of(settings), datetime.now(UTC))
    if as_json:
        print_json(view)
    else:
        _print_time(view, lang)


def _print_overdue(view: OverdueView, lang: str) -> None:
    if not view.episodes:
        typer.echo(_in(Words(f"{view.code}: chưa từng quá hạn.", f"{view.code}: never late."), lang))
    for file in view.episodes:
        for line in _file_lines(file, lang):
            typer.echo(line)
        typer.echo("")


def _file_lines(file: EpisodeFileView, lang: str) -> Iterator[str]:
    own = Words("của cơ quan giải quyết", "own time") if file.own else Words("của cơ quan phối hợp", "a partner's time")
    yield f"▲ {said(file.subject, lang)} · {_moment(file.threshold)} · {said(file.holder, lang)} ({_in(own, lang)})"
    for warned in file.warnings:
        yield f"  {_moment(warned.at)}  {_in(_warning(warned.threshold), lang)}"
    for told in file.told:
        where = ", ".join(said(agency, lang) for agency in told.agencies)
        why = f": {told.reason}" if told.reason else ""
        yield f"  {_moment(told.at)}  {said(told.role, lang)} ({where}) {_in(HOW[told.how], lang)}{why}"
    if file.acknowledged:
        yield _answered(file.acknowledged, Words("nhận trách nhiệm", "answers for it"), lang)
    for answer in file.explanations:
        yield _answered(answer, Words("giải trình", "explains"), lang)
    for apology in file.apologies:
        late = Words("xin lỗi muộn", "late apology") if apology.late else Words("xin lỗi", "apology")
        yield f"  {_moment(apology.at)}  {_in(late, lang)}: {apology.reason}"
    yield f"  {_ending(file, lang)}"


def _warning(threshold: str) -> Words:
    if threshold == "due":
        return Words("hết ngày hẹn trả", "the due date ended")
    if threshold.endswith("%"):
        return Words(f"cảnh báo: đã dùng {threshold} thời hạn", f"warned: {threshold} of the time used")
    days = threshold.removesuffix("wd")
    return Words(f"cảnh báo: còn {days} ngày làm việc", f"warned: {days} working day(s) left")


def _answered(answer: AnswerView, what: Words, lang: str) -> str:
    cause = f" ({said(answer.cause, lang)})" if answer.cause else ""
    return f"  {_moment(answer.at)}  {said(answer.by, lang)} {_in(what, lang)}{cause}: {answer.text}"


def _ending(file: EpisodeFileView, lang: str) -> str:
    whose = "; ".join(f"{said(lost.holder, lang)} {_hours(lost.minutes * 60)}" for lost in file.lost_by)
    whose = f" ({whose})" if whose else ""
    if file.annulled:
        return _in(Words("Huỷ: việc đã làm kịp giờ.", "Annulled: it was done in time."), lang)
    if file.closed_at is None:
        ahead = _moment(file.next_at) if file.next_at else "–"
        return _in(Words(f"Còn mở; đôn đốc tiếp: {ahead}{whose}", f"Open; said again: {ahead}{whose}"), lang)
    lost, closed = _hours((file.lost_minutes or 0) * 60), _moment(file.closed_at)
    return _in(Words(f"Hết {closed}; trễ {lost} giờ{whose}", f"Over {closed}; {lost} h late{whose}"), lang)


def _print_time(view: TimeView, lang: str) -> None:
    console = Console()
    if view.since is None or view.until is None:
        typer.echo(_in(Words(f"{view.code}: chưa tiếp nhận.", f"{view.code}: not received."), lang))
        return
    console.print(_table(SHARE_HEADS, (_share_cells(share, lang) for share in view.shares), lang, right=3))
    whole = _hours(view.seconds)
    console.print(f"{_moment(view.since)} – {_moment(view.until)}: {whole} h")
    console.print()
    console.print(_table(VISIT_HEADS, (_visit_cells(visit, lang) for visit in view.visits), lang, right=2))


def _table(heads: tuple[Words, ...], rows: Iterator[tuple[str, ...]], lang: str, *, right: int) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(_in(head, lang), justify="right" if number >= right else "left")
    for row in rows:
        table.add_row(*row)
    return table


def _share_cells(share: ShareView, lang: str) -> tuple[str, ...]:
    seconds = (share.seconds_waiting, share.seconds_handling, share.seconds_stood, share.seconds_late)
    return (*(said(words, lang) for words in (share.holder, share.agency, share.step)), *map(_hours, seconds))


def _visit_cells(visit: VisitView, lang: str) -> tuple[str, ...]:
    kept = said(visit.kept, lang) if visit.kept else "–"
    score = "–" if visit.score is None else str(visit.score)
    again = f" ({visit.visit})" if visit.visit > 1 else ""
    step, agency = said(visit.step, lang), said(visit.agency, lang)
    return f"{step}{again}", agency, visit.allowed or "–", visit.used or "–", kept, score


def _hours(seconds: int) -> str:
    """Return working time as hours and minutes."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def _moment(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def _in(words: Words, lang: str) -> str:
    return words.en if lang == "en" else words.vi
