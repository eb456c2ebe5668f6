"""An empty register to begin with: migrated once in a process, and copied for whoever wants one."""

import tempfile
from functools import cache
from pathlib import Path

from motcua.register.register import Register


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        Register.open(f"sqlite:///{path}").close()
        return path.read_bytes()


def empty_register(folder: Path) -> str:
    """Return the address of a new register of this version's shape, in a SQLite file in a folder."""
    path = folder / "register.db"
    path.write_bytes(_migrated())
    return f"sqlite:///{path}"
