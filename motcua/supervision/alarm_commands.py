"""`motcua alarms`: what operators have to hear of, and marking it as seen, in a terminal."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.settings import Settings
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.telling.alarms import AlarmList, AlarmView, alarm_list, alarm_view
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.worktime.words import Words

ALARMS = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
HEADS = (
    Words("Số", "No."),
    Words("Từ lúc", "Since"),
    Words("Lần", "Times"),
    Words("Cảnh báo", "Alarm"),
    Words("Hệ thống", "System"),
    Words("Về", "About"),
    Words("Chi tiết", "Detail"),
    Words("Đã báo", "Told"),
    Words("Đã xem", "Seen"),
)
NONE = Words("Không có cảnh báo nào.", "No alarm wants anybody.")
OVER = Words("đã hết lúc", "over at")
UNTOLD = Words(
    "Chưa báo được cho người vận hành: xem docs/alarms.md.", "Operators could not be told of all of it: docs/alarms.md."
)


@ALARMS.callback()
def alarms(
    ctx: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="Also those that were seen, or have gone by themselves.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 100,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Cảnh báo vận hành · Show what operators have to hear of, the latest first."""
    if ctx.invoked_subcommand is not None:
        return
    settings = Settings()
    with register_of(settings) as register:
        zone = ground_of(settings, register).calendars["vn"].tz
        page = alarm_list(register, zone, every=every, limit=limit)
    if as_json:
        print_json(page)
    else:
        _print(page, lang)


@ALARMS.command("seen")
def seen(
    number: Annotated[int, typer.Argument(min=1, help="The alarm's number.")],
    by: Annotated[
        str | None, typer.Option(help="Who has seen it; by default who is signed in on this machine.")
    ] = None,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Đánh dấu đã xem · Note that somebody has seen an alarm: nobody is reminded of it any more."""
    settings = Settings()
    with register_of(settings) as register:
        alarm = register.alarm_seen(number, by or getpass.getuser(), datetime.now(UTC))
        view = alarm_view(alarm, ground_of(settings, register).calendars["vn"].tz)
    if as_json:
        print_json(view)
    else:
        _print(AlarmList(alarms=(view,), counts=(), untold=0), lang)


def _print(page: AlarmList, lang: str) -> None:
    if not page.alarms:
        typer.echo(said(NONE, lang))
        return
    rows = table(HEADS, lang, right=(2,))
    for alarm in page.alarms:
        rows.add_row(*_cells(alarm, lang))
    print_table(rows)
    if page.untold:
        typer.echo(said(UNTOLD, lang))


def _cells(alarm: AlarmView, lang: str) -> tuple[str, ...]:
    over = f" ({said(OVER, lang)} {alarm.cleared_at:%d/%m %H:%M})" if alarm.cleared_at else ""
    return (
        str(alarm.id),
        f"{alarm.raised_at:%d/%m %H:%M}",
        str(alarm.times),
        said(alarm.kind, lang) + over,
        alarm.system or "–",
        alarm.code or alarm.ref,
        said(alarm.detail, lang),
        f"{alarm.told_at:%d/%m %H:%M}" if alarm.told_at else "–",
        f"{alarm.seen_at:%d/%m %H:%M} {alarm.seen_by}" if alarm.seen_at else "–",
    )
