"""The store behind the register: one SQLite file, or a PostgreSQL database."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import structlog
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, InterfaceError, OperationalError

from motcua.errors import InvalidInputError, UnavailableError

BUSY_SECONDS = 4.0
"""How long a writer waits for another process's transaction; each takes about a millisecond."""
KEY_BYTES = 32
LOGGED_PAGES = 8_000
"""How much is written to SQLite's log before whoever writes copies it into the file: 32 MB, since writers wait
meanwhile; where `Checkpoints` run little is left by then."""
SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")
PLANNED_BY = ("jit = off", "work_mem = '32MB'")
"""Settings of each connection to PostgreSQL: a question takes less time than compiling it would, and ten thousand rows
are sorted in memory."""

log = structlog.get_logger(__name__)


class Store:
    """Transactions. In one SQLite file writers follow one another, and readers never wait for them."""

    def __init__(self, engine: Engine, master_key: bytes | None = None) -> None:
        if master_key is not None and len(master_key) != KEY_BYTES:
            raise InvalidInputError(
                f"The master key has {len(master_key)} bytes; it needs {KEY_BYTES}.",
                vi=f"Khoá chính phải có {KEY_BYTES} byte.",
                field="master_key",
            )
        self.engine = engine
        self.master_key = master_key
        """What guards applicants' data; None in a process that has nothing to do with them."""
        self.dialect = engine.dialect.name
        snapshot = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._readers = engine.execution_options(**snapshot)
        self._turn = RLock()
        self._writer = engine.connect().execution_options(writes=True) if self.dialect == "sqlite" else None

    @property
    def file(self) -> Path | None:
        """Return where the database lies on this machine; None on a database server."""
        if self._writer is None:
            return None
        with self._turn:
            driver: Any = self._writer.connection.dbapi_connection
            return Path(driver.execute("PRAGMA database_list").fetchone()[2])

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of everything.

        Raises:
            UnavailableError: The database is away.
        """
        with _explained(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose writes all take effect at the end, or none does.

        Raises:
            UnavailableError: The database is away, or another writer did not end in time.
        """
        with _explained():
            if self._writer is None:
                with self.engine.begin() as connection:
                    yield connection
                return
            with self._turn, self._writer.begin():
                yield self._writer

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """Let this process's writer wait longer for another's transaction; PostgreSQL waits by itself."""
        if self._writer is None:
            yield
            return
        with self._turn:
            driver: Any = self._writer.connection.dbapi_connection
            (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
            driver.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}").close()
            try:
                yield
            finally:
                driver.execute(f"PRAGMA busy_timeout={int(usual)}").close()

    def settle(self) -> None:
        """Leave nothing of what was overwritten in SQLite's log beside the file; PostgreSQL clears by itself.

        Whoever makes a checkpoint, or still reads what was there before, is waited for as long as for a writer.
        """
        until = time.monotonic() + BUSY_SECONDS
        while self._writer is not None and not self._emptied():
            if time.monotonic() > until:
                log.warning("log_not_emptied")
                return
            time.sleep(0.02)

    def _emptied(self) -> bool:
        with self._turn, closing(self.engine.raw_connection()) as connection:
            (hindered, *_) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not hindered

    def close(self) -> None:
        """Let go of the database."""
        if self._writer is not None:
            self._writer.close()
        self.engine.dispose()


def open_engine(url: str, synchronous: str = "NORMAL", patience: float = BUSY_SECONDS) -> Engine:
    """Return an engine for a SQLite file (its folder is made) or a PostgreSQL database.

    Raises:
        InvalidInputError: The address is none of these.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise _wrong("url", "The register's address cannot be read.") from None
    backend = address.get_backend_name()
    if backend == "sqlite":
        return _sqlite(address, synchronous.upper(), patience)
    if backend == "postgresql":
        return _postgresql(address)
    raise _wrong("url", f"The register is kept in SQLite or PostgreSQL, not in {backend}.")


def _sqlite(address: URL, synchronous: str, patience: float) -> Engine:
    if synchronous not in SYNCHRONOUS:
        raise _wrong("synchronous", f"SQLite knows no `synchronous` {synchronous}.")
    if not address.database or address.database == ":memory:":
        raise _wrong("url", "A register in memory would be lost.")
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": patience, "check_same_thread": False})
    kept = "journal_mode=WAL", f"synchronous={synchronous}", f"wal_autocheckpoint={LOGGED_PAGES}"
    settings = (*kept, "foreign_keys=ON", "recursive_triggers=ON")

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver opens no transactions of its own: `begun` does
        for setting in (*settings, "secure_delete=ON"):
            _set(connection, setting)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _set(connection: Any, setting: str) -> None:
    """Set what a connection works by; SQLite refuses at once, without waiting, while another process sets the same."""
    for wait in (0.01, 0.03, 0.1, 0.3, 1.0):
        try:
            connection.execute(f"PRAGMA {setting}").close()
            return
        except sqlite3.OperationalError:
            time.sleep(wait)
    connection.execute(f"PRAGMA {setting}").close()


def _postgresql(address: URL) -> Engine:
    try:
        engine = create_engine(address.set(drivername="postgresql+psycopg"), pool_size=10, max_overflow=10)
    except ImportError:
        raise UnavailableError(
            "The PostgreSQL driver is not installed.",
            vi="Chưa cài trình điều khiển PostgreSQL.",
            field="url",
            hint="Install the extra `postgres`.",
            hint_vi="Cài thêm gói `postgres`.",
        ) from None

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        for setting in PLANNED_BY:
            connection.execute(f"SET {setting}")
        connection.commit()

    return engine


@contextmanager
def _explained() -> Iterator[None]:
    """Say what a failure of the database means for whoever asked."""
    try:
        yield
    except (OperationalError, InterfaceError) as away:
        raise UnavailableError(
            f"The register's database does not answer: {_first_line(away.orig)}",
            vi="Cơ sở dữ liệu của sổ đăng ký không phản hồi.",
            hint="Send the same request again: it is done once.",
            hint_vi="Gửi lại đúng yêu cầu đó: chỉ được thực hiện một lần.",
        ) from away
    except DataError as unfit:
        raise InvalidInputError(
            f"The register cannot hold a value: {_first_line(unfit.orig)}",
            vi="Sổ đăng ký không lưu được một giá trị.",
            hint="Leave out control characters.",
            hint_vi="Bỏ các ký tự điều khiển.",
        ) from unfit


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0]


def _wrong(field: str, message: str) -> InvalidInputError:
    return InvalidInputError(
        message,
        vi="Địa chỉ sổ đăng ký không hợp lệ.",
        field=field,
        hint="Write sqlite:////path/to/register.db or postgresql://user@host/database.",
        hint_vi="Ghi sqlite:////path/to/register.db hoặc postgresql://user@host/database.",
    )
