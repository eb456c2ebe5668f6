"""SQLite's checkpoints, made beside those who write: what stands in the log is copied into the file while they go on.

By itself SQLite leaves that to whoever commits when the log has become long. That takes a second on a small machine's
disk, all others wait behind it, and in a crowded hour it comes every few seconds. A passive checkpoint made by another
connection takes no lock that a writer wants, and stops nobody. Whoever commits when the log is long then finds little
left to copy, and the log begins anew. Without this everything works as before.
"""

import subprocess
import sys
from pathlib import Path
from typing import Self

EVERY = 0.5
"""Seconds from one to the next; where nothing was written it costs nothing."""
PATIENCE = 10.0
"""Seconds the process has for the one that is under way when it is told to end."""
PROGRAM = "motcua.register.checkpointer"


class Checkpoints:
    """Has them made for one file by a process of its own, until it is told to end or this process has died."""

    def __init__(self, database: Path, every: float = EVERY) -> None:
        self._command = [sys.executable, "-m", PROGRAM, str(database.absolute()), str(every)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Begin."""
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)
        return self

    def stop(self) -> None:
        """End, after the one that is under way."""
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
