"""Subscribers are told what happens: signed, in order, once by effect; who is away keeps nobody else waiting."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.dossiers import facts as f
from motcua.register.alarms import AlarmKind
from motcua.register.register import Register
from motcua.register.webhook_lines import DeliveryState
from tests.register.papers import LAND_OFFICE, Paper, receipt, whole_life
from tests.webhooks.conftest import serve
from tests.webhooks.receiver import ANOTHER, Receiver

NOTE = "Mon 2026-11-23 10:00"
FACTS = 4
"""Facts of a receipt."""


def noted(register: Register, code: str, times: int = 3) -> Paper:
    """Write a dossier with some acts, each of one fact."""
    paper = Paper(register, receipt(code))
    for number in range(times):
        paper.does(f"note-{number}", NOTE, f.DataSet(data={"n": number}))
    return paper


def dead(register: Register) -> list[str]:
    return [delivery.event_id for delivery in register.deliveries(state=DeliveryState.DEAD)]


def tries(register: Register, name: str = "land-register") -> int:
    """Return how often the first event was tried."""
    return sum(delivery.attempts for delivery in register.deliveries(name) if delivery.event_id == "A/1")


async def test_every_fact_arrives_once_in_order_and_signed(register, receiver, subscribe):
    paper = whole_life(register)
    await serve(subscribe(receiver), until=lambda: len(receiver.effects) == paper.now.seq)
    assert receiver.ids(paper.code) == [f"{paper.code}/{seq}" for seq in range(1, paper.now.seq + 1)]
    assert receiver.forged == 0
    assert set(receiver.arrived.values()) == {1}
    headers, _event = receiver.posts[0]
    assert headers["content-type"] == "application/cloudevents+json"
    assert headers["webhook-id"] == f"{paper.code}/1"
    assert "motcua-replay" not in headers


async def test_what_was_sent_and_not_noted_is_sent_again_under_the_same_id(register, receiver, subscribe, monkeypatch):
    noted(register, "A", times=0)
    first = subscribe(receiver)
    with monkeypatch.context() as killed:
        killed.setattr(Register, "webhook_delivered", lambda *_: None)  # as if the worker died before noting it
        await serve(first, until=lambda: receiver.arrived["A/1"] == 1)
    await serve(subscribe(receiver), until=lambda: len(receiver.effects) == FACTS)
    assert receiver.arrived["A/1"] >= 2
    assert receiver.ids("A") == [f"A/{seq}" for seq in range(1, FACTS + 1)]


async def test_a_dossiers_next_event_waits_for_the_one_before_and_other_dossiers_do_not(register, receiver, subscribe):
    noted(register, "A")
    noted(register, "B")
    receiver.statuses["A"] = 500
    subscription = subscribe(receiver, at_once=4)
    await serve(subscription, until=lambda: len(receiver.ids("B")) == FACTS + 3 and receiver.arrived["A/1"] >= 2)
    assert receiver.ids("A") == []
    assert set(receiver.arrived) & {f"A/{seq}" for seq in range(2, 9)} == set()
    del receiver.statuses["A"]
    await serve(subscription, until=lambda: len(receiver.ids("A")) == FACTS + 3)
    assert receiver.ids("A") == [f"A/{seq}" for seq in range(1, FACTS + 4)]


async def test_several_dossiers_are_under_way_at_once_and_no_more_than_allowed(register, receiver, subscribe):
    for code in "ABCDEF":
        noted(register, code, times=0)
    receiver.seconds = 0.05
    await serve(subscribe(receiver, at_once=3, rate=1000), until=lambda: len(receiver.effects) == 6 * FACTS)
    assert receiver.most_at_once == 3


async def test_the_rate_is_kept(register, receiver, subscribe):
    for code in "ABCD":
        noted(register, code, times=1)
    began = datetime.now(UTC)
    await serve(subscribe(receiver, rate=40), until=lambda: len(receiver.effects) == 4 * (FACTS + 1))
    assert datetime.now(UTC) - began >= timedelta(seconds=(4 * (FACTS + 1) - 1) / 40)


async def test_a_subscriber_that_is_away_rests_alone(register, receiver, subscribe):
    for code in "ABC":
        noted(register, code, times=0)
    other = Receiver().start()
    other.stop()  # nobody listens there
    away, here = subscribe(other, "away"), subscribe(receiver)
    await serve(away, here, until=lambda: len(receiver.effects) == 3 * FACTS)
    standing = register.following("away")
    assert (standing.waiting, standing.dead) == (3 * FACTS, 0)
    tried = [delivery for delivery in register.deliveries("away", limit=1000) if delivery.attempts]
    assert 1 <= len(tried) <= 3
    other.start()
    await serve(away, until=lambda: len(other.effects) == 3 * FACTS)
    assert register.following("away").waiting == 0
    other.stop()


async def test_a_slow_subscriber_is_tried_again_and_then_left_alone_for_a_while(register, receiver, subscribe):
    noted(register, "A", times=0)
    receiver.seconds = 0.5
    limits = {"connect": "PT0.2S", "read": "PT0.2S", "total": "PT0.2S"}
    subscription = subscribe(receiver, timeout=limits)
    await serve(subscription, until=lambda: tries(register) >= 2)
    assert register.deliveries("land-register")[-1].last_error == "no answer in time"
    receiver.seconds = 0
    await serve(subscription, until=lambda: len(receiver.effects) == FACTS)
    assert receiver.ids("A")[0] == "A/1"


async def test_too_many_requests_are_answered_by_the_wait_that_was_asked_for(register, receiver, subscribe):
    noted(register, "A", times=0)
    receiver.answers = [(429, {"Retry-After": "1"})]
    began = datetime.now(UTC)
    await serve(subscribe(receiver), until=lambda: len(receiver.effects) == 1)
    assert datetime.now(UTC) - began >= timedelta(seconds=1)


async def test_a_refused_event_is_dead_at_once_with_an_alarm_and_sent_again_on_demand(register, receiver, subscribe):
    noted(register, "A", times=0)
    receiver.answers = [(422, {})]
    subscription = subscribe(receiver)
    await serve(subscription, until=lambda: len(receiver.effects) == FACTS - 1)
    assert dead(register) == ["A/1"]
    (alarm,) = register.alarms()
    assert (alarm.kind, alarm.ref, alarm.dossier) == (AlarmKind.DEAD_WEBHOOK, "land-register/A/1", "A")
    assert "HTTP 422" in alarm.detail
    assert register.webhook_again("land-register", datetime.now(UTC)) == 1
    await serve(subscription, until=lambda: len(receiver.effects) == FACTS)
    assert (dead(register), register.alarms()) == ([], [])


async def test_an_event_is_given_up_when_its_patience_is_over(register, receiver, subscribe):
    noted(register, "A", times=0)
    receiver.statuses["A"] = 500
    subscription = subscribe(receiver, patience="PT0.1S")
    await serve(subscription, until=lambda: dead(register)[-1:] == ["A/1"])
    assert register.alarms()[-1].ref == "land-register/A/1"
    assert tries(register) >= 2


async def test_one_that_says_it_is_gone_gets_nothing_more_until_somebody_says_so(register, receiver, subscribe):
    noted(register, "A")
    receiver.answers = [(410, {})]
    subscription = subscribe(receiver, at_once=1)
    await serve(subscription, until=lambda: register.following("land-register").gone)
    for _ in range(5):
        await subscription.look()
    assert (sum(receiver.arrived.values()), dead(register)) == (1, ["A/1"])
    assert register.following("land-register").waiting == FACTS + 2
    register.webhook_again("land-register", datetime.now(UTC))
    await serve(subscription, until=lambda: len(receiver.effects) == FACTS + 3)
    assert receiver.ids("A")[0] == "A/1"


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404, 405])
async def test_one_that_does_not_know_us_keeps_its_events_waiting(register, receiver, subscribe, status):
    noted(register, "A", times=0)
    receiver.answers = [(status, {"Location": receiver.url + "&elsewhere"})]
    await serve(subscribe(receiver), until=lambda: len(receiver.effects) == FACTS)
    assert receiver.arrived["A/1"] == 2  # refused once, never followed, then posted again at its own address
    assert receiver.ids("A")[0] == "A/1"


async def test_another_secret_is_noticed_by_the_receiver(register, receiver, subscribe):
    noted(register, "A", times=0)
    receiver.secret = ANOTHER
    subscription = subscribe(receiver)
    await serve(subscription, until=lambda: receiver.forged == 1)
    assert receiver.effects == {}
    assert register.following("land-register").waiting == FACTS


async def test_a_subscriber_added_later_starts_where_it_says(register, receiver, subscribe):
    noted(register, "A")
    late, all_of_it = Receiver().start(), Receiver().start()
    from_now, from_first = subscribe(late, "late", start="now"), subscribe(all_of_it, "all")
    from_ten = subscribe(receiver, "from-ten", start="2026-11-23T10:00:00+07:00")
    await from_now.look()
    noted(register, "B", times=0)
    total = 2 * FACTS + 3
    await serve(from_now, from_first, from_ten, until=lambda: len(all_of_it.effects) == total)
    assert list(late.effects) == [f"B/{seq}" for seq in range(1, FACTS + 1)]
    assert next(iter(receiver.effects)) == f"A/{FACTS + 1}"
    late.stop()
    all_of_it.stop()


async def test_a_replay_sends_the_same_ids_again_says_so_and_changes_nothing(register, receiver, subscribe):
    noted(register, "A")
    subscription = subscribe(receiver)
    await serve(subscription, until=lambda: len(receiver.effects) == FACTS + 3)
    first = list(receiver.effects)
    asked = register.replay("land-register", 0, register.last_position(), datetime.now(UTC), "ops")
    assert register.replay("land-register", 0, register.last_position(), datetime.now(UTC)).replay == asked.replay == 1
    await serve(subscription, until=lambda: set(receiver.arrived.values()) == {2})
    assert list(receiver.effects) == first
    again = [headers for headers, _ in receiver.posts[len(first) :]]
    assert [headers["webhook-id"] for headers in again] == first
    assert {headers["motcua-replay"] for headers in again} == {"1"}
    assert [event for _, event in receiver.posts[: len(first)]] == [event for _, event in receiver.posts[len(first) :]]
    assert register.replays("land-register")[0].taken_up


async def test_a_replay_of_a_stretch_sends_that_stretch(register, receiver, subscribe):
    noted(register, "A")
    subscription = subscribe(receiver)
    await serve(subscription, until=lambda: len(receiver.effects) == FACTS + 3)
    register.replay("land-register", 1, 3, datetime.now(UTC))
    await serve(subscription, until=lambda: sum(receiver.arrived.values()) == FACTS + 5)
    assert [id for id, times in receiver.arrived.items() if times == 2] == [f"A/{FACTS + 1}", f"A/{FACTS + 2}"]


async def test_only_what_is_wanted_is_sent(register, receiver, subscribe):
    whole_life(register)
    subscription = subscribe(receiver, wants={"types": ["received", "vn.motcua.dossier.result_ready.v1"]})
    await serve(subscription, until=lambda: len(receiver.effects) == 2)
    assert [event["data"]["kind"] for event in receiver.effects.values()] == ["received", "result_ready"]
    nobody = subscribe(receiver, "nobody", wants={"agencies": ["tax"], "types": ["received"]})
    somebody = subscribe(receiver, "somebody", wants={"agencies": [LAND_OFFICE], "types": ["received"]})
    await nobody.look()
    await somebody.look()
    assert (len(register.deliveries("nobody")), len(register.deliveries("somebody"))) == (0, 1)


async def test_a_host_that_turns_out_to_be_inside_is_never_spoken_to(register, receiver, subscribe):
    noted(register, "A", times=0)
    hostile = receiver.url.replace("http://127.0.0.1", "https://localhost")
    subscription = subscribe(receiver, url=hostile, private=False)
    await serve(subscription, until=lambda: tries(register) >= 1)
    assert register.deliveries("land-register")[-1].last_error == "address-refused"
    assert receiver.posts == []
