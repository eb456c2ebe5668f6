"""The same tests on both databases: a fresh register for each."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from motcua.register.register import Register
from tests.register.postgres import Postgres, programs

MASTER_KEY = bytes(range(32))
BOTH = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run PostgreSQL for the session."""
    installed = programs()
    if installed is None or shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL's wheel (extra `dev`) or setpriv is not installed")
    server = Postgres.start(installed)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database that holds nothing yet; in PostgreSQL, a schema of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/register.db"
    server: Postgres = request.getfixturevalue("postgres")
    schema = f"test_{secrets.token_hex(4)}"
    engine = create_engine(server.url().replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{server.url()}?options=-csearch_path%3D{schema}"


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    """Return a fresh register."""
    register = Register.open(url, master_key=MASTER_KEY)
    yield register
    register.close()
