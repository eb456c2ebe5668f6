"""SQLite's checkpoints, made beside those who write: what stands in the log is copied into the file while they go on.

By itself SQLite leaves that to whoever commits when the log has become long. That takes a second on a small machine's
disk, all others wait behind it, and in a crowded hour it comes every few seconds. A passive checkpoint made by another
connection takes no lock that a writer wants, and stops nobody. Whoever commits when the log is long then finds little
left to copy, and the log begins anew. Without this everything works as before.
"""

import sqlite3
import threading
from pathlib import Path
from typing import Self

import structlog

EVERY = 0.5
"""Seconds from one to the next; where nothing was written it costs nothing."""

log = structlog.get_logger(__name__)


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
            connection = sqlite3.connect(f"{self._database.absolute().as_uri()}?mode=rw", uri=True)
        except sqlite3.Error as error:
            log.warning("no_checkpoints", error=str(error))
            return
        while not self._ended.wait(EVERY):
            try:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
            except sqlite3.Error as error:  # the file is as it was, and the next one copies as much more
                log.warning("checkpoint_failed", error=str(error))
        connection.close()
