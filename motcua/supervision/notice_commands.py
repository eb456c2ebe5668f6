"""`motcua notices`: what people were told, what still waits, and what is in the way, in a terminal."""

from collections.abc import Sequence
from typing import Annotated

import typer

from motcua.register.notice_lines import NoticeFilter, NoticeLine
from motcua.register.notice_rows import NoticeState
from motcua.register.reading import unknown
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.channels import channels_of
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.telling.notices import DossierNotices, NoticeList, NoticeView, notice_list, notice_views
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.worktime.words import Words

HEADS = (
    Words("Số", "No."),
    Words("Hồ sơ", "Dossier"),
    Words("Lúc", "When"),
    Words("Báo cho", "To"),
    Words("Nội dung", "What"),
    Words("Trạng thái", "State"),
    Words("Gửi lúc", "Sent"),
    Words("Đã xem", "Seen"),
    Words("Vướng mắc", "In the way"),
)
NO_CHANNEL = Words("Chưa cấu hình kênh gửi: xem docs/notices.md.", "No channel is set up: see docs/notices.md.")


def notices(
    code: Annotated[str | None, typer.Argument(help="Code of a dossier; all of them where none is given.")] = None,
    state: Annotated[NoticeState | None, typer.Option(help="Only notices of this state.")] = None,
    agency: Annotated[str | None, typer.Option(help="Whose people were told.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    again: Annotated[bool, typer.Option("--again", help="Send what failed or had no address again.")] = False,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Show what people were told, the latest first; of one dossier, everything in order."""
    settings = Settings()
    with register_of(settings) as register:
        view = _of_dossier(register, settings, dossier_code(code), state, again=again) if code else None
        page = view or _of_all(register, settings, NoticeFilter(state, agency), limit, again=again)
    if as_json:
        print_json(page)
        return
    _print(page.notices, lang)
    if isinstance(page, NoticeList):
        _print_counts(page, lang)


def _of_dossier(
    register: Register, settings: Settings, code: str, state: NoticeState | None, *, again: bool
) -> DossierNotices:
    if not register.has(code):
        raise unknown(code)
    found = [line for line in register.notices(code) if state in (None, line.state)]
    if again:
        _send_again(register, found)
        found = [line for line in register.notices(code) if state in (None, line.state, NoticeState.WAITING)]
    return DossierNotices(code=code, notices=notice_views(found, ground_of(settings, register), channels_of(settings)))


def _of_all(register: Register, settings: Settings, wanted: NoticeFilter, limit: int, *, again: bool) -> NoticeList:
    page = register.notice_page(wanted, limit=limit)
    if again:
        _send_again(register, page.notices)
        page = register.notice_page(wanted._replace(state=None), limit=limit)
    return notice_list(page, register.notice_counts(), ground_of(settings, register), channels_of(settings))


def _send_again(register: Register, lines: Sequence[NoticeLine]) -> None:
    number = register.send_again([line.id for line in lines])
    typer.echo(f"{number} thông báo được gửi lại · {number} notices are sent again", err=True)


def _print(shown: Sequence[NoticeView], lang: str) -> None:
    rows = table(HEADS, lang)
    for notice in shown:
        to = said(notice.audience, lang)
        to += f", {said(notice.agency, lang)}" if notice.agency and notice.audience.id != "applicant" else ""
        rows.add_row(
            str(notice.id),
            notice.code,
            f"{notice.at:%d/%m %H:%M}",
            f"{to} · {notice.officer}" if notice.officer and notice.audience.id != "applicant" else to,
            said(notice.kind, lang),
            said(notice.state, lang) + (f" ({notice.attempts})" if notice.attempts > 1 else ""),
            f"{notice.sent_at:%d/%m %H:%M}" if notice.sent_at else "–",
            f"{notice.seen_at:%d/%m %H:%M} {notice.seen_by}" if notice.seen_at else "–",
            said(notice.in_the_way, lang) if notice.in_the_way else "–",
        )
    print_table(rows)


def _print_counts(page: NoticeList, lang: str) -> None:
    counts = ", ".join(f"{said(count, lang)} {count.notices}" for count in page.counts or ())
    typer.echo(counts)
    if not page.channels:
        typer.echo(said(NO_CHANNEL, lang))
