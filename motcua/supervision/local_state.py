"""What a local stack remembers between two runs on the same home: its ports, its secret, its processes."""

import contextlib
import fcntl
import json
import os
import secrets
import socket
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from motcua.errors import ConflictError, UnavailableError
from motcua.supervision.children import born
from motcua.supervision.embedded import free_port


class Running(BaseModel):
    """A process of the stack: its number and its birth name it for good."""

    pid: int
    born: str


class LocalState(BaseModel):
    """The file `stack.json` of a home."""

    ports: dict[str, int] = {}
    running: dict[str, Running] = {}

    @classmethod
    def read(cls, home: Path) -> "LocalState":
        """Return what the last run left, or nothing."""
        file = home / "stack.json"
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValueError):
            return cls()

    def write(self, home: Path) -> None:
        """Keep it for the next run."""
        draft = home / "stack.json.new"
        draft.write_text(json.dumps(self.model_dump(), indent=2) + "\n", encoding="utf-8")
        draft.replace(home / "stack.json")

    def note(self, name: str, pid: int) -> None:
        """Remember a process under its name."""
        if birth := born(pid):
            self.running[name] = Running(pid=pid, born=birth)

    def port(self, name: str) -> int:
        """Return the port used last time if it is free, or another one that is."""
        wanted = self.ports.get(name, 0)
        self.ports[name] = wanted if wanted and is_free(wanted) else free_port()
        return self.ports[name]


def temporal_of(home: Path) -> str | None:
    """Return the address of the Temporal server that runs for a home, unless TEMPORAL_ADDRESS names one."""
    state = LocalState.read(home)
    if os.environ.get("TEMPORAL_ADDRESS") or "temporal" not in state.running:
        return None
    return f"127.0.0.1:{state.ports['temporal']}"


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nothing listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def web_port(host: str, wanted: int) -> int:
    """Return the port of the API: the wanted one, and nothing else, since callers know it; 0 is any free one.

    Raises:
        UnavailableError: Something else listens there.
    """
    if wanted == 0:
        return free_port()
    if not is_free(wanted, host):
        raise UnavailableError(
            f"Port {wanted} of {host} is in use by another program.",
            vi=f"Cổng {wanted} của {host} đang được chương trình khác dùng.",
            field="MOTCUA_PORT",
            hint="Stop that program, or choose another port: `motcua up --port 8700` (0: any free one).",
            hint_vi="Dừng chương trình đó, hoặc chọn cổng khác: `motcua up --port 8700` (0: cổng trống bất kỳ).",
        )
    return wanted


def signing_secret(home: Path) -> str:
    """Return the secret shared with the played department systems, made once and readable by its owner only."""
    file = home / "departments.secret"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as sink:
            sink.write(f"whsec_{b64encode(secrets.token_bytes(32)).decode()}")
    return file.read_text(encoding="ascii").strip()


@contextlib.contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold a home for one stack at a time.

    Raises:
        ConflictError: Another stack runs on it.
    """
    with (home / "stack.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConflictError(
                f"Another stack runs on {home}.",
                vi=f"Một hệ thống khác đang chạy trên {home}.",
                field="MOTCUA_HOME",
                hint="Stop it first, or give another folder with --home.",
                hint_vi="Dừng hệ thống đó trước, hoặc chọn thư mục khác bằng --home.",
            ) from None
        yield
