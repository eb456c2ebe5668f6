"""Deliveries to subscribers as the ledger holds them."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from motcua.register.events import Lag
from motcua.register.reading import Record


class DeliveryState(StrEnum):
    """How far an event has come on its way to a subscriber."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    """It was refused, or its time is over: it goes out again only when somebody says so."""


class Delivery(Record):
    """One event on its way to one subscriber."""

    id: int
    subscriber: str
    position: int
    event_id: str
    replay: int
    dossier: str
    seq: int
    kind: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    first_tried_at: datetime | None
    next_try_at: datetime | None
    delivered_at: datetime | None
    milliseconds: int | None
    last_status: int | None
    last_error: str | None


class Attempt(NamedTuple):
    """What came of one try."""

    at: datetime
    milliseconds: int
    status: int | None = None
    error: str | None = None


class NewDelivery(NamedTuple):
    """An event a subscriber is to get."""

    position: int
    dossier: str
    seq: int
    kind: str


class Replay(Record):
    """A stretch of the stream that a subscriber gets once more."""

    subscriber: str
    replay: int
    after: int
    until: int
    position: int
    asked_at: datetime
    asked_by: str | None

    @property
    def taken_up(self) -> bool:
        """Whether all of it is in the ledger."""
        return self.position >= self.until


class Following(NamedTuple):
    """How a subscriber stands."""

    name: str
    position: int | None
    """The last event taken up; None: it never started."""
    lag: Lag
    waiting: int
    waiting_since: datetime | None
    """When the oldest of those was taken up."""
    dead: int
    gone: bool
    """Whether it said 410: nothing goes out until the dead delivery is sent again."""
