"""`motcua keys`: keys of agencies' systems, made, listed, revoked."""

from datetime import UTC, datetime, time
from typing import Annotated

import typer

from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Rights
from motcua.register.api_keys import ApiKey
from motcua.settings import Settings
from motcua.supervision.access.issuing import issue_key
from motcua.supervision.access.roles import Role
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.terminal import Language, day_of, print_table, table
from motcua.worktime.words import Words

KEYS = typer.Typer(no_args_is_help=True)
HEADS = (
    Words("Khoá", "Key"),
    Words("Tên", "Name"),
    Words("Cơ quan", "Agency"),
    Words("Vai trò", "Roles"),
    Words("Phạm vi", "Scope"),
    Words("Hết hạn", "Ends"),
    Words("Dùng lần cuối", "Last used"),
    Words("Trạng thái", "State"),
)
WHOLE = Words("toàn hệ thống", "whole installation")

Agencies = Annotated[list[str] | None, typer.Option("--sees", help="Agency with all below it; repeatable.")]
Fields = Annotated[list[str] | None, typer.Option("--field", help="Field, in Vietnamese; repeatable; none: all.")]
Everything = Annotated[bool, typer.Option("--whole", help="Sees the whole installation; otherwise its own agency.")]


@KEYS.command("new")
def new(
    agency: Annotated[str, typer.Argument(help="The agency whose system it is.")],
    name: Annotated[str, typer.Argument(help="What it is called in lists.")],
    role: Annotated[list[Role], typer.Option(help="Repeatable.")],
    sees: Agencies = None,
    field: Fields = None,
    whole: Everything = False,
    clearance: Confidentiality = Confidentiality.NORMAL,
    expires: Annotated[str | None, typer.Option(help="Its last day, as 2027-12-31; none: until revoked.")] = None,
) -> None:
    """Make a key and print it: it is shown this once."""
    rights = Rights(
        agency=agency,
        roles=tuple(each.value for each in role),
        agencies=None if whole else tuple(sees or [agency]),
        fields=tuple(field) if field else None,
        clearance=clearance,
    )
    settings = Settings()
    with register_of(settings) as register:
        ground = ground_of(settings, register)
        zone = ground.calendars["vn"].tz
        last = datetime.combine(day_of(expires, "expires"), time.max, zone).astimezone(UTC) if expires else None
        typer.echo(issue_key(register, ground, rights, name, last))
    typer.echo("Khoá chỉ hiện một lần này · The key is shown this once.", err=True)


@KEYS.command("list")
def list_keys(lang: Language = "vi") -> None:
    """List all keys, the newest first."""
    with register_of(Settings()) as register:
        keys = register.api_keys()
    made = table(HEADS, lang, whole=12)
    for key in keys:
        made.add_row(*_cells(key, lang))
    print_table(made)


@KEYS.command("revoke")
def revoke(id: Annotated[str, typer.Argument(help="The part after mck_, as `motcua keys list` shows it.")]) -> None:
    """Revoke a key: the next request with it is refused."""
    with register_of(Settings()) as register:
        register.revoke_api_key(id)
    typer.echo("Đã thu hồi · Revoked.")


def _cells(key: ApiKey, lang: str) -> tuple[str, ...]:
    whole = WHOLE.en if lang == "en" else WHOLE.vi
    return (
        key.id,
        key.label,
        key.agency,
        ", ".join(key.roles),
        whole if key.agencies is None else ", ".join(key.agencies),
        f"{key.expires_at:%Y-%m-%d}" if key.expires_at else "–",
        f"{key.last_used_on}" if key.last_used_on else "–",
        _state(key, lang),
    )


def _state(key: ApiKey, lang: str) -> str:
    if key.revoked_at is not None:
        return f"{'revoked' if lang == 'en' else 'đã thu hồi'} {key.revoked_at:%Y-%m-%d}"
    ended = key.ended(datetime.now(UTC))
    words = ("ended", "hết hạn") if ended else ("good", "đang dùng")
    return words[0] if lang == "en" else words[1]
