"""The key of a local stack's own programs: the demonstration, the tests, whoever sits at the machine."""

import os
from pathlib import Path

from motcua.dossiers.ground import Ground
from motcua.procedures.confidentiality import Confidentiality
from motcua.register.accounts import Rights
from motcua.register.register import Register
from motcua.supervision.access.issuing import issue_key
from motcua.supervision.access.roles import Role
from motcua.supervision.access.tokens import digest_of, id_of_key, same

LABEL = "Hệ thống tại máy này · this machine's own programs"


def key_file(home: Path) -> Path:
    """Return where the key of a home is, readable by its owner only."""
    return home / "keys" / "stack.key"


def own_key(home: Path, register: Register, ground: Ground) -> str:
    """Return the key of a home's own programs, made where there is none that is good.

    It has every role and the whole installation: the demonstration plays all agencies. It opens nothing that whoever
    can read the file could not do with the register beside it.
    """
    file = key_file(home)
    if file.exists():
        key = file.read_text(encoding="ascii").strip()
        kept = register.api_key(id_of_key(key) or "")
        if kept is not None and kept.revoked_at is None and same(kept.digest, digest_of(key)):
            return key
    key = issue_key(register, ground, _everything(ground), LABEL)
    _write(file, key)
    return key


def _everything(ground: Ground) -> Rights:
    agency = next(a.id for a in ground.directory.agencies if a.valid_to is None)
    return Rights(agency=agency, roles=tuple(role.value for role in Role), clearance=Confidentiality.SECRET)


def _write(file: Path, key: str) -> None:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as sink:
        sink.write(key + "\n")
    draft.replace(file)
