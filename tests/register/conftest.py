"""The same tests on both databases: an empty register for each."""

import secrets
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from motcua.register.register import Register
from tests.empty_register import empty_register
from tests.register.postgres import Postgres, programs

MASTER_KEY = bytes(range(32))
BOTH = ["sqlite", "postgresql"]
WRITTEN = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"
)
"""The tables in which something was written since they were emptied."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run PostgreSQL for the session, with a register that each test finds empty."""
    installed = programs()
    if installed is None or shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL's wheel (extra `dev`) or setpriv is not installed")
    server = Postgres.start(installed)
    try:
        Register.open(server.url()).close()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty register."""
    if request.param == "sqlite":
        return empty_register(tmp_path)
    return emptied(request.getfixturevalue("postgres"))


def emptied(server: Postgres) -> str:
    """Return the address of a server's register, with everything taken out of it."""
    with _engine(server).begin() as connection:
        written = [name for (name,) in connection.execute(WRITTEN)]
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # lets facts go: this is a test
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        if written:
            connection.execute(text(f"TRUNCATE {', '.join(written)} CASCADE"))
    return server.url()


@pytest.fixture(params=BOTH)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without any table; in PostgreSQL, of a schema of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/register.db"
    server: Postgres = request.getfixturevalue("postgres")
    schema = f"test_{secrets.token_hex(4)}"
    with _engine(server).begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    return f"{server.url()}?options=-csearch_path%3D{schema}"


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    """Return an empty register."""
    register = Register.open(url, master_key=MASTER_KEY)
    yield register
    register.close()


@cache
def _engine_at(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def _engine(server: Postgres) -> Engine:
    return _engine_at(server.url())
