"""The ledger of deliveries on both databases: taken up once, in turn, dead with an alarm, replayed."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.register.alarms import AlarmKind
from motcua.register.events import Start
from motcua.register.register import Register
from motcua.register.webhook_lines import Attempt, Delivery, DeliveryState, NewDelivery
from motcua.register.webhooks import COURIER
from tests.register.papers import Paper, receipt

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
OK = Attempt(NOW, 12, 204)
ONE = "land-register"


@pytest.fixture
def last(register: Register) -> int:
    """Return the position of two dossiers' receipts, all facts of which are taken up for one subscriber."""
    for code in ("A", "B"):
        Paper(register, receipt(code))
    position = register.start_courier(COURIER + ONE, Start.BEGINNING, NOW)
    end = register.last_position()
    assert register.take_up(ONE, position, end, every(register), NOW)
    return end


def every(register: Register) -> list[NewDelivery]:
    told = [(event, seq, step) for event in register.events_after(0) for seq, step in register.happened(event)]
    return [NewDelivery(event.id, event.dossier, seq, step.fact.kind) for event, seq, step in told]


def due(register: Register, now: datetime = NOW) -> list[Delivery]:
    return register.due_deliveries(ONE, now, 10)


def ids(deliveries: list[Delivery]) -> list[str]:
    return [delivery.event_id for delivery in deliveries]


def test_events_are_taken_up_once_whoever_else_tries(register: Register, last: int) -> None:
    assert not register.take_up(ONE, 0, last, every(register), NOW)
    assert len(register.deliveries(ONE)) == 8
    standing = register.following(ONE)
    assert (standing.position, standing.lag.events, standing.waiting, standing.dead) == (last, 0, 8, 0)


def test_of_each_dossier_the_first_that_waits_is_due(register: Register, last: int) -> None:
    first, other = due(register)
    assert ids([first, other]) == ["A/1", "B/1"]
    register.webhook_deferred(first, Attempt(NOW, 9, 500, "HTTP 500"), NOW + timedelta(minutes=1))
    register.webhook_delivered(other, OK)
    assert ids(due(register)) == ["B/2"]
    assert ids(due(register, NOW + timedelta(minutes=1))) == ["A/1", "B/2"]


def test_what_is_delivered_is_noted_once(register: Register, last: int) -> None:
    first = due(register)[0]
    assert register.webhook_delivered(first, OK)
    assert not register.webhook_dead(first, OK)
    (line,) = [line for line in register.deliveries(ONE) if line.event_id == "A/1"]
    assert (line.state, line.attempts, line.delivered_at, line.last_status) == ("delivered", 1, NOW, 204)
    assert register.alarms() == []


def test_what_is_given_up_raises_its_alarm_in_the_same_transaction_and_is_sent_again_on_demand(
    register: Register, last: int
) -> None:
    first = due(register)[0]
    register.webhook_dead(first, Attempt(NOW, 9, 422, "HTTP 422"))
    assert [(alarm.kind, alarm.ref) for alarm in register.alarms()] == [(AlarmKind.DEAD_WEBHOOK, f"{ONE}/A/1")]
    assert ids(due(register)) == ["A/2", "B/1"]
    assert ids(register.deliveries(state=DeliveryState.DEAD)) == ["A/1"]
    assert register.webhooks_open() == (7, 1)
    assert register.webhook_again(ONE, NOW, [first.id + 1]) == 0
    assert register.webhook_again(ONE, NOW, [first.id]) == 1
    assert (ids(due(register)), register.alarms()) == (["A/1", "B/1"], [])


def test_to_one_that_is_gone_nothing_is_due(register: Register, last: int) -> None:
    register.webhook_dead(due(register)[0], Attempt(NOW, 9, 410, "HTTP 410"))
    assert (due(register), register.following(ONE).gone) == ([], True)
    register.webhook_again(ONE, NOW)
    assert (ids(due(register)), register.following(ONE).gone) == (["A/1", "B/1"], False)


def test_a_replay_is_asked_for_once_until_it_is_taken_up_and_queues_behind_what_waits(
    register: Register, last: int
) -> None:
    asked = register.replay(ONE, 0, last, NOW, "ops")
    assert register.replay(ONE, 0, last, NOW) == asked
    assert register.take_up_again(asked, last, every(register), NOW)
    assert not register.take_up_again(asked, last, every(register), NOW)
    assert register.replays(ONE, under_way=True) == []
    assert register.replay(ONE, 0, last, NOW).replay == 2
    assert {(line.event_id, line.replay) for line in due(register)} == {("A/1", 0), ("B/1", 0)}
    assert len(register.deliveries(ONE, dossier="A")) == 8


def test_pages_follow_one_another(register: Register, last: int) -> None:
    first = register.deliveries(ONE, limit=5)
    rest = register.deliveries(ONE, limit=5, before=first[-1].id)
    assert [line.id for line in [*first, *rest]] == sorted((line.id for line in [*first, *rest]), reverse=True)
    assert len(rest) == 3
    assert register.known_subscribers() == [ONE]
