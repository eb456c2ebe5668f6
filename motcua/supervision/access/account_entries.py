"""Accounts as they are written down: one entry per person, in a file or on the command line."""

from pathlib import Path

import yaml

from motcua.dossiers.parts import Model
from motcua.errors import InvalidInputError
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Account
from motcua.supervision.access.roles import Role

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


def _unreadable(file: Path, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{file.name} is no file of accounts: {why}.",
        vi=f"Tệp {file.name} không phải danh sách tài khoản.",
        field="FILE",
        hint="See docs/access.md.",
        hint_vi="Xem docs/access.md.",
    )
