"""Opening a register: migrated, shared by many, and plain about what cannot be."""

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from motcua.dossiers import facts as f
from motcua.errors import InvalidInputError, UnavailableError
from motcua.register import department_tables, schema, tables
from motcua.register.register import Register
from tests.register.papers import Paper, receipt, whole_life


def test_tables_and_migrations_agree(register: Register) -> None:
    assert all(row.metadata is schema.SHAPE for row in (tables.DossierRow, department_tables.CallRow))
    with register._store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.SHAPE) == []


def test_the_newest_migration_is_the_one_the_tables_describe(register: Register) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]
    with register._store.reading() as connection:
        assert schema.revision_of(connection) == schema.HEAD


def test_many_processes_may_open_a_new_register_at_once(new_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Register.open(new_url), range(4)))
    assert not opened[0].has("H07-261123-0001")
    for register in opened:
        register.close()


def test_who_starts_waits_for_another_that_migrates_and_writes_as_patiently_as_ever(tmp_path: Path) -> None:
    register = Register.open(f"sqlite:///{tmp_path / 'register.db'}", patience=0.05)
    store = register._store
    with sqlite3.connect(tmp_path / "register.db", check_same_thread=False, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError), store.writing():
            pass
        threading.Timer(0.5, other.rollback).start()
        with store.patient(60), store.writing() as connection:
            assert schema.revision_of(connection) == schema.HEAD
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError), store.writing():
            pass
        other.rollback()
    register.close()


def test_a_register_of_a_newer_version_is_left_alone(new_url: str) -> None:
    register = Register.open(new_url)
    with register._store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    register.close()
    with pytest.raises(UnavailableError, match="does not know"):
        Register.open(new_url)


def test_opening_a_migrated_register_does_not_load_the_migrations(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/register.db"
    Register.open(url).close()
    program = (
        "import sys; from motcua.register.register import Register; "
        f"Register.open({url!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_one_opening_writes_another_reads(url: str) -> None:
    writer, reader = Register.open(url), Register.open(url)
    paper = whole_life(writer)
    assert reader.dossier(paper.code) == paper.now
    reader.close()
    writer.close()
    again = Register.open(url)
    assert again.verify(paper.code) is None
    again.close()


def test_readers_do_not_wait_for_a_writer(register: Register) -> None:
    Paper(register, receipt("A"))
    with register._store.writing() as connection:
        connection.execute(text("UPDATE dossier SET state = 'stopped'"))
        assert register.summary("A").state == "received"


def test_writers_of_two_openings_follow_one_another(url: str) -> None:
    offices = [Register.open(url), Register.open(url)]

    def work(lane: int) -> None:
        for number in range(10):
            paper = Paper(offices[lane], receipt(f"{lane}-{number}"))
            paper.does("note", "Mon 2026-11-23 10:00", f.DataSet(data={"n": number}))

    lanes = [threading.Thread(target=work, args=(lane,)) for lane in (0, 1)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert offices[0].verify_all() == {}
    assert offices[1].stuck(now=receipt("x").at).total == 20
    for office in offices:
        office.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db", "register.db"])
def test_an_address_that_keeps_nothing_is_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="url"):
        Register.open(url)


def test_a_setting_sqlite_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="SOMETIMES"):
        Register.open(f"sqlite:///{tmp_path}/register.db", synchronous="sometimes")


def test_a_database_that_is_away_is_said_to_be_away() -> None:
    with pytest.raises(UnavailableError, match="does not answer"):
        Register.open("postgresql://nobody@127.0.0.1:1/nowhere")


def test_a_value_the_database_cannot_hold_is_refused_and_nothing_is_written(register: Register) -> None:
    odd = receipt("A").model_copy(update={"reason": "a\x00b"})
    if register._store.dialect == "sqlite":
        Paper(register, odd)  # SQLite holds it
        assert register.verify("A") is None
        return
    with pytest.raises(InvalidInputError, match="cannot hold"):
        Paper(register, odd)
    assert not register.has("A")
