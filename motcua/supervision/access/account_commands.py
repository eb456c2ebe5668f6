"""`motcua accounts`: who may sign in, as which officer of which agency, and what they may do and see."""

from pathlib import Path
from typing import Annotated

import typer

from motcua.procedures.confidentiality import Confidentiality
from motcua.settings import Settings
from motcua.supervision.access.account_entries import WHOLE, Entry, entries_of
from motcua.supervision.access.issuing import checked
from motcua.supervision.access.roles import Role
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.terminal import Language, print_table, table
from motcua.worktime.words import Words

ACCOUNTS = typer.Typer(no_args_is_help=True)
HEADS = (
    Words("Định danh", "Subject"),
    Words("Tên", "Name"),
    Words("Cơ quan", "Agency"),
    Words("Cán bộ", "Officer"),
    Words("Vai trò", "Roles"),
    Words("Phạm vi", "Scope"),
    Words("Mức bảo mật", "Clearance"),
    Words("Kết thúc", "Ended"),
)


@ACCOUNTS.command("add")
def add(
    subject: Annotated[str, typer.Argument(help="The provider's `sub`.")],
    name: Annotated[str, typer.Argument(help="What pages call the person.")],
    agency: Annotated[str, typer.Option(help="Agency id.")],
    officer: Annotated[str, typer.Option(help="Staff number.")],
    role: Annotated[list[Role], typer.Option(help="Repeatable.")],
    sees: Annotated[list[str] | None, typer.Option(help="Agency with all below it; repeatable; *: all.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Field, in Vietnamese; repeatable; none: all.")] = None,
    clearance: Confidentiality = Confidentiality.NORMAL,
) -> None:
    """Enter an account, or change the one of that subject; it counts from the next request on."""
    entry = Entry(
        subject=subject,
        name=name,
        agency=agency,
        officer=officer,
        roles=tuple(role),
        sees=tuple(sees or ()),
        fields=tuple(field) if field else None,
        clearance=clearance,
    )
    _enter([entry])


@ACCOUNTS.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="YAML: `accounts:`, each as `motcua accounts add` takes it.")],
) -> None:
    """Enter all accounts of a file, or none of them where one is wrong."""
    _enter(entries_of(file))


@ACCOUNTS.command("list")
def list_accounts(lang: Language = "vi") -> None:
    """List all accounts."""
    with register_of(Settings()) as register:
        accounts = register.accounts()
    made = table(HEADS, lang, whole=max((len(each.subject) for each in accounts), default=0))
    for each in accounts:
        scope = WHOLE if each.agencies is None else ", ".join(each.agencies)
        ended = f"{each.ended_at:%Y-%m-%d %H:%M}" if each.ended_at else "–"
        roles = ", ".join(each.roles)
        made.add_row(each.subject, each.name, each.agency, each.officer, roles, scope, each.clearance.value, ended)
    print_table(made)


@ACCOUNTS.command("end")
def end(subject: str) -> None:
    """End an account: whoever is signed in with it is refused from the next request on."""
    with register_of(Settings()) as register:
        register.end_account(subject)
        register.end_sessions_of(subject)
    typer.echo("Đã kết thúc · Ended.")


def _enter(entries: list[Entry]) -> None:
    settings = Settings()
    with register_of(settings) as register:
        ground = ground_of(settings, register)
        accounts = [checked(entry.account(), ground) for entry in entries]
        new = sum(register.save_account(account) for account in accounts)
    typer.echo(f"{new} mới, {len(accounts) - new} đã đổi · {new} new, {len(accounts) - new} changed.")
