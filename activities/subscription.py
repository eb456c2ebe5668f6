"""One subscriber served: its events taken up from the stream and posted in order, apart from all other subscribers."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from activities.news import News
from motcua.errors import MotcuaError
from motcua.register.events import Event, Start
from motcua.register.register import Register
from motcua.register.webhook_lines import Attempt, Delivery, NewDelivery
from motcua.register.webhooks import COURIER
from motcua.webhooks.patience import Pauses, is_over
from motcua.webhooks.sending import Answer, Sender, Verdict
from motcua.webhooks.subscriber import Subscriber

AT_A_TIME = 200
"""Events taken up in one transaction."""
NEW_EVERY = 0.2
"""Seconds between two looks into the stream where there was nothing new."""
STUMBLES = 5
"""Events in a row that did not arrive before the whole subscriber is left alone for a while."""

log = structlog.get_logger(__name__)


@dataclass
class Subscription:
    """Follows the stream for one subscriber and posts what it is to get."""

    subscriber: Subscriber
    sender: Sender
    register: Register
    news: News
    pauses: Pauses = field(default_factory=Pauses)
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _done: asyncio.Event = field(default_factory=asyncio.Event)
    _failures: int = 0
    """Times in a row that nothing was taken."""
    _stumbles: int = 0
    _rests_until: datetime | None = None
    _look_at: float = 0.0
    """When the stream is looked at again: not each time a post has ended."""
    _next_at: float = 0.0
    """When the next event may go out, on the loop's clock."""

    async def look(self) -> int:
        """Take up what is new and begin to post what is due; return how much there was to do."""
        taken = 0
        if asyncio.get_running_loop().time() >= self._look_at:
            taken = await asyncio.to_thread(self._take_up)
            self._look_at = asyncio.get_running_loop().time() + (0 if taken else NEW_EVERY)
        return taken + await self._post_due()

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until a post under way has ended."""
        try:
            await asyncio.wait_for(self._done.wait(), seconds)
        except TimeoutError:
            return
        self._done.clear()

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.gather(*self._under_way.values())

    def _take_up(self) -> int:
        name, start = self.subscriber.name, self.subscriber.start
        begin = start if isinstance(start, datetime) else Start(start)
        position = self.register.start_courier(COURIER + name, begin, _now())
        events = self.register.events_after(position, AT_A_TIME)
        if events:
            self.register.take_up(name, position, events[-1].id, self._wanted(events), _now())
        return len(events) + self._take_up_replay()

    def _take_up_replay(self) -> int:
        """Take up a page of the oldest replay that is not all in the ledger."""
        replays = self.register.replays(self.subscriber.name, under_way=True)
        if not replays:
            return 0
        replay = replays[-1]
        events = self.register.events_between(replay.position, replay.until, AT_A_TIME)
        to = events[-1].id if len(events) == AT_A_TIME else replay.until
        self.register.take_up_again(replay, to, self._wanted(events), _now())
        return 1

    def _wanted(self, events: list[Event]) -> list[NewDelivery]:
        told = ((event.id, data) for event in events for data in self.news.of(event))
        wants = self.subscriber.wants
        return [NewDelivery(place, data.dossier, data.seq, data.kind) for place, data in told if wants.takes(data)]

    async def _post_due(self) -> int:
        most = 1 if self._failures else self.subscriber.at_once
        room, now = most - len(self._under_way), _now()
        if room <= 0 or (self._rests_until is not None and now < self._rests_until):
            return 0
        busy = set(self._under_way)  # as of before the reading: what ends meanwhile may be read as still waiting
        name = self.subscriber.name
        due = await asyncio.to_thread(self.register.due_deliveries, name, now, most + len(busy))
        chosen = [delivery for delivery in due if delivery.dossier not in busy][:room]
        for delivery in chosen:
            self._under_way[delivery.dossier] = asyncio.create_task(self._carefully(delivery))
        return len(chosen)

    async def _carefully(self, delivery: Delivery) -> None:
        """Post one event; what nobody foresaw is put off and logged, and holds up no other dossier."""
        try:
            await self._in_turn()
            body = await asyncio.to_thread(self.news.body, delivery)
            answer = await self.sender.send(delivery.event_id, body, delivery.replay)
            await self._note(delivery, answer)
        except MotcuaError as error:
            log.warning("webhook_put_off", **_keys(delivery), error=error.kind)
            await self._put_off(delivery, error.kind)
        except Exception as defect:
            log.error("webhook_defect", **_keys(delivery), error=type(defect).__name__)
            await self._put_off(delivery, type(defect).__name__)
        finally:
            del self._under_way[delivery.dossier]
            self._done.set()

    async def _in_turn(self) -> None:
        """Wait until the subscriber's rate allows one more."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next_at)
        self._next_at = at + 1 / self.subscriber.rate
        await asyncio.sleep(at - now)

    async def _note(self, delivery: Delivery, answer: Answer) -> None:
        now = _now()
        tried = Attempt(now, answer.milliseconds, answer.status, answer.error)
        if answer.verdict is Verdict.DELIVERED:
            self._failures, self._stumbles, self._rests_until = 0, 0, None
            await asyncio.to_thread(self.register.webhook_delivered, delivery, tried)
            log.info("webhook_delivered", **_keys(delivery), milliseconds=answer.milliseconds)
        elif answer.verdict in (Verdict.REFUSED, Verdict.GONE):
            await self._give_up(delivery, tried)
        else:
            again_at = self._rested(answer, delivery, now)
            if is_over(self.subscriber.patience, delivery.first_tried_at, now):
                await self._give_up(delivery, tried)
            else:
                log.warning("webhook_deferred", **_keys(delivery), error=answer.error, again_at=again_at.isoformat())
                await asyncio.to_thread(self.register.webhook_deferred, delivery, tried, again_at)

    def _rested(self, answer: Answer, delivery: Delivery, now: datetime) -> datetime:
        """Return when an event is tried again, and leave the subscriber alone where it takes nothing at all."""
        self._stumbles += 1
        if answer.verdict is not Verdict.AWAY and self._stumbles < STUMBLES:
            return self.pauses.again_at(now, delivery.attempts, answer.retry_after)
        self._failures += 1
        until = self.pauses.rest_until(now, self._failures, answer.retry_after)
        self._rests_until = until
        log.warning("subscriber_away", subscriber=self.subscriber.name, error=answer.error, failures=self._failures)
        return until

    async def _give_up(self, delivery: Delivery, tried: Attempt) -> None:
        log.error("webhook_dead", **_keys(delivery), error=tried.error)
        await asyncio.to_thread(self.register.webhook_dead, delivery, tried)

    async def _put_off(self, delivery: Delivery, error: str) -> None:
        now = _now()
        again_at = self.pauses.again_at(now, max(delivery.attempts, STUMBLES), None)
        try:
            await asyncio.to_thread(self.register.webhook_deferred, delivery, Attempt(now, 0, None, error), again_at)
        except MotcuaError as away:
            log.warning("register_away", error=away.kind)
            await asyncio.sleep(1)


def _keys(delivery: Delivery) -> dict[str, object]:
    return {"subscriber": delivery.subscriber, "event_id": delivery.event_id, "replay": delivery.replay}


def _now() -> datetime:
    return datetime.now(UTC)
