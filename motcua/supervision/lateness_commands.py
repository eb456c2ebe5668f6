"""`motcua overdue` and `motcua time`: what was late, what was done about it, and whose time it was."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.lateness_tables import hours, moment, print_time
from motcua.supervision.telling.lateness import overdue_view, time_view
from motcua.supervision.telling.views_of_lateness import AnswerView, EpisodeFileView, OverdueView
from motcua.supervision.terminal import AsJson, Language, print_json, said
from motcua.worktime.words import Words

Code = Annotated[str, typer.Argument(help="Code of the dossier.")]

HOW = {
    "opened": Words("biết khi quá hạn", "heard as it became late"),
    "escalated": Words("được báo", "was told"),
    "passed_on": Words("nhận chuyển lên", "got it passed on"),
    "reminded": Words("được nhắc lại", "was reminded"),
}


def overdue(code: Code, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Show the file of every overdue episode of a dossier."""
    settings = Settings()
    with register_of(settings) as register:
        view = overdue_view(dossier_code(code), register, ground_of(settings, register), datetime.now(UTC))
    if as_json:
        print_json(view)
    else:
        _print_overdue(view, lang)


def time(code: Code, as_json: AsJson = False, lang: Language = "vi") -> None:
    """Show whose working time a dossier took, and what each agency used of its own limit."""
    settings = Settings()
    with register_of(settings) as register:
        view = time_view(dossier_code(code), register, ground_of(settings, register), datetime.now(UTC))
    if as_json:
        print_json(view)
    else:
        print_time(view, lang)


def _print_overdue(view: OverdueView, lang: str) -> None:
    if not view.episodes:
        typer.echo(said(Words(f"{view.code}: chưa từng quá hạn.", f"{view.code}: never late."), lang))
    for file in view.episodes:
        for line in _file_lines(file, lang):
            typer.echo(line)
        typer.echo("")


def _file_lines(file: EpisodeFileView, lang: str) -> Iterator[str]:
    own = Words("của cơ quan giải quyết", "own time") if file.own else Words("của cơ quan phối hợp", "a partner's time")
    whose = f"{said(file.holder, lang)} ({said(own, lang)})"
    yield f"▲ {said(file.subject, lang)} · {moment(file.threshold)} · {whose}"
    for warned in file.warnings:
        yield f"  {moment(warned.at)}  {said(_warning(warned.threshold), lang)}"
    for told in file.told:
        where = ", ".join(said(agency, lang) for agency in told.agencies)
        why = f": {told.reason}" if told.reason else ""
        yield f"  {moment(told.at)}  {said(told.role, lang)} ({where}) {said(HOW[told.how], lang)}{why}"
    if file.acknowledged:
        yield _answered(file.acknowledged, Words("nhận trách nhiệm", "answers for it"), lang)
    for answer in file.explanations:
        yield _answered(answer, Words("giải trình", "explains"), lang)
    for apology in file.apologies:
        late = Words("xin lỗi muộn", "late apology") if apology.late else Words("xin lỗi", "apology")
        yield f"  {moment(apology.at)}  {said(late, lang)}: {apology.reason}"
    if file.notices:
        sent = sum(notice.sent_at is not None for notice in file.notices)
        seen = sum(notice.seen_at is not None for notice in file.notices)
        told_of = Words(f"thông báo: {sent} đã gửi, {seen} đã xem", f"notices: {sent} sent, {seen} seen")
        yield f"  {said(told_of, lang)}"
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
    return f"  {moment(answer.at)}  {said(answer.by, lang)} {said(what, lang)}{cause}: {answer.text}"


def _ending(file: EpisodeFileView, lang: str) -> str:
    whose = "; ".join(f"{said(lost.holder, lang)} {hours(lost.minutes * 60)}" for lost in file.lost_by)
    whose = f" ({whose})" if whose else ""
    if file.annulled:
        return said(Words("Huỷ: việc đã làm kịp giờ.", "Annulled: it was done in time."), lang)
    if file.closed_at is None:
        ahead = moment(file.next_at) if file.next_at else "–"
        return said(Words(f"Còn mở; đôn đốc tiếp: {ahead}{whose}", f"Open; said again: {ahead}{whose}"), lang)
    lost, closed = hours((file.lost_minutes or 0) * 60), moment(file.closed_at)
    return said(Words(f"Hết {closed}; trễ {lost} giờ{whose}", f"Over {closed}; {lost} h late{whose}"), lang)
