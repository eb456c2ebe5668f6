"""Posting an event to one subscriber, and what its answer means."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, Self

from motcua.exchange.connecting import Resolver, look_up
from motcua.exchange.errors import ExchangeError, LateError
from motcua.exchange.opening import open_transport
from motcua.exchange.signing import SigningKey
from motcua.exchange.transport import Transport
from motcua.exchange.waiting import retry_after
from motcua.webhooks.cloudevent import CONTENT_TYPE
from motcua.webhooks.subscriber import Subscriber

MOST_READ: Final = 16 * 1024
"""Bytes of an answer that are read; nothing in it is used."""
REPLAY: Final = "motcua-replay"
"""Header that says which replay an event is sent for; events sent as they happen have none."""
KNOWN: Final = 409
GONE: Final = 410
REFUSALS: Final = (400, 413, 415, 422)
"""Statuses that judge the event itself."""
NOT_NOW: Final = (429, 503)
"""Statuses that say that the whole subscriber takes nothing at the moment."""
NOT_US: Final = (401, 403, 404, 405)
"""Statuses that say that secret, clock or address do not match."""


class Verdict(StrEnum):
    """What a subscriber's answer means."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    """This event is not taken, however often it is sent."""
    LATER = "later"
    """This event did not arrive; another might."""
    AWAY = "away"
    """Nothing is taken now, or we are not known: every event waits."""
    GONE = "gone"
    """Nothing is wanted any more."""


@dataclass(frozen=True)
class Answer:
    """What came of one try."""

    verdict: Verdict
    milliseconds: int
    status: int | None = None
    error: str | None = None
    retry_after: float | None = None
    """Seconds the subscriber asked us to wait."""


class Sender:
    """Posts events to one subscriber, at its address and nowhere else."""

    def __init__(self, transport: Transport, page: str, signing: SigningKey) -> None:
        self._transport = transport
        self._page = page
        self._signing = signing

    @classmethod
    def of(cls, subscriber: Subscriber, environment: Mapping[str, str], *, resolver: Resolver = look_up) -> Self:
        """Return the sender of a subscriber.

        Raises:
            InvalidInputError: A secret is not set or is none, or a file of certificates cannot be used.
        """
        place = f"{subscriber.name}.auth"
        transport = open_transport(subscriber.reached, environment, most=MOST_READ, place=place, resolver=resolver)
        return cls(transport, subscriber.page, subscriber.signing(environment))

    async def send(self, event_id: str, body: bytes, replay: int = 0) -> Answer:
        """Post one event and return what the answer means; whatever fails is an answer, never an error.

        Args:
            event_id: The event's id: the same for every repetition.
            body: The event in CloudEvents' JSON format.
            replay: Which replay it is sent for; 0 for none.
        """
        now, began = datetime.now(UTC), time.monotonic()
        headers = {"Content-Type": CONTENT_TYPE} | self._signing.headers(event_id, body, now)
        headers |= {REPLAY: str(replay)} if replay else {}
        try:
            received = await self._transport.exchange("POST", self._page, body, headers)
        except LateError:
            return Answer(Verdict.LATER, _since(began), error="no answer in time")
        except ExchangeError as failed:
            return Answer(Verdict.AWAY, _since(began), error=failed.kind)
        verdict, status = verdict_on(received.status), received.status
        if verdict is Verdict.DELIVERED:
            return Answer(verdict, _since(began), status)
        wait = retry_after(received.headers.get("Retry-After"), now)
        return Answer(verdict, _since(began), status, f"HTTP {status}", wait)

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()


def verdict_on(status: int) -> Verdict:
    """Return what a status means; a redirect is never followed, and says that the address is not right."""
    if 200 <= status < 300 or status == KNOWN:
        return Verdict.DELIVERED
    if status == GONE:
        return Verdict.GONE
    if status in REFUSALS:
        return Verdict.REFUSED
    if status in NOT_NOW or status in NOT_US or 300 <= status < 400:
        return Verdict.AWAY
    return Verdict.LATER


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
