"""What the played systems were asked and did, kept in SQLite so that it outlives the process."""

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter

from motcua.departments.port import Answer, Request
from motcua.departments.simulator.behaviour import Behaviour, Behaviours, next_one, told
from motcua.departments.simulator.doors import Doors
from motcua.departments.simulator.standing import Standing
from motcua.errors import ConflictError

Count = Literal["answered", "accepted", "callbacks_tried", "callbacks_delivered"]

_BEHAVIOURS: Final = TypeAdapter(Behaviours)

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS behaviour (system TEXT PRIMARY KEY, told TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS work (
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    callback_url TEXT,
    answer TEXT,
    ready_at REAL,
    calls_back INTEGER NOT NULL DEFAULT 0,
    asked INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    callbacks_tried INTEGER NOT NULL DEFAULT 0,
    callbacks_delivered INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (system, key)
);
CREATE TABLE IF NOT EXISTS effect (id INTEGER PRIMARY KEY, system TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS effect_of ON effect (system, key);
"""

_WORK: Final = "SELECT answer, ready_at, callback_url, calls_back FROM work WHERE system = ? AND key = ?"

_DUE_CALLBACKS: Final = """
SELECT system, key FROM work
WHERE calls_back AND callback_url IS NOT NULL AND callbacks_delivered = 0 AND answer IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.system = work.system AND s.key = work.key AND s.withdrawn)
"""

_LEDGER: Final = """
SELECT key, asked, (SELECT count(*) FROM effect AS e WHERE e.system = w.system AND e.key = w.key) AS effects,
       answered, accepted, callbacks_tried, callbacks_delivered
FROM work AS w WHERE system = ? ORDER BY key
"""


@dataclass(frozen=True)
class Work:
    """What a system did for one key."""

    answer: Answer
    ready_at: float
    """Seconds since 1970 after which the answer is told; 0: at once."""
    callback_url: str | None
    calls_back: bool


class Ledger:
    """The memory of every played system.

    Each method is one transaction, so two requests with one key, in whatever order, leave one effect.

    Args:
        state: The file it is kept in, or None to forget everything with the process.
    """

    def __init__(self, state: Path | None = None) -> None:
        self._db = sqlite3.connect(state or ":memory:")
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(_TABLES)
        self.standing = Standing(self._db)
        self.doors = Doors(self._db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def behaviours(self, system: str) -> Behaviours:
        """Return what the system was told, the one in force last."""
        row = self._db.execute("SELECT told FROM behaviour WHERE system = ?", (system,)).fetchone()
        return _BEHAVIOURS.validate_json(row["told"]) if row else ()

    def tell(self, system: str, behaviour: Behaviour) -> Behaviours:
        """Tell a system how to behave; return what is in force."""
        with self._db:
            return self._keep(system, told(self.behaviours(system), behaviour))

    def next_behaviour(self, system: str) -> Behaviour:
        """Return how the next request is treated, and count it."""
        with self._db:
            current, rest = next_one(self.behaviours(system))
            self._keep(system, rest)
        return current

    def asked(self, request: Request) -> None:
        """Count a request.

        Raises:
            ConflictError: The key was used before for another request; nothing was counted.
        """
        with self._db:
            row = self._db.execute(
                """INSERT INTO work (system, key, fingerprint, callback_url, asked) VALUES (?, ?, ?, ?, 1)
                ON CONFLICT (system, key) DO UPDATE SET asked = asked + 1, callback_url = excluded.callback_url
                WHERE fingerprint = excluded.fingerprint RETURNING asked""",
                (request.system, request.key, _fingerprint(request), request.callback_url),
            ).fetchone()
        if row is None:
            raise ConflictError(
                "The key was used before for another request.",
                vi="Khoá này đã được dùng cho một yêu cầu khác.",
                field="key",
            )

    def carry_out(self, system: str, answer: Answer, *, ready_at: float, calls_back: bool) -> Work:
        """Do the work for the answer's key unless it is done already; return what was done the first time."""
        with self._db:
            done = self._db.execute(
                """UPDATE work SET answer = ?, ready_at = ?, calls_back = ?
                WHERE system = ? AND key = ? AND answer IS NULL""",
                (answer.model_dump_json(), ready_at, calls_back, system, answer.key),
            )
            if done.rowcount:
                self._db.execute("INSERT INTO effect (system, key) VALUES (?, ?)", (system, answer.key))
        return self.work(system, answer.key)

    def told(self, system: str, key: str) -> bool:
        """Return whether the answer for a key has left the house."""
        row = self._db.execute(
            "SELECT answered + callbacks_delivered AS times FROM work WHERE system = ? AND key = ?", (system, key)
        ).fetchone()
        return bool(row["times"])

    def work(self, system: str, key: str) -> Work:
        """Return what was done for a key; it must have been carried out."""
        row = self._db.execute(_WORK, (system, key)).fetchone()
        answer = Answer.model_validate_json(row["answer"])
        return Work(answer, row["ready_at"], row["callback_url"], bool(row["calls_back"]))

    def count(self, system: str, key: str, what: Count) -> None:
        """Count something that happened to a key."""
        with self._db:
            self._db.execute(f"UPDATE work SET {what} = {what} + 1 WHERE system = ? AND key = ?", (system, key))

    def due_callbacks(self) -> list[tuple[str, str]]:
        """Return system and key of every callback that was not delivered yet."""
        return [(row["system"], row["key"]) for row in self._db.execute(_DUE_CALLBACKS)]

    def pages(self, system: str) -> dict[str, dict[str, int]]:
        """Return the counts of every key the system was asked under."""
        rows = [dict(row) for row in self._db.execute(_LEDGER, (system,))]
        return {row.pop("key"): row for row in rows}

    def _keep(self, system: str, behaviours: Behaviours) -> Behaviours:
        written = _BEHAVIOURS.dump_json(behaviours).decode()
        self._db.execute(
            "INSERT INTO behaviour VALUES (?, ?) ON CONFLICT DO UPDATE SET told = excluded.told", (system, written)
        )
        return behaviours


def _fingerprint(request: Request) -> str:
    """Return what makes two requests the same: all but where to answer and until when, which may move."""
    matter = request.model_dump_json(exclude={"callback_url", "reply_by"})
    return hashlib.sha256(matter.encode()).hexdigest()
