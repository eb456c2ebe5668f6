"""The master key that guards applicants' data: made once, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

from motcua.errors import InvalidInputError
from motcua.settings import Settings

BYTES = 32


def master_key(settings: Settings) -> bytes:
    """Return the key from its file, making one where there is none yet.

    Raises:
        InvalidInputError: The file holds no key.
    """
    path = settings.master_key_file
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) != BYTES:
        raise InvalidInputError(
            f"{path.name} holds {len(key)} bytes, not a key of {BYTES}.",
            vi=f"Tệp khoá {path.name} không hợp lệ.",
            field="MOTCUA_HOME",
            hint="Restore the key from its backup: without it applicants' data cannot be read.",
            hint_vi="Khôi phục khoá từ bản sao lưu: thiếu khoá thì không đọc được dữ liệu người nộp.",
        )
    return key


def _make(path: Path) -> None:
    """Write a new key beside its place and move it there whole; a key that appeared meanwhile is kept."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(BYTES))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
