"""`motcua accounts`: who may sign in, as which officer of which agency, and what they may do and see."""

from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console

from motcua.dossiers.parts import Model
from motcua.errors import InvalidInputError
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Account
from motcua.settings import Settings
from motcua.supervision.access.issuing import checked
from motcua.supervision.access.roles import Role
from motcua.supervision.installation import ground_of, register_of
from motcua.supervision.terminal import Language, table
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
WHOLE = "*"
"""In a file or an option: the whole installation."""


class Entry(Model):
    """One person in a file of accounts."""

    subject: str
    name: str
    agency: str
    officer: str
    roles: tuple[Role, ...]
    sees: tuple[str, ...] = ()
    """Agencies at the top of what is seen; none: her own; `*`: the whole installation."""
    fields: tuple[str, ...] | None = None
    clearance: Confidentiality = Confidentiality.NORMAL

    def account(self) -> Account:
        """Return it as it is kept."""
        sees = None if WHOLE in self.sees else self.sees or (self.agency,)
        said = self.model_dump(mode="json", exclude={"sees"})
        return Account.model_validate(said | {"agencies": sees})


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
    made = table(HEADS, lang)
    for each in accounts:
        scope = WHOLE if each.agencies is None else ", ".join(each.agencies)
        ended = f"{each.ended_at:%Y-%m-%d %H:%M}" if each.ended_at else "–"
        roles = ", ".join(each.roles)
        made.add_row(each.subject, each.name, each.agency, each.officer, roles, scope, each.clearance.value, ended)
    Console().print(made)


@ACCOUNTS.command("end")
def end(subject: str) -> None:
    """End an account: whoever is signed in with it is refused from the next request on."""
    with register_of(Settings()) as register:
        register.end_account(subject)
        register.end_sessions_of(subject)
    typer.echo("Đã kết thúc · Ended.")


def entries_of(file: Path) -> list[Entry]:
    """Return the accounts of a YAML file.

    Raises:
        InvalidInputError: It cannot be read, or is no list of accounts.
    """
    try:
        content = yaml.safe_load(file.read_bytes())
    except (OSError, yaml.YAMLError) as wrong:
        raise _unreadable(file, str(wrong).partition("\n")[0]) from None
    if not isinstance(content, dict) or not isinstance(content.get("accounts"), list):
        raise _unreadable(file, "it has no list `accounts`")
    return [Entry.model_validate(each) for each in content["accounts"]]


def _enter(entries: list[Entry]) -> None:
    settings = Settings()
    with register_of(settings) as register:
        ground = ground_of(settings, register)
        accounts = [checked(entry.account(), ground) for entry in entries]
        new = sum(register.save_account(account) for account in accounts)
    typer.echo(f"{new} mới, {len(accounts) - new} đã đổi · {new} new, {len(accounts) - new} changed.")


def _unreadable(file: Path, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{file.name} is no file of accounts: {why}.",
        vi=f"Tệp {file.name} không phải danh sách tài khoản.",
        field="FILE",
        hint="See docs/access.md.",
    )
