"""SQLite's log is copied into the file beside those who write, and nobody who writes waits for it."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from motcua.register.checkpoints import Checkpoints, checkpoint
from motcua.register.register import Register
from motcua.supervision.embedded import TemporalServer

PAGE = bytes(4_000)
LONG = 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database whose log nobody else copies."""
    path = tmp_path / "some.db"
    with closing(opened(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE page (content BLOB)")
        write(connection, 3)
    return path


@pytest.fixture
def writer(file: Path) -> Iterator[sqlite3.Connection]:
    """Return somebody who writes."""
    with closing(opened(file)) as connection:
        yield connection


@pytest.fixture
def copier(file: Path) -> Iterator[sqlite3.Connection]:
    """Return the connection that checkpoints are made by."""
    with closing(sqlite3.connect(file, 0.1)) as connection:
        yield connection


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection


def write(connection: sqlite3.Connection, pages: int) -> None:
    connection.executemany("INSERT INTO page VALUES (?)", [(PAGE,)] * pages)


def in_the_file(file: Path, table: str = "page") -> int:
    """Return how many rows are in the file itself, without its log."""
    alone = file.with_name("alone.db")
    alone.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(alone)) as copy:
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
            return 0
        (count,) = copy.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def settled(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def test_what_stands_in_the_log_is_in_the_file_afterwards(writer, copier, file):
    write(writer, 5)
    done = checkpoint(copier, LONG)
    assert done.logged == done.copied > 0
    assert in_the_file(file) == 8


def test_the_log_begins_anew_though_somebody_always_writes(copier, file):
    written = threading.Event()

    def go_on() -> None:
        with closing(opened(file)) as connection:
            for _ in range(2_000):
                write(connection, 1)
        written.set()

    busy = threading.Thread(target=go_on)
    busy.start()
    made = []
    while not written.wait(0.005):
        made.append(checkpoint(copier, LONG))
    busy.join()
    checkpoint(copier, LONG)
    assert in_the_file(file) == 2_003
    assert [each for each in made if each.logged >= LONG and not each.hindered]


def test_whoever_is_writing_goes_on_and_the_log_begins_anew_another_time(writer, copier):
    write(writer, 2 * LONG)
    writer.execute("BEGIN IMMEDIATE")
    write(writer, 1)
    began = time.monotonic()
    assert checkpoint(copier, LONG).hindered
    assert time.monotonic() - began < 1
    writer.execute("COMMIT")
    assert not checkpoint(copier, LONG).hindered


def test_whoever_still_reads_what_was_there_before_sees_it_and_hinders_the_new_beginning_alone(writer, copier, file):
    with closing(opened(file)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM page").fetchone() == (3,)
        write(writer, 2 * LONG)
        assert checkpoint(copier, LONG).hindered
        write(writer, 1)
        assert reader.execute("SELECT count(*) FROM page").fetchone() == (3,)
        reader.execute("COMMIT")
    assert not checkpoint(copier, LONG).hindered


def test_it_is_done_beside_all_work_until_it_is_told_to_end(writer, file):
    checkpoints = Checkpoints(file).start()
    write(writer, 5)
    assert settled(lambda: in_the_file(file) == 8)
    checkpoints.stop()
    write(writer, 5)
    time.sleep(1.5)
    assert in_the_file(file) == 8


def test_where_there_is_no_file_nothing_is_made(tmp_path):
    Checkpoints(tmp_path / "none.db").start().stop()
    assert not list(tmp_path.iterdir())


def test_a_local_register_is_copied_while_the_block_lasts(tmp_path):
    path = tmp_path / "register.db"
    register = Register.open(f"sqlite:///{path}", master_key=bytes(32))
    with register.checkpointing():
        register.allot("key", "caller", "digest", "H61.1", date(2026, 11, 30))
        assert settled(lambda: in_the_file(path, "opening") == 1)
    register.close()


def test_the_log_of_a_temporal_server_is_copied_while_it_runs(tmp_path):
    server = TemporalServer(tmp_path / "temporal.db").start()
    assert settled(lambda: in_the_file(server.database, "namespaces") >= 1)
    server.kill()
    server.start()
    server.stop()
