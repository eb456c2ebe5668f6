"""The ledger of deliveries to subscribers: taken up from the stream, tried, delivered, dead, sent again, replayed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, literal, or_, select, update
from sqlalchemy.orm import aliased

from motcua.errors import InvalidInputError
from motcua.register.alarms import AlarmKind, clear_alarm, raise_alarm
from motcua.register.events import Lag, move_courier
from motcua.register.exchange_tables import CourierRow, EventRow, ReplayRow, WebhookRow
from motcua.register.scope import WHOLE, Scope
from motcua.register.topic import Topic, sql_table, unless_there
from motcua.register.webhook_lines import Attempt, Delivery, DeliveryState, Following, NewDelivery, Replay

GONE = 410
"""A subscriber that says so wants nothing more."""
MOST_ON_A_PAGE = 1_000
COURIER = "webhook:"

_TABLE = sql_table(WebhookRow)
_REPLAY = sql_table(ReplayRow)
_WAITING = WebhookRow.state == DeliveryState.WAITING.value
_DEAD = WebhookRow.state == DeliveryState.DEAD.value


class Webhooks(Topic):
    """Reads and keeps the ledger; every note may be made twice."""

    def take_up(self, subscriber: str, position: int, to: int, found: Sequence[NewDelivery], at: datetime) -> bool:
        """Write what a subscriber is to get of the events after a position, and move its courier to the last of them.

        Returns:
            Whether it stood there; False: another worker has taken them up, and nothing was written.
        """
        with self._store.writing() as connection:
            if not move_courier(connection, COURIER + subscriber, position, to, at):
                return False
            self._add(connection, subscriber, 0, found, at)
        return True

    def take_up_again(self, replay: Replay, to: int, found: Sequence[NewDelivery], at: datetime) -> bool:
        """Write what a replay sends of the events after its position, and move it on; see `take_up`."""
        mine = and_(ReplayRow.subscriber == replay.subscriber, ReplayRow.replay == replay.replay)
        moved = update(ReplayRow).where(mine, ReplayRow.position == replay.position).values(position=to)
        with self._store.writing() as connection:
            if not connection.execute(moved).rowcount:
                return False
            self._add(connection, replay.subscriber, replay.replay, found, at)
        return True

    def due_deliveries(self, subscriber: str, now: datetime, limit: int) -> list[Delivery]:
        """Return what is to be sent to a subscriber now, the oldest first, of each dossier only the first that waits.

        To one that said it is gone, nothing is due.
        """
        earlier = aliased(WebhookRow)
        before = and_(
            earlier.subscriber == WebhookRow.subscriber,
            earlier.dossier == WebhookRow.dossier,
            earlier.id < WebhookRow.id,
            earlier.state == DeliveryState.WAITING.value,
        )
        due = or_(WebhookRow.next_try_at.is_(None), WebhookRow.next_try_at <= now)
        query = select(_TABLE).where(WebhookRow.subscriber == subscriber, _WAITING, due, ~exists().where(before))
        query = query.where(~_said_gone(subscriber)).order_by(WebhookRow.id).limit(limit)
        with self._store.reading() as connection:
            return [Delivery.model_validate(row) for row in connection.execute(query)]

    def webhook_delivered(self, delivery: Delivery, tried: Attempt) -> bool:
        """Note that a subscriber has an event; an alarm about it is over."""
        with self._store.writing() as connection:
            done = _mark(connection, delivery, DeliveryState.DELIVERED, tried, delivered_at=tried.at)
            if done and delivery.attempts:
                clear_alarm(connection, AlarmKind.DEAD_WEBHOOK, _ref(delivery), tried.at)
        return done

    def webhook_deferred(self, delivery: Delivery, tried: Attempt, again_at: datetime) -> bool:
        """Note why an event did not arrive and when it is tried again."""
        with self._store.writing() as connection:
            return _mark(connection, delivery, DeliveryState.WAITING, tried, next_try_at=again_at)

    def webhook_dead(self, delivery: Delivery, tried: Attempt) -> bool:
        """Note that an event is given up, and raise the alarm with it."""
        said = tried.error or "it was not taken"
        with self._store.writing() as connection:
            done = _mark(connection, delivery, DeliveryState.DEAD, tried)
            if done:
                raise_alarm(
                    connection,
                    AlarmKind.DEAD_WEBHOOK,
                    _ref(delivery),
                    at=tried.at,
                    detail=f"Event {delivery.event_id} was not delivered to subscriber {delivery.subscriber}: {said}.",
                    detail_vi=f"Sự kiện {delivery.event_id} không gửi được tới hệ thống {delivery.subscriber}: {said}.",
                    system=delivery.subscriber,
                    dossier=delivery.dossier,
                )
        return done

    def webhook_again(self, subscriber: str, at: datetime, ids: Sequence[int] | None = None) -> int:
        """Have dead deliveries of a subscriber sent again, all or these; return how many. Their alarms are over."""
        mine = and_(WebhookRow.subscriber == subscriber, _DEAD)
        mine = mine if ids is None else and_(mine, WebhookRow.id.in_(ids))
        fresh: dict[str, Any] = {"state": DeliveryState.WAITING.value, "first_tried_at": None, "next_try_at": None}
        with self._store.writing() as connection:
            changed = connection.execute(update(WebhookRow).where(mine).values(**fresh).returning(WebhookRow.event_id))
            events = {row.event_id for row in changed.all()}
            for event in events:
                clear_alarm(connection, AlarmKind.DEAD_WEBHOOK, f"{subscriber}/{event}", at)
        return len(events)

    def deliveries(
        self,
        subscriber: str | None = None,
        *,
        state: DeliveryState | None = None,
        dossier: str | None = None,
        limit: int = 50,
        before: int | None = None,
        scope: Scope = WHOLE,
    ) -> list[Delivery]:
        """Return deliveries, the latest first.

        Args:
            subscriber: To whom; None: to anybody.
            state: Only those that stand so.
            dossier: Only those about this dossier.
            limit: Most that are returned, 1 to 1,000.
            before: Only those with a smaller id: the next page.
            scope: What the asker may see.

        Raises:
            InvalidInputError: The limit is out of range.
        """
        if not 1 <= limit <= MOST_ON_A_PAGE:
            raise InvalidInputError(
                f"A page has 1 to {MOST_ON_A_PAGE} deliveries.", vi="Số dòng mỗi trang không hợp lệ.", field="limit"
            )
        wanted = {WebhookRow.subscriber: subscriber, WebhookRow.state: state, WebhookRow.dossier: dossier}
        query = select(_TABLE).where(*(column == value for column, value in wanted.items() if value is not None))
        query = query.where(*scope.of_what_names(WebhookRow.dossier))
        query = query if before is None else query.where(WebhookRow.id < before)
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(WebhookRow.id.desc()).limit(limit))
            return [Delivery.model_validate(row) for row in rows]

    def replay(self, subscriber: str, after: int, until: int, at: datetime, by: str | None = None) -> Replay:
        """Have a stretch of the stream sent to a subscriber once more, under the same event ids.

        Asked for again before it was taken up, it is the same replay.
        """
        mine = and_(ReplayRow.subscriber == subscriber, ReplayRow.after == after, ReplayRow.until == until)
        with self._store.writing() as connection:
            same = select(_REPLAY).where(mine, ReplayRow.position < ReplayRow.until).limit(1)
            if (known := connection.execute(same).one_or_none()) is not None:
                return Replay.model_validate(known)
            latest = select(func.coalesce(func.max(ReplayRow.replay), 0)).where(ReplayRow.subscriber == subscriber)
            row = {"subscriber": subscriber, "replay": (connection.scalar(latest) or 0) + 1}
            row |= {"after": after, "until": until, "position": after, "asked_at": at, "asked_by": by}
            connection.execute(_REPLAY.insert().values(**row))
        return Replay.model_validate(row)

    def replays(self, subscriber: str, *, under_way: bool = False) -> list[Replay]:
        """Return a subscriber's replays, the latest first, or only those that are not all in the ledger."""
        query = select(_REPLAY).where(ReplayRow.subscriber == subscriber).order_by(ReplayRow.replay.desc())
        query = query.where(ReplayRow.position < ReplayRow.until) if under_way else query.limit(20)
        with self._store.reading() as connection:
            return [Replay.model_validate(row) for row in connection.execute(query)]

    def following(self, subscriber: str) -> Following:
        """Return how a subscriber stands: its place in the stream, what waits, what is dead."""
        of = WebhookRow.subscriber == subscriber
        waiting = select(func.count(), func.min(WebhookRow.created_at)).where(of, _WAITING)
        dead = select(func.count()).where(of, _DEAD)
        place = select(CourierRow.position).where(CourierRow.name == COURIER + subscriber)
        with self._store.reading() as connection:
            position = connection.scalar(place)
            behind = select(func.count(), func.min(EventRow.created_at)).where(EventRow.id > literal(position or 0))
            events, since = connection.execute(behind).one()
            number, oldest = connection.execute(waiting).one()
            return Following(
                name=subscriber,
                position=position,
                lag=Lag(events=events, since=since),
                waiting=number,
                waiting_since=oldest,
                dead=connection.scalar(dead) or 0,
                gone=bool(connection.scalar(select(_said_gone(subscriber)))),
            )

    def known_subscribers(self) -> list[str]:
        """Return every subscriber that ever followed the stream, by name."""
        query = select(CourierRow.name).where(CourierRow.name.startswith(COURIER)).order_by(CourierRow.name)
        with self._store.reading() as connection:
            return [name.removeprefix(COURIER) for name in connection.scalars(query)]

    def webhooks_open(self) -> tuple[int, int]:
        """Return how many deliveries wait, and how many are dead."""
        query = select(func.count().filter(_WAITING), func.count().filter(_DEAD)).where(or_(_WAITING, _DEAD))
        with self._store.reading() as connection:
            waiting, dead = connection.execute(query).one()
        return int(waiting), int(dead)

    def _add(
        self, connection: Connection, subscriber: str, replay: int, found: Sequence[NewDelivery], at: datetime
    ) -> None:
        rows = [
            new._asdict()
            | {"subscriber": subscriber, "replay": replay, "event_id": f"{new.dossier}/{new.seq}"}
            | {"state": DeliveryState.WAITING.value, "attempts": 0, "created_at": at}
            for new in found
        ]
        statement = unless_there(self._store.dialect, WebhookRow)
        for row in rows:
            connection.execute(statement, row)


def _said_gone(subscriber: str) -> Any:
    return exists().where(WebhookRow.subscriber == subscriber, _DEAD, WebhookRow.last_status == GONE)


def _mark(connection: Connection, delivery: Delivery, state: DeliveryState, tried: Attempt, **values: Any) -> bool:
    """Change a delivery that waits; once it is delivered or dead, nothing is noted any more."""
    first = func.coalesce(WebhookRow.first_tried_at, literal(tried.at, WebhookRow.first_tried_at.type))
    said: dict[str, Any] = {"attempts": WebhookRow.attempts + 1, "first_tried_at": first, "next_try_at": None}
    said |= {"last_status": tried.status, "last_error": tried.error, "milliseconds": tried.milliseconds}
    change = update(WebhookRow).where(WebhookRow.id == delivery.id, _WAITING)
    return bool(connection.execute(change.values(state=state.value, **(said | values))).rowcount)


def _ref(delivery: Delivery) -> str:
    return f"{delivery.subscriber}/{delivery.event_id}"
