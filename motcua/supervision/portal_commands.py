"""`motcua portal`: what the national portal was told, what is in the way, and where it differs, in a terminal."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.errors import InvalidInputError
from motcua.register.portal_lines import PortalFilter, PortalState
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.connection import connect
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.local_state import temporal_of
from motcua.supervision.portal_comparison import start_comparison
from motcua.supervision.telling.portal import (
    DriftList,
    DriftView,
    PortalList,
    PortalMessageView,
    drift_list,
    portal_list,
)
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.worktime.words import Words

PORTAL = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
HEADS = (
    Words("Số", "No."),
    Words("Hồ sơ", "Dossier"),
    Words("Lúc", "When"),
    Words("Dịch vụ", "Service"),
    Words("Trạng thái hồ sơ", "Status"),
    Words("Trước lúc", "Before"),
    Words("Thông điệp", "Message"),
    Words("Gửi lúc", "Sent"),
    Words("Vướng mắc", "In the way"),
)
DRIFT_HEADS = (
    Words("Đối chiếu", "Comparison"),
    Words("Hồ sơ", "Dossier"),
    Words("Phát hiện lúc", "Found"),
    Words("Của ta", "Ours"),
    Words("Trên Cổng", "Theirs"),
    Words("Khác ở", "Differs in"),
    Words("Đã gửi lại", "Told anew"),
)
UNKNOWN = Words("không có", "unknown")
NO_WAY = Words("không thể, xem cảnh báo", "not possible, see the alarms")


@PORTAL.callback()
def portal(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Option(help="Only messages of one dossier.")] = None,
    state: Annotated[PortalState | None, typer.Option(help="Only messages of this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Đồng bộ với Cổng Dịch vụ công quốc gia · Show what the portal was told, the latest first."""
    if ctx.invoked_subcommand is not None:
        return
    settings = Settings()
    with register_of(settings) as register:
        shown = _shown(register, settings, PortalFilter(state, dossier_code(code) if code else None), limit)
    if as_json:
        print_json(shown)
        return
    _print(shown.messages, lang)
    typer.echo(", ".join(f"{said(count, lang)} {count.messages}" for count in shown.counts or ()))


@PORTAL.command("again")
def again(
    numbers: Annotated[list[int] | None, typer.Argument(min=1, help="Numbers of messages.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every message that was given up.")] = False,
) -> None:
    """Gửi lại thông điệp không gửi được · Have messages sent again that were given up."""
    if every == bool(numbers):
        raise InvalidInputError(
            "Name messages, or say --all.",
            vi="Nêu số thông điệp, hoặc dùng --all.",
            field="numbers",
            hint="motcua portal --state dead shows their numbers.",
            hint_vi="Xem số thông điệp bằng `motcua portal --state dead`.",
        )
    with register_of(Settings()) as register:
        number = register.portal_send_again(None if every else numbers, datetime.now(UTC))
    typer.echo(f"{number} thông điệp được gửi lại · {number} messages are sent again")


@PORTAL.command("compare")
def compare(as_json: AsJson = False, lang: Language = "vi") -> None:
    """Đối chiếu ngay với Cổng · Compare the portal with us now; what differs is told anew."""
    settings = Settings()
    asyncio.run(_compared(settings))
    _show_drift(settings, latest_only=True, limit=1000, as_json=as_json, lang=lang)


@PORTAL.command("drift")
def drift(
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 100, as_json: AsJson = False, lang: Language = "vi"
) -> None:
    """Hồ sơ lệch với Cổng · Show where the portal differed, the latest first."""
    _show_drift(Settings(), latest_only=False, limit=limit, as_json=as_json, lang=lang)


async def _compared(settings: Settings) -> None:
    client = await connect(temporal_of(settings.home))
    await (await start_comparison(client, settings.task_queue)).result()


def _show_drift(settings: Settings, *, latest_only: bool, limit: int, as_json: bool, lang: str) -> None:
    with register_of(settings) as register:
        runs = register.comparisons(1 if latest_only else 20)
        only = runs[0].id if latest_only and runs else None
        found = register.portal_drift(comparison=only, limit=limit)
        shown = drift_list(runs, found, ground_of(settings, register).calendars["vn"].tz)
    if as_json:
        print_json(shown)
    else:
        _print_drift(shown, lang)


def _shown(register: Register, settings: Settings, wanted: PortalFilter, limit: int) -> PortalList:
    zone = ground_of(settings, register).calendars["vn"].tz
    page = register.portal_page(wanted, limit=limit)
    return portal_list(page, register.portal_counts(), register.portal_behind_since(), zone)


def _print(messages: Sequence[PortalMessageView], lang: str) -> None:
    rows = table(HEADS, lang, right=(0,))
    for message in messages:
        rows.add_row(*_cells(message, lang))
    print_table(rows)


def _cells(message: PortalMessageView, lang: str) -> tuple[str, ...]:
    tries = f" ({message.attempts})" if message.attempts > 1 else ""
    return (
        str(message.id),
        message.code,
        f"{message.at:%d/%m %H:%M}",
        message.service,
        f"{message.status.id} {said(message.status, lang)}",
        f"{message.send_by:%d/%m %H:%M}" if message.send_by else "–",
        said(message.state, lang) + tries,
        f"{message.sent_at:%d/%m %H:%M}" if message.sent_at else "–",
        message.last_error or "–",
    )


def _print_drift(shown: DriftList, lang: str) -> None:
    for run in shown.comparisons:
        ended = f"{run.ended_at:%d/%m %H:%M}" if run.ended_at else "…"
        typer.echo(
            f"#{run.id} {run.began_at:%d/%m %H:%M} – {ended}: đối chiếu {run.compared}, lệch {run.drifted}, "
            f"gửi lại {run.repaired} · compared {run.compared}, drifted {run.drifted}, told anew {run.repaired}"
        )
    rows = table(DRIFT_HEADS, lang)
    for found in shown.drift:
        rows.add_row(*_drift_cells(found, lang))
    print_table(rows)


def _drift_cells(found: DriftView, lang: str) -> tuple[str, ...]:
    theirs = f"{found.theirs.id} {said(found.theirs, lang)}" if found.theirs else said(UNKNOWN, lang)
    anew = f"{found.repaired_at:%d/%m %H:%M}" if found.repaired_at else "…"
    return (
        str(found.comparison),
        found.code,
        f"{found.found_at:%d/%m %H:%M}",
        f"{found.ours.id} {said(found.ours, lang)}",
        theirs,
        " ".join(found.fields),
        anew if found.repair else said(NO_WAY, lang),
    )
