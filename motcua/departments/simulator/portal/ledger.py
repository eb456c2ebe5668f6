"""What the played portal holds: in one SQLite file, so that it outlives the process, or in memory."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from motcua.departments.simulator.portal.codes import Code, Fault
from motcua.departments.simulator.portal.order import Held, held_after, misplaced

_TABLES = """
CREATE TABLE IF NOT EXISTS dossier (
    code TEXT PRIMARY KEY, status TEXT NOT NULL, received INTEGER NOT NULL, interrupted TEXT, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (
    dossier TEXT NOT NULL, event TEXT NOT NULL, service TEXT NOT NULL, status TEXT NOT NULL, entry TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1, number INTEGER PRIMARY KEY, UNIQUE (dossier, event));
CREATE TABLE IF NOT EXISTS session (token TEXT PRIMARY KEY);
"""


class PortalLedger:
    """The portal's memory; each message is one transaction, and one event is one row however often it comes."""

    def __init__(self, state: Path | None = None) -> None:
        self._db = sqlite3.connect(state or ":memory:", check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def open_session(self, token: str) -> None:
        """Begin a session."""
        with self._db:
            self._db.execute("INSERT INTO session VALUES (?)", (token,))

    def in_session(self, token: object) -> bool:
        """Whether a session is open."""
        return self._db.execute("SELECT 1 FROM session WHERE token = ?", (str(token),)).fetchone() is not None

    def end_sessions(self) -> None:
        """Forget every session."""
        with self._db:
            self._db.execute("DELETE FROM session")

    def take(self, service: str, entry: Mapping[str, Any], event: str | None, *, updating: bool | None) -> Fault | None:
        """Take one entry, once; return why it is not taken.

        Args:
            service: Where it was sent.
            entry: The entry, checked for its form already.
            event: The sender's name for it; None: its content is its name.
            updating: What `isUpdating` says; None where the service has none.
        """
        code, said = str(entry["MaHoSo"]), json.dumps(entry, ensure_ascii=False, sort_keys=True)
        name = event or hashlib.sha256(f"{service}\n{said}".encode()).hexdigest()
        with self._db:
            if self._seen(code, name):
                return Fault(Code.ALREADY, "this event is there")
            held = self.held(code)
            if updating is None:
                fault = None if held else Fault(Code.UNKNOWN, "the dossier was never pushed")
            else:
                fault = misplaced(held, entry, updating=updating)
            if fault is not None:
                return fault
            status = str(entry.get("TrangThaiHoSo", entry.get("TrangThai")))
            row = (code, name, service, status, said)
            self._db.execute("INSERT INTO event (dossier, event, service, status, entry) VALUES (?, ?, ?, ?, ?)", row)
            if updating is not None:
                self._keep(code, held_after(held, entry), said)
        return None

    def held(self, code: str) -> Held | None:
        """Return how a dossier is held; None where it was never pushed."""
        row = self._db.execute("SELECT * FROM dossier WHERE code = ?", (code,)).fetchone()
        return Held(row["status"], bool(row["received"]), row["interrupted"]) if row else None

    def record(self, code: str) -> dict[str, Any] | None:
        """Return the latest record of a dossier as it was sent, with the status as it is held."""
        row = self._db.execute("SELECT * FROM dossier WHERE code = ?", (code,)).fetchone()
        return json.loads(row["record"]) | {"TrangThaiHoSo": row["status"]} if row else None

    def events(self, code: str) -> list[dict[str, Any]]:
        """Return what was taken of a dossier, in order, and how often each came."""
        rows = self._db.execute("SELECT * FROM event WHERE dossier = ? ORDER BY number", (code,))
        return [dict(row) | {"entry": json.loads(row["entry"])} for row in rows]

    def drift(self, code: str, status: str) -> bool:
        """Change a status behind everybody's back; False where there is no such dossier."""
        with self._db:
            changed = self._db.execute(
                "UPDATE dossier SET status = ?, interrupted = NULL WHERE code = ?", (status, code)
            )
        return changed.rowcount > 0

    def lose(self, code: str) -> bool:
        """Forget a dossier, as a portal that was restored from yesterday's copy would."""
        with self._db:
            self._db.execute("DELETE FROM event WHERE dossier = ?", (code,))
            return self._db.execute("DELETE FROM dossier WHERE code = ?", (code,)).rowcount > 0

    def _seen(self, code: str, event: str) -> bool:
        again = "UPDATE event SET times = times + 1 WHERE dossier = ? AND event = ?"
        return self._db.execute(again, (code, event)).rowcount > 0

    def _keep(self, code: str, held: Held, record: str) -> None:
        self._db.execute(
            """INSERT INTO dossier VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET status = excluded.status,
            received = excluded.received, interrupted = excluded.interrupted, record = excluded.record""",
            (code, held.status, int(held.received), held.interrupted, record),
        )
