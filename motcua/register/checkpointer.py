"""The process that makes checkpoints (`Checkpoints`): `python -m motcua.register.checkpointer FILE SECONDS`.

It uses the SQLite that comes with `apsw`: before 3.51.3 a checkpoint that begins just when the log begins anew may lose
pages (https://sqlite.org/wal.html#walresetbug), and Python is often built with an older one. It is a process of its
own since two SQLites in one would take each other's locks away.
"""

import select
import sys

import apsw
import structlog

log = structlog.get_logger("checkpoints")


def work(database: str, every: float) -> None:
    """Make checkpoints of a file until standard input is closed."""
    try:
        connection = apsw.Connection(database, flags=apsw.SQLITE_OPEN_READWRITE)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()  # only who has read knows of a log
    except apsw.Error as error:
        log.warning("no_checkpoints", error=str(error))
        return
    while not select.select([sys.stdin], [], [], every)[0]:
        try:
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.BusyError:
            continue  # somebody else makes one
        except apsw.Error as error:  # the file is as it was, and the next one copies as much more
            log.warning("checkpoint_failed", error=str(error))
    connection.close()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    work(sys.argv[1], float(sys.argv[2]))
