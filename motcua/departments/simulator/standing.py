"""What became of requests after they were asked: looked after, withdrawn, answered a second time."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Final

from motcua.departments.port import Answer

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS standing (
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    speech TEXT NOT NULL,
    stages TEXT NOT NULL DEFAULT '[]',
    second TEXT,
    polled INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (system, key)
);
"""


@dataclass(frozen=True)
class Stand:
    """How one key stands."""

    speech: str
    """The speech it was asked in."""
    stages: tuple[str, ...]
    """What is said to those who look, one after the other, before the answer."""
    second: Answer | None
    """Another answer, told after the first."""
    polled: int
    withdrawn: bool


class Standing:
    """The memory of it; each method is one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._db.executescript(_TABLE)

    def begun(self, system: str, key: str, speech: str, stages: tuple[str, ...], second: Answer | None) -> None:
        """Remember how a request was begun; the first time counts."""
        written = None if second is None else second.model_dump_json()
        with self._db:
            self._db.execute(
                "INSERT INTO standing (system, key, speech, stages, second) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (system, key, speech, json.dumps(stages), written),
            )

    def of(self, system: str, key: str) -> Stand | None:
        """Return how a key stands, or None where nothing was begun under it."""
        row = self._db.execute("SELECT * FROM standing WHERE system = ? AND key = ?", (system, key)).fetchone()
        return None if row is None else _stand(row)

    def polled(self, system: str, key: str) -> int:
        """Count a look; return how many there were before."""
        with self._db:
            row = self._db.execute(
                "UPDATE standing SET polled = polled + 1 WHERE system = ? AND key = ? RETURNING polled", (system, key)
            ).fetchone()
        return int(row["polled"]) - 1

    def withdraw(self, system: str, key: str) -> None:
        """Call a request off."""
        with self._db:
            self._db.execute("UPDATE standing SET withdrawn = 1 WHERE system = ? AND key = ?", (system, key))

    def all(self, system: str) -> dict[str, Stand]:
        """Return how every key of a system stands."""
        rows = self._db.execute("SELECT * FROM standing WHERE system = ? ORDER BY key", (system,))
        return {row["key"]: _stand(row) for row in rows}


def _stand(row: sqlite3.Row) -> Stand:
    second = None if row["second"] is None else Answer.model_validate_json(row["second"])
    return Stand(row["speech"], tuple(json.loads(row["stages"])), second, row["polled"], bool(row["withdrawn"]))
