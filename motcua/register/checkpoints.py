"""SQLite's checkpoints, made beside those who write: what stands in the log is copied into the file while they go on.

By itself SQLite leaves that to whoever commits when the log has become long. That takes a second on a small machine's
disk, all others wait behind it, and in a crowded hour it comes every few seconds. A checkpoint made by another
connection stops nobody: only at its end, so that the log begins anew and does not grow for ever, do writers wait for
the little that came meanwhile. Without this everything works as before: SQLite does it by itself once the log is
longer still.
"""

import sqlite3
import threading
from pathlib import Path
from typing import NamedTuple, Self

import structlog

EVERY = 1.0
"""Seconds from one to the next; where nothing was written it costs nothing."""
LONG = 8_000
"""Pages in the log from which it is to begin anew."""
PATIENCE = 0.1
"""Seconds writers wait at most for those who still read what was there before."""

log = structlog.get_logger(__name__)


class Copied(NamedTuple):
    """What came of a checkpoint."""

    hindered: bool
    logged: int
    """Pages in the log; -1 where there is none."""
    copied: int
    """Pages of it that are in the file."""


class Checkpoints:
    """Makes them for one file, in a thread of its own."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)

    def start(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End, after the one that is under way."""
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            connection = sqlite3.connect(f"{self._database.absolute().as_uri()}?mode=rw", PATIENCE, uri=True)
        except sqlite3.Error as error:
            log.warning("no_checkpoints", error=str(error))
            return
        while not self._ended.wait(EVERY):
            try:
                checkpoint(connection)
            except sqlite3.Error as error:  # the file is as it was; SQLite's own checkpoints are left
                log.warning("checkpoint_failed", error=str(error))
        connection.close()


def checkpoint(connection: sqlite3.Connection, long: int = LONG) -> Copied:
    """Copy what stands in the log; where that is long, let the log begin anew."""
    done = _checkpoint(connection, "PASSIVE")
    if done.logged < long:
        return done
    _checkpoint(connection, "PASSIVE")  # what came during the first one, so that little is left for the last
    return _checkpoint(connection, "RESTART")


def _checkpoint(connection: sqlite3.Connection, kind: str) -> Copied:
    hindered, logged, copied = connection.execute(f"PRAGMA wal_checkpoint({kind})").fetchone()
    return Copied(bool(hindered), logged, copied)
