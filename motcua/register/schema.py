"""Bringing a database to the shape the tables have; migrations travel inside the package."""

from pathlib import Path

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy import column as a_column

from motcua.errors import UnavailableError
from motcua.register import (
    access_tables,
    alarm_table,
    anchor_table,
    campaign_tables,
    department_tables,
    exchange_tables,
    house_tables,
    letter_table,
    morning_table,
    notice_table,
    report_tables,
    saved_view_table,
    tables,
)
from motcua.register.columns import Table
from motcua.register.store import Store

TABLES = (
    tables,
    house_tables,
    letter_table,
    notice_table,
    campaign_tables,
    department_tables,
    exchange_tables,
    alarm_table,
    access_tables,
    report_tables,
    anchor_table,
    morning_table,
    saved_view_table,
)
"""Where the tables are described; loaded together, so that whoever asks for their shape sees all of it."""
SHAPE = Table.metadata
"""The shape of a register of this version."""
HEAD = "0026"
"""The revision the tables describe; a register already there is opened without loading the migrations."""
ONE_AT_A_TIME = 7_238_452_116
"""PostgreSQL's advisory lock under which processes that start together migrate one after another."""
MIGRATING = 120.0
"""Seconds a process that starts waits for another that brings the register to its shape."""


def upgrade(store: Store) -> None:
    """Migrate the register where it is older than this version of the program.

    Raises:
        UnavailableError: The register was written by a newer version.
    """
    with store.reading() as connection:
        if revision_of(connection) == HEAD:
            return
    with store.patient(MIGRATING), store.writing() as connection:
        if store.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        _migrate(connection)


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database has, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    versions = table("alembic_version", a_column("version_num"))
    return connection.scalar(select(versions.c.version_num))


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as unknown:
        raise UnavailableError(
            f"The register has a shape this version does not know: {unknown}",
            vi="Sổ đăng ký thuộc phiên bản mới hơn chương trình này.",
            field="url",
            hint="Run the newer version of the program.",
            hint_vi="Chạy phiên bản chương trình mới hơn.",
        ) from unknown
