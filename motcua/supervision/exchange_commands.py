"""`motcua outages`, `motcua calls` and `motcua messages`: what passes between the house and department systems."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.register.reading import unknown
from motcua.settings import Settings
from motcua.supervision.admission import dossier_code
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.telling.calls import CallList, call_list
from motcua.supervision.telling.exchange import OutageList, RefusedList, outage_list, refused_list
from motcua.supervision.terminal import AsJson, Language, print_json, print_table, said, table
from motcua.worktime.words import Words

OUTAGE_HEADS = (
    Words("Hệ thống", "System"),
    Words("Từ", "Since"),
    Words("Đã báo", "Declared"),
    Words("Hết lúc", "Ended"),
    Words("Lỗi", "Failures"),
    Words("Hồ sơ chờ", "Waiting"),
    Words("Nhiều nhất", "Most"),
    Words("Lỗi gần nhất", "Last error"),
)
CALL_HEADS = (
    Words("Yêu cầu", "Request"),
    Words("Hệ thống", "System"),
    Words("Lúc", "At"),
    Words("Việc", "What"),
    Words("Kết quả", "Result"),
    Words("ms", "ms"),
    Words("Chi tiết", "Detail"),
)
REFUSED_HEADS = (
    Words("Số", "No."),
    Words("Lần cuối", "Last"),
    Words("Lần", "Times"),
    Words("Hệ thống", "System"),
    Words("Loại", "Kind"),
    Words("Yêu cầu", "Request"),
    Words("SHA-256", "SHA-256"),
    Words("Byte", "Bytes"),
    Words("Vì sao", "Why"),
)
NO_OUTAGES = Words("Chưa có hệ thống ngành nào gián đoạn.", "No department system has been away.")
NO_MESSAGES = Words("Không có thông điệp bị từ chối nào chưa xem.", "No refused message that nobody has seen.")
NO_CALLS = Words("Hồ sơ chưa gửi yêu cầu nào tới hệ thống ngành.", "Nothing was asked of department systems.")
System = Annotated[str | None, typer.Option(help="Only this department system.")]


def show_outages(system: str | None, limit: int, *, as_json: bool, lang: str) -> None:
    """Show outages of department systems: since when, what waits on them, what was the last error."""
    settings = Settings()
    with register_of(settings) as register:
        zone = ground_of(settings, register).calendars["vn"].tz
        page = outage_list(register, zone, system=system, limit=limit)
    if as_json:
        print_json(page)
    else:
        _print_outages(page, lang)


def calls(
    code: Annotated[str, typer.Argument(help="Code of the dossier.")], as_json: AsJson = False, lang: Language = "vi"
) -> None:
    """Show what was asked of department systems for a dossier: every exchange, its time and its result."""
    settings = Settings()
    with register_of(settings) as register:
        if not register.has(dossier_code(code)):
            raise unknown(code)
        page = call_list(dossier_code(code), register, ground_of(settings, register).calendars["vn"].tz)
    if as_json:
        print_json(page)
    else:
        _print_calls(page, lang)


def messages(
    every: Annotated[bool, typer.Option("--all", help="Also those somebody has seen.")] = False,
    system: System = None,
    seen: Annotated[int | None, typer.Option("--seen", min=1, help="Note that this one has been looked at.")] = None,
    by: Annotated[str | None, typer.Option(help="Who has; by default who is signed in on this machine.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 100,
    as_json: AsJson = False,
    lang: Language = "vi",
) -> None:
    """Show what other systems said and was not acted upon, by digest."""
    settings = Settings()
    with register_of(settings) as register:
        if seen is not None:
            register.message_seen(seen, by or getpass.getuser(), datetime.now(UTC))
        zone = ground_of(settings, register).calendars["vn"].tz
        page = refused_list(register, zone, every=every, system=system, limit=limit)
    if as_json:
        print_json(page)
    else:
        _print_messages(page, lang)


def _print_outages(page: OutageList, lang: str) -> None:
    if not page.outages:
        typer.echo(said(NO_OUTAGES, lang))
        return
    rows = table(OUTAGE_HEADS, lang, right=(4, 5, 6))
    for outage in page.outages:
        rows.add_row(
            said(outage.system, lang),
            f"{outage.began_at:%d/%m %H:%M:%S}",
            f"{outage.declared_at:%H:%M:%S}" if outage.declared_at else "–",
            f"{outage.ended_at:%d/%m %H:%M:%S}" if outage.ended_at else "…",
            str(outage.failures),
            str(outage.waiting),
            str(outage.most_waiting),
            outage.last_error,
        )
    print_table(rows)
    for outage in page.outages:
        if outage.codes:
            typer.echo(f"{said(outage.system, lang)}: {', '.join(outage.codes)}")


def _print_calls(page: CallList, lang: str) -> None:
    if not page.calls:
        typer.echo(said(NO_CALLS, lang))
        return
    rows = table(CALL_HEADS, lang, right=(5,))
    for call in page.calls:
        since = f" ({call.away_since:%d/%m %H:%M} …)" if call.away_since else ""
        key = call.key.partition("/")[2]
        rows.add_row(key, call.system, f"{call.first_asked_at:%d/%m %H:%M:%S}", "", call.state + since, "", "")
        for each in call.exchanges:
            result = each.result + (f" {each.status}" if each.status else "")
            took = str(each.milliseconds)
            rows.add_row("", "", f"{each.at:%d/%m %H:%M:%S}", each.verb, result, took, each.detail or "")
    print_table(rows)


def _print_messages(page: RefusedList, lang: str) -> None:
    if not page.messages:
        typer.echo(said(NO_MESSAGES, lang))
        return
    rows = table(REFUSED_HEADS, lang, right=(2, 7))
    for message in page.messages:
        rows.add_row(
            str(message.id),
            f"{message.last_at:%d/%m %H:%M}",
            str(message.times),
            message.system,
            message.kind,
            message.key or "–",
            message.digest[:16],
            str(message.size),
            message.detail,
        )
    print_table(rows)
