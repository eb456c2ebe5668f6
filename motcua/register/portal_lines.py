"""Messages to the national portal as they are put into the queue and read back."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import JsonValue, field_validator

from motcua.register.reading import Record
from motcua.register.scope import WHOLE, Scope


class PortalState(StrEnum):
    """How far a message to the portal has come."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """The portal will not take it, or it must not be sent; a person looks at it."""
    SUPERSEDED = "superseded"
    """The dossier was told anew before it could go out."""


RECORD = "DongBoHoSoMC"
"""The service whose messages follow one another: none is sent while an earlier one is not."""
ILLEGAL = "illegal-jump"
"""Error code of a message whose status cannot follow; it is not sent again, whoever asks."""


class Trouble(NamedTuple):
    """Why a message is given up."""

    code: str
    detail: str
    detail_vi: str


class NewMessage(NamedTuple):
    """One message to be put into the queue."""

    dossier: str
    seq: int
    service: str
    status: int
    says: str
    """JSON without personal data."""
    at: datetime
    send_by: datetime | None = None
    dead: Trouble | None = None
    """Why it is never sent."""


class PortalLine(Record):
    """One message as the queue holds it."""

    id: int
    dossier: str
    seq: int
    service: str
    repair: int
    status: int
    says: dict[str, JsonValue]
    at: datetime
    send_by: datetime | None
    state: PortalState
    attempts: int
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    error_code: str | None
    last_error: str | None
    digest: str | None

    @property
    def key(self) -> str:
        """Return the message's name for ever: the same however often it is sent (R61)."""
        return f"{self.dossier}/{self.seq}/{self.service}/{self.status}/{self.repair}"

    @field_validator("says", mode="before")
    @classmethod
    def _read(cls, text: Any) -> Any:
        return json.loads(text) if isinstance(text, str) else text


class DueMessage(PortalLine):
    """A message to be sent now."""

    pushed: bool
    """Whether the portal took a record of this dossier before: later ones are updates."""


class PortalFilter(NamedTuple):
    """Which messages are wanted."""

    state: PortalState | None = None
    dossier: str | None = None
    scope: Scope = WHOLE
    """Whose dossiers."""


class PortalPage(NamedTuple):
    """Messages, the latest first, and where the next page begins."""

    messages: tuple[PortalLine, ...]
    next: int | None


class Comparison(Record):
    """One comparison of the portal's state with ours."""

    id: int
    began_at: datetime
    ended_at: datetime | None
    position: str
    compared: int
    drifted: int
    repaired: int


class Drift(Record):
    """One dossier of which the portal said something else."""

    id: int
    comparison: int
    dossier: str
    found_at: datetime
    ours: int
    theirs: int | None
    fields: tuple[str, ...]
    repair: int | None
    repaired_at: datetime | None
    """When the message that tells it anew was taken."""

    @field_validator("fields", mode="before")
    @classmethod
    def _split(cls, text: Any) -> Any:
        return tuple(text.split()) if isinstance(text, str) else text
