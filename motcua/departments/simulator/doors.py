"""Who is let in by a played system: anybody who signs, who has a key, or who has a token."""

import base64
import secrets
import sqlite3
import time
from typing import Annotated, Final, Literal
from urllib.parse import parse_qs, unquote_plus

from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS door (system TEXT PRIMARY KEY, told TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, system TEXT NOT NULL, ends_at REAL NOT NULL);
"""


class Door(BaseModel):
    """What a system asks of those who come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["open", "api_key", "oauth2"] = "open"
    signed: bool = True
    """Whether requests must be signed, where the simulator has a secret."""
    header: str = "X-API-Key"
    key: str = ""
    """Of `api_key`."""
    client_id: str = ""
    client_secret: str = ""
    """Of `oauth2`."""
    seconds: Annotated[float, Field(gt=0)] = 3600
    """How long a token lasts."""


class Doors:
    """The memory of it, tokens included."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._db.executescript(_TABLES)

    def of(self, system: str) -> Door:
        """Return what a system asks; open where it was told nothing."""
        row = self._db.execute("SELECT told FROM door WHERE system = ?", (system,)).fetchone()
        return Door() if row is None else Door.model_validate_json(row["told"])

    def tell(self, system: str, door: Door) -> Door:
        """Tell a system what to ask."""
        with self._db:
            self._db.execute(
                "INSERT INTO door VALUES (?, ?) ON CONFLICT DO UPDATE SET told = excluded.told",
                (system, door.model_dump_json()),
            )
        return door

    def lets_in(self, system: str, headers: Headers) -> bool:
        """Return whether these headers open the door."""
        door = self.of(system)
        if door.kind == "api_key":
            return secrets.compare_digest(headers.get(door.header, "").encode(), door.key.encode())
        if door.kind == "oauth2":
            return self._holds(system, headers.get("Authorization", "").removeprefix("Bearer "))
        return True

    def issue(self, system: str, headers: Headers, form: bytes) -> tuple[str, float] | None:
        """Return a new token and its seconds, or None where the client is not the one this system knows."""
        door = self.of(system)
        asked = parse_qs(form.decode())
        known = (door.client_id, door.client_secret)
        if asked.get("grant_type") != ["client_credentials"] or _client(headers, asked) != known:
            return None
        token = secrets.token_urlsafe(16)
        with self._db:
            self._db.execute("INSERT INTO token VALUES (?, ?, ?)", (token, system, time.time() + door.seconds))
        return token, door.seconds

    def issued(self, system: str) -> int:
        """Return how many tokens were issued."""
        row = self._db.execute("SELECT count(*) AS number FROM token WHERE system = ?", (system,)).fetchone()
        return int(row["number"])

    def revoke(self, system: str) -> None:
        """End every token of a system now."""
        with self._db:
            self._db.execute("UPDATE token SET ends_at = 0 WHERE system = ?", (system,))

    def _holds(self, system: str, token: str) -> bool:
        row = self._db.execute(
            "SELECT 1 FROM token WHERE token = ? AND system = ? AND ends_at > ?", (token, system, time.time())
        ).fetchone()
        return row is not None


def _client(headers: Headers, form: dict[str, list[str]]) -> tuple[str, str]:
    """Return who asks for a token, from the header or the form."""
    kind, _, encoded = headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
        return unquote_plus(name), unquote_plus(secret)
    return form.get("client_id", [""])[0], form.get("client_secret", [""])[0]
