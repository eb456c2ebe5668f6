"""Notices read back from the outbox."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import JsonValue, field_validator

from motcua.register.notice_rows import NoticeState
from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope


class NoticeLine(Record):
    """One notice as the outbox holds it; where the addressee is reached is not among it."""

    id: int
    dossier: str
    seq: int
    kind: str
    audience: str
    agency: str | None
    officer: str | None
    recipient: str
    says: dict[str, JsonValue]
    at: datetime
    created_at: datetime
    state: NoticeState
    channel: str | None
    attempts: int
    first_tried_at: datetime | None
    next_try_at: datetime | None
    sent_at: datetime | None
    last_error: str | None
    reference: str | None
    seen_at: datetime | None
    seen_by: str | None

    @property
    def key(self) -> str:
        """Return the notice's name for ever: the same message however often it is sent."""
        return f"{self.dossier}/{self.seq}/{self.kind}/{self.recipient}"

    @field_validator("says", mode="before")
    @classmethod
    def _read(cls, text: Any) -> Any:
        return json.loads(text) if isinstance(text, str) else text


class DueNotice(NoticeLine):
    """A notice to be sent, with what its dossier is about and how that stands."""

    procedure: str
    version: str
    finished: bool
    ended: bool


class NoticeFilter(NamedTuple):
    """Which notices are wanted."""

    state: NoticeState | None = None
    agency: str | None = None
    audience: str | None = None
    scope: Scope = WHOLE
    """What the asker may see."""


class NoticePage(NamedTuple):
    """Notices, the latest first, and where the next page begins."""

    notices: tuple[NoticeLine, ...]
    next: int | None
