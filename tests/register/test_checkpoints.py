"""SQLite's log is copied into the file beside those who write, and nobody who writes waits for it."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import apsw
import pytest

from motcua.register.checkpoints import EVERY, Checkpoints
from motcua.register.register import Register
from motcua.supervision.children import born
from motcua.supervision.connection import connect
from motcua.supervision.embedded import TemporalServer

PAGE = bytes(4_000)
CODE = "H61.1-261130-0001"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database whose log nobody has copied yet."""
    path = tmp_path / "some.db"
    with closing(opened(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE page (content BLOB)")
    return path


@pytest.fixture
def writer(file: Path) -> Iterator[sqlite3.Connection]:
    """Return somebody who writes and copies nothing."""
    with closing(opened(file)) as connection:
        yield connection


@pytest.fixture
def always(writer: sqlite3.Connection, file: Path) -> Iterator[Checkpoints]:
    """Make checkpoints all the time."""
    made = Checkpoints(file, every=0.001).start()
    writer.execute("CREATE TABLE begun (yes INTEGER)")
    writer.execute("INSERT INTO begun VALUES (1)")
    assert settled(lambda: in_the_file(file, "begun") == 1)
    yield made
    made.stop()


def opened(path: Path, copies_at: int = 0) -> sqlite3.Connection:
    connection = sqlite3.connect(path, 0, isolation_level=None)
    connection.execute(f"PRAGMA wal_autocheckpoint={copies_at}")
    return connection


def write(connection: sqlite3.Connection, pages: int) -> None:
    connection.executemany("INSERT INTO page VALUES (?)", [(PAGE,)] * pages)


def in_the_file(file: Path, table: str = "page") -> int:
    """Return how many rows are in the file itself, without its log; none while it is being written."""
    alone = file.with_name("alone.db")
    alone.write_bytes(file.read_bytes())
    try:
        with closing(sqlite3.connect(alone)) as copy:
            (count,) = copy.execute(f"SELECT count(*) FROM {table}").fetchone()
    except sqlite3.DatabaseError:
        return 0
    return int(count)


def settled(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def test_what_stands_in_the_log_is_copied_until_it_is_told_to_end(writer, file):
    made = Checkpoints(file).start()
    write(writer, 5)
    assert settled(lambda: in_the_file(file) == 5)
    made.stop()
    write(writer, 5)
    time.sleep(2 * EVERY)
    assert in_the_file(file) == 5


@pytest.mark.usefixtures("always")
def test_whoever_reads_first_and_then_writes_is_never_refused(writer):
    for number in range(1_000):
        writer.execute("BEGIN")
        assert writer.execute("SELECT count(*) FROM page").fetchone() == (number,)
        write(writer, 1)
        writer.execute("COMMIT")


@pytest.mark.usefixtures("always")
def test_the_log_begins_anew_though_somebody_always_writes(file):
    with closing(opened(file, copies_at=50)) as connection:
        for _ in range(2_000):
            write(connection, 1)
        assert file.with_name("some.db-wal").stat().st_size < 2_000 * len(PAGE) / 4
        assert connection.execute("SELECT count(*) FROM page").fetchone() == (2_000,)


@pytest.mark.usefixtures("always")
def test_whoever_still_reads_what_was_there_before_goes_on_seeing_it(writer, file):
    with closing(opened(file)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM page").fetchone() == (0,)
        write(writer, 40)
        time.sleep(0.2)
        assert reader.execute("SELECT count(*) FROM page").fetchone() == (0,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM page").fetchone() == (40,)


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


def test_a_lost_key_is_nowhere_any_more_though_checkpoints_are_always_being_made(monkeypatch, tmp_path):
    monkeypatch.setattr("motcua.register.register.Checkpoints", partial(Checkpoints, every=0))
    path = tmp_path / "register.db"
    register = Register.open(f"sqlite:///{path}", master_key=bytes(32))
    with register.checkpointing():
        for number in range(20):
            register.save_applicant(f"{CODE}-{number}", {"name": "x"})
            with register._store.reading() as connection:
                wrapped = connection.exec_driver_sql("SELECT wrapped FROM dossier_key ORDER BY rowid DESC").scalar()
            assert register.forget_applicant(f"{CODE}-{number}")
            assert wrapped not in path.with_name("register.db-wal").read_bytes()
    register.close()


def test_they_are_made_with_a_sqlite_that_loses_no_page_when_a_log_begins_anew():
    assert tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) >= (3, 51, 3)


def test_they_end_with_whoever_had_them_made(file, writer):
    code = "import os, sys; from pathlib import Path; from motcua.register.checkpoints import Checkpoints;"
    code += "made = Checkpoints(Path(sys.argv[1])).start(); print(made._process.pid, flush=True); os._exit(9)"
    ran = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
    assert ran.returncode == 9
    assert settled(lambda: born(int(ran.stdout)) is None)
    write(writer, 1)


async def test_the_log_of_a_temporal_server_is_copied_while_it_runs(tmp_path):
    server = TemporalServer(tmp_path / "temporal.db").start()
    try:
        client = await connect(server.address)
        await client.start_workflow("Waiting", id="waits-for-nobody", task_queue="nobody")
        assert settled(lambda: in_the_file(server.database, "executions") >= 1)
        server.kill()
        server.start()
    finally:
        server.stop()
