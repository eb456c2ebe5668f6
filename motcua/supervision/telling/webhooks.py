"""Subscribers as operators see them: where each stands in the stream, what waits, what is dead, what was replayed."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.dossiers.parts import Model, Moment
from motcua.register.register import Register
from motcua.register.scope import WHOLE, Scope
from motcua.register.webhook_lines import Delivery, DeliveryState, Following, Replay
from motcua.supervision.telling.names_and_moments import thing
from motcua.supervision.telling.views import Named
from motcua.webhooks.kinds import event_type
from motcua.webhooks.subscriber import Subscriber, Subscribers, Wanted
from motcua.worktime.words import Words

STATES = {
    DeliveryState.WAITING: Words("chờ gửi", "waiting"),
    DeliveryState.DELIVERED: Words("đã gửi", "delivered"),
    DeliveryState.DEAD: Words("ngừng gửi", "dead"),
}


class SubscriberView(Model):
    """One subscriber, and how far it is behind."""

    name: str
    host: str | None
    """Where its events go; null: it is not described any more, and gets nothing."""
    wants: Wanted | None
    position: int | None
    """The last event of the stream that was taken up for it; null: it has not started."""
    events_behind: int
    """Events of the stream not taken up yet, and events that wait to be delivered."""
    seconds_behind: int
    """For how long the oldest of these has waited."""
    waiting: int
    dead: int
    gone: bool
    """Whether it answered 410: it gets nothing until its dead deliveries are sent again."""


class SubscriberList(Model):
    """Every subscriber, those no longer described included."""

    subscribers: tuple[SubscriberView, ...]


class DeliveryView(Model):
    """One event on its way to one subscriber."""

    id: int
    subscriber: str
    position: int
    event: str
    type: str
    code: str
    replay: int
    state: Named
    attempts: int
    created_at: Moment
    next_try_at: Moment | None
    delivered_at: Moment | None
    milliseconds: int | None
    status: int | None
    in_the_way: str | None


class ReplayView(Model):
    """A stretch of the stream that a subscriber gets once more."""

    subscriber: str
    replay: int
    after: int
    until: int
    position: int
    taken_up: bool
    """Whether all of it is in the ledger; what of it is delivered stands there."""
    asked_at: Moment
    asked_by: str | None


class Ledger(Model):
    """One subscriber with a page of its deliveries, the latest first."""

    subscriber: SubscriberView
    deliveries: tuple[DeliveryView, ...]
    replays: tuple[ReplayView, ...]
    next_cursor: str | None = None


def subscriber_list(register: Register, subscribers: Subscribers, now: datetime) -> SubscriberList:
    """Return every subscriber that is described or has ever followed the stream."""
    described = {subscriber.name: subscriber for subscriber in subscribers.subscribers}
    names = [*described, *(name for name in register.known_subscribers() if name not in described)]
    return SubscriberList(subscribers=tuple(_view(register.following(n), described.get(n), now) for n in names))


def ledger(
    register: Register,
    subscriber: Subscriber | None,
    name: str,
    zone: ZoneInfo,
    now: datetime,
    *,
    state: DeliveryState | None = None,
    dossier: str | None = None,
    limit: int = 50,
    before: int | None = None,
    scope: Scope = WHOLE,
) -> Ledger:
    """Return a subscriber's page of the ledger; see `Webhooks.deliveries`."""
    found = register.deliveries(name, state=state, dossier=dossier, limit=limit + 1, before=before, scope=scope)
    page = found[:limit]
    return Ledger(
        subscriber=_view(register.following(name), subscriber, now),
        deliveries=tuple(delivery_views(page, zone)),
        replays=tuple(replay_view(replay, zone) for replay in register.replays(name)),
        next_cursor=str(page[-1].id) if len(found) > limit else None,
    )


def replay_view(replay: Replay, zone: ZoneInfo) -> ReplayView:
    """Return a replay as it is shown."""
    at = replay.asked_at.astimezone(zone)
    return ReplayView.model_validate(replay.model_dump() | {"asked_at": at, "taken_up": replay.taken_up})


def delivery_views(deliveries: Iterable[Delivery], zone: ZoneInfo) -> Iterable[DeliveryView]:
    """Yield deliveries as they are shown."""
    for line in deliveries:
        shown = line.model_dump(include=set(DeliveryView.model_fields) - {"state"})
        shown |= {name: at.astimezone(zone) for name, at in shown.items() if isinstance(at, datetime)}
        shown |= {"event": line.event_id, "type": event_type(line.kind), "code": line.dossier}
        shown |= {"status": line.last_status, "in_the_way": line.last_error}
        yield DeliveryView.model_validate(shown | {"state": thing(line.state.value, STATES[line.state])})


def _view(standing: Following, subscriber: Subscriber | None, now: datetime) -> SubscriberView:
    started = standing.position is not None
    since = [at for at in (standing.lag.since if started else None, standing.waiting_since) if at is not None]
    return SubscriberView(
        name=standing.name,
        host=subscriber.reached.base_url if subscriber else None,
        wants=subscriber.wants if subscriber else None,
        position=standing.position,
        events_behind=(standing.lag.events if started else 0) + standing.waiting,
        seconds_behind=max(round((now - min(since)).total_seconds()), 0) if since else 0,
        waiting=standing.waiting,
        dead=standing.dead,
        gone=standing.gone,
    )
