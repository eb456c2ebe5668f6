"""Registers of any size for benchmarks: plausible lives written in bulk, without the facts behind them.

`python -m bench.registers URL --dossiers 100000 --copies 60 --visits 2` fills an empty register: a sixth of the
dossiers is open, the others were closed over five years; one in eight had a pause, one in twenty a new date. Each has
as many visits to steps as are asked for, one unless said otherwise; of an open dossier the last one is open.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from bench.visits import visits_of
from motcua.register.promises import Stretch
from motcua.register.rank import RUNNING, STANDING, by_date
from motcua.register.register import Register
from motcua.register.tables import DossierRow, DutyRow, PromiseRow, TimeShareRow
from motcua.register.topic import sql_table
from tests.register.papers import HANOI

NOW = datetime(2026, 11, 23, 9, 10, tzinfo=HANOI)
YEARS = timedelta(days=5 * 365)
FIELDS = ("Đất đai", "Hộ tịch", "Cư trú", "Chứng thực", "Hoạt động xây dựng", "Môi trường", "Thành lập doanh nghiệp")
PROCEDURES = 200
AGENCIES = 130
BATCH = 5_000
TABLES = ((DossierRow, "code"), (PromiseRow, "dossier"), (DutyRow, "dossier"), (TimeShareRow, "dossier"))
"""What is written, in an order in which each names what is there, with the column that has the code."""
WAITING = (
    ("officer", "partner_agency", "applicant", "department_system", "payment", "moment", "engine_fault"),
    (40, 20, 15, 15, 5, 4.98, 0.02),
)
"""What open dossiers wait for, and how often of a hundred."""
SYSTEMS = ("tax", "police", "land", "civil-status")
NAMES = ", ".join(f"'{table.__tablename__}'" for table, _ in TABLES)
POSTGRESQL = "postgresql"
MADE = " AND substr({}, 1, 2) = 'ix'"
"""Indexes that a table would be the same without."""
MOMENTS = (
    *("waiting_since", "opened_at", "received_at", "due_original", "late_from_original", "due_current", "late_from"),
    *("late_at", "act_by", "due_at", "finished_at", "ended_at", "closed_at", "next_alarm_at", "updated_at"),
)


def lives(count: int, seed: int = 1) -> Iterator[tuple[dict[str, Any], list[Stretch]]]:
    """Yield dossiers as rows, each with what was promised before."""
    chance = random.Random(seed)
    for number in range(count):
        yield _life(chance, number)


def _life(chance: random.Random, number: int) -> tuple[dict[str, Any], list[Stretch]]:
    open_, agency = chance.random() < 1 / 6, chance.randrange(AGENCIES)
    procedure = min(int(chance.expovariate(1 / 30)), PROCEDURES - 1)
    ago = chance.random() * (timedelta(days=40) if open_ else YEARS)
    received = (NOW - ago).replace(microsecond=0)
    limit = timedelta(days=chance.choice((1, 3, 5, 7, 10, 15, 30)))
    due = (received + limit).replace(hour=17, minute=0, second=0)
    late_from = first = _midnight(due)
    past: list[Stretch] = []
    paused = open_ and chance.random() < 0.1
    if chance.random() < 0.05:
        due, at = due + timedelta(days=7), min(received + limit / 2, NOW)
        past, late_from = [Stretch(received, at, late_from, paused=False)], _midnight(due)
    closed = None if open_ else min(_closed(chance, received, due), NOW)
    stopped = closed is not None and chance.random() < 0.03
    verdict = None if closed is None or stopped else _verdict(closed, late_from)
    original = None if verdict is None or closed is None else _verdict(closed, first)
    rank = _rank(late_from, due, received, paused=paused)
    at_desk = f"agency-{agency:03d}"
    row = {
        "code": f"H61.{agency:03d}-{received:%y%m%d}-{number:07d}",
        "procedure": f"1.{procedure:06d}",
        "version": "2026-01",
        "field": FIELDS[procedure % len(FIELDS)],
        "channel": chance.choices(("online", "direct", "post"), (6, 3, 1))[0],
        "territory": f"{28000 + agency}",
        "one_stop": at_desk,
        "competent": at_desk,
        "zone": "Asia/Ho_Chi_Minh",
        "state": "in_process" if open_ else "stopped" if stopped else "returned",
        "portal_code": 4 if open_ else 8 if stopped else 10,
        "waiting_for": chance.choices(*WAITING)[0] if open_ else None,
        "holder_agency": at_desk if open_ else None,
        "holder_officer": f"cb-{chance.randrange(40):02d}" if open_ else None,
        "waiting_since": received if open_ else None,
        "system": None,
        "opened_at": received,
        "received_at": received,
        "due_original": first,
        "late_from_original": first,
        "due_current": due,
        "late_from": late_from,
        "late_at": late_from if open_ and not paused else None,
        "act_by": due - timedelta(days=3) * chance.random() if open_ and not paused and chance.random() < 0.9 else None,
        "paused": paused,
        "finished_at": None if stopped else closed,
        "ended_at": closed,
        "closed_at": closed,
        "result": None if closed is None or stopped else "granted",
        "verdict": verdict,
        "verdict_original": original,
        "next_alarm_at": late_from if open_ else None,
        "next_alarm": "late" if open_ else None,
        "open_duties": int(open_),
        "supplements": int(chance.random() < 0.12),
        "holder_step": f"s{chance.randrange(1, 7)}" if open_ else None,
        "rank": rank,
        "due_rank": by_date(rank),
        "seq": chance.randrange(4, 30),
        "head": f"{number:064x}",
        "previous": None,
        "parent": None,
        "trouble": None,
        "updated_at": closed or received,
    }
    return row, past


def _rank(late_from: datetime, due: datetime, received: datetime, *, paused: bool) -> str:
    """Return the place in the queue as the register writes it."""
    first, second = (received, received) if paused else (late_from, due)
    place = "".join(f"{at.astimezone(UTC):%Y%m%d%H%M%S%f}" for at in (first, second))
    return (STANDING if paused else RUNNING) + place


def _closed(chance: random.Random, received: datetime, due: datetime) -> datetime:
    late = chance.random() < 0.04
    share = 1 + chance.random() * 0.5 if late else chance.random() ** 0.5
    return received + (due - received) * share


def _midnight(due: datetime) -> datetime:
    return (due + timedelta(days=1)).replace(hour=0, minute=0)


def _verdict(closed: datetime, late_from: datetime) -> str:
    if closed >= late_from:
        return "late"
    return "early" if closed.date() < (late_from - timedelta(days=1)).date() else "on_time"


def fill(register: Register, dossiers: int, copies: int = 1, visits: int = 1) -> None:
    """Fill an empty register; each dossier may stand for several, seconds apart."""
    _write(register, dossiers, visits)
    engine = register._store.engine
    if copies > 1:
        with register._store.writing() as connection:
            (_in_postgresql if engine.dialect.name == POSTGRESQL else _in_sqlite)(connection, copies)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if engine.dialect.name == POSTGRESQL else "ANALYZE")


def _in_postgresql(connection: Connection, copies: int) -> None:
    """Write the copies; what they refer to are copies written just before, so nobody looks for them."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    indexes = f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN ({NAMES})"
    later = "{} + copy * interval '1 second'"
    _multiply(
        connection, indexes + MADE.format("indexname"), f"generate_series(1, {copies - 1}) AS copies(copy)", later
    )


def _in_sqlite(connection: Connection, copies: int) -> None:
    indexes = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({NAMES})"
    counted = f"VALUES (1) UNION ALL SELECT copy + 1 FROM copies WHERE copy < {copies - 1}"
    numbers = f"(WITH RECURSIVE copies(copy) AS ({counted}) SELECT copy FROM copies)"
    later = "datetime({0}, '+' || copy || ' seconds') || substr({0}, 20)"
    _multiply(connection, indexes + MADE.format("name"), numbers, later)


def _multiply(connection: Connection, indexes: str, numbers: str, later: str) -> None:
    """Write the copies in few statements, and make the indexes afterwards: that is many times quicker."""
    kept = connection.exec_driver_sql(indexes).all()
    for name, _ in kept:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    for table, named in TABLES:
        columns = [column.name for column in sql_table(table).columns]
        names, values = ", ".join(columns), ", ".join(_moved(column, named, later) for column in columns)
        copied = f"FROM {table.__tablename__}, {numbers}"
        connection.exec_driver_sql(f"INSERT INTO {table.__tablename__} ({names}) SELECT {values} {copied}")
    for _, made in kept:
        connection.exec_driver_sql(made)


def _moved(column: str, named: str, later: str) -> str:
    if column == named:
        return f"{column} || '+' || copy"
    return later.format(column) if column in MOMENTS or column in ("since", "until") else column


def _write(register: Register, dossiers: int, visits: int) -> None:
    chance, batch = random.Random(2), _empty()
    for row, past in lives(dossiers):
        batch[DossierRow].append(row)
        batch[PromiseRow] += [{"dossier": row["code"]} | stretch._asdict() for stretch in past]
        if visits:
            duties, shares = visits_of(chance, row, visits, AGENCIES, NOW)
            row["holder_agency"] = row["holder_agency"] and duties[-1]["agency"]
            if row["waiting_for"] == "department_system":
                row["system"] = duties[-1]["system"] = SYSTEMS[row["seq"] % len(SYSTEMS)]
            batch[DutyRow] += duties
            batch[TimeShareRow] += shares
        if len(batch[DossierRow]) == BATCH:
            _flush(register, batch)
            batch = _empty()
    _flush(register, batch)


def _empty() -> dict[Any, list[dict[str, Any]]]:
    return {table: [] for table, _ in TABLES}


def _flush(register: Register, batch: dict[Any, list[dict[str, Any]]]) -> None:
    with register._store.writing() as connection:
        for table, values in batch.items():
            if values:
                connection.execute(insert(sql_table(table)), values)


def main() -> None:
    """Fill the register at an address."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("url")
    said.add_argument("--dossiers", type=int, default=100_000)
    said.add_argument("--copies", type=int, default=1)
    said.add_argument("--visits", type=int, default=1)
    asked = said.parse_args()
    register, begun = Register.open(asked.url), time.monotonic()
    fill(register, asked.dossiers, asked.copies, asked.visits)
    print(f"{asked.dossiers * asked.copies:,} dossiers in {time.monotonic() - begun:.0f} s")
    register.close()


if __name__ == "__main__":
    main()
