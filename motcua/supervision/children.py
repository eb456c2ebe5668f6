"""Processes of one local stack: each in a group of its own, with a log file, ended by its handle and nothing else."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 15.0
"""Seconds a process has for ending in good order."""


@dataclass
class Child:
    """One process that we started; it may be killed at any moment and started again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    starts: int = 0

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process; what it says goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                list(self.command),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        self.starts += 1

    def kill(self) -> None:
        """End the process and what it started at once, as a power cut would."""
        if self.process is not None and self.is_alive():
            _signal(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self, patience: float = GRACE) -> None:
        """End the process in good order, or by force when it does not follow."""
        if self.process is None or not self.is_alive():
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def last_words(self, lines: int = 5) -> str:
        """Return the end of the log, for whoever has to find out why it did not start."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _signal(group: int, sign: signal.Signals) -> None:
    try:
        os.killpg(group, sign)
    except ProcessLookupError:
        return


def born(pid: int) -> str | None:
    """Return when a process was started, as the kernel counts, or None where that cannot be told or it is gone.

    Together with the number it names a process for good: numbers are used again, births are not.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def end_leftover(pid: int, birth: str) -> bool:
    """End a process an earlier stack left behind when it was killed; False where it is another one, or gone."""
    if born(pid) != birth:
        return False
    _signal(pid, signal.SIGKILL)
    return True
